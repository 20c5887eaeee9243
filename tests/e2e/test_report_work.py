"""The report's workspace in a browser: written by keyboard, and looked at by axe on a telephone and a wide screen."""

from typing import Any

import pytest
from playwright.sync_api import expect

from cast import person
from e2e.conftest import Opener, axe_findings
from factories import (
    AuditorsAssessmentFactory,
    BoardAssessmentFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    SectionAssignmentFactory,
    SectionCommentFactory,
    SummaryAnalysisFactory,
    adopted,
)
from rimlig.followup.models import BoardReport
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Process
from rimlig.reportwork.approving import send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Personuppgiftsbehandlingsavtalsförteckningen har gåtts igenom och är aktuell. " * 6


@pytest.fixture
def head(board: Board) -> User:
    return person("Helena Lund", Role.HEAD_OF_ADMINISTRATION, board)


@pytest.fixture
def report(process: Process, controller: User) -> BoardReport:
    """The follow-up of the year with a goal to write on, a comment, and somebody who writes the introduction."""
    plan = process.plan
    period = PeriodFactory(municipality=plan.board.municipality, year=2026, code="VB")
    follow_up = PlannedFollowUpFactory(working_method__process=process, text="Andel förskollärare i varje grupp")
    adopted(plan)
    FollowUpResultFactory(follow_up=follow_up, period=period, deviation="minor", result=LONG)
    report: BoardReport = BoardReportFactory(plan=plan, period=period, introduction=LONG, summary="Året har gått bra.")
    SummaryAnalysisFactory(report=report, goal_number="1.1", goal_title="Barn får en trygg start", text="")
    SectionAssignmentFactory(report=report, person=controller)
    SectionCommentFactory(report=report, section="summary", by=controller)
    BoardAssessmentFactory(board=plan.board, year=2025, reasons=LONG)
    BoardAssessmentFactory(board=plan.board, year=2026, level="not_fully", reasons=LONG)
    AuditorsAssessmentFactory(board=plan.board, year=2026)
    return report


def test_a_section_is_opened_and_written_by_keyboard_and_the_outline_follows(
    open_as: Opener, report: BoardReport, controller: User
) -> None:
    page = open_as(controller, f"/rapport/{report.plan_id}/arbete/VB/")
    expect(page.locator("#beside")).to_contain_text("1.1 saknar text.")
    page.locator(".written a.edit", has_text="Analys av målet").first.focus()
    page.keyboard.press("Enter")
    field = page.locator(".written textarea")
    expect(field).to_be_focused()
    field.fill("Bemanningen har varit för låg i en grupp.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#beside")).not_to_contain_text("1.1 saknar text.")
    expect(page.locator("#beside .toc")).to_contain_text("Sammanfattande analys")
    page.locator("#beside .toc a", has_text="Inledning").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#section")).to_have_text("Inledning")
    expect(page.locator("#section")).to_be_focused()


def test_what_is_suggested_is_used_with_one_press(open_as: Opener, report: BoardReport, controller: User) -> None:
    page = open_as(controller, f"/rapport/{report.plan_id}/arbete/VB/")
    page.get_by_role("button", name="Använd").click()
    expect(page.locator(".suggested")).to_have_count(0)
    expect(page.locator(".written .editable").last).to_contain_text("visar en mindre avvikelse")


def _addresses(report: BoardReport) -> dict[str, str]:
    work, texts, plan = f"/rapport/{report.plan_id}/arbete/VB/", f"/rapport/texter/{report.pk}/", report.plan_id
    goal = report.analyses.get().pk
    return {
        "summary": work,
        **{name: f"{work}{name}/" for name in ("cover", "introduction", "tables", "action-plans", "assessment")},
        "not begun": f"/rapport/{plan}/arbete/T1/",
        "begin": f"/rapport/{plan}/arbete/T1/borja/",
        "send": f"{texts}skicka/",
        "reopen": f"{texts}ny-utgava/",
        "draft": f"/rapport/texter/mal/{goal}/forslag/",
        "renew": f"/rapport/texter/mal/{goal}/siffror/",
        "assign": f"{texts}ansvar/introduction/",
        "comment": f"{texts}kommentar/introduction/",
        "assessment of the year": f"/plan/{plan}/bedomning/",
        "prepare": f"/plan/{plan}/bedomning/forbered/",
        "auditors": f"/plan/{plan}/bedomning/revisorerna/",
        "decide": f"/bedomning/{report.plan.board.assessments.get(year=2026).pk}/beslut/",
    }


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_as: Opener, report: BoardReport, controller: User, head: User, width: int, scheme: str
) -> None:
    page = open_as(controller, "/", width=width, scheme=scheme)
    findings: dict[str, Any] = {}
    for name, address in _addresses(report).items():
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        findings[name] = [*axe_findings(page), *(["wider than the screen"] if wide else [])]
    send(report, version=report.version, by=controller)
    page = open_as(head, f"/rapport/texter/{report.pk}/godkann/", width=width, scheme=scheme)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    findings["approve"] = [*axe_findings(page), *(["wider than the screen"] if wide else [])]
    assert findings == {name: [] for name in findings}
