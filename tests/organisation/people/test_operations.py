from datetime import date
from typing import Any

import pytest
from django.test import Client

from cast import person
from factories import PASSWORD, BoardFactory, RoleAssignmentFactory, SubstitutionFactory, UserFactory
from rimlig.core.audit import versions_of
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, Municipality, Role, RoleAssignment, Substitution, User
from rimlig.organisation.people.operations import add_person, belongs_only_to, change_person, close_out, let_in_again
from rimlig.organisation.people.roles import RolePlace

FOREVER = {"starts": None, "ends": None}


def _auditor_of(municipality: Municipality, **more: Any) -> User:
    user: User = RoleAssignmentFactory(role=Role.AUDITOR, municipality=municipality, board=None, **more).user
    return user


def test_somebody_new_comes_in_by_a_first_role_and_without_a_password(
    municipality: Municipality, administrator: User, today: date
) -> None:
    wanted = RolePlace(Role.AUDITOR, municipality)
    added = add_person(wanted, email=" Rut.Alm@Lindhaga.example ", name="Rut Alm", **FOREVER, by=administrator)
    user = User.objects.get(pk=added.pk)
    assert (user.email, user.name, user.is_active, user.has_usable_password()) == (
        "rut.alm@lindhaga.example",
        "Rut Alm",
        True,
        False,
    )
    role = RoleAssignment.objects.get(user=user)
    assert (role.role, role.municipality, role.board, role.starts) == ("auditor", municipality, None, today)
    contexts = [version.pgh_context.metadata for version in [*versions_of(user), *versions_of(role)]]
    assert {context["user"] for context in contexts} == {administrator.pk}


def test_nothing_is_stored_when_the_role_is_refused(municipality: Municipality, today: date) -> None:
    with pytest.raises(RuleBroken):
        add_person(RolePlace(Role.CONTROLLER, municipality), email="rut@lindhaga.example", name="R", **FOREVER, by=None)
    assert User.objects.filter(email="rut@lindhaga.example").exists() is False


def test_a_person_known_elsewhere_keeps_the_name_that_is_their_own(municipality: Municipality, today: date) -> None:
    known = _auditor_of(BoardFactory().municipality, user__name="Rut Alm", user__email="rut@revision.example")
    added = add_person(
        RolePlace(Role.AUDITOR, municipality), email="rut@revision.example", name="Annat", **FOREVER, by=None
    )
    assert (added.pk, User.objects.get(pk=known.pk).name) == (known.pk, "Rut Alm")
    assert set(Municipality.objects.visible_to(known)) >= {municipality}


def test_who_belongs_already_is_not_added_again(municipality: Municipality, administrator: User, today: date) -> None:
    with pytest.raises(RuleBroken) as refusal:
        add_person(RolePlace(Role.AUDITOR, municipality), email=administrator.email, name="Ali", **FOREVER, by=None)
    assert str(refusal.value) == (
        "Ali Berg (ali@lindhaga.example) finns redan bland kommunens personer. Ge rollen på personens sida."
    )


def test_an_account_that_was_closed_elsewhere_wakes_when_nothing_of_it_is_left_there(
    municipality: Municipality, today: date
) -> None:
    user = UserFactory(email="rut@revision.example", is_active=False)
    RoleAssignmentFactory(user=user, ends=date(2026, 1, 31))
    add_person(RolePlace(Role.AUDITOR, municipality), email=user.email, name="Rut", **FOREVER, by=None)
    assert User.objects.get(pk=user.pk).is_active


def test_an_account_that_is_closed_with_a_role_left_elsewhere_stays_closed(
    municipality: Municipality, today: date
) -> None:
    user = UserFactory(email="rut@revision.example", is_active=False)
    RoleAssignmentFactory(user=user)
    with pytest.raises(RuleBroken, match=r"^rut@revision.example kan inte användas för en ny person."):
        add_person(RolePlace(Role.AUDITOR, municipality), email=user.email, name="Rut", **FOREVER, by=None)
    assert User.objects.get(pk=user.pk).is_active is False


def test_a_name_and_an_address_are_changed_and_remembered(municipality: Municipality, administrator: User) -> None:
    user = _auditor_of(municipality, user__name="Rut Alm", user__email="rut.alm@lindhaga.example")
    seen = ("Rut Alm", "rut.alm@lindhaga.example")
    change_person(user, municipality, name="Rut Ek", email="Rut.Ek@lindhaga.example", seen=seen, by=administrator)
    assert User.objects.filter(name="Rut Ek", email="rut.ek@lindhaga.example").get() == user
    assert [version.name for version in user.history.order_by("pgh_id")] == ["Rut Alm", "Rut Ek"]


def test_who_is_second_is_told_and_overwrites_nothing(municipality: Municipality) -> None:
    user = _auditor_of(municipality, user__name="Rut Ek", user__email="rut@lindhaga.example")
    seen = ("Rut Alm", "rut@lindhaga.example")
    with pytest.raises(Outdated) as refusal:
        change_person(user, municipality, name="Rut Berg", email="rut@lindhaga.example", seen=seen, by=None)
    assert (refusal.value.current, User.objects.get(pk=user.pk).name) == (user, "Rut Ek")


def test_an_address_that_is_taken_is_refused_without_saying_by_whom(municipality: Municipality) -> None:
    UserFactory(email="upptagen@sjovik.example")
    user = _auditor_of(municipality, user__name="Rut", user__email="rut@lindhaga.example")
    seen = ("Rut", "rut@lindhaga.example")
    with pytest.raises(RuleBroken) as refusal:
        change_person(user, municipality, name="Rut", email="upptagen@sjovik.example", seen=seen, by=None)
    assert str(refusal.value) == (
        "upptagen@sjovik.example kan inte användas för den här personen. Inget har ändrats. Kontrollera adressen."
    )


@pytest.mark.parametrize("other", ["now", "before"])
def test_who_acts_in_two_municipalities_is_nobodys_to_change(
    municipality: Municipality, today: date, other: str
) -> None:
    user = _auditor_of(municipality, user__name="Rut", user__email="rut@revision.example")
    RoleAssignmentFactory(user=user, ends=date(2026, 1, 31) if other == "before" else None)
    assert not belongs_only_to(user, municipality)
    with pytest.raises(RuleBroken, match=r"^Kontot för Rut är inte bara kommunens att ändra."):
        change_person(user, municipality, name="X", email=user.email, seen=(user.name, user.email), by=None)
    with pytest.raises(RuleBroken, match=r"^Kontot för Rut är inte bara kommunens att ändra."):
        let_in_again(user, municipality, by=None)


def test_closing_out_ends_everything_and_the_session_at_once(
    client: Client, board: Board, administrator: User, today: date
) -> None:
    user = person("Joel Brandt", Role.CONTROLLER, board)
    later = RoleAssignmentFactory(user=user, board=board, role=Role.BOARD_MEMBER, starts=date(2026, 8, 1))
    standing_in = SubstitutionFactory(
        assignment=RoleAssignmentFactory(board=board), substitute=user, starts="2026-07-01", ends="2026-08-31"
    )
    client.post("/logga-in/", {"login": user.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    close_out(user, board.municipality, by=administrator)
    assert client.get("/").status_code == 302
    assert User.objects.get(pk=user.pk).is_active is False
    assert RoleAssignment.objects.get(user=user).ends == date(2026, 7, 9)
    assert not RoleAssignment.objects.filter(pk=later.pk).exists()
    assert Substitution.objects.get(pk=standing_in.pk).ends == date(2026, 7, 9)


def test_closing_out_touches_nothing_of_another_municipality(board: Board, administrator: User, today: date) -> None:
    user = person("Joel Brandt", Role.CONTROLLER, board)
    elsewhere = RoleAssignmentFactory(user=user)
    close_out(user, board.municipality, by=administrator)
    user = User.objects.get(pk=user.pk)
    assert (user.is_active, user.has_perm("plan.edit", board), user.has_perm("plan.edit", elsewhere.board)) == (
        True,
        False,
        True,
    )


def test_nobody_closes_themselves_out(municipality: Municipality, administrator: User) -> None:
    with pytest.raises(RuleBroken, match=r"^Du kan inte avsluta dig själv."):
        close_out(administrator, municipality, by=administrator)


def test_the_last_administrator_is_not_closed_out(municipality: Municipality, administrator: User) -> None:
    with pytest.raises(RuleBroken, match=r"^Ingen annan administrerar Lindhaga kommun tills vidare"):
        close_out(administrator, municipality, by=None)
    assert User.objects.get(pk=administrator.pk).is_active


def test_somebody_comes_back(municipality: Municipality, administrator: User, today: date) -> None:
    user = _auditor_of(municipality)
    close_out(user, municipality, by=administrator)
    let_in_again(user, municipality, by=administrator)
    user = User.objects.get(pk=user.pk)
    assert (user.is_active, RoleAssignment.objects.held_by(user).count()) == (True, 0)
