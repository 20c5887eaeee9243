"""A decided plan that has been followed up, its report being written, and the people around it."""

import pytest

from cast import person
from factories import (
    BoardReportFactory,
    FollowUpResultFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    SummaryAnalysisFactory,
    adopted,
)
from rimlig.followup.models import BoardReport
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Process


@pytest.fixture
def head(board: Board) -> User:
    """Helena leads the administration."""
    return person("Helena Lund", Role.HEAD_OF_ADMINISTRATION, board)


@pytest.fixture
def department_manager(board: Board) -> User:
    """Siv leads the preschools."""
    return person("Siv Norrby", Role.DEPARTMENT_MANAGER, board)


@pytest.fixture
def report(process: Process) -> BoardReport:
    """The follow-up of the whole year: two follow-ups, one with a minor deviation, and a text on the goal to write."""
    plan = process.plan
    period = PeriodFactory(municipality=plan.board.municipality, year=2026, code="VB")
    follow_ups = [
        PlannedFollowUpFactory(working_method__process=process, text=text) for text in ("Räkna vuxna", "Läs scheman")
    ]
    adopted(plan)
    for follow_up, level in zip(follow_ups, ("minor", "none"), strict=True):
        FollowUpResultFactory(follow_up=follow_up, period=period, deviation=level, result="Så gick det.")
    report: BoardReport = BoardReportFactory(plan=plan, period=period, summary="Året har gått bra.")
    SummaryAnalysisFactory(report=report, goal_number="1.1", goal_title="Barn får en trygg start", text="", position=0)
    return BoardReport.objects.get(pk=report.pk)
