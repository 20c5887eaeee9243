"""From the report to what a conclusion rests on: as much as the reader may see, and what is missing behind it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from done_runs import evidence_of_run
from factories import (
    ActionFactory,
    AnswerCommentFactory,
    EvidenceFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PlannedFollowUpFactory,
    PreviewFactory,
    ProcessGoalFactory,
    ReviewFactory,
    StoredFileFactory,
    adopted,
)
from rimlig.documents.document import Kind
from rimlig.followup.concluding.operations import conclude
from rimlig.followup.models import AnswerState, FollowUpResult, Period
from rimlig.lifecycle.revising import begin_revision
from rimlig.lifecycle.running import let_run_in
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan, PlannedFollowUp, PlanState, Process
from rimlig.reporting.queries import report_of

pytestmark = pytest.mark.django_db
QUERIES_OF_A_TRACE = 20
FILED = datetime(2026, 9, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def signed_in(client: Client, board_member: User) -> Client:
    client.force_login(board_member)
    return client


@pytest.fixture
def concluded(follow_up: PlannedFollowUp, answers: list[FollowUpResult], controller: User) -> FollowUpResult:
    return conclude(follow_up, "T2", deviation="major", result="En av tre enheter avviker.", measures="", by=controller)


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def _address(follow_up: PlannedFollowUp) -> str:
    return f"/sparning/{follow_up.pk}/T2/"


def test_the_trace_leads_from_the_conclusion_to_answers_and_evidence(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult], concluded: FollowUpResult
) -> None:
    ReviewFactory(result=answers[0], by__name="Siv Norrby")
    AnswerCommentFactory(result=answers[0], text="Gäller det båda grupperna?")
    page = _text(signed_in.get(_address(follow_up)))
    for said in (
        "<h1>U1, Tertial 2 2026</h1>", "En av tre enheter avviker.", "Två grupper saknar.", "Rekryteringen är klar.",
        'href="https://exempel.se/lista"', "Godkänt av Siv Norrby", "Gäller det båda grupperna?",
        "<b>Har inte svarat:</b> Sjövik", "och vilar på 2 svar.", f'href="/svar/{answers[1].pk}/"',
    ):  # fmt: skip
        assert said in page, said
    assert "ändrat sedan slutsatsen" not in page
    assert "Slutsatsen har för lite underlag" not in page


def test_evidence_is_shown_in_small_with_who_laid_it_there(
    signed_in: Client, follow_up: PlannedFollowUp, period: Period, board: Board, controller: User
) -> None:
    answer = FollowUpResultFactory(follow_up=follow_up, period=period, unit=OrgUnitFactory(board=board), to_answer=True)
    picture, file = StoredFileFactory.create_batch(2, municipality=board.municipality)
    PreviewFactory(of=file, picture=picture)
    one = EvidenceFactory(result=answer, link="", file=file, name="Schema.pdf", added_by__name="Farid Haddad")
    answer.deviation, answer.filed_by, answer.filed_at, answer.state, answer.step = (
        "none",
        controller,
        FILED,
        "filed",
        1,
    )
    answer.save()
    page = _text(signed_in.get(_address(follow_up)))
    assert f'<img src="/underlag/{one.pk}/' in page
    assert "Schema.pdf: Farid Haddad, " in page


def test_a_control_test_is_shown_with_its_numbers_and_leads_to_its_exceptions(
    signed_in: Client, follow_up: PlannedFollowUp, period: Period, board: Board, controller: User
) -> None:
    answer = FollowUpResultFactory(follow_up=follow_up, period=period, unit=OrgUnitFactory(board=board), to_answer=True)
    evidence = evidence_of_run(answer)
    FollowUpResult.objects.filter(pk=answer.pk).update(
        deviation="none", filed_by=controller, filed_at=FILED, state="filed", step=1
    )
    page = _text(signed_in.get(_address(follow_up)))
    assert f'href="/granskning/{evidence.run_id}/">Möjliga dubbelbetalningar, 2 betalningar, 1 avvikelse</a>' in page


def test_the_answers_begin_with_what_deviates_and_it_stands_open(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult]
) -> None:
    period, board = answers[0].period, follow_up.in_plan.board
    for name, level in (("Aspen", "none"), ("Vinden", "major")):
        unit = OrgUnitFactory(board=board, name=name)
        FollowUpResultFactory(follow_up=follow_up, period=period, unit=unit, deviation=level)
    page = _text(signed_in.get(_address(follow_up)))
    drawn = re.findall(r'<details class="answer-of"( open)?><summary><b>(\w+)</b> <span class="state (\w+)"', page)
    assert [look for _open, _name, look in drawn] == ["major", "major", "none", "none"]
    assert {(bool(is_open), look) for is_open, _name, look in drawn} == {(True, "major"), (False, "none")}


def test_a_draft_is_not_shown_to_whom_it_does_not_concern(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult], controller: User
) -> None:
    FollowUpResult.objects.filter(pk=answers[2].pk).update(result="Bara ett utkast")
    assert "Bara ett utkast" not in _text(signed_in.get(_address(follow_up)))


def test_what_has_changed_since_is_said_at_the_answer_and_on_top(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult], concluded: FollowUpResult
) -> None:
    answer = FollowUpResult.objects.get(pk=answers[1].pk)
    answer.state = AnswerState.RETURNED
    answer.save()
    answer.deviation, answer.state, answer.step, answer.result = "minor", AnswerState.FILED, 1, "En lista saknas."
    answer.save()
    page = _text(signed_in.get(_address(follow_up)))
    assert page.count("ändrat sedan slutsatsen") == 1
    assert "När slutsatsen skrevs stod svaret i version 1:" in page
    assert "Svar har ändrats, tillkommit eller öppnats igen sedan den skrevs." in page
    assert "Den bygger på svar som ingen har godkänt." in page


def test_the_part_for_the_report_is_the_trace_alone(
    signed_in: Client, follow_up: PlannedFollowUp, concluded: FollowUpResult
) -> None:
    part = _text(signed_in.get(_address(follow_up), headers={"HX-Request": "true"}))
    assert "<h1>" not in part
    assert "Två grupper saknar." in part
    assert f'href="{_address(follow_up)}"' in part


def test_each_conclusion_in_the_report_opens_to_its_trace(
    signed_in: Client, plan: Plan, process: Process, follow_up: PlannedFollowUp, concluded: FollowUpResult
) -> None:
    ProcessGoalFactory(process=process, goal__number="7.1")  # beside the one that it serves already
    page = _text(signed_in.get(f"/rapport/{plan.pk}/uppfoljning/T2/"))
    assert page.count('<b class="num">U1</b> <span>bygger på 2 av 3 svar · 1 underlag · ') == 2
    assert page.count(f'hx-get="{_address(follow_up)}" hx-trigger="toggle from:closest details once"') == 2
    assert page.count(f'<a href="{_address(follow_up)}">Vad U1 bygger på</a>') == 2
    assert "[U1]" not in page


def test_the_report_tells_its_traces(
    plan: Plan, follow_up: PlannedFollowUp, period: Period, concluded: FollowUpResult
) -> None:
    other = PlannedFollowUpFactory(working_method=follow_up.working_method)
    traces = report_of(plan, Kind.FOLLOW_UP, period).traces
    assert [(trace.reference, trace.answers, trace.asked, trace.evidence) for trace in traces.listed] == [
        ("U1", 2, 3, 1),
        ("U2", 0, 0, 0),
    ]
    assert traces.at == {(0, 0, 0): traces.listed}
    assert traces.listed[0].cells[1:4] == ("Andel förskollärare", "Större avvikelse", concluded.saved_by.name)  # type: ignore[union-attr]
    assert traces.listed[0].address == f"http://127.0.0.1:8000/sparning/{follow_up.pk}/T2/"
    assert traces.listed[1].follow_up == other.text


def test_an_answer_of_the_administration_as_a_whole_is_its_own_ground(
    plan: Plan, follow_up: PlannedFollowUp, period: Period
) -> None:
    own = FollowUpResultFactory(follow_up=follow_up, period=period, state="approved", filed=True, step=0)
    ReviewFactory(result=own, by__name="Helena Lund")
    (trace,) = report_of(plan, Kind.FOLLOW_UP, period).traces.listed
    assert (trace.answers, trace.asked, trace.concluded_by, trace.doubts) == (1, 1, "Helena Lund", 0)


def test_what_lacks_something_behind_it_is_listed_with_what(
    signed_in: Client,
    plan: Plan,
    process: Process,
    follow_up: PlannedFollowUp,
    period: Period,
    concluded: FollowUpResult,
) -> None:
    page = _text(signed_in.get(f"/rapport/{plan.pk}/uppfoljning/T2/utan-underlag/"))
    assert "Varje slutsats har det underlag den behöver" in page
    bare = PlannedFollowUpFactory(working_method=follow_up.working_method, text="Attest av fakturor")
    FollowUpResultFactory(follow_up=bare, period=period, deviation="minor")
    page = _text(signed_in.get(f"/rapport/{plan.pk}/uppfoljning/T2/utan-underlag/"))
    assert "1 av 2 slutsatser för Tertial 2 2026." in page
    assert "Attest av fakturor" in page
    assert "Andel förskollärare" not in page
    assert "Inget svar ligger bakom den: ingen har sagt vad man fann." in page
    assert "Den visar en avvikelse som varken har en åtgärd eller ett skäl till att ingen behövs." in page
    assert "Dra slutsatsen på nytt" not in page
    report = _text(signed_in.get(f"/rapport/{plan.pk}/uppfoljning/T2/"))
    assert f'1 slutsats har för lite underlag. <a href="/rapport/{plan.pk}/uppfoljning/T2/utan-underlag/">' in report
    ActionFactory(event=None, follow_up=bare)
    page = _text(signed_in.get(f"/rapport/{plan.pk}/uppfoljning/T2/utan-underlag/"))
    assert "Den visar en avvikelse" not in page


def test_a_conclusion_without_its_basis_is_told_apart_from_one_without_answers(
    signed_in: Client, plan: Plan, follow_up: PlannedFollowUp, answers: list[FollowUpResult], concluded: FollowUpResult
) -> None:
    FollowUpResult.objects.filter(pk=concluded.pk).update(basis=None)
    page = _text(signed_in.get(f"/rapport/{plan.pk}/uppfoljning/T2/utan-underlag/"))
    assert "Den skrevs utan de svar som finns: ingen har vägt ihop dem." in page
    assert "Inget svar ligger bakom den" not in page


def test_a_link_from_before_a_revision_leads_to_where_the_answers_went(
    signed_in: Client, plan: Plan, follow_up: PlannedFollowUp, concluded: FollowUpResult, controller: User
) -> None:
    adopted(plan)
    revision = begin_revision(plan, "Ny lag", by=controller)
    let_run_in(plan, revision)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.REPLACED)
    adopted(revision)
    successor = PlannedFollowUp.objects.get(working_method__process__plan=revision)
    assert signed_in.get(_address(follow_up))["Location"] == _address(successor)
    assert "<h1>U1, Tertial 2 2026</h1>" in _text(signed_in.get(_address(successor)))


def test_a_period_that_there_is_not_and_one_of_which_nothing_is_known(
    signed_in: Client, plan: Plan, follow_up: PlannedFollowUp
) -> None:
    assert signed_in.get(f"/sparning/{follow_up.pk}/T9/").status_code == 404
    page = _text(signed_in.get(f"/sparning/{follow_up.pk}/T1/"))
    assert "Ingen har dragit någon slutsats för nämnden i den här perioden än." in page
    assert signed_in.get(f"/rapport/{plan.pk}/uppfoljning/T1/utan-underlag/").status_code == 404


def test_a_trace_asks_the_same_number_of_questions_whatever_its_size(
    signed_in: Client,
    board: Board,
    process: Process,
    period: Period,
    controller: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 3):
        follow_up = PlannedFollowUpFactory(working_method__process=process)
        for _unit in range(count):
            answer = FollowUpResultFactory(
                follow_up=follow_up, period=period, unit=OrgUnitFactory(board=board), to_answer=True
            )
            EvidenceFactory.create_batch(count, result=answer)
            for _file in range(count):
                file = PreviewFactory(of__municipality=board.municipality).of
                EvidenceFactory(result=answer, link="", file=file)
                evidence_of_run(answer)
            ActionFactory.create_batch(count, event=None, follow_up=follow_up, result=answer, unit=answer.unit)
            AnswerCommentFactory.create_batch(count, result=answer)
            answer.deviation, answer.filed_by, answer.filed_at = "none", controller, FILED
            answer.state, answer.step = "filed", 1
            answer.save()
            ReviewFactory(result=answer)
        ActionFactory(event=None, follow_up=follow_up)
        conclude(follow_up, "T2", deviation="none", result="Bra.", measures="", by=controller)
        with django_assert_num_queries(QUERIES_OF_A_TRACE):
            assert _text(signed_in.get(_address(follow_up))).count('class="answer-of"') == count
