"""What a report says, put together from the database as one frozen value."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from rimlig.appearance.queries import house_style_of
from rimlig.appearance.templates_of_word import template_in_use
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, FollowUpResult, Period, PeriodCode
from rimlig.followup.queries import placed_document_of
from rimlig.organisation.models import Board
from rimlig.planning.models import Plan, PlanState
from rimlig.reporting.report import DecisionFacts, Report, Traces
from rimlig.reporting.standing import PLANS, standing_of
from rimlig.reporting.tracing.grounds import traces_of


def report_of(
    plan: Plan,
    kind: Kind,
    period: Period | None = None,
    *,
    decision: DecisionFacts | None = None,
    reader: Any = None,
) -> Report:
    """Return the report of the plan: the plan itself, its follow-up in a period, or its action plans.

    `decision` is what the minutes say while the board's decision on the plan
    is being recorded; what is recorded already needs none. A `reader` gets the
    texts of a draft only with leave to read drafts. `plan` should come
    with its board and municipality, and with its scale and decision for the
    plan itself.
    """
    with override("sv"):  # a report to a Swedish board is a Swedish document
        said = f"{period.get_code_display()} {period.year}" if period else ""
    municipality = plan.board.municipality
    document, placed = placed_document_of(plan, kind, period, reader=reader)
    report = Report(
        document,
        municipality=municipality.name,
        period=said,
        look=house_style_of(municipality),
        word_template=partial(template_in_use, municipality.pk, kind),
    )
    if kind != Kind.PLAN:
        standing = standing_of(plan, document, period if kind == Kind.FOLLOW_UP else None)
        traces = traces_of(placed, period) if kind == Kind.FOLLOW_UP and period is not None else Traces()
        return replace(report, state=standing.state, mark=standing.mark, traces=traces)
    if decision is None and plan.decision is not None:
        made = plan.decision
        decision = DecisionFacts(made.meeting_date, made.paragraph, made.registry_number)
    # A plan that is being adopted is not yet in the state of what the board has decided.
    standing = PLANS[PlanState(plan.state)]
    if decision and standing.mark:
        standing = PLANS[PlanState.ADOPTED]
    return replace(report, edition=plan.edition, state=standing.state, mark=standing.mark, decision=decision)


def plan_of(board: Board, year: int) -> Plan:
    """Return the board's plan of the year with what a report needs, or raise RuleBroken naming the years there are."""
    plans = Plan.objects.of_the_year().select_related("board__municipality__appearance__logo", "scale", "decision")
    plan = plans.filter(board=board, year=year).first()
    if plan is None:
        years = ", ".join(
            str(known) for known in board.plans.order_by("year").values_list("year", flat=True).distinct()
        )
        raise RuleBroken(
            _("%(board)s has no plan for %(year)s. There are plans for: %(years)s.")
            % {"board": board.name, "year": year, "years": years or "–"}
        )
    return plan


def reported_period(plan: Plan, code: PeriodCode) -> Period:
    """Return the reporting period of the plan's year, or raise RuleBroken when nothing is reported for it."""
    return period_of(plan.board.municipality_id, plan.year, code)


def period_of(municipality_id: int, year: int, code: PeriodCode) -> Period:
    """Return the municipality's reporting period of the year, or raise RuleBroken when there is none."""
    period = Period.objects.filter(municipality_id=municipality_id, year=year, code=code).first()
    if period is None:
        raise RuleBroken(_("There is no %(period)s for %(year)s.") % {"period": PeriodCode(code).label, "year": year})
    return period


def periods_with_content(plan: Plan) -> list[Period]:
    """Return the reporting periods for which the plan has results or texts, the earliest first."""
    settled = FollowUpResult.objects.settled().filter(unit=None)
    results = settled.filter(period=OuterRef("pk"), follow_up__working_method__process__plan=plan)
    texts = BoardReport.objects.filter(period=OuterRef("pk"), plan=plan, kind=Kind.FOLLOW_UP)
    found = Period.objects.filter(
        municipality_id=plan.board.municipality_id, year=plan.year, code__in=PeriodCode.values
    )
    return list(found.filter(Exists(results) | Exists(texts)).order_by("ends", "pk"))


def has_action_plans(plan: Plan) -> bool:
    """Say whether there is anything to report on action plans."""
    return plan.action_plans.exists() or BoardReport.objects.filter(plan=plan, kind=Kind.ACTION_PLANS).exists()


def has_plan(plan: Plan) -> bool:
    """Say whether anything has been written in the plan itself."""
    return (
        plan.goals.exists() or plan.processes.exists() or BoardReport.objects.filter(plan=plan, kind=Kind.PLAN).exists()
    )
