"""The overview of all boards: what each row says, what they add up to, and who sees which boards."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import person
from factories import (
    ActionFactory,
    ActionPlanFactory,
    BoardAssessmentFactory,
    BoardFactory,
    BoardReportFactory,
    DecisionFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    adopted,
)
from rimlig.documents.document import Deviation
from rimlig.followup.models import Period, PeriodCode, ReportState
from rimlig.followup.periods.dates import answered_in, codes_of, reporting_code_of
from rimlig.organisation.models import Board, Municipality, Role, User
from rimlig.planning.models import Plan, PlannedFollowUp
from rimlig.reporting.all_boards import BoardRow, overview_data, overview_document, totals_in_words
from rimlig.reporting.assessments import Assessment
from rimlig.reporting.blocks_files import RENDERERS, formats_of
from rimlig.reporting.overviews import overview_of, overview_report

TODAY = date(2026, 9, 15)
DECIDED = Assessment("sufficient", "Tillräcklig", "Skäl.", "Kriterium.", date(2027, 2, 17), "§ 12")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def period(board: Board) -> Period:
    return PeriodFactory(municipality=board.municipality, code="T2")


def _row(board: Board, period: Period) -> BoardRow:
    (row,) = overview_of(board.municipality, period, [board], today=TODAY).rows
    return row


def test_a_board_without_a_plan(board: Board, period: Period) -> None:
    assert _row(board, period) == BoardRow("Lindhaga stadsdelsnämnd")


def test_a_row_counts_what_the_board_has_come_to(plan: Plan, period: Period) -> None:
    event = UndesiredEventFactory(working_method__process__plan=plan)
    follow_ups = PlannedFollowUpFactory.create_batch(3, working_method=event.working_method)
    PlannedFollowUpFactory(working_method=event.working_method, schedule="periods", periods=["T1"])
    FollowUpResultFactory(follow_up=follow_ups[0], period=period, deviation="minor")
    FollowUpResultFactory(follow_up=follow_ups[1], period=period, filed=True, deviation="major")
    unit = {"follow_up": follow_ups[0], "period": period}
    FollowUpResultFactory(**unit, unit=OrgUnitFactory(board=plan.board), deviation="major")
    FollowUpResultFactory(**unit, unit=OrgUnitFactory(board=plan.board), to_answer=True)
    late = {"due": date(2026, 8, 31)}
    ActionFactory(event=event, **late)
    ActionFactory(event=None, follow_up=follow_ups[0], **late)
    ActionFactory(event=event, status="closed", **late)
    ActionFactory(event=event, due=TODAY)
    ActionPlanFactory(plan=plan, **late)
    BoardReportFactory(plan=plan, period=period, state=ReportState.FROZEN)
    BoardAssessmentFactory(board=plan.board, year=plan.year, level="not_fully")
    adopted(plan)
    row = _row(plan.board, period)
    assert (row.given, row.asked) == (2, 3)
    assert row.levels == ((Deviation.MINOR, 1),)
    assert (row.no_result, row.late) == (2, 3)
    assert (row.is_adopted, row.is_frozen, row.report_state) == (True, True, "Godkänd")
    assert row.plan_state.startswith("Fastställd ")
    assert row.assessment is not None
    assert row.assessment.label == "Inte helt tillräcklig"
    assert row.address == f"/rapport/{plan.pk}/uppfoljning/T2/"


def test_a_draft_says_that_it_is_one(plan: Plan, period: Period) -> None:
    row = _row(plan.board, period)
    assert (row.plan_state, row.is_adopted, row.report_state, row.address) == (
        "Utkast",
        False,
        "–",
        f"/plan/{plan.pk}/",
    )


def test_what_the_boards_add_up_to() -> None:
    rows = (
        BoardRow("A", has_plan=True, is_adopted=True, asked=10, given=9, levels=((Deviation.MINOR, 2),), late=3),
        BoardRow(
            "B", has_plan=True, is_adopted=True, asked=4, given=4, levels=((Deviation.NONE, 2),), assessment=DECIDED
        ),
        BoardRow("C"),
    )
    assert totals_in_words(rows) == (
        "Två av tre nämnder har en fastställd plan för året.",
        "13 av 14 svar har lämnats.",
        "En av tre nämnder redovisar minst en avvikelse.",
        "En av tre nämnder har sammanlagt tre försenade åtgärder.",
        "En av tre nämnder har beslutat om en bedömning av sin interna kontroll.",
        "Ingen av tre nämnder har en godkänd rapport för perioden.",
    )


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "html", "json"])
def test_every_format(plan: Plan, period: Period, extension: str) -> None:
    report = overview_report(overview_of(plan.board.municipality, period, [plan.board], today=TODAY))
    assert extension in formats_of(report)
    assert len(RENDERERS[extension](report)) > 500


def test_as_data(plan: Plan, period: Period) -> None:
    decision = DecisionFactory(board=plan.board, meeting_date=date(2027, 2, 17), paragraph="12")
    BoardAssessmentFactory(board=plan.board, year=plan.year, decision=decision)
    data = overview_data(overview_of(plan.board.municipality, period, [plan.board], today=TODAY))
    assert data["format"] == "rimlig-all-boards/1"
    (row,) = data["boards"]
    assert row["assessment"] == {"level": "sufficient", "label": "Tillräcklig", "decided": True}
    assert (row["plan"], row["adopted"], row["late"]) == ("Utkast", False, 0)


def test_a_municipality_without_boards_says_so(board: Board, period: Period) -> None:
    (block,) = overview_document(overview_of(board.municipality, period, [], today=TODAY)).blocks
    assert block.kind == "paragraph"


def _one_more(board: Board) -> None:
    board = BoardFactory(municipality=board.municipality)
    plan = PlanFactory(board=board, year=2026)
    follow_up = PlannedFollowUpFactory(working_method__process__plan=plan)
    FollowUpResultFactory(follow_up=follow_up, period__code="T2", deviation="minor")
    ActionFactory(event=None, follow_up=follow_up, due=date(2026, 8, 31))
    BoardReportFactory(plan=plan, period__code="T2")
    BoardAssessmentFactory(board=board, year=2026)
    adopted(plan)


def test_the_number_of_queries_does_not_grow_with_the_boards(board: Board, period: Period) -> None:
    asked = []
    for _board in range(3):
        _one_more(board)
        boards = list(Board.objects.filter(municipality=board.municipality))
        municipality = Municipality.objects.get(pk=board.municipality_id)
        with CaptureQueriesContext(connection) as queries:
            overview_of(municipality, period, boards, today=TODAY)
        asked.append(len(queries))
    assert asked == [9, 9, 9]


@pytest.mark.parametrize("code", PeriodCode)
def test_the_database_and_the_plan_agree_on_when_a_follow_up_is_answered(plan: Plan, code: PeriodCode) -> None:
    row: PlannedFollowUp = PlannedFollowUpFactory(working_method__process__plan=plan)
    ways: list[dict[str, Any]] = [{"schedule": name} for name in ("", "monthly", "quarterly", "once", "periods")]
    ways += [
        {
            "schedule": "periods",
            "periods": [one for one, chosen in zip(PeriodCode.values, picked, strict=True) if chosen],
        }
        for picked in product([True, False], repeat=3)
    ]
    ways += [{"schedule": "once", "due": date(2026, month, 15)} for month in range(1, 13)]
    for way in ways:
        PlannedFollowUp.objects.filter(pk=row.pk).update(**{"periods": [], "due": None, **way})
        row.refresh_from_db()
        assert PlannedFollowUp.objects.filter(answered_in(code)).exists() == (
            code in {reporting_code_of(one) for one in codes_of(row)}
        ), way


@pytest.fixture
def central(client: Client, board: Board) -> Client:
    """Siv, central controller, is signed in."""
    user = person("Siv Lund")
    RoleAssignmentFactory(user=user, role=Role.CENTRAL_CONTROLLER, board=None, municipality=board.municipality)
    client.force_login(user)
    return client


def _address(board: Board, more: str = "2026/T2/") -> str:
    return f"/kommun/{board.municipality_id}/oversikt/{more}"


def test_who_leads_the_municipality_sees_all_its_boards_and_others_their_own(
    client: Client, central: Client, controller: User, board: Board, period: Period
) -> None:
    BoardFactory(municipality=board.municipality, name="Tekniska nämnden")
    page = central.get(_address(board)).content.decode()
    assert ("Lindhaga stadsdelsnämnd" in page, "Tekniska nämnden" in page) == (True, True)
    client.force_login(controller)
    page = client.get(_address(board)).content.decode()
    assert ("Lindhaga stadsdelsnämnd" in page, "Tekniska nämnden" in page) == (True, False)
    assert "Tekniska" not in client.get(_address(board, "2026/T2/json/")).content.decode()


def test_the_way_in_leads_to_the_latest_period_that_has_opened(central: Client, board: Board, period: Period) -> None:
    PeriodFactory(municipality=board.municipality, code="VB")
    assert central.get(_address(board, "rapport/"))["Location"] == _address(board)


def test_before_the_first_period_the_way_in_says_so(central: Client, board: Board) -> None:
    assert "Ingen period har öppnat ännu" in central.get(_address(board, "rapport/")).content.decode()


@pytest.mark.parametrize("more", ["2026/T1/", "2025/T2/", "1800/T2/", "2026/T2/exe/"])
def test_what_there_is_not_is_not_found(central: Client, board: Board, period: Period, more: str) -> None:
    assert central.get(_address(board, more)).status_code == 404


def test_a_file_is_taken_out(central: Client, board: Board, period: Period) -> None:
    answer = central.get(_address(board, "2026/T2/xlsx/"))
    assert answer["Content-Disposition"].endswith('all-boards-lindhaga-kommun-tertial-2-2026.xlsx"')


def test_of_a_single_board_nobody_says_none_of_one() -> None:
    assert totals_in_words([BoardRow("Nämnden", has_plan=True, asked=1, levels=((Deviation.NONE, 3),))]) == (
        "Nämnden har ingen fastställd plan för året.",
        "Svaret har inte lämnats.",
        "Nämnden redovisar ingen avvikelse.",
        "Nämnden har inte beslutat om en bedömning av sin interna kontroll.",
        "Nämnden har ingen godkänd rapport för perioden.",
    )
