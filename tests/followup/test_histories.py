from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from factories import AnswerCommentFactory, EvidenceFactory, FollowUpResultFactory, UndesiredEventFactory, UserFactory
from rimlig.core.audit import recorded
from rimlig.followup.evidence.operations import add_link, remove_evidence
from rimlig.followup.reviewing.operations import comment
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Process, UndesiredEvent
from rimlig.planning.rows.beside import happened_beside
from rimlig.planning.rows.changing import change
from rimlig.planning.rows.editables import BY_KIND
from rimlig.planning.rows.histories import PAGE, compare, latest_in_process, page_of_history


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", "Ny", [("+", "Ny")]),
        ("Gammal", "", [("-", "Gammal")]),
        ("Lika", "Lika", [("=", "Lika")]),
        ("Två av åtta.", "Tre av åtta!", [("-", "Två"), ("+", "Tre"), ("=", " av åtta"), ("-", "."), ("+", "!")]),
    ],
)
def test_texts_are_compared_word_by_word(before: str, after: str, words: list[tuple[str, str]]) -> None:
    assert [(word.sign, word.text) for word in compare(before, after)] == words


@pytest.fixture
def event(process: Process) -> UndesiredEvent:
    return UndesiredEventFactory(working_method__process=process, text="Fel lön")


def test_history_says_who_how_and_what(event: UndesiredEvent, controller: User) -> None:
    change(event, {"text": "Fel lön betalas", "likelihood": 3}, version=1, by=controller)
    (last, first), older = page_of_history(event, BY_KIND["event"], 1)
    assert (last.who, last.operation, last.is_first, older) == ("Joel Brandt", "Ändrat på sidan", False, False)
    assert [(str(field.label), [(word.sign, word.text) for word in field.words]) for field in last.fields] == [
        ("Oönskad händelse", [("=", "Fel lön"), ("+", " betalas")]),
        ("Sannolikhet", [("+", "3")]),
    ]
    assert (first.is_first, [str(field.label) for field in first.fields]) == (True, ["Oönskad händelse"])


def test_what_the_system_did_itself_is_said_so(event: UndesiredEvent) -> None:
    UndesiredEvent.objects.filter(pk=event.pk).update(text="Förbi allt")
    with recorded("imports.store_document", None):
        UndesiredEvent.objects.filter(pk=event.pk).update(text="Ur ett dokument")
    (imported, by_hand, _first), _older = page_of_history(event, BY_KIND["event"], 1)
    assert (by_hand.who, by_hand.operation) == ("Rimlig", "Ändrat direkt i databasen")
    assert imported.who == "Rimlig (import)"


def test_levels_are_told_in_words(event: UndesiredEvent) -> None:
    change(event, {"treatment": "reduce"}, version=1, by=None)
    changes, _older = page_of_history(event, BY_KIND["event"], 1)
    assert [word.text for word in changes[0].fields[0].words] == ["Reduceras"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_of_history_asks_as_much_however_many_changed(
    client: Client,
    event: UndesiredEvent,
    controller: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for version in range(1, number + 1):
        change(event, {"text": f"Text {version}"}, version=version, by=UserFactory())
    client.force_login(controller)
    with django_assert_num_queries(6):
        client.get(f"/historik/handelse/{event.pk}/")


def test_a_long_history_is_paged_and_every_change_keeps_its_before(
    client: Client, event: UndesiredEvent, controller: User
) -> None:
    for version in range(1, PAGE + 2):
        change(event, {"text": f"Text {version}"}, version=version, by=None)
    changes, older = page_of_history(event, BY_KIND["event"], 1)
    assert (len(changes), older) == (PAGE, True)
    assert [(word.sign, word.text) for word in changes[-1].fields[0].words] == [("=", "Text "), ("-", "1"), ("+", "2")]
    rest, older = page_of_history(event, BY_KIND["event"], 2)
    assert ([change.is_first for change in rest], older) == ([False, True], False)
    client.force_login(controller)
    assert "?sida=2" in client.get(f"/historik/handelse/{event.pk}/").content.decode()


def test_the_latest_changes_of_a_process_are_those_under_it(process: Process, event: UndesiredEvent) -> None:
    UndesiredEventFactory(text="Någon annans")
    change(event, {"text": "Ändrad"}, version=1, by=None)
    latest = latest_in_process(process)
    assert [(change.editable.kind, change.name) for change in latest if change.editable][:2] == [
        ("event", "Ändrad"),
        ("event", "Fel lön"),
    ]
    assert "Någon annans" not in {change.name for change in latest}


def test_the_history_of_an_answer_tells_of_its_evidence_and_what_people_said(
    client: Client, controller: User, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    answer = FollowUpResultFactory(follow_up__working_method__process__plan__board=board, to_answer=True)
    evidence = add_link(answer, name="Beslut", link="https://diariet.example/1", by=controller)
    remove_evidence(evidence, by=controller)
    comment(answer, text="Vilka grupper?", by=controller)
    told = [(one.who, one.what, one.text) for one in happened_beside("result", answer)]
    assert told == [
        ("Joel Brandt", "Kommenterat", "Vilka grupper?"),
        ("Joel Brandt", "Underlag borttaget", "Beslut"),
        ("Joel Brandt", "Underlag tillagt", "Beslut"),
    ]
    client.force_login(controller)
    page = client.get(f"/historik/resultat/{answer.pk}/").content.decode()
    assert page.index("Vilka grupper?") < page.index("Underlag borttaget") < page.index("Underlag tillagt")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_what_happened_beside_asks_the_same_however_much(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer = FollowUpResultFactory(to_answer=True)
    for _one in range(number):
        EvidenceFactory(result=answer)
        AnswerCommentFactory(result=answer)
    with django_assert_num_queries(3):
        assert len(happened_beside("result", answer)) == 2 * number
