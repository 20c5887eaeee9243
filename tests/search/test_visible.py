"""Who finds what: typed out, for every role, in the hits and in every number beside them."""

from datetime import date, timedelta
from typing import Final

import pytest
from django.utils import timezone

from factories import (
    BoardFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from rimlig.followup.models import BoardReport, FollowUpResult
from rimlig.organisation.models import Board, OrgUnit, Role, RoleAssignment, User
from rimlig.search.asking import Asked
from rimlig.search.finding import Found, Wanted, find
from rimlig.search.kinds import Kind
from rimlig.search.models import SearchEntry
from rimlig.search.things import SOURCES
from searchables import WORD, one_of_each

pytestmark = pytest.mark.django_db
DRAFTS: Final = frozenset({Kind.ANSWER, Kind.COMMENT, Kind.EVIDENCE})
REPORT: Final = frozenset({Kind.REPORT, Kind.ANALYSIS, Kind.REPORT_COMMENT})
FOR_ALL: Final = frozenset(Kind) - DRAFTS - REPORT - {Kind.COMMON_RISK, Kind.CRITERION, Kind.PERSON}
FINDS: Final = {
    # The report that is being written is for those who write, comment, approve and audit. The unit's draft is for those who work at the unit or above it, and for the experts.
    (Role.UNIT_MANAGER, "unit"): FOR_ALL | DRAFTS,
    (Role.PERFORMER, "unit"): FOR_ALL | DRAFTS,
    (Role.DEPARTMENT_MANAGER, "unit"): FOR_ALL | DRAFTS | REPORT,
    (Role.UNIT_MANAGER, "another unit"): FOR_ALL,
    (Role.PERFORMER, "another unit"): FOR_ALL,
    (Role.DEPARTMENT_MANAGER, "another unit"): FOR_ALL | REPORT,
    (Role.HEAD_OF_ADMINISTRATION, "board"): FOR_ALL | DRAFTS | REPORT,
    (Role.CONTROLLER, "board"): FOR_ALL | DRAFTS | REPORT | {Kind.COMMON_RISK},
    (Role.BOARD_MEMBER, "board"): FOR_ALL,
    (Role.AUDITOR, "board"): FOR_ALL | REPORT | {Kind.COMMON_RISK},
    (Role.ADMINISTRATOR, "board"): FOR_ALL,
    (Role.CENTRAL_CONTROLLER, "municipality"): frozenset(Kind),
    (Role.AUDITOR, "municipality"): FOR_ALL | REPORT | {Kind.COMMON_RISK, Kind.PERSON},
    (Role.ADMINISTRATOR, "municipality"): FOR_ALL | {Kind.CRITERION, Kind.PERSON},
    # What belongs to the municipality is for everybody in it; another board's is not.
    (Role.CONTROLLER, "another board"): frozenset({Kind.COUNCIL_GOAL, Kind.COMMON_RISK}),
    (Role.BOARD_MEMBER, "another board"): frozenset({Kind.COUNCIL_GOAL}),
    (Role.ADMINISTRATOR, "another municipality"): frozenset(),
    (Role.CENTRAL_CONTROLLER, "another municipality"): frozenset(),
}


def whoever(role: Role, place: str, board: Board) -> User:
    """Make a person with the role on the place."""
    user: User = UserFactory(name="Söker Sökarsson")
    if place == "unit":
        RoleAssignmentFactory(user=user, role=role, board=board, unit=OrgUnit.objects.get(name__contains=WORD))
    elif place == "another unit":
        RoleAssignmentFactory(user=user, role=role, board=board, unit=OrgUnitFactory(board=board))
    elif place == "board":
        RoleAssignmentFactory(user=user, role=role, board=board)
    elif place == "another board":
        RoleAssignmentFactory(user=user, role=role, board=BoardFactory(municipality=board.municipality))
    else:
        town = board.municipality if place == "municipality" else BoardFactory(municipality__name="Sjövik").municipality
        RoleAssignmentFactory(user=user, role=role, municipality=town, board=None)
    return user


def found_by(user: User, **narrowed: object) -> Found:
    # As the next request would: roles are remembered as long as the object.
    return find(User.objects.get(pk=user.pk), Wanted(Asked.read(WORD), **narrowed))  # type: ignore[arg-type]


def kinds_on_all_pages(user: User) -> list[str]:
    pages = found_by(user).pages
    return sorted(hit.kind for page in range(1, pages + 1) for hit in found_by(user, page=page).hits)


@pytest.mark.parametrize(("role", "place"), FINDS)
def test_each_role_finds_what_the_table_says(board: Board, role: Role, place: str) -> None:
    one_of_each(board)
    user = whoever(role, place, board)
    expected = FINDS[role, place]
    found = found_by(user)
    assert kinds_on_all_pages(user) == sorted(expected)
    # No number tells of more than the hits do.
    assert dict(found.kinds) == dict.fromkeys(expected, 1)
    assert found.total == len(expected)
    of_board = [
        kind for kind in expected if kind not in {Kind.COUNCIL_GOAL, Kind.COMMON_RISK, Kind.CRITERION, Kind.PERSON}
    ]
    assert dict(found.boards) == ({board.pk: len(of_board)} if of_board else {})
    assert sum(found.years.values()) <= len(expected)


def test_every_role_stands_in_the_table() -> None:
    assert {role for role, _place in FINDS} == set(Role)


@pytest.mark.parametrize(("role", "place"), FINDS)
def test_the_index_lets_through_exactly_what_each_model_does(board: Board, role: Role, place: str) -> None:
    one_of_each(board)
    user = User.objects.get(pk=whoever(role, place, board).pk)
    one_of_each(BoardFactory(municipality__name="Storsjö kommun"))
    by_index = set(SearchEntry.objects.visible_to(user).values_list("kind", "object_id"))
    by_models = {(kind.value, row.pk) for kind, source in SOURCES.items() for row in source.rows(user)}
    # An answer is one of two kinds, and not all rows have words: what is compared is what has an entry.
    assert by_index == by_models & set(SearchEntry.objects.values_list("kind", "object_id"))


def test_a_narrowed_search_tells_nothing_of_another_board(board: Board) -> None:
    one_of_each(board)
    user = whoever(Role.BOARD_MEMBER, "another board", board)
    found = found_by(user, board=board.pk)
    assert (found.total, found.hits, dict(found.boards)) == (0, [], {})
    assert board.pk not in found.names


@pytest.mark.parametrize(("role", "place"), [key for key in FINDS if "another" not in key[1]])
def test_the_texts_of_a_report_are_found_by_all_when_it_is_approved(board: Board, role: Role, place: str) -> None:
    one_of_each(board)
    user = whoever(role, place, board)
    for state in ("sent", "frozen"):
        BoardReport.objects.update(state=state)
    kinds = found_by(user).kinds
    assert (kinds[Kind.REPORT], kinds[Kind.ANALYSIS]) == (1, 1)
    # What was said while it was written is still for those who may see the work on it.
    assert bool(kinds[Kind.REPORT_COMMENT]) is (Kind.REPORT_COMMENT in FINDS[role, place])


def test_the_texts_of_a_plan_are_a_part_of_it(board: Board) -> None:
    BoardReportFactory(plan=PlanFactory(board=board), kind="plan", period=None, introduction=f"Inledning om {WORD}")
    assert found_by(whoever(Role.BOARD_MEMBER, "board", board)).kinds == {Kind.REPORT: 1}


def test_the_criteria_of_a_follow_up_are_found_with_it(board: Board) -> None:
    PlannedFollowUpFactory(working_method__process__plan__board=board, criterion_major=f"Mer än en {WORD}")
    assert found_by(whoever(Role.BOARD_MEMBER, "board", board)).kinds == {Kind.FOLLOW_UP: 1}


def test_an_answer_is_found_by_all_when_it_is_filed(board: Board) -> None:
    one_of_each(board)
    user = whoever(Role.BOARD_MEMBER, "board", board)
    FollowUpResultFactory(
        follow_up=FollowUpResult.objects.get(state="open").follow_up,
        unit=OrgUnitFactory(board=board),
        filed=True,
        result=f"Inlämnat om {WORD}",
    )
    assert found_by(user).kinds[Kind.ANSWER] == 1


def test_a_draft_is_found_by_the_person_whom_the_plan_names(board: Board) -> None:
    one_of_each(board)
    user = whoever(Role.UNIT_MANAGER, "another unit", board)
    assert found_by(user).kinds[Kind.ANSWER] == 0
    follow_up = FollowUpResult.objects.get(state="open").follow_up
    follow_up.performer = user
    follow_up.save()
    assert found_by(user).kinds[Kind.ANSWER] == 1


def test_a_person_is_found_until_they_are_closed_out(board: Board) -> None:
    one_of_each(board)
    user = whoever(Role.ADMINISTRATOR, "municipality", board)
    petra = User.objects.get(name__contains=WORD)
    assert found_by(user).kinds[Kind.PERSON] == 1
    RoleAssignment.objects.filter(user=petra).update(ends=timezone.localdate() - timedelta(days=1))
    assert found_by(user).kinds[Kind.PERSON] == 0
    RoleAssignment.objects.filter(user=petra).update(ends=date(2099, 1, 1))
    assert found_by(user).kinds[Kind.PERSON] == 1
    User.objects.filter(pk=petra.pk).update(is_active=False)
    assert found_by(user).kinds[Kind.PERSON] == 0


def test_a_role_that_ended_finds_nothing(board: Board) -> None:
    one_of_each(board)
    user = whoever(Role.CONTROLLER, "board", board)
    RoleAssignment.objects.filter(user=user).update(ends=timezone.localdate() - timedelta(days=1))
    assert found_by(user).total == 0
