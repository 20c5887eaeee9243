"""Reads of a plan with its results that pages, reports and imports share."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch

from rimlig.documents import document as on_paper
from rimlig.documents.document import ActionStatus, Deviation, Document, Kind, Treatment
from rimlig.documents.merging import (
    Goals,
    MergedAction,
    MergedEvent,
    MergedFollowUp,
    MergedMethod,
    MergedProcess,
    MergedText,
    take_apart,
)
from rimlig.documents.review import review
from rimlig.followup.models import Action, ActionLimit, BoardReport, FollowUpResult, Period
from rimlig.planning.models import (
    Limit,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    ProcessGoal,
    UndesiredEvent,
    WorkingMethod,
)


def processes_with_everything(plan: Plan, period: Period | None) -> "list[Process]":
    """Return the plan's processes with all that stands under them fetched, in a number of queries that never grows.

    Each follow-up has the board's own result of the period, if any, as the only member of `conclusions`.
    """
    limits = Prefetch("limits", Limit.objects.select_related("placement"))
    actions = Prefetch(
        "actions",
        Action.objects.prefetch_related(Prefetch("limits", ActionLimit.objects.select_related("placement"))),
    )
    results = FollowUpResult.objects.filter(period=period, unit=None)
    methods = WorkingMethod.objects.prefetch_related(
        limits,
        Prefetch("controls", OngoingControl.objects.prefetch_related(limits)),
        Prefetch("events", UndesiredEvent.objects.prefetch_related(limits, actions)),
        Prefetch(
            "follow_ups",
            PlannedFollowUp.objects.prefetch_related(
                limits, actions, Prefetch("results", results, to_attr="conclusions")
            ),
        ),
    )
    placements = Prefetch("placements", ProcessGoal.objects.select_related("goal"))
    return list(plan.processes.prefetch_related(placements, Prefetch("working_methods", methods)))


def document_of(plan: Plan, kind: Kind, period: Period | None = None) -> Document:
    """Return the board's plan, follow-up of a period or action plans as a document, its remarks included.

    The copies of each process stand again under each goal that it serves. A
    plan has no results; action plans stand in the document of their own kind
    only, except where a follow-up's report has them as a part.
    """
    report = (
        BoardReport.objects.filter(plan=plan, kind=kind, period=period if kind == Kind.FOLLOW_UP else None)
        .prefetch_related("analyses")
        .first()
    )
    goals: tuple[on_paper.Goal, ...] = ()
    if kind != Kind.ACTION_PLANS:
        goals = _goals(plan, period if kind == Kind.FOLLOW_UP else None)
    document = Document(
        kind=kind,
        year=plan.year,
        title=report.title if report else "",
        board=plan.board.name,
        introduction=report.introduction if report else "",
        summary=report.summary if report else "",
        summary_by_goal=tuple(
            on_paper.GoalSummary(analysis.goal_number, analysis.goal_title, analysis.text)
            for analysis in (report.analyses.all() if report else ())
        ),
        goals=goals,
        action_plans=_action_plans(plan) if kind != Kind.PLAN else (),
    )
    return replace(document, warnings=review(document))


def _action_plans(plan: Plan) -> tuple[on_paper.ActionPlan, ...]:
    return tuple(
        on_paper.ActionPlan(
            row.heading,
            row.finding,
            row.units_at_risk,
            row.units_total,
            row.measures,
            ActionStatus(row.status) if row.status else None,
        )
        for row in plan.action_plans.all()
    )


def _goals(plan: Plan, period: Period | None) -> tuple[on_paper.Goal, ...]:
    rows = list(plan.goals.all())
    places = {goal.pk: place for place, goal in enumerate(rows)}
    processes = [_process(row, places) for row in processes_with_everything(plan, period)]
    return take_apart(processes, [on_paper.Goal(row.number, row.title) for row in rows])


def _process(row: Process, places: dict[int, int]) -> MergedProcess:
    """Give each row the goals that it concerns: its own limits, else those of what it stands under."""
    placements = {places[placement.goal_id]: placement.position for placement in row.placements.all()}
    return MergedProcess(
        row.name,
        placements,
        tuple(_method(method, frozenset(placements), places) for method in row.working_methods.all()),
    )


def _concerns(limits: Iterable[Limit | ActionLimit], otherwise: Goals, places: dict[int, int]) -> Goals:
    return frozenset(places[limit.placement.goal_id] for limit in limits) or otherwise


def _method(row: WorkingMethod, above: Goals, places: dict[int, int]) -> MergedMethod:
    goals = _concerns(row.limits.all(), above, places)
    return MergedMethod(
        row.name,
        goals,
        tuple(
            MergedText(control.text, _concerns(control.limits.all(), goals, places)) for control in row.controls.all()
        ),
        tuple(_event(event, goals, places) for event in row.events.all()),
        tuple(_follow_up(follow_up, goals, places) for follow_up in row.follow_ups.all()),
    )


def _event(row: UndesiredEvent, above: Goals, places: dict[int, int]) -> MergedEvent:
    goals = _concerns(row.limits.all(), above, places)
    treatment = Treatment(row.treatment) if row.treatment else None
    event = on_paper.Event(row.text, row.likelihood, row.consequence, treatment)
    return MergedEvent(event, goals, _actions(row.actions.all(), goals, places))


def _follow_up(row: PlannedFollowUp, above: Goals, places: dict[int, int]) -> MergedFollowUp:
    goals = _concerns(row.limits.all(), above, places)
    conclusions: list[FollowUpResult] = row.conclusions  # type: ignore[attr-defined]
    follow_up = on_paper.FollowUp(row.text)
    if conclusions:
        found = conclusions[0]
        deviation = Deviation(found.deviation) if found.deviation else None
        follow_up = on_paper.FollowUp(row.text, deviation, found.result, found.measures)
    return MergedFollowUp(follow_up, goals, _actions(row.actions.all(), goals, places))


def _actions(rows: Iterable[Action], above: Goals, places: dict[int, int]) -> tuple[MergedAction, ...]:
    return tuple(
        MergedAction(
            on_paper.Action(row.text, ActionStatus(row.status) if row.status else None, row.analysis),
            _concerns(row.limits.all(), above, places),
        )
        for row in rows
    )
