import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cast import person
from factories import (
    ActionFactory,
    ActionPlanFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    GoalFactory,
    OngoingControlFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    RoleAssignmentFactory,
    SummaryAnalysisFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from office_files import DOCUMENT
from plan_documents import DOCUMENT as PLAN
from rimlig.documents.document import Kind
from rimlig.documents.interchange import from_json
from rimlig.followup.models import BoardReport, PeriodCode
from rimlig.followup.queries import document_of
from rimlig.imports.operations import Stored, store_document
from rimlig.imports.reading import read_document
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Plan
from rimlig.reporting.queries import report_of
from rimlig.reporting.report import DecisionFacts

QUERIES_OF_A_REPORT = 33


@pytest.fixture
def stored(board: Board) -> Stored:
    return store_document(DOCUMENT, board, year=2025, period=PeriodCode.VB, by=None)


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_on_the_board_reads_its_reports(
    client: Client, outsider: User, stored: Stored, board: Board, role: Role
) -> None:
    RoleAssignmentFactory(user=outsider, role=role, board=board)
    client.force_login(outsider)
    assert client.get(f"/rapport/{stored.plan.pk}/uppfoljning/VB/").status_code == 200


def test_others_do_not_learn_that_it_exists(
    client: Client, outsider: User, other_municipality_controller: User, stored: Stored
) -> None:
    for user in (outsider, other_municipality_controller):
        client.force_login(user)
        for way in ("", "uppfoljning/VB/", "uppfoljning/VB/pdf/", "handlingsplaner/", "handlingsplaner/json/"):
            assert client.get(f"/rapport/{stored.plan.pk}/{way}").status_code == 404


READS_DRAFTS = {
    Role.UNIT_MANAGER: False,
    Role.PERFORMER: False,
    Role.DEPARTMENT_MANAGER: True,
    Role.CONTROLLER: True,
    Role.HEAD_OF_ADMINISTRATION: True,
    Role.BOARD_MEMBER: False,
    Role.CENTRAL_CONTROLLER: True,
    Role.AUDITOR: True,
    Role.ADMINISTRATOR: False,
}


def test_every_role_is_told_whether_it_reads_drafts() -> None:
    assert set(READS_DRAFTS) == set(Role)


@pytest.mark.parametrize(("role", "reads_drafts"), READS_DRAFTS.items())
@pytest.mark.parametrize("kind", ["uppfoljning/VB", "handlingsplaner"])
def test_what_is_being_written_is_for_those_who_may_read_drafts(
    client: Client, stored: Stored, board: Board, kind: str, role: Role, *, reads_drafts: bool
) -> None:
    said = "Skrivet i rapporten"
    BoardReport.objects.update(introduction=said)
    BoardReportFactory(plan=stored.plan, introduction=said, kind="action-plans", period=None)
    client.force_login(person("Rolf", role, board))
    address = f"/rapport/{stored.plan.pk}/{kind}/"
    draft = client.get(address)
    assert ((said in _text(draft)), (said in client.get(f"{address}json/").content.decode())) == (reads_drafts,) * 2
    assert ("Rapporten skrivs nu." in _text(draft)) is not reads_drafts
    for state in ("sent", "frozen"):
        BoardReport.objects.update(state=state)
    approved = client.get(address)
    assert said in _text(approved)
    assert said in client.get(f"{address}json/").content.decode()
    assert "Rapporten skrivs nu." not in _text(approved)


def test_nothing_is_changed_by_asking(signed_in: Client, stored: Stored) -> None:
    assert signed_in.post(f"/rapport/{stored.plan.pk}/uppfoljning/VB/").status_code == 405


def test_the_way_in_leads_to_the_latest_report(signed_in: Client, stored: Stored) -> None:
    address = f"/rapport/{stored.plan.pk}/"
    assert signed_in.get(address)["Location"] == f"{address}uppfoljning/VB/"


def test_a_plan_with_action_plans_only_leads_to_them(signed_in: Client, plan: Plan) -> None:
    ActionPlanFactory(plan=plan)
    assert signed_in.get(f"/rapport/{plan.pk}/")["Location"] == f"/rapport/{plan.pk}/handlingsplaner/"


def test_a_plan_without_results_says_what_makes_a_report(signed_in: Client, plan: Plan) -> None:
    assert "Inget att rapportera än" in _text(signed_in.get(f"/rapport/{plan.pk}/"))
    for way in ("uppfoljning/VB/", "uppfoljning/XX/", "handlingsplaner/"):
        assert signed_in.get(f"/rapport/{plan.pk}/{way}").status_code == 404


def test_only_periods_with_content_are_offered(signed_in: Client, stored: Stored, board: Board) -> None:
    period = PeriodFactory(municipality=board.municipality, year=2025, code="T2")
    PeriodFactory(municipality=board.municipality, year=2025, code="T1")
    BoardReportFactory(plan=stored.plan, period=period)
    page = _text(signed_in.get(f"/rapport/{stored.plan.pk}/uppfoljning/VB/"))
    page = page[page.index('aria-label="Årets rapporter"') :]
    tabs = re.findall(r'<li><a href="/rapport/\d+/([\w/]+)"( aria-current="page")?>([\w ]+)</a></li>', page)
    assert tabs == [
        ("plan/", "", "Planen"),
        ("uppfoljning/T2/", "", "Tertial 2"),
        ("uppfoljning/VB/", ' aria-current="page"', "Verksamhetsberättelse"),
        ("handlingsplaner/", "", "Handlingsplaner"),
        ("uppfoljning/VB/", ' aria-current="page"', "Hela rapporten"),
        ("sammanfattning/VB/", "", "Sammanfattning på en sida"),
    ]


def test_every_word_of_the_document_stands_on_the_page(signed_in: Client, stored: Stored) -> None:
    page = _text(signed_in.get(f"/rapport/{stored.plan.pk}/uppfoljning/VB/"))
    headings = [
        "Löpande kontroll/Systematiska kontroller", "Oönskad händelse", "Uppföljning av arbetssätt/löpande kontroll",
        "Status", "Åtgärd", "Status",
    ]  # fmt: skip
    cells = re.findall(r'<th scope="col" role="columnheader">(.*?)</th>', page)
    assert [cell.replace("<wbr>", "") for cell in cells] == headings
    texts = [
        "Så här har året gått.", "Planen har följts.", "Ett fel fanns.", "1.1 Ordning och reda", "Process: Ekonomi",
        "Arbetssätt: Attest av fakturor", "Två personer godkänner varje faktura.", "Fakturor betalas två gånger",
        "Sannolikhet 3 · Konsekvens 4 · Riskvärde 12 · Hantering: Reducera", "Spärr i systemet", "Provas i juni.",
        "Stickprov varje tertial", "Större avvikelse", "Beskrivning av resultat:", "Tre av tjugo saknade attest.",
        "Vidtagna åtgärder:", "Samtal med cheferna.", "Ny rutin", "Avslutad", "Ej genomförd", "Pågående",
    ]  # fmt: skip
    assert [text for text in texts if text not in page] == []


def test_what_is_odd_stands_beside_with_a_way_to_its_place(signed_in: Client, stored: Stored) -> None:
    page = _text(signed_in.get(f"/rapport/{stored.plan.pk}/uppfoljning/VB/"))
    assert "Texter som ser ut som skrivfel" in page
    assert 'Åtgärden ”a” ser ut som ett skrivfel. <a href="#g0p0m0">Visa<span class="vh">' in page
    assert 'id="g0p0m0"' in page


def test_texts_are_shown_and_not_run(signed_in: Client, plan: Plan) -> None:
    period = PeriodFactory(municipality=plan.board.municipality, year=plan.year)
    BoardReportFactory(plan=plan, period=period, title="<script>", introduction="<b>fet</b> & {{ namn }}")
    for way in ("", "html/"):
        page = signed_in.get(f"/rapport/{plan.pk}/uppfoljning/VB/{way}").content.decode()
        assert "<p>&lt;b&gt;fet&lt;/b&gt; &amp; {{ namn }}</p>" in page
        assert "<script>\n" not in page
        assert "<b>fet" not in page


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", "application/json"),
        ("html", "text/html; charset=utf-8"),
    ],
)
def test_each_format_is_a_file_of_the_same_content(
    signed_in: Client, stored: Stored, extension: str, media_type: str
) -> None:
    answer = signed_in.get(f"/rapport/{stored.plan.pk}/uppfoljning/VB/{extension}/")
    name = f"follow-up-lindhaga-stadsdelsnamnd-2025.{extension}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (media_type, "nosniff")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    expected = replace(document_of(stored.plan, Kind.FOLLOW_UP, stored.period), warnings=())
    if extension == "html":
        assert "Tre av tjugo saknade attest." in answer.content.decode()
    else:
        read = from_json(answer.content) if extension == "json" else read_document(answer.content)
        assert replace(read, warnings=()) == expected


def test_a_file_that_cannot_be_made_says_why_on_the_report(signed_in: Client, stored: Stored) -> None:
    BoardReport.objects.filter(plan=stored.plan).update(summary="Bra jobbat 😀")
    answer = signed_in.get(f"/rapport/{stored.plan.pk}/uppfoljning/VB/pdf/", follow=True)
    assert answer.request["PATH_INFO"] == f"/rapport/{stored.plan.pk}/uppfoljning/VB/"
    assert "rapportens teckensnitt saknar ”😀”" in _text(answer)


def test_action_plans_are_a_report_of_their_own(signed_in: Client, stored: Stored) -> None:
    page = _text(signed_in.get(f"/rapport/{stored.plan.pk}/handlingsplaner/"))
    assert "Låg svarsfrekvens" in page
    assert "Berörda enheter: 2 av 8" in page
    assert "Attest av fakturor" not in page
    answer = signed_in.get(f"/rapport/{stored.plan.pk}/handlingsplaner/pdf/")
    assert replace(read_document(answer.content), warnings=()).action_plans == DOCUMENT.action_plans


def test_there_is_no_other_format(signed_in: Client, stored: Stored) -> None:
    assert signed_in.get(f"/rapport/{stored.plan.pk}/uppfoljning/VB/exe/").status_code == 404


def test_a_report_asks_the_same_number_of_questions_whatever_its_size(
    signed_in: Client, board: Board, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year, count in ((2021, 1), (2023, 3)):
        plan = _plan_of(board, year, count)
        with django_assert_num_queries(QUERIES_OF_A_REPORT):
            answer = signed_in.get(f"/rapport/{plan.pk}/uppfoljning/VB/")
        assert _text(answer).count('role="table"') == count**3


def _plan_of(board: Board, year: int, count: int) -> Plan:
    """Make a plan with so many of everything under everything."""
    plan: Plan = PlanFactory(board=board, year=year)
    period = PeriodFactory(municipality=board.municipality, year=year)
    report = BoardReportFactory(plan=plan, period=period)
    for _goal in range(count):
        goal = GoalFactory(plan=plan)
        SummaryAnalysisFactory(report=report, goal_number=goal.number)
        ActionPlanFactory(plan=plan)
        for _process in range(count):
            process = ProcessFactory(plan=plan)
            ProcessGoalFactory(process=process, goal=goal)
            for _method in range(count):
                method = WorkingMethodFactory(process=process)
                OngoingControlFactory(working_method=method)
                ActionFactory(event=UndesiredEventFactory(working_method=method))
                follow_up = PlannedFollowUpFactory(working_method=method)
                FollowUpResultFactory(follow_up=follow_up, period=period)
                ActionFactory(event=None, follow_up=follow_up)
    return plan


def test_a_plan_without_results_leads_to_the_plan_document(signed_in: Client, board: Board) -> None:
    plan = store_document(PLAN, board, year=2027, by=None).plan
    assert signed_in.get(f"/rapport/{plan.pk}/")["Location"] == f"/rapport/{plan.pk}/plan/"
    page = _text(signed_in.get(f"/rapport/{plan.pk}/plan/"))
    assert page.count("Utkast") == 2  # on the cover, and where every page of the files has it
    assert "Jäv vid lönesättning" in page
    answer = signed_in.get(f"/rapport/{plan.pk}/plan/xlsx/")
    assert answer["Content-Disposition"] == 'attachment; filename="plan-lindhaga-stadsdelsnamnd-2027.xlsx"'
    assert read_document(answer.content) == document_of(plan, Kind.PLAN)
    assert signed_in.get(f"/rapport/{plan.pk}/plan/odt/").status_code == 404


def test_an_empty_plan_has_no_document(signed_in: Client, board: Board) -> None:
    plan = Plan.objects.create(board=board, year=2028)
    assert signed_in.get(f"/rapport/{plan.pk}/plan/").status_code == 404


def test_a_decision_that_is_being_recorded_stands_on_the_cover(board: Board) -> None:
    plan = store_document(PLAN, board, year=2027, by=None).plan
    facts = DecisionFacts(date(2026, 12, 10), "14", "LSN 2026/417")
    report = report_of(plan, Kind.PLAN, decision=facts)
    assert (report.state, report.mark, report.edition, report.decision) == ("Fastställd", "", 1, facts)
    draft = report_of(plan, Kind.PLAN)
    assert (draft.state, draft.mark, draft.decision) == ("Utkast", "Utkast", None)
