"""Who finds what: typed out, for every role, in the hits and in every number beside them."""

from datetime import date, timedelta
from typing import Final

import pytest
from django.utils import timezone

from factories import BoardFactory, FollowUpResultFactory, OrgUnitFactory, RoleAssignmentFactory, UserFactory
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import Board, OrgUnit, Role, RoleAssignment, User
from rimlig.search.asking import Asked
from rimlig.search.finding import Found, Wanted, find
from rimlig.search.kinds import Kind
from rimlig.search.models import SearchEntry
from rimlig.search.things import SOURCES
from searchables import WORD, one_of_each

pytestmark = pytest.mark.django_db
FOR_ALL: Final = frozenset(Kind) - {Kind.ANSWER, Kind.COMMENT, Kind.EVIDENCE, Kind.COMMON_RISK, Kind.PERSON}
DRAFTS: Final = frozenset({Kind.ANSWER, Kind.COMMENT, Kind.EVIDENCE})
FINDS: Final = {
    # The unit's draft is for those who work at the unit or above it, and for the experts.
    (Role.UNIT_MANAGER, "unit"): FOR_ALL | DRAFTS,
    (Role.PERFORMER, "unit"): FOR_ALL | DRAFTS,
    (Role.DEPARTMENT_MANAGER, "unit"): FOR_ALL | DRAFTS,
    (Role.UNIT_MANAGER, "another unit"): FOR_ALL,
    (Role.PERFORMER, "another unit"): FOR_ALL,
    (Role.DEPARTMENT_MANAGER, "another unit"): FOR_ALL,
    (Role.HEAD_OF_ADMINISTRATION, "board"): FOR_ALL | DRAFTS,
    (Role.CONTROLLER, "board"): FOR_ALL | DRAFTS | {Kind.COMMON_RISK},
    (Role.BOARD_MEMBER, "board"): FOR_ALL,
    (Role.AUDITOR, "board"): FOR_ALL | {Kind.COMMON_RISK},
    (Role.ADMINISTRATOR, "board"): FOR_ALL,
    (Role.CENTRAL_CONTROLLER, "municipality"): frozenset(Kind),
    (Role.AUDITOR, "municipality"): FOR_ALL | {Kind.COMMON_RISK, Kind.PERSON},
    (Role.ADMINISTRATOR, "municipality"): FOR_ALL | {Kind.PERSON},
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
    of_board = [kind for kind in expected if kind not in {Kind.COUNCIL_GOAL, Kind.COMMON_RISK, Kind.PERSON}]
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
