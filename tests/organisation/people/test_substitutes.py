from collections.abc import Callable
from datetime import date

import pytest

from cast import person
from factories import BoardFactory, RoleAssignmentFactory, SubstitutionFactory
from rimlig.core.audit import versions_of
from rimlig.core.errors import RuleBroken
from rimlig.followup.models import PeriodCode
from rimlig.followup.operations import begin_texts
from rimlig.organisation.models import Board, Role, RoleAssignment, Substitution, User
from rimlig.organisation.people.frame import notices_of_standing_in
from rimlig.organisation.people.substitutes import end_substitution, name_substitute, possible_substitutes
from rimlig.planning.models import Plan

FIRST, LAST = date(2026, 7, 13), date(2026, 7, 31)


@pytest.fixture
def role(controller: User) -> RoleAssignment:
    """Joel's role as controller."""
    return RoleAssignment.objects.get(user=controller)


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2026, 7, 12), False), (FIRST, True), (LAST, True), (date(2026, 8, 1), False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_substitute_has_the_role_while_it_lasts_and_no_longer(  # the cast and the days
    plan: Plan,
    role: RoleAssignment,
    unit_manager: User,
    on: Callable[[date], None],
    day: date,
    holds: bool,
) -> None:
    SubstitutionFactory(assignment=role, substitute=unit_manager, starts=FIRST, ends=LAST)
    on(day)
    assert unit_manager.has_perm("plan.edit", plan.board) == holds
    assert RoleAssignment.objects.held_by(unit_manager).filter(pk=role.pk).exists() == holds
    told = [notice.text for notice in notices_of_standing_in(unit_manager)]
    assert told == (["Du arbetar som ersättare för Joel Brandt till 31 juli."] if holds else [])


def test_a_substitute_from_another_board_sees_the_board_while_it_lasts(
    board: Board, role: RoleAssignment, on: Callable[[date], None]
) -> None:
    elsewhere = person("Ida Falk", Role.CONTROLLER, BoardFactory(municipality=board.municipality))
    SubstitutionFactory(assignment=role, substitute=elsewhere, starts=FIRST, ends=LAST)
    seen = []
    for day in (FIRST, date(2026, 8, 1)):
        on(day)
        asks = User.objects.get(pk=elsewhere.pk)
        seen.append(Board.objects.visible_to(asks).filter(pk=board.pk).exists())
    assert seen == [True, False]


def test_what_a_substitute_does_is_written_in_their_own_name(
    plan: Plan, role: RoleAssignment, unit_manager: User
) -> None:
    SubstitutionFactory(assignment=role, substitute=unit_manager)
    report = begin_texts(plan, PeriodCode.VB, by=unit_manager)
    assert versions_of(report).get().pgh_context.metadata["user"] == unit_manager.pk


def test_a_substitute_is_named_and_remembered(role: RoleAssignment, unit_manager: User, today: date) -> None:
    name_substitute(role, substitute=unit_manager, starts=FIRST, ends=LAST, by=role.user)
    row = Substitution.objects.get()
    assert (row.assignment, row.substitute, row.starts, row.ends) == (role, unit_manager, FIRST, LAST)
    assert versions_of(row).get().pgh_context.metadata == {
        "operation": "organisation.name_substitute",
        "user": role.user.pk,
    }


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (LAST, FIRST, "Den sista dagen ligger före den första. Kontrollera de båda dagarna."),
        (
            date(2026, 7, 9),
            LAST,
            "En ersättare kan utses från i dag, inte för dagar som har gått. Välj en senare första dag.",
        ),
        (
            FIRST,
            date(2026, 9, 1),
            "Rollen slutar 2026-08-31. Välj den dagen eller en tidigare som sista dag.",
        ),
    ],
)
def test_days_that_cannot_be_are_refused(  # the cast and the days
    role: RoleAssignment, unit_manager: User, today: date, first: date, last: date, sentence: str
) -> None:
    RoleAssignment.objects.filter(pk=role.pk).update(ends=date(2026, 8, 31))
    with pytest.raises(RuleBroken) as refusal:
        name_substitute(role, substitute=unit_manager, starts=first, ends=last, by=None)
    assert (str(refusal.value), Substitution.objects.count()) == (sentence, 0)


def test_days_before_the_role_begins_are_refused(board: Board, unit_manager: User, today: date) -> None:
    role = RoleAssignmentFactory(board=board, starts=date(2026, 8, 1))
    with pytest.raises(RuleBroken, match=r"^Rollen börjar 2026-08-01. Välj den dagen eller en senare som första dag.$"):
        name_substitute(role, substitute=unit_manager, starts=FIRST, ends=date(2026, 8, 31), by=None)


def test_a_substitute_named_twice_for_a_day_is_refused_in_words(
    role: RoleAssignment, unit_manager: User, today: date
) -> None:
    name_substitute(role, substitute=unit_manager, starts=FIRST, ends=LAST, by=None)
    with pytest.raises(RuleBroken, match=r"^Personen är redan ersättare för rollen under några av de här dagarna.$"):
        name_substitute(role, substitute=unit_manager, starts=LAST, ends=date(2026, 8, 31), by=None)
    assert Substitution.objects.count() == 1


def test_nobody_stands_in_for_themselves(role: RoleAssignment, today: date) -> None:
    with pytest.raises(RuleBroken, match=r"^Ingen kan vara sin egen ersättare. Välj någon annan.$"):
        name_substitute(role, substitute=role.user, starts=FIRST, ends=LAST, by=None)


def test_who_has_no_role_in_the_municipality_stands_in_for_nobody(
    role: RoleAssignment, other_municipality_controller: User, today: date
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        name_substitute(role, substitute=other_municipality_controller, starts=FIRST, ends=LAST, by=None)
    assert str(refusal.value) == "Vera Sjö har ingen roll i Lindhaga kommun. Välj någon som har det."


def test_possible_substitutes_have_a_role_now_or_later_and_may_sign_in(
    board: Board, role: RoleAssignment, unit_manager: User, other_municipality_controller: User, today: date
) -> None:
    RoleAssignmentFactory(board=board, ends=date(2026, 7, 9))
    RoleAssignmentFactory(board=board, user__is_active=False)
    later = RoleAssignmentFactory(board=board, starts=date(2026, 8, 1), user__name="Åsa Ek").user
    assert list(possible_substitutes(role)) == [unit_manager, later]


@pytest.mark.parametrize(
    ("starts", "left"),
    [(date(2026, 7, 1), [date(2026, 7, 9)]), (date(2026, 7, 10), []), (date(2026, 8, 1), [])],
    ids=["held for days", "begun today", "not begun"],
)
def test_a_substitution_ends_at_once(role: RoleAssignment, today: date, starts: date, left: list[date]) -> None:
    row = SubstitutionFactory(assignment=role, starts=starts, ends=date(2026, 8, 31))
    end_substitution(row, by=role.user)
    end_substitution(row, by=role.user)
    assert [one.ends for one in Substitution.objects.all()] == left
