"""Good examples out of the library, copied into a draft."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from rimlig.core.audit import recorded
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.library import Example, Method
from rimlig.planning.models import (
    Answering,
    Examination,
    Goal,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    ProcessGoal,
    Schedule,
    UndesiredEvent,
    WorkingMethod,
)


@transaction.atomic
def copy_examples(
    examples: Sequence[Example], target: Plan, goals: Sequence[Goal], *, by: User | None
) -> list[Process]:
    """Copy examples into a draft, to serve the goals of it that are given; return the new processes.

    An example whose name a process of the plan has already is passed over, so
    the same call twice copies once. Raises RuleBroken when the target is no draft.
    """
    target = locked_draft(target)
    names = set(target.processes.values_list("name", flat=True))
    categories = {row.name: row.pk for row in target.board.municipality.risk_categories.filter(in_use=True)}
    with recorded("planning.copy_examples", by):
        first = _next(target.processes)
        new = [
            Process(plan=target, name=example.name, reason=example.reason, position=position)
            for position, example in enumerate((one for one in examples if one.name not in names), first)
        ]
        Process.objects.bulk_create(new)
        by_name = {example.name: example for example in examples}
        for process in new:
            for position, method in enumerate(by_name[process.name].methods):
                _copy_method(method, process, position, categories)
        for goal in goals:
            first = _next(goal.placements)
            ProcessGoal.objects.bulk_create(
                ProcessGoal(process=process, goal=goal, position=position)
                for position, process in enumerate(new, first)
            )
    return new


def _copy_method(method: Method, process: Process, position: int, categories: dict[str, int]) -> None:
    row = WorkingMethod.objects.create(process=process, name=method.name, position=position)
    OngoingControl.objects.bulk_create(
        OngoingControl(working_method=row, text=text, position=place) for place, text in enumerate(method.controls)
    )
    UndesiredEvent.objects.bulk_create(
        UndesiredEvent(working_method=row, text=event.text, category_id=categories.get(event.category), position=place)
        for place, event in enumerate(method.events)
    )
    PlannedFollowUp.objects.bulk_create(
        PlannedFollowUp(
            working_method=row,
            text=one.text,
            method=one.method,
            schedule=Schedule.PERIODS,
            periods=list(one.periods),
            answering=Answering.ALL_UNITS if one.by_units else Answering.BOARD,
            examination=Examination.SAMPLE if one.sample else "",
            criterion_none=one.criteria[0],
            criterion_minor=one.criteria[1],
            criterion_major=one.criteria[2],
            position=place,
        )
        for place, one in enumerate(method.follow_ups)
    )


def _next(rows: Any) -> int:
    highest: int | None = rows.aggregate(highest=Max("position"))["highest"]
    return 0 if highest is None else highest + 1
