import argparse

import pytest

from rimlig.core.errors import RuleBroken
from rimlig.demo import command
from rimlig.organisation.models import Municipality, User

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def test_the_demo_says_who_can_sign_in_and_with_what(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIMLIG_DEMO_PASSWORD", "ett eget lösenord")
    assert _run("--stage", "planned") == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Lindhaga kommun är inläst. De här kan logga in med lösenordet ett eget lösenord:"
    assert [line.split()[0] for line in lines[1:]] == list(User.objects.order_by("pk").values_list("email", flat=True))
    assert User.objects.get(email="joel.brandt@lindhaga.example").check_password("ett eget lösenord")


def test_loading_again_changes_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _run("--stage", "planned")
    capsys.readouterr()
    assert _run("--stage", "closed") == 0
    assert capsys.readouterr().err.startswith("Lindhaga kommun finns redan; inget har ändrats.")
    assert (Municipality.objects.count(), User.objects.count()) == (1, 10)


def test_an_address_that_somebody_has_is_refused_before_anything_is_loaded() -> None:
    User.objects.create_user("ali.berg@lindhaga.example", "Någon annan")
    with pytest.raises(RuleBroken) as refused:
        _run()
    assert str(refused.value) == (
        "Det finns redan en person med adressen ali.berg@lindhaga.example. Inget har lästs in."
    )
    assert Municipality.objects.count() == 0
