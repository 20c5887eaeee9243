"""A plan as its pages show it: processes under goals, each with all that stands under it. Constant queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rimlig.followup.models import Action, ActionLimit, ActionPlan, FollowUpResult
from rimlig.followup.overviews import latest_own_results
from rimlig.planning.models import (
    Goal,
    Limit,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    ProcessGoal,
    UndesiredEvent,
    WorkingMethod,
)


@dataclass(frozen=True)
class Place:
    """A process under one of its goals: in full under the first, as a line under the others."""

    process: Process
    in_full: bool
    first: Goal
    others: list[Goal]


@dataclass(frozen=True)
class GoalOutline:
    """A goal, and the processes that serve it in their order."""

    goal: Goal
    places: list[Place]


@dataclass(frozen=True)
class Outline:
    """A plan by goal, and how many processes stand under no goal at all."""

    goals: list[GoalOutline]
    without_goal: list[Process]
    processes: list[Process]


def with_everything(processes: "QuerySet[Process]", results: "QuerySet[FollowUpResult]") -> "QuerySet[Process]":
    """Fetch with the processes all that stands under them, and of the follow-ups' results those in `results`.

    Each follow-up has them in `shown_results`.
    """
    limits = Prefetch("limits", Limit.objects.select_related("placement__goal").order_by("placement__goal__position"))
    own_limits = ActionLimit.objects.select_related("placement__goal").order_by("placement__goal__position")
    actions = Prefetch(
        "actions",
        carried_on(Action.objects.select_related("responsible", "unit")).prefetch_related(
            Prefetch("limits", own_limits)
        ),
    )
    shown = Prefetch("results", results.select_related("period", "unit"), to_attr="shown_results")
    methods = WorkingMethod.objects.prefetch_related(
        limits,
        Prefetch("controls", OngoingControl.objects.prefetch_related(limits)),
        Prefetch("events", UndesiredEvent.objects.prefetch_related(limits, actions)),
        Prefetch("follow_ups", PlannedFollowUp.objects.prefetch_related(limits, actions, shown)),
    )
    placements = ProcessGoal.objects.select_related("goal").order_by("goal__position", "position")
    return processes.prefetch_related(Prefetch("placements", placements), Prefetch("working_methods", methods))


def carried_on(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Tell of each action or action plan the year to which it was carried over, if it was, as `carried_to`."""
    way = "working_method__process__plan__year"
    years = [F("plan__year")] if rows.model is ActionPlan else [F(f"event__{way}"), F(f"follow_up__{way}")]
    copies = rows.model._default_manager.filter(origin=OuterRef("pk")).order_by("pk")  # noqa: SLF001
    year = copies.values_list(Coalesce(*years) if len(years) > 1 else years[0])[:1]
    told: QuerySet[Any] = rows.annotate(carried_to=Subquery(year))
    return told


def outline_of(plan: Plan) -> Outline:
    """Return the plan by goal; each follow-up with the board's latest own result as the only one of `shown_results`."""
    processes = list(with_everything(plan.processes.all(), latest_own_results()))
    goals = {goal.pk: goal for goal in plan.goals.all()}
    under: dict[int, list[tuple[int, Process]]] = {pk: [] for pk in goals}
    for process in processes:
        for placement in process.placements.all():
            under[placement.goal_id].append((placement.position, process))
    return Outline(
        goals=[
            GoalOutline(goal, [_place(process, goal) for _, process in sorted(under[pk], key=lambda pair: pair[0])])
            for pk, goal in goals.items()
        ],
        without_goal=[process for process in processes if not process.placements.all()],
        processes=processes,
    )


def _place(process: Process, goal: Goal) -> Place:
    served = [placement.goal for placement in process.placements.all()]
    return Place(process, served[0] == goal, served[0], [other for other in served if other != goal])


def facts_of(processes: list[Process]) -> dict[str, Any]:
    """Count what the processes hold, and the deviations that the shown results tell of."""
    methods = [method for process in processes for method in process.working_methods.all()]
    follow_ups = [follow_up for method in methods for follow_up in method.follow_ups.all()]
    events = [event for method in methods for event in method.events.all()]
    results = [result for follow_up in follow_ups for result in follow_up.shown_results]  # type: ignore[attr-defined]
    return {
        "processes": len(processes),
        "methods": len(methods),
        "events": len(events),
        "unassessed": sum(event.risk_value is None for event in events),
        "follow_ups": len(follow_ups),
        "answered": sum(bool(result.deviation) for result in results),
        "minor": sum(result.deviation == "minor" for result in results),
        "major": sum(result.deviation == "major" for result in results),
    }
