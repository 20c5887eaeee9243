import pytest

from factories import ActionPlanFactory, BoardReportFactory, FollowUpResultFactory, PeriodFactory, PlanFactory
from factories import PlannedFollowUpFactory as FollowUpFactory
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import Kind
from rimlig.followup.models import PeriodCode
from rimlig.organisation.models import Board
from rimlig.planning.models import Plan, Process
from rimlig.reporting.queries import has_action_plans, periods_with_content, plan_of, report_of, reported_period

pytestmark = pytest.mark.django_db


def test_a_report_says_whose_it_is_and_of_when(plan: Plan) -> None:
    period = PeriodFactory(municipality=plan.board.municipality, year=plan.year, code="T2")
    report = report_of(plan, Kind.FOLLOW_UP, period)
    assert (report.municipality, report.period) == ("Lindhaga kommun", "Tertial 2 2026")
    assert (report.document.board, report.document.year) == ("Lindhaga stadsdelsnämnd", 2026)
    assert report_of(plan, Kind.ACTION_PLANS).period == ""


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("draft", ("Utkast", "Utkast")),
        ("sent", ("Hos förvaltningschefen", "Utkast")),
        ("frozen", ("Godkänd", "")),
    ],
)
@pytest.mark.parametrize("kind", [Kind.FOLLOW_UP, Kind.ACTION_PLANS])
def test_a_report_is_marked_until_it_is_approved(plan: Plan, kind: Kind, state: str, said: tuple[str, str]) -> None:
    period = PeriodFactory(municipality=plan.board.municipality, year=plan.year, code="T2")
    of_kind = {"kind": kind.value, "period": period if kind == Kind.FOLLOW_UP else None}
    BoardReportFactory(plan=plan, state=state, **of_kind)
    BoardReportFactory(plan=PlanFactory(board=plan.board, year=plan.year + 1), **of_kind)
    report = report_of(plan, kind, period if kind == Kind.FOLLOW_UP else None)
    assert (report.state, report.mark) == said


def test_what_nobody_has_begun_to_write_is_a_draft(plan: Plan) -> None:
    assert report_of(plan, Kind.ACTION_PLANS).mark == "Utkast"


def test_periods_with_results_or_texts_in_the_order_of_the_year(plan: Plan, process: Process) -> None:
    periods = {
        code: PeriodFactory(municipality=plan.board.municipality, year=plan.year, code=code) for code in PeriodCode
    }
    assert periods_with_content(plan) == []
    FollowUpResultFactory(follow_up=FollowUpFactory(working_method__process=process), period=periods[PeriodCode.VB])
    BoardReportFactory(plan=plan, period=periods[PeriodCode.T1])
    FollowUpResultFactory(period=periods[PeriodCode.T2])  # of another plan
    assert periods_with_content(plan) == [periods[PeriodCode.T1], periods[PeriodCode.VB]]


def test_whether_there_are_action_plans(plan: Plan) -> None:
    assert has_action_plans(plan) is False
    BoardReportFactory(plan=plan)
    assert has_action_plans(plan) is False
    ActionPlanFactory(plan=plan)
    assert has_action_plans(plan) is True


def test_a_title_of_action_plans_is_something_to_report(plan: Plan) -> None:
    BoardReportFactory(plan=plan, kind="action-plans", period=None)
    assert has_action_plans(plan) is True


def test_the_years_there_are_plans_for_are_named(board: Board) -> None:
    for year in (2024, 2026):
        PlanFactory(board=board, year=year)
    assert plan_of(board, 2024).year == 2024
    with pytest.raises(RuleBroken, match=r"Det finns planer för: 2024, 2026\."):
        plan_of(board, 2025)


def test_a_period_that_nobody_reported_for(plan: Plan) -> None:
    with pytest.raises(RuleBroken, match="Det finns ingen uppföljning för Tertial 1 2026"):
        reported_period(plan, PeriodCode.T1)
