"""What people do to the rows of a draft: add, remove, say which goals they concern. Moving stands in ordering.py."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import (
    CouncilGoal,
    Goal,
    Limit,
    Plan,
    PlanRow,
    Process,
    ProcessGoal,
    WorkingMethod,
)
from rimlig.planning.outline.goals import take_goals
from rimlig.planning.outline.ordering import refuse_if_limited_to
from rimlig.planning.outline.places import (
    KINDS,
    LIMIT_OWNERS,
    controls_under,
    events_under,
    follow_ups_under,
    kind_of,
    process_of,
)
from rimlig.planning.rows.attached import attached
from rimlig.planning.rows.changing import present
from rimlig.planning.standards import scale_in_force


def begin_plan(board: Board, year: int, *, goals: Iterable[CouncilGoal], by: User | None) -> Plan:
    """Make the board's draft for the year, on the scales in force, with the goals of the council that are given.

    Raises RuleBroken when the board has a plan for the year already.
    """
    with refusals_in_words(), transaction.atomic(), recorded("planning.begin_plan", by):
        if Plan.objects.filter(board=board, year=year).exists():
            raise RuleBroken(_("The board has a plan for that year already. Open it instead."))
        plan = Plan.objects.create(board=board, year=year, scale=scale_in_force(board.municipality))
        take_goals(plan, goals, by=by)
        return plan


def add(
    kind: str,
    parent: Plan | PlanRow,
    values: Mapping[str, Any],
    *,
    by: User | None,
    operation: str = "planning.add",
) -> PlanRow:
    """Add a row of the kind (a name in places.KINDS) last under its parent, with the columns given, and return it.

    A process is added under a goal, or under the plan when it serves none yet.
    The same text under the same parent is not added twice: the row that is
    there is returned. Raises RuleBroken when the plan is no draft or the parent is gone.
    `operation` is the name in the history.
    """
    with refusals_in_words(), transaction.atomic():
        plan = locked_draft(parent if isinstance(parent, Plan) else parent.in_plan)
        if not isinstance(parent, Plan):
            parent = present(parent)
        with recorded(operation, by):
            if kind == "process":
                return _add_process(plan, parent if isinstance(parent, Goal) else None, values)
            of = KINDS[kind]
            rows: Any = of.model._default_manager.filter(**{of.parent: parent})  # noqa: SLF001
            same: PlanRow | None = rows.filter(**values).first()
            if same is not None:
                return same
            manager: Any = of.model._default_manager  # noqa: SLF001
            row: PlanRow = manager.create(**{of.parent: parent}, **values, position=_last(rows) + 1)
            return row


def _add_process(plan: Plan, goal: Goal | None, values: Mapping[str, Any]) -> Process:
    same = plan.processes.filter(name=values["name"], goals=goal).first()
    if same is not None:
        return same
    process = Process.objects.create(plan=plan, **values, position=_last(plan.processes) + 1)
    if goal is not None:
        ProcessGoal.objects.create(process=process, goal=goal, position=_last(goal.placements) + 1)
    return process


def what_goes_along(row: PlanRow) -> list[str]:
    """Return in words, with their numbers, what is removed together with the row: “2 working methods”, “1 action”."""
    counts: list[str] = []
    if isinstance(row, Process):
        number = row.working_methods.count()
        counts += [
            ngettext("{number} working method", "{number} working methods", number).format(number=number)
        ] * bool(number)
    if isinstance(row, Process | WorkingMethod):
        kinds: tuple[tuple[Any, Callable[[int], str]], ...] = (
            (controls_under(row), lambda n: ngettext("{number} ongoing control", "{number} ongoing controls", n)),
            (events_under(row), lambda n: ngettext("{number} undesired event", "{number} undesired events", n)),
            (follow_ups_under(row), lambda n: ngettext("{number} follow-up", "{number} follow-ups", n)),
        )
        for rows, words in kinds:
            number = rows.count()
            counts += [words(number).format(number=number)] * bool(number)
    for one in attached():
        number = one.rows(events_under(row), follow_ups_under(row)).count()
        counts += [one.words(number)] * bool(number)
    return counts


def remove(row: PlanRow, *, by: User | None) -> None:
    """Remove the row from its draft, with what stands under it. What is gone already is left so.

    A goal's processes are not removed: they serve their other goals, or none.
    Raises RuleBroken when the plan is no draft, when something under the row
    must be kept (results), or when rows of a process are limited to the goal.
    """
    with refusals_in_words(), transaction.atomic():
        locked_draft(row.in_plan)
        if not type(row)._default_manager.filter(pk=row.pk).exists():  # noqa: SLF001
            return
        if isinstance(row, Goal):
            refuse_if_limited_to(list(row.placements.select_related("goal")))
        with recorded("planning.remove", by):
            _remove_attached(row)
            row.delete()


def _remove_attached(row: PlanRow) -> None:
    for one in attached():
        rows = one.rows(events_under(row), follow_ups_under(row))
        if one.stays is None:
            rows.delete()
        elif rows.exists():
            raise RuleBroken(one.stays())


def serve(process: Process, goals: Sequence[Goal], *, by: User | None) -> None:
    """Let the process serve these goals of its draft, and no others.

    Raises RuleBroken when a row of the process is limited to a goal that it
    would no longer serve.
    """
    with refusals_in_words(), transaction.atomic():
        plan = locked_draft(process.in_plan)
        process = present(process)
        wanted = {goal.pk: goal for goal in goals if goal.plan_id == plan.pk}
        places = list(process.placements.select_related("goal"))
        gone = [place for place in places if place.goal_id not in wanted]
        refuse_if_limited_to(gone)
        with recorded("planning.serve", by):
            ProcessGoal.objects.filter(pk__in=[place.pk for place in gone]).delete()
            there = {place.goal_id for place in places}
            for pk, goal in wanted.items():
                if pk not in there:
                    ProcessGoal.objects.create(process=process, goal=goal, position=_last(goal.placements) + 1)


def limit(row: PlanRow, goals: Sequence[Goal], *, by: User | None) -> None:
    """Let the row concern only these of its process's goals; all of them when none, or all, are given.

    Raises RuleBroken when the process does not serve one of them.
    """
    with refusals_in_words(), transaction.atomic():
        locked_draft(row.in_plan)
        row = present(row)
        places = {place.goal_id: place for place in process_of(row).placements.all()}
        if any(goal.pk not in places for goal in goals):
            raise RuleBroken(_("The process does not serve that goal any longer. Load the page again."))
        wanted = {places[goal.pk].pk for goal in goals} if len(goals) < len(places) else set()
        owner = {LIMIT_OWNERS[kind_of(row)]: row}
        with recorded("planning.limit", by):
            Limit.objects.filter(**owner).exclude(placement__in=wanted).delete()
            there = set(Limit.objects.filter(**owner).values_list("placement_id", flat=True))
            Limit.objects.bulk_create(Limit(placement_id=place, **owner) for place in sorted(wanted - there))
            type(row)._default_manager.filter(pk=row.pk).update(version=F("version") + 1)  # noqa: SLF001


def _last(rows: Any) -> int:
    highest: int | None = rows.aggregate(highest=Max("position"))["highest"]
    return -1 if highest is None else highest
