from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from factories import BoardFactory, OrgUnitFactory, RoleAssignmentFactory, SubstitutionFactory, UserFactory
from rimlig.core.audit import versions_of
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, Municipality, Role, RoleAssignment, Substitution, User
from rimlig.organisation.people.roles import RolePlace, end_role, give_role, take_back_role

DAY = timedelta(days=1)


def test_a_role_is_given_with_its_days_and_the_history_says_by_whom(
    board: Board, administrator: User, today: date
) -> None:
    user = UserFactory()
    wanted = RolePlace(Role.CONTROLLER, board.municipality, board)
    role = give_role(user, wanted, starts=None, ends=date(2026, 12, 31), by=administrator)
    row = RoleAssignment.objects.get(user=user)
    assert (row.pk, row.role, row.place, row.starts, row.ends, row.source) == (
        role.pk,
        "controller",
        board,
        today,
        date(2026, 12, 31),
        "",
    )
    assert versions_of(row).get().pgh_context.metadata == {
        "operation": "organisation.give_role",
        "user": administrator.pk,
    }


KINDS = ("municipality", "board", "unit")
PLACES = {
    Role.UNIT_MANAGER: (False, True, True),
    Role.PERFORMER: (False, True, True),
    Role.DEPARTMENT_MANAGER: (False, True, True),
    Role.CONTROLLER: (False, True, False),
    Role.HEAD_OF_ADMINISTRATION: (False, True, True),
    Role.BOARD_MEMBER: (False, True, False),
    Role.CENTRAL_CONTROLLER: (True, False, False),
    Role.AUDITOR: (True, True, False),
    Role.ADMINISTRATOR: (True, False, False),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", KINDS)
def test_a_role_is_given_only_where_it_means_something(board: Board, today: date, role: Role, kind: str) -> None:
    unit = OrgUnitFactory(board=board)
    wanted = {
        "municipality": RolePlace(role, board.municipality),
        "board": RolePlace(role, board.municipality, board),
        "unit": RolePlace(role, board.municipality, board, unit),
    }[kind]
    try:
        give_role(UserFactory(), wanted, starts=None, ends=None, by=None)
        given = True
    except RuleBroken:
        given = False
    assert given == PLACES[role][KINDS.index(kind)]


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("2026-08-01", "2026-07-31", "Den sista dagen ligger före den första. Kontrollera de båda dagarna."),
        (
            "2026-07-01",
            "2026-07-09",
            "Den sista dagen har redan gått, så rollen skulle aldrig gälla. Kontrollera de båda dagarna.",
        ),
        (
            "2026-07-10",
            "2027-01-01",
            "Tallbacken upphör 2026-12-31. Välj den dagen eller en tidigare som sista dag.",
        ),
        ("2026-07-10", None, "Tallbacken upphör 2026-12-31. Välj den dagen eller en tidigare som sista dag."),
        (
            "2025-12-31",
            "2026-12-31",
            "Tallbacken finns inte före 2026-01-01. Välj den dagen eller en senare som första dag.",
        ),
    ],
)
def test_days_that_cannot_be_are_refused(
    board: Board, today: date, starts: str, ends: str | None, sentence: str
) -> None:
    unit = OrgUnitFactory(board=board, name="Tallbacken", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    wanted = RolePlace(Role.UNIT_MANAGER, board.municipality, board, unit)
    first, last = date.fromisoformat(starts), date.fromisoformat(ends) if ends else None
    with pytest.raises(RuleBroken) as refusal:
        give_role(UserFactory(), wanted, starts=first, ends=last, by=None)
    assert str(refusal.value) == sentence
    assert RoleAssignment.objects.count() == 0


def test_the_same_role_twice_on_some_day_is_refused_in_words(board: Board, controller: User, today: date) -> None:
    wanted = RolePlace(Role.CONTROLLER, board.municipality, board)
    with pytest.raises(RuleBroken, match=r"^Personen har redan den rollen där under några av de här dagarna.$"):
        give_role(controller, wanted, starts=None, ends=None, by=None)
    assert RoleAssignment.objects.count() == 1


def test_a_unit_of_another_board_is_refused_in_words(board: Board, today: date) -> None:
    wanted = RolePlace(Role.UNIT_MANAGER, board.municipality, board, OrgUnitFactory())
    with pytest.raises(RuleBroken, match=r"^Rollens enhet och nämnd måste höra ihop. Välj platsen på nytt.$"):
        give_role(UserFactory(), wanted, starts=None, ends=None, by=None)


def test_who_may_not_sign_in_gets_no_role(board: Board, today: date) -> None:
    user = UserFactory(is_active=False, name="Kim Ek")
    wanted = RolePlace(Role.AUDITOR, board.municipality)
    with pytest.raises(RuleBroken, match=r"^Kim Ek får inte logga in. Släpp in personen först och ge rollen sedan.$"):
        give_role(user, wanted, starts=None, ends=None, by=None)


def test_a_role_ends_with_a_day_and_its_substitutes_no_later(board: Board, administrator: User, today: date) -> None:
    role = RoleAssignmentFactory(board=board)
    SubstitutionFactory(assignment=role, starts="2026-07-01", ends="2026-09-30")
    SubstitutionFactory(assignment=role, starts="2026-09-01", ends="2026-09-30")
    end_role(role, last_day=date(2026, 8, 31), by=administrator)
    assert RoleAssignment.objects.get(pk=role.pk).ends == date(2026, 8, 31)
    assert [(row.starts, row.ends) for row in Substitution.objects.all()] == [(date(2026, 7, 1), date(2026, 8, 31))]


def test_a_role_that_ended_yesterday_is_held_no_more(board: Board, controller: User, today: date) -> None:
    end_role(RoleAssignment.objects.get(user=controller), last_day=today - DAY, by=None)
    assert not User.objects.get(pk=controller.pk).has_perm("plan.read", board)


@pytest.mark.parametrize(
    ("last_day", "sentence"),
    [
        (
            "2026-07-08",
            "En roll kan inte avslutas längre tillbaka än i går: det som har gjorts i den står fast. Välj en senare dag.",
        ),
        ("2026-06-30", "Den sista dagen ligger före rollens första dag. Inget har ändrats."),
    ],
)
def test_a_role_does_not_end_in_the_past(board: Board, today: date, last_day: str, sentence: str) -> None:
    role = RoleAssignmentFactory(board=board, starts=date(2026, 7, 1))
    with pytest.raises(RuleBroken) as refusal:
        end_role(role, last_day=date.fromisoformat(last_day), by=None)
    assert str(refusal.value) == sentence
    assert RoleAssignment.objects.get(pk=role.pk).ends is None


@pytest.mark.parametrize("change", ["end", "take back"])
def test_a_role_that_the_sign_in_gives_is_not_ended_by_hand(board: Board, today: date, change: str) -> None:
    role = RoleAssignmentFactory(board=board, source="Entra: controllers", starts=today)
    with pytest.raises(RuleBroken, match=r"^Organisationens egen inloggning ger den här rollen"):
        end_role(role, last_day=today, by=None) if change == "end" else take_back_role(role, by=None)
    assert RoleAssignment.objects.get().ends is None


def test_a_role_that_begins_today_or_later_is_taken_back_and_remembered(
    board: Board, administrator: User, today: date
) -> None:
    role = RoleAssignmentFactory(board=board, starts=today)
    SubstitutionFactory(assignment=role, starts="2026-08-01", ends="2026-08-31")
    history = type(versions_of(role).first()).objects
    take_back_role(role, by=administrator)
    assert (RoleAssignment.objects.filter(pk=role.pk).exists(), Substitution.objects.exists()) == (False, False)
    last = history.filter(id=role.pk).latest("pgh_id")
    assert (last.pgh_label, last.pgh_context.metadata["operation"]) == ("delete", "organisation.take_back_role")


@pytest.mark.parametrize("starts", [None, date(2026, 7, 9)])
def test_a_role_that_was_held_is_not_taken_back(board: Board, today: date, starts: date | None) -> None:
    role = RoleAssignmentFactory(board=board, starts=starts)
    with pytest.raises(RuleBroken, match=r"^Rollen har funnits och kan inte tas tillbaka."):
        take_back_role(role, by=None)
    assert RoleAssignment.objects.filter(pk=role.pk).exists()


# --- The last administrator --------------------------------------------------------------------------------------------

NOBODY_ELSE = (
    "Ingen annan administrerar Lindhaga kommun tills vidare, och utan administratör kan ingen släppas in."
    " Inget har ändrats. Ge först någon annan rollen som administratör."
)


def _administrator(municipality: Municipality, **more: Any) -> RoleAssignment:
    row: RoleAssignment = RoleAssignmentFactory(role=Role.ADMINISTRATOR, municipality=municipality, board=None, **more)
    return row


@pytest.mark.parametrize(
    "other",
    [
        None,
        {"ends": date(2027, 1, 1)},
        {"starts": date(2026, 8, 1)},
        {"user__is_active": False},
        {"role": Role.CENTRAL_CONTROLLER},
    ],
    ids=["alone", "the other is to end", "the other is to begin", "the other may not sign in", "another role"],
)
def test_the_last_administrator_stays(
    municipality: Municipality, administrator: User, today: date, other: dict[str, Any] | None
) -> None:
    if other is not None:
        values = {"role": Role.ADMINISTRATOR, **other}
        RoleAssignmentFactory(municipality=municipality, board=None, **values)
    role = RoleAssignment.objects.get(user=administrator)
    with pytest.raises(RuleBroken) as refusal:
        end_role(role, last_day=date(2027, 1, 1), by=administrator)
    assert str(refusal.value) == NOBODY_ELSE
    assert RoleAssignment.objects.get(pk=role.pk).ends is None


def test_one_of_two_administrators_may_go(municipality: Municipality, administrator: User, today: date) -> None:
    _administrator(municipality)
    role = end_role(RoleAssignment.objects.get(user=administrator), last_day=today, by=administrator)
    assert role.ends == today


def test_an_administrator_of_another_municipality_does_not_count(
    municipality: Municipality, administrator: User, today: date
) -> None:
    _administrator(BoardFactory().municipality)
    with pytest.raises(RuleBroken, match=r"^Ingen annan administrerar Lindhaga kommun"):
        end_role(RoleAssignment.objects.get(user=administrator), last_day=today, by=administrator)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_end_each_others_role_at_once(municipality: Municipality) -> None:
    rows = [_administrator(municipality, starts=date(2020, 1, 1)) for _ in range(2)]

    def end(row: RoleAssignment) -> str:
        try:
            end_role(row, last_day=date(2099, 12, 31), by=None)
        except RuleBroken as broken:
            return str(broken)
        else:
            return "ended"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(end, rows))
    assert answers == sorted(["ended", NOBODY_ELSE])
    assert RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, ends=None).count() == 1
