import argparse

import pytest
from django.contrib.auth import authenticate
from pytest_django.fixtures import Settings

from rimlig.core.errors import RuleBroken
from rimlig.demo import command
from rimlig.demo.loading import Stage, load
from rimlig.demo.people import PEOPLE
from rimlig.organisation.models import Board, Municipality, User
from rimlig.planning.models import Plan

pytestmark = pytest.mark.django_db
OTHERS_COME_IN = ["http://127.0.0.1:8000", "https://rimlig.lindhaga.example"]


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def _said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_the_demo_says_who_can_sign_in_and_with_what(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.RIMLIG_DEMO_PASSWORD = "ett eget lösenord"
    assert _run("--stage", "planned") == 0
    lines = _said(capsys)
    assert lines[:2] == ["Lindhaga kommun är inläst.", "De här kan logga in med lösenordet ett eget lösenord:"]
    assert lines[2].split(maxsplit=1) == ["joel.brandt@lindhaga.example", "Joel Brandt, internkontrollsamordnare"]
    assert [line.split()[0] for line in lines[2:]] == list(User.objects.order_by("pk").values_list("email", flat=True))
    assert authenticate(username="joel.brandt@lindhaga.example", password=command.PASSWORD) is None


def test_the_password_that_is_printed_is_that_of_everyone(capsys: pytest.CaptureFixture[str]) -> None:
    _run("--stage", "planned")
    password = _said(capsys)[1].removeprefix("De här kan logga in med lösenordet ").removesuffix(":")
    signed_in = [authenticate(username=person.email, password=password) for person in PEOPLE]
    assert [str(user) for user in signed_in] == [person.name for person in PEOPLE]


def test_loading_again_changes_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _run("--stage", "planned")
    first = _said(capsys)
    assert _run("--stage", "closed") == 0
    assert _said(capsys) == ["Lindhaga kommun finns redan; inget har ändrats.", *first[1:]]
    assert (Municipality.objects.count(), User.objects.count()) == (1, 20)


def test_a_password_that_has_been_changed_is_not_told(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    _run("--stage", "planned")
    capsys.readouterr()
    settings.RIMLIG_DEMO_PASSWORD = "ett eget lösenord"
    assert _run() == 0
    assert _said(capsys)[1] == "De här kan logga in:"


def test_where_others_come_in_the_usual_password_is_refused(settings: Settings) -> None:
    settings.RIMLIG_ADDRESSES = OTHERS_COME_IN
    with pytest.raises(RuleBroken) as refused:
        _run()
    assert str(refused.value) == (
        "Andra når https://rimlig.lindhaga.example, och alla känner till demots vanliga lösenord."
        " Ange RIMLIG_DEMO_PASSWORD. Inget har lästs in."
    )
    assert (Municipality.objects.count(), User.objects.count()) == (0, 0)


def test_where_others_come_in_a_password_of_ones_own_is_taken(settings: Settings) -> None:
    settings.RIMLIG_ADDRESSES = OTHERS_COME_IN
    settings.RIMLIG_DEMO_PASSWORD = "ett eget lösenord"
    assert _run("--stage", "planned") == 0


def test_a_password_that_is_too_short_is_refused(settings: Settings) -> None:
    settings.RIMLIG_DEMO_PASSWORD = "kort"
    with pytest.raises(RuleBroken) as refused:
        _run()
    assert str(refused.value).startswith("RIMLIG_DEMO_PASSWORD: ")
    assert User.objects.count() == 0


def test_an_address_that_somebody_has_is_refused_before_anything_is_loaded() -> None:
    User.objects.create_user("ali.berg@lindhaga.example", "Någon annan")
    with pytest.raises(RuleBroken) as refused:
        _run()
    assert str(refused.value) == (
        "Det finns redan en person med adressen ali.berg@lindhaga.example. Inget har lästs in."
    )
    assert Municipality.objects.count() == 0


def test_nothing_is_loaded_when_something_fails() -> None:
    User.objects.create_user("nora.ek@lindhaga.example", "Någon annan")
    with pytest.raises(Exception, match="user"):
        load(Stage.CLOSED, password="ett långt lösenord")
    assert (Board.objects.count(), Plan.objects.count(), User.objects.count()) == (0, 0, 1)
