"""A municipality words its phrases, and sees what they say before they are saved."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cast import person
from factories import (
    ActionFactory,
    FollowUpResultFactory,
    OwnPhraseFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    adopted,
)
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.drafting.choosing import phrases_of, reset_phrase, write_phrase
from rimlig.drafting.models import OwnPhrase
from rimlig.drafting.phrases import Phrases
from rimlig.organisation.models import Board, Municipality, Role, User
from rimlig.planning.models import Plan, Process

OWN = "{åtgärder} skulle ha varit klara."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 9, 15))


@pytest.fixture
def municipality(board: Board) -> Municipality:
    return board.municipality


def _write(municipality: Municipality, text: str = OWN, *, is_said: bool = True, version: int = 0) -> OwnPhrase:
    return write_phrase(municipality, "late", text=text, is_said=is_said, version=version, by=None)


def test_own_words_are_used_until_they_are_reset(municipality: Municipality) -> None:
    assert phrases_of(municipality.pk) == Phrases()
    _write(municipality)
    assert phrases_of(municipality.pk) == Phrases({"late": OWN})
    reset_phrase(municipality, "late", by=None)
    assert phrases_of(municipality.pk) == Phrases()


def test_a_phrase_that_is_not_to_be_said(municipality: Municipality) -> None:
    _write(municipality, is_said=False)
    assert phrases_of(municipality.pk) == Phrases(silent=frozenset({"late"}))


def test_another_municipality_has_its_own_and_what_is_no_phrase_any_longer_is_not_used(
    municipality: Municipality,
) -> None:
    OwnPhraseFactory()
    OwnPhraseFactory(municipality=municipality, key="of-an-earlier-version")
    assert phrases_of(municipality.pk) == Phrases()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{sena} är sena.",
            "Det finns inget som heter {sena} att fylla i här. Det som finns är {åtgärder} och {är_försenade}.",
        ),
        ("{åtgärder.__class__}", "Det finns inget som heter {åtgärder.__class__}"),
        ("{åtgärder är sena", "En klammer står ensam."),
    ],
)
def test_words_that_cannot_be_filled_in_are_refused(municipality: Municipality, text: str, said: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        _write(municipality, text)
    assert str(refused.value).startswith(said)
    assert OwnPhrase.objects.count() == 0


def test_who_is_second_overwrites_nothing(municipality: Municipality) -> None:
    _write(municipality)
    assert _write(municipality).version == 1  # the same once more
    with pytest.raises(Outdated) as outdated:
        _write(municipality, "Annat.")
    assert outdated.value.current.text == OWN
    assert _write(municipality, "Annat.", version=1).version == 2


@pytest.fixture
def central(client: Client, board: Board) -> Client:
    """Siv, central controller, is signed in."""
    user = person("Siv Lund")
    RoleAssignmentFactory(user=user, role=Role.CENTRAL_CONTROLLER, board=None, municipality=board.municipality)
    client.force_login(user)
    return client


@pytest.fixture
def reported(plan: Plan, process: Process) -> Plan:
    """The board's plan, in force, with a result and two late actions."""
    event = UndesiredEventFactory(working_method__process=process)
    ActionFactory.create_batch(2, event=event, due=date(2026, 8, 31))
    follow_up = PlannedFollowUpFactory(working_method=event.working_method)
    adopted(plan)
    FollowUpResultFactory(follow_up=follow_up, period__code="T2")
    return plan


def _address(municipality: Municipality, more: str = "late/") -> str:
    return f"/kommun/{municipality.pk}/formuleringar/{more}"


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_lists_every_phrase_as_a_sentence(client: Client, auditor: User, municipality: Municipality) -> None:
    OwnPhraseFactory(municipality=municipality)
    OwnPhraseFactory(municipality=municipality, key="missing", text="Saknas.", is_said=False)
    client.force_login(auditor)
    page = _text(client.get(_address(municipality, "")))
    assert "Av 42 uppföljningar visar 39 ingen avvikelse, 2 mindre och 1 större avvikelse." in page
    assert "Tre åtgärder skulle ha varit klara." in page
    assert "egen formulering" in page
    assert "sägs inte" in page
    assert "Skriv om" not in page


def test_a_phrase_is_seen_and_then_saved(central: Client, municipality: Municipality, reported: Plan) -> None:
    page = _text(central.get(_address(municipality)))
    assert "En åtgärd är försenad." in page
    assert "Lindhaga stadsdelsnämnd 2026, Tertial 2 2026" in page
    sent = {"text": "{åtgärder} dröjer.", "is_said": "on", "version": "0"}
    preview = central.post(_address(municipality), {**sent, "preview": "1"}, headers={"HX-Request": "true"})
    assert "<html" not in preview.content.decode()
    assert "En åtgärd dröjer." in _text(preview)
    assert _text(preview).count("Två åtgärder dröjer.") == 2  # made-up, and of the plan
    assert OwnPhrase.objects.count() == 0
    assert "Två åtgärder dröjer." in _text(central.post(_address(municipality), {**sent, "preview": "1"}))
    central.post(_address(municipality), sent)
    assert OwnPhrase.objects.get().text == "{åtgärder} dröjer."
    summary = _text(central.get(f"/rapport/{reported.pk}/sammanfattning/T2/json/"))
    assert "Två åtgärder dröjer." in summary


def test_mistakes_are_told_beside_the_field_and_in_the_preview(central: Client, municipality: Municipality) -> None:
    sent = {"text": "{sena}", "is_said": "on", "version": "0"}
    answer = central.post(_address(municipality), sent)
    assert answer.status_code == 422
    assert "Det finns inget som heter {sena}" in _text(answer)
    preview = central.post(_address(municipality), {**sent, "preview": "1"}, headers={"HX-Request": "true"})
    assert "Det finns inget som heter {sena}" in _text(preview)


def test_a_phrase_is_reset(central: Client, municipality: Municipality) -> None:
    OwnPhraseFactory(municipality=municipality)
    assert "{åtgärder} {är_försenade}." in _text(central.get(_address(municipality, "late/aterstall/")))
    central.post(_address(municipality, "late/aterstall/"))
    assert OwnPhrase.objects.count() == 0


def test_there_is_no_page_of_a_phrase_that_there_is_not(central: Client, municipality: Municipality) -> None:
    assert central.get(_address(municipality, "annat/")).status_code == 404


def test_the_list_takes_the_same_queries_however_many_are_own(
    central: Client, municipality: Municipality, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for key in ("late", "levels", "missing"):
        OwnPhraseFactory(municipality=municipality, key=key)
        with django_assert_num_queries(5):
            central.get(_address(municipality, ""))
