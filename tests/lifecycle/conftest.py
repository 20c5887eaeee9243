"""A plan with something of everything in it, and the people who take it from draft to decision."""

import pytest

from cast import person
from decided import decide
from factories import (
    ActionFactory,
    ActionLimitFactory,
    ActionPlanFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    SummaryAnalysisFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.documents.document import Kind
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import FollowUpUnit, Plan, Process

VALUED = {
    "likelihood": 3,
    "likelihood_reason": "Har hänt i år",
    "consequence": 4,
    "consequence_reason": "Ett barn kan komma till skada",
}


@pytest.fixture
def head(board: Board) -> User:
    """Helena leads the administration."""
    return person("Helena Lund", Role.HEAD_OF_ADMINISTRATION, board)


@pytest.fixture
def written(plan: Plan) -> Plan:
    """The plan of 2026 with two goals, two processes, and a row of every kind."""
    goals = [
        GoalFactory(plan=plan, number=number, title=f"Mål {number}", position=n)
        for n, number in enumerate(("1.1", "2.1"))
    ]
    _rota(plan, goals)
    other = ProcessFactory(plan=plan, name="Inköp", position=1)
    ProcessGoalFactory(process=other, goal=goals[1], position=1)
    method = WorkingMethodFactory(process=other, name="Attest", position=0)
    OngoingControlFactory(working_method=method, text="Två attesterar")
    UndesiredEventFactory(working_method=method, text="Jäv", **VALUED, treatment="watch", position=0)
    report = BoardReportFactory(
        plan=plan,
        kind=Kind.PLAN.value,
        period=None,
        title="",
        introduction="Planen bygger på riskanalysen.",
        summary="",
    )
    SummaryAnalysisFactory(report=report, goal_number="1.1", goal_title="Mål 1.1", text="", position=0)
    return plan


def _rota(plan: Plan, goals: list) -> Process:
    process = ProcessFactory(plan=plan, name="Bemanning", position=0)
    placed = [ProcessGoalFactory(process=process, goal=goal, position=0) for goal in goals]
    method = WorkingMethodFactory(process=process, name="Schema", position=0)
    OngoingControlFactory(working_method=method, text="Rektor går igenom schemat", position=0)
    event = UndesiredEventFactory(working_method=method, text="För få vuxna", **VALUED, treatment="control", position=0)
    LimitFactory(event=event, placement=placed[0])
    follow_up = PlannedFollowUpFactory(
        working_method=method,
        text="Räkna vuxna kl. 16",
        schedule="periods",
        periods=["VB"],
        answering="some_units",
        performer_role=Role.UNIT_MANAGER,
        reviewer_role=Role.CONTROLLER,
        position=0,
    )
    FollowUpUnit.objects.create(follow_up=follow_up, unit=OrgUnitFactory(board=plan.board, name="Ekens förskola"))
    return process


@pytest.fixture
def adopted_plan(written: Plan, head: User) -> Plan:
    """The plan as the board adopted it."""
    decide(written, head)
    return Plan.objects.get(pk=written.pk)


@pytest.fixture
def followed_up(adopted_plan: Plan) -> Plan:
    """The adopted plan with results of the board and of a unit, open and closed actions, and an action plan."""
    follow_up = _only(adopted_plan, "follow_ups", "Räkna vuxna kl. 16")
    event = _only(adopted_plan, "events", "För få vuxna")
    period = PeriodFactory(municipality=adopted_plan.board.municipality, year=2026, code="VB")
    unit = follow_up.chosen_units.get().unit
    FollowUpResultFactory(follow_up=follow_up, period=period, deviation="minor", result="Två dagar saknades en vuxen.")
    FollowUpResultFactory(follow_up=follow_up, period=period, unit=unit, deviation="major", result="Fyra dagar.")
    limited = ActionFactory(event=event, text="Lista på vikarier", status="ongoing", position=0)
    ActionLimitFactory(action=limited, placement=event.working_method.process.placements.get(goal__number="1.1"))
    ActionFactory(event=event, text="Nytt schema", status="closed", position=1)
    ActionFactory(event=None, follow_up=follow_up, text="Räkna även fredagar", status="not_started", position=0)
    ActionPlanFactory(plan=adopted_plan, heading="Sena scheman", status="ongoing", position=0)
    ActionPlanFactory(plan=adopted_plan, heading="Larmet", status="closed", position=1)
    BoardReportFactory(plan=adopted_plan, period=period, summary="Året har gått bra.")
    return adopted_plan


def _only(plan: Plan, rows: str, text: str):  # noqa: ANN202  # a row of any kind
    found = [
        row
        for process in plan.processes.all()
        for method in process.working_methods.all()
        for row in getattr(method, rows).all()
    ]
    return next(row for row in found if row.text == text)
