"""The page of an answer without a script: written, saved, filed, refused, taken back, and read."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from cast import person
from factories import (
    AnswerCommentFactory,
    FollowUpResultFactory,
    FollowUpRulesFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    ReviewFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    UserFactory,
    WorkingMethodFactory,
)
from rimlig.followup.answering.operations import save_answer
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import Role, User
from rimlig.planning.models import PlannedFollowUp, Process

pytestmark = pytest.mark.django_db
TWO_SENTENCES = "Bemanningen har följts upp varje månad. Alla grupper har letts av en legitimerad förskollärare."


@pytest.fixture
def answer(process: Process, monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer that nobody has begun, of a unit, in a period that takes answers."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    method = WorkingMethodFactory(process=process, name="Varje grupp leds av en förskollärare.")
    OngoingControlFactory(working_method=method, text="Bemanningslistan stäms av.")
    UndesiredEventFactory(working_method=method, text="Kompetensen fördelas ojämnt.", likelihood=3, consequence=4)
    follow_up = PlannedFollowUpFactory(working_method=method, text="Andel förskollärare i varje grupp")
    unit = OrgUnitFactory(board=process.plan.board, name="Förskolan Tallbacken")
    row: FollowUpResult = FollowUpResultFactory(follow_up=follow_up, unit=unit, to_answer=True)
    return row


@pytest.fixture
def amira(answer: FollowUpResult) -> User:
    """Amira is the manager of the answer's unit."""
    user = person("Amira Holm")
    RoleAssignmentFactory(user=user, role=Role.UNIT_MANAGER, board=answer.in_plan.board, unit=answer.unit)
    return user


@pytest.fixture
def page(client: Client, amira: User) -> Client:
    """Amira's browser."""
    client.force_login(amira)
    return client


def _send(client: Client, name: str, answer: FollowUpResult, **data: Any) -> Any:
    answer.refresh_from_db()
    return client.post(reverse(f"followup:{name}", args=[answer.pk]), {"version": answer.version, **data})


def _text(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def _errors(response: Any) -> dict[str, str]:
    found = re.findall(r'class="error" id="(\w+)_error">(.*?)</span>', response.content.decode(), re.DOTALL)
    return {name: html.unescape(re.sub(r"<[^>]+>", "", text)).strip() for name, text in found}


def test_the_plans_words_stand_beside_the_form(page: Client, answer: FollowUpResult) -> None:
    text = _text(page.get(f"/svar/{answer.pk}/"))
    assert "Så arbetar vi Varje grupp leds av en förskollärare. Löpande kontroll Bemanningslistan stäms av." in text
    assert "Det vi vill undvika Kompetensen fördelas ojämnt. Riskvärde 12" in text
    assert "Ska lämnas in senast måndag 18 januari ." in text
    assert "Ej genomförd Berätta varför. Kontrollen följer med till nästa period." in text


def test_the_municipalitys_own_criteria_stand_under_the_levels(page: Client, answer: FollowUpResult) -> None:
    FollowUpRulesFactory(municipality=answer.period.municipality, criterion_minor="Högst en grupp, högst en månad.")
    assert "Mindre avvikelse Högst en grupp, högst en månad." in _text(page.get(f"/svar/{answer.pk}/"))


def test_the_follow_ups_own_criterion_goes_before_the_municipalitys(page: Client, answer: FollowUpResult) -> None:
    FollowUpRulesFactory(
        municipality=answer.period.municipality, criterion_none="Inget fel.", criterion_minor="Enstaka fel."
    )
    PlannedFollowUp.objects.filter(pk=answer.follow_up_id).update(criterion_minor="Högst en grupp.")
    text = _text(page.get(f"/svar/{answer.pk}/"))
    assert "Ingen avvikelse Inget fel." in text
    assert "Mindre avvikelse Högst en grupp." in text
    assert "Större avvikelse Mycket avviker, det har hänt förut" in text


def test_what_is_written_is_saved_without_being_filed(page: Client, answer: FollowUpResult, amira: User) -> None:
    response = _send(page, "save-answer", answer, deviation="none", result="En mening.\r\nEn till.")
    assert (response.status_code, response.headers["Location"]) == (302, f"/svar/{answer.pk}/")
    answer.refresh_from_db()
    assert (answer.state, answer.deviation, answer.result) == ("open", "none", "En mening.\nEn till.")
    assert (answer.saved_by, answer.version) == (amira, 2)


def test_an_answer_is_filed_and_says_what_happens_next(page: Client, answer: FollowUpResult, amira: User) -> None:
    response = _send(page, "file-answer", answer, deviation="none", result=TWO_SENTENCES, measures="")
    assert response.status_code == 302
    answer.refresh_from_db()
    assert (answer.state, answer.step, answer.filed_by, answer.result) == ("filed", 1, amira, TWO_SENTENCES)
    text = _text(page.get(f"/svar/{answer.pk}/"))
    assert "Inlämnat av Amira Holm" in text
    assert "Inlämnat. Tack! Nu väntar det på granskning av en avdelningschef. Du får veta om något saknas." in text
    assert "Det var det sista som väntade på dig. Tillbaka till Att göra Ta tillbaka svaret" in text


def test_after_filing_the_next_one_is_a_press_away_and_above_the_plans_words(
    page: Client, answer: FollowUpResult
) -> None:
    following = FollowUpResultFactory(
        follow_up=PlannedFollowUpFactory(working_method=answer.follow_up.working_method, text="Inköp inom ramavtal"),
        unit=answer.unit,
        period=answer.period,
        to_answer=True,
        due=answer.due,
    )
    _send(page, "file-answer", answer, deviation="none", result=TWO_SENTENCES, measures="")
    response = page.get(f"/svar/{answer.pk}/")
    assert "Nästa: Inköp inom ramavtal Ta tillbaka svaret Det här följer vi upp" in _text(response)
    assert f'<a class="btn primary" href="/svar/{following.pk}/">' in response.content.decode()


def test_an_answer_saved_another_day_says_which(page: Client, answer: FollowUpResult) -> None:
    FollowUpResult.objects.filter(pk=answer.pk).update(saved_at="2025-09-07T08:00:00Z", result="En mening.")
    assert "Sparat 7 september 10.00" in _text(page.get(f"/svar/{answer.pk}/"))


def test_a_second_press_on_file_does_nothing_more(page: Client, answer: FollowUpResult) -> None:
    form = {"version": 1, "deviation": "none", "result": TWO_SENTENCES}
    for _press in range(2):
        assert page.post(f"/svar/{answer.pk}/lamna-in/", form).status_code == 302
    answer.refresh_from_db()
    assert (answer.state, answer.version) == ("filed", 3)


MISSING = {
    "nothing": ({}, {"deviation": "Välj hur det gick.", "result": "Berätta vad uppföljningen visade."}),
    "not done": ({"deviation": "not_done"}, {"result": "Berätta varför den inte genomfördes."}),
    "deviation": (
        {"deviation": "minor", "result": "En grupp saknade."},
        {"measures": "Berätta vad ni har gjort åt avvikelsen, eller vad ni tänker göra."},
    ),
}


@pytest.mark.parametrize("case", MISSING)
def test_what_is_missing_is_said_where_it_is_missing_and_the_rest_is_saved(
    page: Client, answer: FollowUpResult, case: str
) -> None:
    written, errors = MISSING[case]
    response = _send(page, "file-answer", answer, **written)
    assert (response.status_code, _errors(response)) == (422, errors)
    answer.refresh_from_db()
    assert (answer.state, answer.deviation) == ("open", written.get("deviation", ""))


def test_a_sample_asks_for_its_numbers_and_they_must_agree(page: Client, answer: FollowUpResult) -> None:
    assert 'id="population"' not in page.get(f"/svar/{answer.pk}/").content.decode()
    type(answer.follow_up).objects.filter(pk=answer.follow_up_id).update(examination="sample")
    full = {"deviation": "none", "result": TWO_SENTENCES}
    response = _send(page, "file-answer", answer, **full, population="10", sample_size="", errors_found="")
    assert _errors(response) == {
        "sample_size": "Ange hur många ni granskade.",
        "errors_found": "Ange hur många av dem som hade fel; 0 om inga hade det.",
    }
    response = _send(page, "file-answer", answer, **full, population="10", sample_size="25", errors_found="x")
    assert _errors(response) == {
        "sample_size": "Stickprovet kan inte vara större än det som det drogs ur.",
        "errors_found": "Fyll i ett heltal.",
    }
    assert 'value="25"' in response.content.decode()
    assert (
        _send(page, "file-answer", answer, **full, population="250", sample_size="25", errors_found="0").status_code
        == 302
    )
    answer.refresh_from_db()
    assert (answer.state, answer.population, answer.sample_size, answer.errors_found) == ("filed", 250, 25, 0)


def test_what_somebody_else_wrote_meanwhile_stands_beside_mine_and_nothing_is_lost(
    page: Client, answer: FollowUpResult, amira: User
) -> None:
    siv = person("Siv Ek", Role.CONTROLLER, answer.in_plan.board)
    save_answer(answer, {"result": "Sivs text.", "measures": "Sivs åtgärd."}, version=1, by=siv)
    mine = {"version": 1, "deviation": "minor", "result": "Min text.", "measures": ""}
    response = page.post(f"/svar/{answer.pk}/lamna-in/", mine)
    assert response.status_code == 409
    shown = response.content.decode()
    assert "Siv Ek har ändrat ”beskrivning av resultat” medan du skrev." in _text(response)
    assert "Siv Ek skrev under tiden: Sivs text." in _text(response)
    # Mine stands in the field; where I wrote nothing the other's words do.
    assert re.findall(r'<textarea name="(?:result|measures)"[^>]*>\s*(.*?)</textarea>', shown) == [
        "Min text.",
        "Sivs åtgärd.",
    ]
    answer.refresh_from_db()
    assert (answer.result, answer.measures, answer.deviation) == ("Sivs text.", "Sivs åtgärd.", "")
    again = {"version": 2, "deviation": "minor", "result": "Min text.", "measures": "Sivs åtgärd."}
    assert page.post(f"/svar/{answer.pk}/lamna-in/", again).status_code == 302
    answer.refresh_from_db()
    assert (answer.state, answer.result, answer.measures) == ("filed", "Min text.", "Sivs åtgärd.")


def test_what_somebody_else_wrote_in_another_place_is_joined_and_read_before_it_is_filed(
    page: Client, answer: FollowUpResult
) -> None:
    siv = person("Siv Ek", Role.CONTROLLER, answer.in_plan.board)
    save_answer(answer, {"measures": "Sivs åtgärd."}, version=1, by=siv)
    response = page.post(
        f"/svar/{answer.pk}/lamna-in/", {"version": 1, "deviation": "none", "result": "Min text.", "measures": ""}
    )
    assert response.status_code == 409
    answer.refresh_from_db()
    assert (answer.state, answer.result, answer.measures) == ("open", "Min text.", "Sivs åtgärd.")


def test_the_last_answer_is_started_from_and_marked_until_it_is_changed(page: Client, answer: FollowUpResult) -> None:
    PeriodFactory(municipality=answer.period.municipality, code="T1")
    FollowUpResultFactory(
        follow_up=answer.follow_up,
        unit=answer.unit,
        period=PeriodFactory(municipality=answer.period.municipality, code="T1"),
        deviation="minor",
        result="En grupp saknade förskollärare.",
        measures="Vikarie från april.",
    )
    assert "Svaret för Tertial 1 2026 Mindre avvikelse" in _text(page.get(f"/svar/{answer.pk}/"))
    assert _send(page, "start-from-last", answer).status_code == 302
    answer.refresh_from_db()
    assert (answer.deviation, answer.result) == ("minor", "En grupp saknade förskollärare.")
    mark = "Hämtat från Tertial 1 2026, inte ändrat ännu."
    assert _text(page.get(f"/svar/{answer.pk}/")).count(mark) == 4
    _send(page, "save-answer", answer, result="Två grupper.")
    assert _text(page.get(f"/svar/{answer.pk}/")).count(mark) == 3


def test_there_is_nothing_to_start_from_in_the_first_period(page: Client, answer: FollowUpResult) -> None:
    response = _send(page, "start-from-last", answer)
    assert response.status_code == 422
    assert "Det finns inget tidigare svar att utgå från." in _text(response)


def test_who_filed_takes_the_answer_back(page: Client, answer: FollowUpResult) -> None:
    _send(page, "file-answer", answer, deviation="none", result=TWO_SENTENCES)
    assert _send(page, "take-back-answer", answer).status_code == 302
    answer.refresh_from_db()
    assert (answer.state, answer.filed_by, answer.result) == ("open", None, TWO_SENTENCES)


def test_a_filed_answer_is_not_changed_from_an_old_tab(page: Client, answer: FollowUpResult) -> None:
    _send(page, "file-answer", answer, deviation="none", result=TWO_SENTENCES)
    response = page.post(f"/svar/{answer.pk}/spara/", {"version": 1, "result": "Något annat."})
    assert response.status_code in {409, 422}
    answer.refresh_from_db()
    assert answer.result == TWO_SENTENCES


def test_an_answer_that_was_sent_back_shows_the_question_first(page: Client, answer: FollowUpResult) -> None:
    filed = FollowUpResultFactory(
        follow_up__working_method=answer.follow_up.working_method, unit=answer.unit, filed=True
    )
    review = ReviewFactory(result=filed, verdict="returned", by=UserFactory(name="Berit Sand"))
    AnswerCommentFactory(result=filed, review=review, text="Gäller det alla grupper?")
    FollowUpResult.objects.filter(pk=filed.pk).update(state="returned", step=0)
    text = _text(page.get(f"/svar/{filed.pk}/"))
    assert "Berit Sand har en fråga" in text
    assert "Gäller det alla grupper?" in text
    assert "Hur gick det?" in text


def test_after_filing_the_page_leads_to_the_next(page: Client, answer: FollowUpResult) -> None:
    other = PlannedFollowUpFactory(working_method=answer.follow_up.working_method, text="Inköp inom ramavtal")
    following = FollowUpResultFactory(follow_up=other, unit=answer.unit, to_answer=True)
    _send(page, "file-answer", answer, deviation="none", result=TWO_SENTENCES)
    shown = page.get(f"/svar/{answer.pk}/").content.decode()
    assert f'<a class="btn primary" href="/svar/{following.pk}/">Nästa: Inköp inom ramavtal</a>' in shown


def test_those_who_only_read_see_the_answer_and_no_form(
    client: Client, answer: FollowUpResult, board_member: User
) -> None:
    client.force_login(board_member)
    assert client.get(f"/svar/{answer.pk}/").status_code == 404
    save_answer(answer, {"deviation": "none", "result": TWO_SENTENCES}, version=1, by=UserFactory())
    FollowUpResult.objects.filter(pk=answer.pk).update(
        state="filed", step=1, filed_by=UserFactory(name="Amira Holm"), filed_at=timezone.now()
    )
    shown = client.get(f"/svar/{answer.pk}/").content.decode()
    assert TWO_SENTENCES in shown
    assert 'id="answer"' not in shown


def test_a_closed_period_is_said_and_nothing_is_written(
    page: Client, answer: FollowUpResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 3, 1))
    response = page.get(f"/svar/{answer.pk}/")
    assert "Verksamhetsberättelse 2026 tar inte emot svar nu. Sista dagen är 17 februari 2027." in _text(response)
    refused = _send(page, "save-answer", answer, result="För sent.")
    assert refused.status_code == 422
    assert "stängde 17 februari 2027" in _text(refused)
    assert "Det här är det som du skrev och som inte är sparat Vad visade uppföljningen? För sent." in _text(refused)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_however_much_stands_there(
    page: Client, answer: FollowUpResult, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        method = answer.follow_up.working_method
        OngoingControlFactory(working_method=method)
        UndesiredEventFactory(working_method=method)
        FollowUpResultFactory(follow_up=PlannedFollowUpFactory(working_method=method), unit=answer.unit, to_answer=True)
    with django_assert_num_queries(16):
        page.get(f"/svar/{answer.pk}/")
