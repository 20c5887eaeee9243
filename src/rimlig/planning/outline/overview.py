"""The plan's outline as its page shows it: the goals with their counts, and one goal's processes in full. Constant queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, Prefetch, QuerySet

from rimlig.planning.models import (
    FollowUpUnit,
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
from rimlig.planning.rows.attached import lines_beside

IN_FULL: Final = 12
"""So many processes of a goal are shown in full; where there are more, the one that is opened."""


@dataclass(frozen=True)
class ProcessLine:
    """A process of the goal that is shown: in full, or only its name and how much stands under it."""

    process: Process
    in_full: bool
    others: list[Goal]
    methods: int = 0
    events: int = 0
    follow_ups: int = 0


@dataclass(frozen=True)
class Outline:
    """The plan's goals, each with `number_of_processes`; the processes that serve none; and the goal that is shown."""

    goals: Sequence[Goal]
    without_goal: int
    goal: Goal | None
    processes: list[ProcessLine]
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    """By kind of row and its id: what higher rooms have to say beside it."""


def outline_of(plan: Plan, *, goal: int | None, without_goal: bool = False, opened: int | None = None) -> Outline:
    """Return the plan with the processes of one goal (its id): the first one when it is None or not there.

    `without_goal` asks for the processes that serve no goal instead. `opened`
    is the id of the process to show in full where not all are.
    """
    goals = list(plan.goals.annotate(number_of_processes=Count("placements")).order_by("position"))
    loose = plan.processes.filter(placements=None).count()
    shown = next((one for one in goals if one.pk == goal), None)
    if shown is None and not without_goal:
        shown = goals[0] if goals else None
    rows = plan.processes.filter(placements=None) if shown is None else plan.processes.filter(placements__goal=shown)
    rows = rows.order_by("position" if shown is None else "placements__position")
    lines = _lines(rows, shown, opened)
    return Outline(goals, loose, shown, lines, _beside(line.process for line in lines if line.in_full))


def _lines(rows: QuerySet[Process], shown: Goal | None, opened: int | None) -> list[ProcessLine]:
    ids = list(rows.values_list("pk", flat=True))
    full = set(ids) if len(ids) <= IN_FULL else {opened if opened in ids else ids[0]}
    found = {process.pk: process for process in with_rows(Process.objects.filter(pk__in=full))}
    counted = {process.pk: process for process in _with_counts(Process.objects.filter(pk__in=set(ids) - full))}
    return [
        _full_line(found[pk], shown) if pk in full else _short_line(counted[pk], shown)
        for pk in ids
        if pk in found or pk in counted
    ]


def _full_line(process: Process, shown: Goal | None) -> ProcessLine:
    return ProcessLine(process, True, _others(process, shown))  # noqa: FBT003  # the field says it


def _short_line(process: Process, shown: Goal | None) -> ProcessLine:
    counts = process.methods_in_all, process.events_in_all, process.follow_ups_in_all  # type: ignore[attr-defined]
    return ProcessLine(process, False, _others(process, shown), *counts)  # noqa: FBT003


def _others(process: Process, shown: Goal | None) -> list[Goal]:
    return [placement.goal for placement in process.placements.all() if placement.goal != shown]


def _placements() -> Any:
    return Prefetch("placements", ProcessGoal.objects.select_related("goal").order_by("goal__position", "position"))


def _with_counts(processes: QuerySet[Process]) -> QuerySet[Process]:
    return processes.prefetch_related(_placements()).annotate(
        methods_in_all=Count("working_methods", distinct=True),
        events_in_all=Count("working_methods__events", distinct=True),
        follow_ups_in_all=Count("working_methods__follow_ups", distinct=True),
    )


def with_rows(processes: QuerySet[Process]) -> QuerySet[Process]:
    """Fetch with the processes all rows of the plan that stand under them, with their limits."""
    limits = Prefetch("limits", Limit.objects.select_related("placement__goal").order_by("placement__goal__position"))
    follow_ups = PlannedFollowUp.objects.select_related("performer", "reviewer").prefetch_related(
        limits, Prefetch("chosen_units", FollowUpUnit.objects.order_by())
    )
    methods = WorkingMethod.objects.prefetch_related(
        limits,
        Prefetch("controls", OngoingControl.objects.prefetch_related(limits)),
        Prefetch("events", UndesiredEvent.objects.select_related("category", "common_risk").prefetch_related(limits)),
        Prefetch("follow_ups", follow_ups),
    )
    return processes.prefetch_related(_placements(), Prefetch("working_methods", methods))


def _beside(processes: Iterable[Process]) -> dict[str, dict[int, list[str]]]:
    methods = [method for process in processes for method in process.working_methods.all()]
    return {
        "event": lines_beside("event", [row for method in methods for row in method.events.all()]),
        "follow-up": lines_beside("follow-up", [row for method in methods for row in method.follow_ups.all()]),
    }


def place_of(process: Process) -> str:
    """Return the query of the plan page's address that shows the process: “?mal=3&process=8”."""
    place = ProcessGoal.objects.filter(process=process).order_by("goal__position").first()
    return f"?mal={place.goal_id if place else 'utan'}&process={process.pk}"
