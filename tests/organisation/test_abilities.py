"""What each role may do, typed out."""

from collections.abc import Callable
from datetime import date

import pytest

from cast import person
from factories import BoardFactory, MunicipalityFactory, OrgUnitFactory, PlacementFactory, RoleAssignmentFactory
from rimlig.organisation.abilities import ABILITIES, WORDS
from rimlig.organisation.models import Board, Placement, Role, RoleAssignment, User

# In this order: unit manager, performer, department manager, controller, head of administration, board member,
# central controller, auditor, administrator.
TABLE = {
    "organisation.read": "yes yes yes yes yes yes yes yes yes",
    "organisation.edit": "-   -   -   -   -   -   -   -   yes",
    "people.read":       "-   -   -   yes yes -   yes yes yes",
    "people.edit":       "-   -   -   -   -   -   -   -   yes",
    "goals.read":        "yes yes yes yes yes yes yes yes yes",
    "goals.edit":        "-   -   -   -   -   -   yes -   yes",
    "scales.read":       "yes yes yes yes yes yes yes yes yes",
    "scales.edit":       "-   -   -   -   -   -   yes -   yes",
    "common.read":       "-   -   -   yes -   -   yes yes -  ",
    "common.edit":       "-   -   -   -   -   -   yes -   -  ",
    "plan.read":         "yes yes yes yes yes yes yes yes yes",
    "plan.edit":         "-   -   -   yes -   -   yes -   -  ",
    "plan.assess":       "yes yes yes yes yes -   yes -   -  ",
    "plan.accept":       "-   -   yes -   yes yes -   -   -  ",
    "plan.propose":      "-   -   -   -   yes -   -   -   -  ",
    "plan.adopt":        "-   -   -   yes yes -   yes -   -  ",
    "system.read":       "yes yes yes yes yes yes yes yes yes",
    "system.edit":       "-   -   -   yes -   -   yes -   -  ",
    "system.adopt":      "-   -   -   yes yes -   yes -   -  ",
    "answer.read":       "yes yes yes yes yes yes yes yes yes",
    "answer.write":      "yes yes yes yes yes -   yes -   -  ",
    "answer.review":     "-   -   yes yes yes -   yes -   -  ",
    "answer.conclude":   "-   -   -   yes -   -   yes -   -  ",
    "answer.remind":     "-   -   -   yes yes -   yes -   -  ",
    "action.edit":       "yes yes yes yes yes -   yes -   -  ",
    "action.pass_on":    "-   -   -   yes yes -   yes -   yes",
    "answering.decide":  "-   -   -   -   -   -   yes -   yes",
    "phrases.read":      "-   -   -   yes -   -   yes yes yes",
    "phrases.edit":      "-   -   -   -   -   -   yes -   yes",
    "report.read":       "yes yes yes yes yes yes yes yes yes",
    "report.draft":      "-   -   yes yes yes -   yes yes -  ",
    "report.comment":    "-   -   yes yes yes -   yes -   -  ",
    "report.write":      "-   -   -   yes -   -   yes -   -  ",
    "report.approve":    "-   -   -   -   yes -   -   -   -  ",
    "assessment.read":   "yes yes yes yes yes yes yes yes yes",
    "assessment.edit":   "-   -   -   yes yes -   yes -   -  ",
    "assessment.criteria":"-   -   -   -   -   -   yes -   yes",
    "appearance.read":   "yes yes yes yes yes yes yes yes yes",
    "appearance.edit":   "-   -   -   -   -   -   yes -   yes",
    "opendata.edit":     "-   -   -   -   -   -   -   -   yes",
    "history.read":      "yes yes yes yes yes yes yes yes yes",
    "audit.file":        "-   -   -   yes yes -   yes yes -  ",
    "document.import":   "-   -   -   yes -   -   yes -   -  ",
}  # fmt: skip
ROLES = [
    "unit_manager",
    "performer",
    "department_manager",
    "controller",
    "head_of_administration",
    "board_member",
    "central_controller",
    "auditor",
    "administrator",
]
FROM_A_UNIT = {
    *("organisation.read", "goals.read", "scales.read", "common.read", "plan.read", "system.read", "report.read"),
    *("report.draft", "report.comment", "assessment.read", "appearance.read", "phrases.read"),
    *("history.read", "plan.assess", "plan.accept", "answer.read", "answer.write", "answer.review", "action.edit"),
}
"""What a role on a unit gives on its whole board: reading, one's own values at a workshop, accepting a risk, and its part
of the answers and actions there."""


def test_every_role_and_permission_is_typed_out_here() -> None:
    assert (list(TABLE), ROLES) == (list(ABILITIES), [role.value for role in Role])


def test_every_permission_has_its_words() -> None:
    assert list(WORDS) == list(ABILITIES)
    assert [name for name, words in WORDS.items() if not str(words).strip()] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gives_what_the_table_says_and_on_its_own_board_only(board: Board, role: str) -> None:
    user = person("Kim Åberg", Role(role), board)
    elsewhere = BoardFactory(municipality=board.municipality)
    said = {name: row.split()[ROLES.index(role)] == "yes" for name, row in TABLE.items()}
    assert {name: user.has_perm(name, board) for name in TABLE} == said
    assert {name: user.has_perm(name, elsewhere) for name in TABLE} == dict.fromkeys(TABLE, False)
    assert {name: user.has_perm(name) for name in TABLE} == dict.fromkeys(TABLE, False)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_on_a_unit_does_not_write_for_the_whole_board(board: Board, role: str) -> None:
    user = RoleAssignmentFactory(role=role, board=board, unit=OrgUnitFactory(board=board)).user
    given = {name for name in TABLE if user.has_perm(name, board)}
    said = {name for name, row in TABLE.items() if row.split()[ROLES.index(role)] == "yes"}
    assert given == said & FROM_A_UNIT


def test_the_auditor_reads_everything_and_changes_nothing() -> None:
    may = {name for name, row in TABLE.items() if row.split()[ROLES.index("auditor")] == "yes"}
    assert may == {*(name for name in TABLE if name.endswith(".read")), "report.draft", "audit.file"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_on_the_municipality_holds_on_every_board_and_unit_of_it(board: Board, role: str) -> None:
    user = RoleAssignmentFactory(role=role, municipality=board.municipality, board=None).user
    said = {name: row.split()[ROLES.index(role)] == "yes" for name, row in TABLE.items()}
    for place in (board.municipality, board, OrgUnitFactory(board=board)):
        assert {name: user.has_perm(name, place) for name in TABLE} == said
    for place in (MunicipalityFactory(), BoardFactory(), OrgUnitFactory()):
        assert {name: user.has_perm(name, place) for name in TABLE} == dict.fromkeys(TABLE, False)


def test_a_board_is_not_the_municipality(board: Board, controller: User) -> None:
    assert not controller.has_perm("people.read", board.municipality)
    assert controller.has_perm("goals.read", board.municipality)


def test_a_role_on_a_unit_follows_the_units_that_move_in_and_out_from_the_day_they_move(
    board: Board, on: Callable[[date], None]
) -> None:
    north, south, preschool = (OrgUnitFactory(board=board) for _ in range(3))
    for unit in (north, south):
        PlacementFactory(unit=unit)
    PlacementFactory(unit=preschool, parent=north, ends=date(2026, 6, 30))
    PlacementFactory(unit=preschool, parent=south, starts=date(2026, 7, 1))
    roles = [RoleAssignmentFactory(role=Role.CONTROLLER, board=board, unit=unit).user.pk for unit in (north, south)]
    seen = []
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        on(day)
        users = [User.objects.get(pk=pk) for pk in roles]
        seen.append([user.has_perm("plan.edit", preschool) for user in users])
    assert seen == [[True, False], [False, True]]
    assert Placement.objects.filter(unit=preschool).count() == 2


def test_a_role_on_a_unit_does_not_reach_up_or_aside(board: Board) -> None:
    above, unit, beside = (OrgUnitFactory(board=board) for _ in range(3))
    PlacementFactory(unit=above)
    PlacementFactory(unit=unit, parent=above)
    PlacementFactory(unit=beside, parent=above)
    user = RoleAssignmentFactory(role=Role.CONTROLLER, board=board, unit=unit).user
    assert [user.has_perm("plan.edit", place) for place in (above, unit, beside)] == [False, True, False]


def test_who_may_not_sign_in_may_do_nothing(board: Board) -> None:
    user = person("Kim Åberg", Role.CONTROLLER, board)
    user.is_active = False
    assert not user.has_perm("plan.read", board)


def test_a_role_is_gone_at_the_next_request(board: Board, controller: User) -> None:
    assert controller.has_perm("plan.edit", board)
    RoleAssignment.objects.filter(user=controller).update(ends=date(2020, 1, 1))
    assert not User.objects.get(pk=controller.pk).has_perm("plan.edit", board)


def test_a_page_asks_for_the_roles_once(board: Board, controller: User, django_assert_num_queries: object) -> None:
    boards = [board, *(BoardFactory(municipality=board.municipality) for _ in range(3))]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [controller.has_perm("plan.edit", one) for one in boards] == [True, False, False, False]
