import argparse
import io
import sys

import pytest

from rimlig.config.commands import createadmin
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, RoleAssignment, User

pytestmark = pytest.mark.django_db

PASSWORD = "lösenord för ett prov"


def options(**changed: str | None) -> argparse.Namespace:
    return argparse.Namespace(
        **{"name": "Prov Person", "email": "prov@example.se", "municipality": "Provstad", "code": None, **changed}
    )


@pytest.fixture(autouse=True)
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))


def test_the_person_can_sign_in_and_has_the_roles_of_whoever_leads_the_work() -> None:
    assert createadmin.run(options()) == 0
    person = User.objects.get()
    assert (person.email, person.name, person.check_password(PASSWORD)) == ("prov@example.se", "Prov Person", True)
    roles = RoleAssignment.objects.values_list("role", "municipality__name", "board", "unit").order_by("role")
    assert list(roles) == [("administrator", "Provstad", None, None), ("central_controller", "Provstad", None, None)]


def test_the_password_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIMLIG_ADMIN_PASSWORD", "ett annat långt lösenord")
    createadmin.run(options())
    assert User.objects.get().check_password("ett annat långt lösenord")


def test_the_only_municipality_need_not_be_named() -> None:
    municipality = Municipality.objects.create(code="provstad", name="Provstad")
    createadmin.run(options(municipality=None))
    assert {assignment.municipality for assignment in RoleAssignment.objects.all()} == {municipality}


@pytest.mark.parametrize(
    ("changed", "typed"),
    [
        ({"email": "prov"}, PASSWORD),
        ({}, "kort"),
        ({}, ""),
        ({"municipality": None}, PASSWORD),
        ({"code": "Prov stad"}, PASSWORD),
    ],
    ids=["no address", "short password", "no password", "no municipality", "no code"],
)
def test_nothing_is_stored_when_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str | None], typed: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
    with pytest.raises(RuleBroken):
        createadmin.run(options(**changed))
    assert (User.objects.count(), Municipality.objects.count()) == (0, 0)


def test_a_new_municipality_gets_the_code_that_is_given_or_one_from_its_name() -> None:
    createadmin.run(options(code="prov"))
    assert Municipality.objects.get().code == "prov"


def test_a_code_that_another_municipality_has_is_refused() -> None:
    Municipality.objects.create(code="provstad", name="Den andra Provstad")
    with pytest.raises(RuleBroken, match="'provstad' cannot be the code"):
        createadmin.run(options())


def test_where_there_is_no_municipality_its_name_and_code_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["Askeby", ""])
    monkeypatch.setenv("RIMLIG_ADMIN_PASSWORD", PASSWORD)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    createadmin.run(options(municipality=None))
    assert Municipality.objects.values_list("name", "code").get() == ("Askeby", "askeby")


def test_somebody_who_can_sign_in_already_gets_the_roles_and_keeps_the_password() -> None:
    user = User.objects.create_user("prov@example.se", "Prov Person", "ett helt annat lösenord")
    for _twice in range(2):
        createadmin.run(options())
    assert User.objects.get().check_password("ett helt annat lösenord")
    assert sorted(RoleAssignment.objects.filter(user=user).values_list("role", flat=True)) == [
        "administrator",
        "central_controller",
    ]
