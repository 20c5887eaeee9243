"""Storing a document: all of it, as the plan and the report that it describes, or nothing."""

from dataclasses import dataclass
from dataclasses import replace as replace_fields

from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Document, Kind, Remark
from rimlig.followup.models import (
    Action,
    ActionPlan,
    BoardReport,
    FollowUpResult,
    Period,
    PeriodCode,
    SummaryAnalysis,
)
from rimlig.followup.periods.dates import period_of
from rimlig.followup.queries import document_of, scale_on_paper
from rimlig.imports.checks import check_storable
from rimlig.imports.rows import store_table_part
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan, RiskScale
from rimlig.planning.standards import scale_in_force


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a document made, and remarks on what of it the system could not match with what it knows."""

    plan: Plan
    period: Period | None
    remarks: tuple[Remark, ...] = ()


def store_document(
    document: Document,
    board: Board,
    *,
    year: int,
    period: PeriodCode = PeriodCode.VB,
    replace: bool = False,
    by: User | None,
) -> Stored:
    """Store the document as the board's plan of the year and, for a follow-up, the results of the period.

    The parts that the document has (tables, action plans, the texts around
    them) must not be there yet; with `replace` they take the place of those
    that are. `by` is None when a command does it. Raises RuleBroken with
    nothing stored when a part is there already or a value cannot be stored.
    """
    check_storable(document, year)
    with refusals_in_words(), transaction.atomic(), recorded("imports.store_document", by):
        # Two people may store at the same moment: the second waits here, and then sees what the first made.
        board = Board.objects.select_for_update().get(pk=board.pk)
        plan = Plan.objects.of_the_year().filter(board=board, year=year).first() or Plan.objects.create(
            board=board, year=year, scale=scale_for(document, board)
        )
        if document.kind != Kind.ACTION_PLANS:
            plan.must_be_draft()
        report_period = period_of(plan, period) if document.kind != Kind.ACTION_PLANS else None
        _make_room(document, plan, replace=replace)
        remarks = _scale_remarks(document, plan)
        if report_period is not None:
            remarks += store_table_part(document, plan, report_period)
        _store_action_plans(document, plan)
        _store_report(document, plan, report_period if document.kind == Kind.FOLLOW_UP else None)
    return Stored(plan, report_period, remarks)


def scale_for(document: Document, board: Board) -> RiskScale | None:
    """Return the edition of the municipality's scales that the plan is to use.

    It is the one that the document values its risks with, where there is such
    an edition; else the one in force, or None when the document has values
    that lie above its steps.
    """
    scale = scale_in_force(board.municipality)
    if document.scale is not None:
        editions = board.municipality.risk_scales.prefetch_related("steps", "bands")
        same = [edition for edition in editions if scale_on_paper(edition) == document.scale]
        scale = same[0] if same else scale
    events = [
        event
        for goal in document.goals
        for process in goal.processes
        for method in process.working_methods
        for event in method.events
    ]
    fits = all(
        max(event.likelihood or 0, event.likelihood_after or 0) <= scale.likelihood_size
        and max(event.consequence or 0, event.consequence_after or 0) <= scale.consequence_size
        for event in events
    )
    return scale if fits else None


def _scale_remarks(document: Document, plan: Plan) -> tuple[Remark, ...]:
    """Say so when the document values its risks with other scales than those that the plan uses."""
    if document.scale is None or (plan.scale is not None and scale_on_paper(plan.scale) == document.scale):
        return ()
    message = _(
        "The document values its risks with other scales than the plan's. The values are kept; the document's scales"
        " are not stored."
    )
    return (Remark("scale-differs", message),)


def already_stored(document: Document, board: Board, *, year: int, period: PeriodCode = PeriodCode.VB) -> bool:
    """Say whether storing the document would change nothing: the board has just this for the year and period."""
    plan = Plan.objects.of_the_year().select_related("board").filter(board=board, year=year).first()
    if plan is None:
        return False
    stored_period = Period.objects.filter(municipality_id=board.municipality_id, year=year, code=period).first()
    stored = document_of(plan, document.kind, stored_period)
    if not document.action_plans:  # they may have come with another document
        stored = replace_fields(stored, action_plans=())
    wanted = replace_fields(document, board=board.name, year=year, warnings=(), scale=None)  # a scale is never stored
    return replace_fields(stored, warnings=(), scale=None) == wanted


def _make_room(document: Document, plan: Plan, *, replace: bool) -> None:
    """Refuse, or clear, the parts of the plan that the document brings."""
    brings_tables = document.kind != Kind.ACTION_PLANS
    tables_there = brings_tables and (plan.goals.exists() or plan.processes.exists())
    action_plans_there = bool(document.action_plans) and plan.action_plans.exists()
    if not (tables_there or action_plans_there):
        return
    if not replace:
        raise RuleBroken(
            _(
                "%(board)s already has a plan for %(year)s with content of this kind. Nothing has been changed."
                " Choose to replace it if this document is to take its place."
            )
            % {"board": plan.board.name, "year": plan.year}
        )
    if tables_there:
        Action.objects.filter(plan=plan).delete()
        FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan).delete()
        plan.reports.exclude(kind=Kind.ACTION_PLANS).delete()
        plan.processes.all().delete()
        plan.goals.all().delete()
    if action_plans_there:
        plan.action_plans.all().delete()


def _store_action_plans(document: Document, plan: Plan) -> None:
    ActionPlan.objects.bulk_create(
        ActionPlan(
            plan=plan,
            heading=row.heading,
            finding=row.finding,
            units_at_risk=row.units_at_risk,
            units_total=row.units_total,
            measures=row.measures,
            status=row.status or "",
            position=position,
        )
        for position, row in enumerate(document.action_plans)
    )


def _store_report(document: Document, plan: Plan, period: Period | None) -> None:
    report, _made = BoardReport.objects.update_or_create(
        plan=plan,
        kind=document.kind.value,
        period=period,
        defaults={
            "title": document.title,
            "introduction": document.introduction,
            "approach": document.approach,
            "summary": document.summary,
        },
    )
    report.analyses.all().delete()
    SummaryAnalysis.objects.bulk_create(
        SummaryAnalysis(report=report, goal_number=row.goal, goal_title=row.title, text=row.text, position=position)
        for position, row in enumerate(document.summary_by_goal)
    )
