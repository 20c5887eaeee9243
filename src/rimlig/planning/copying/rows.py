"""Copies of a plan's rows: into next year's draft, into a new edition, or of chosen processes into a draft.

The contract, which rolling over and revising rest on:

- The target is a draft; its row is locked. Nothing in the source changes.
- Everything that stands in the plan is copied: goals, processes with the goals that they serve, working methods,
  controls, events, follow-ups, chosen units, and which goals a row is limited to. Each copy's `origin` is the row that
  it was copied from. Results, actions, texts and assessments are not rows of the plan: they are copied by whoever
  needs them, with the mapping that is returned.
- What stands in the target already stays. A process that has been copied there before is not copied again.
- What the target cannot hold is left out, never silently: `Copied.left_out` lists it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import Max, Prefetch, QuerySet

from rimlig.core.audit import recorded
from rimlig.organisation.models import User
from rimlig.planning.copying.values import Carrier, LeftOut, What
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import (
    FollowUpUnit,
    Goal,
    Limit,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    PlanRow,
    Process,
    ProcessGoal,
    UndesiredEvent,
    WorkingMethod,
)

__all__ = ["Copied", "LeftOut", "What", "copy_plan_rows", "copy_process", "copy_processes", "rows_to_copy"]

_Row = TypeVar("_Row", bound=PlanRow)
BATCH: Final = 2000


@dataclass(frozen=True)
class Copied:
    """What was copied: the source row's id → its new row, for each kind; and what had to be left out.

    `goals` has also the goals of the target that took the place of a source's
    goal without being made now. `placements` are the rows that say that a
    process serves a goal. `already` are processes that stood in the target
    before; nothing of theirs is in the mappings.
    """

    goals: dict[int, Goal] = field(default_factory=dict)
    processes: dict[int, Process] = field(default_factory=dict)
    placements: dict[int, ProcessGoal] = field(default_factory=dict)
    methods: dict[int, WorkingMethod] = field(default_factory=dict)
    controls: dict[int, OngoingControl] = field(default_factory=dict)
    events: dict[int, UndesiredEvent] = field(default_factory=dict)
    follow_ups: dict[int, PlannedFollowUp] = field(default_factory=dict)
    already: list[Process] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def rows_to_copy(processes: "QuerySet[Process]") -> "QuerySet[Process]":
    """Fetch with the processes all that a copy of them needs, in a number of queries that never grows."""
    limits = Prefetch("limits", Limit.objects.order_by("pk"))
    units = Prefetch("chosen_units", FollowUpUnit.objects.select_related("unit__merged_into").order_by("pk"))
    methods = WorkingMethod.objects.prefetch_related(
        limits,
        Prefetch("controls", OngoingControl.objects.prefetch_related(limits)),
        Prefetch("events", UndesiredEvent.objects.select_related("category", "common_risk").prefetch_related(limits)),
        Prefetch(
            "follow_ups",
            PlannedFollowUp.objects.select_related("performer", "reviewer").prefetch_related(limits, units),
        ),
    )
    return processes.select_related("plan__board", "plan__scale").prefetch_related(
        Prefetch("placements", ProcessGoal.objects.select_related("goal").order_by("goal__position", "position")),
        Prefetch("working_methods", methods),
    )


@transaction.atomic
def copy_plan_rows(source: Plan, target: Plan, *, by: User | None) -> Copied:
    """Copy all rows of one plan into another, a draft of the same municipality; see the contract above.

    A goal of the target that is a copy of the source's goal already, takes up
    the same goal of the council, or has the same number and title, takes its
    place. Raises RuleBroken when the target is no draft.
    """
    target = locked_draft(target)
    goals = list(source.goals.all())
    with recorded("planning.copy_plan_rows", by):
        carrier = Carrier(source, target)
        copied = Copied(goals=_copy_goals(goals, target, carrier))
        _copy_into(list(rows_to_copy(source.processes.all())), target, copied.goals, carrier, copied)
    copied.left_out.extend(carrier.left_out)
    return copied


def copy_process(process: Process, target: Plan, goals: Sequence[Goal], *, by: User | None) -> Copied:
    """Copy one process into a draft, under the goals of it that are given; see `copy_processes`."""
    return copy_processes([process], target, goals, by=by)


@transaction.atomic
def copy_processes(processes: Iterable[Process], target: Plan, goals: Sequence[Goal], *, by: User | None) -> Copied:
    """Copy processes into a draft of the same municipality, to serve the goals of the draft that are given.

    Rows limited to some of the source's goals come to concern all the given
    ones: the target's goals are others. A process that has a copy in the
    target is left as it is, so the same call twice copies once. Raises
    RuleBroken when the target is no draft.
    """
    target = locked_draft(target)
    found = list(rows_to_copy(Process.objects.filter(pk__in=[process.pk for process in processes])))
    copied = Copied()
    with recorded("planning.copy_processes", by):
        for source in {process.plan_id: process.plan for process in found}.values():
            carrier = Carrier(source, target)
            own = [process for process in found if process.plan_id == source.pk]
            _copy_into(own, target, {}, carrier, copied)
            copied.left_out.extend(carrier.left_out)
        _place(copied.processes.values(), goals)
    return copied


def _copy_goals(goals: Sequence[Goal], target: Plan, carrier: Carrier) -> dict[int, Goal]:
    """Return for each of the source's goals the target's: one that is there, or a new one after those."""
    there = list(target.goals.all())
    by_origin = {goal.origin_id: goal for goal in there if goal.origin_id}
    by_council = {goal.council_goal_id: goal for goal in there if goal.council_goal_id}
    by_words = {(goal.number, goal.title): goal for goal in there}
    found: dict[int, Goal] = {}
    new = []
    for goal in goals:
        council = carrier.council_goal(goal)
        same = (
            by_origin.get(goal.pk) or (council and by_council.get(council)) or by_words.get((goal.number, goal.title))
        )
        if same:
            found[goal.pk] = same
        else:
            new.append(_copy_of(goal, plan=target, council_goal_id=council))
    _put_last(new, target.goals)
    return found | _store(Goal, new)


def _copy_into(
    processes: Sequence[Process], target: Plan, goals: Mapping[int, Goal], carrier: Carrier, copied: Copied
) -> None:
    """Copy the processes and all below them; with `goals` (source's id → target's) also which goals they serve."""
    there = {process.origin_id: process for process in target.processes.filter(origin__in=processes)}
    copied.already.extend(there[process.pk] for process in processes if process.pk in there)
    processes = [process for process in processes if process.pk not in there]
    new = [_copy_of(process, plan=target) for process in processes]
    _put_last(new, target.processes)
    copied.processes.update(_store(Process, new))
    if goals:
        placements = [placement for process in processes for placement in process.placements.all()]
        _copy_placements(placements, goals, copied)
    methods = [method for process in processes for method in process.working_methods.all()]
    copied.methods.update(
        _store(WorkingMethod, [_copy_of(row, process=copied.processes[row.process_id]) for row in methods])
    )
    _copy_controls(methods, copied)
    _copy_events(methods, carrier, copied)
    _copy_follow_ups(methods, carrier, copied)
    _copy_limits(methods, copied)


def _copy_placements(placements: Sequence[ProcessGoal], goals: Mapping[int, Goal], copied: Copied) -> None:
    last = _last_positions(ProcessGoal.objects.filter(goal__in=goals.values()), "goal_id")
    new = []
    for placement in sorted(placements, key=lambda row: (row.goal_id, row.position)):
        goal = goals[placement.goal_id]
        last[goal.pk] = last.get(goal.pk, -1) + 1
        new.append(ProcessGoal(process=copied.processes[placement.process_id], goal=goal, position=last[goal.pk]))
    ProcessGoal.objects.bulk_create(new, batch_size=BATCH)
    by_pair = {(row.process_id, row.goal_id): row for row in new}
    for placement in placements:
        pair = copied.processes[placement.process_id].pk, goals[placement.goal_id].pk
        copied.placements[placement.pk] = by_pair[pair]


def _place(processes: Iterable[Process], goals: Sequence[Goal]) -> None:
    """Let the processes serve the goals, last among those that do."""
    last = _last_positions(ProcessGoal.objects.filter(goal__in=goals), "goal_id")
    ProcessGoal.objects.bulk_create(
        [
            ProcessGoal(process=process, goal=goal, position=last.get(goal.pk, -1) + number)
            for goal in goals
            for number, process in enumerate(processes, 1)
        ],
        batch_size=BATCH,
    )


def _copy_controls(methods: Iterable[WorkingMethod], copied: Copied) -> None:
    rows = [
        _copy_of(row, working_method=copied.methods[method.pk]) for method in methods for row in method.controls.all()
    ]
    copied.controls.update(_store(OngoingControl, rows))


def _copy_events(methods: Iterable[WorkingMethod], carrier: Carrier, copied: Copied) -> None:
    rows = [
        _copy_of(row, working_method=copied.methods[method.pk], **carrier.event(row))
        for method in methods
        for row in method.events.all()
    ]
    copied.events.update(_store(UndesiredEvent, rows))


def _copy_follow_ups(methods: Iterable[WorkingMethod], carrier: Carrier, copied: Copied) -> None:
    found = [(method, row) for method in methods for row in method.follow_ups.all()]
    rows = [_copy_of(row, working_method=copied.methods[method.pk], **carrier.follow_up(row)) for method, row in found]
    copied.follow_ups.update(_store(PlannedFollowUp, rows))
    FollowUpUnit.objects.bulk_create(
        [
            FollowUpUnit(follow_up=copied.follow_ups[row.pk], unit=unit)
            for _method, row in found
            for unit in carrier.units(row)
        ],
        batch_size=BATCH,
    )


def _copy_limits(methods: Iterable[WorkingMethod], copied: Copied) -> None:
    """Limit the copies to the copies of the goals. Without those (chosen processes under other goals) there are no limits."""
    new = []
    for method in methods:
        owners: list[tuple[str, Any, Mapping[int, Any]]] = [("working_method", method, copied.methods)]
        owners += [("control", row, copied.controls) for row in method.controls.all()]
        owners += [("event", row, copied.events) for row in method.events.all()]
        owners += [("follow_up", row, copied.follow_ups) for row in method.follow_ups.all()]
        new += [
            Limit(placement=copied.placements[limit.placement_id], **{owner: copies[row.pk]})
            for owner, row, copies in owners
            for limit in row.limits.all()
            if limit.placement_id in copied.placements
        ]
    Limit.objects.bulk_create(new, batch_size=BATCH)


def _copy_of(row: _Row, **others: Any) -> _Row:
    """Return an unsaved copy of the row, with `origin`, and with other values where they are given."""
    given = set(others) | {f"{name}_id" for name in others}
    values = {
        one.attname: getattr(row, one.attname)
        for one in row._meta.concrete_fields  # noqa: SLF001
        if one.attname not in given and one.attname not in {"id", "version", "origin_id", "reference"}
    }
    return type(row)(**values, **others, origin=row)


def _put_last(rows: Iterable[Any], among: Any) -> None:
    """Number the rows, in the order in which they come, after those that are stored."""
    highest = among.aggregate(highest=Max("position"))["highest"]
    for position, row in enumerate(rows, 0 if highest is None else highest + 1):
        row.position = position


def _last_positions(rows: "QuerySet[Any]", group: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(group).annotate(highest=Max("position")))


def _store(model: type[_Row], rows: Sequence[_Row]) -> dict[int, _Row]:
    """Store the copies and return them by the id of what each was copied from."""
    made: Any = model._default_manager.bulk_create(rows, batch_size=BATCH)  # noqa: SLF001
    return {row.origin_id: row for row in made if row.origin_id is not None}
