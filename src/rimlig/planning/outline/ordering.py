"""Where rows of the outline stand: `move` is the one way to change it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import Goal, Limit, Plan, PlanRow, Process, ProcessGoal, WorkingMethod
from rimlig.planning.outline.places import KINDS, events_under, follow_ups_under, kind_of, process_of, siblings
from rimlig.planning.rows.attached import is_limited
from rimlig.planning.rows.changing import present

_Placed = TypeVar("_Placed", bound=models.Model)


def move(
    row: PlanRow,
    *,
    by: User | None,
    step: int = 0,
    before: int | None = None,
    under: PlanRow | None = None,
    among: Goal | None = None,
) -> None:
    """Put the row at another place in the plan.

    Under `under`, another parent of the row's kind (the present one when it is
    None): before the sibling whose id is `before`, else `step` places down (up
    when negative) from where it stands, else last. A process stands among the
    processes of a goal, `among`; there `under` is another goal that it comes to
    serve instead. A sibling that is gone meanwhile is as None. Raises
    RuleBroken when the plan is no draft, the row is gone, or rows limited to
    some goals would lose their meaning.
    """
    with refusals_in_words(), transaction.atomic():
        plan = locked_draft(row.in_plan)
        now = present(row)
        with recorded("planning.move", by):
            if isinstance(now, Process):
                _move_process(plan, now, among, under, step=step, before=before)
                return
            kind = KINDS[kind_of(now)]
            present_parent = getattr(now, f"{kind.parent}_id")
            if under is not None and under.pk != present_parent:
                _change_parent(plan, now, under)
                step = 0
            elif before is None and step == 0 and under is None:
                return
            _put(now, list(siblings(now)), step=step, before=before)


def _move_process(
    plan: Plan, process: Process, among: Goal | None, under: PlanRow | None, *, step: int, before: int | None
) -> None:
    """Move the process among those that serve a goal; a process without goals among all of the plan's."""
    if among is None:
        _put(process, list(plan.processes.filter(placements=None)), step=step, before=before)
        return
    place = ProcessGoal.objects.filter(process=process, goal=among).first()
    if place is None:
        raise RuleBroken(_("The process does not serve that goal any longer. Load the page again."))
    if isinstance(under, Goal) and under.pk != among.pk:
        place = _serve_instead(plan, place, under)
        step = 0
    places = list(ProcessGoal.objects.filter(goal=place.goal_id).order_by("position"))
    next_to = next((one.pk for one in places if one.process_id == before), None)
    _put(place, places, step=step, before=next_to)


def _serve_instead(plan: Plan, place: ProcessGoal, goal: Goal) -> ProcessGoal:
    if goal.plan_id != plan.pk:
        raise RuleBroken(_("That goal stands in another plan."))
    if ProcessGoal.objects.filter(process=place.process_id, goal=goal).exists():
        raise RuleBroken(_("The process serves that goal already. It stands once, and is shown under both."))
    refuse_if_limited_to([place])
    place.goal, place.position = goal, _last(goal.placements) + 1
    place.save(update_fields=["goal", "position"])
    return place


def refuse_if_limited_to(places: Sequence[ProcessGoal]) -> None:
    """Raise RuleBroken when a row is limited to one of the places: it would come to concern all other goals silently."""
    limited = [
        str(place.goal.number or place.goal.title)
        for place in places
        for relation in ProcessGoal._meta.related_objects  # noqa: SLF001  # limits of this room, and of higher ones
        if relation.on_delete is models.RESTRICT
        and relation.related_model._default_manager.filter(**{relation.field.name: place.pk}).exists()  # noqa: SLF001
    ]
    if limited:
        goals = ", ".join(dict.fromkeys(limited))
        raise RuleBroken(
            _(
                "Something in the process concerns only goal {goals}. Say first that it concerns all goals, or remove it,"
                " and then take the process away from the goal. Nothing has been changed."
            ).format(goals=goals)
        )


def _change_parent(plan: Plan, row: PlanRow, parent: PlanRow) -> None:
    """Let the row stand last under another parent of the plan."""
    kind = KINDS[kind_of(row)]
    if not isinstance(parent, kind.under) or parent.in_plan.pk != plan.pk:
        raise RuleBroken(_("It cannot stand there. Choose a place in the same plan."))
    there = process_of(parent)
    if there.pk != process_of(row).pk and _limited(row):
        raise RuleBroken(
            _(
                "It, or something under it, concerns only some of the goals of its process, and those say nothing in"
                " another process. Say first that it concerns all goals. Nothing has been changed."
            )
        )
    setattr(row, kind.parent, parent)
    rows = siblings(row)
    row.__dict__["position"] = _last(rows) + 1
    row.save(update_fields=[kind.parent, "position"])  # type: ignore[misc]  # each kind has it


def _limited(row: PlanRow) -> bool:
    events, follow_ups = events_under(row), follow_ups_under(row)
    own = models.Q(event__in=events) | models.Q(follow_up__in=follow_ups)
    if isinstance(row, WorkingMethod):
        own |= models.Q(working_method=row) | models.Q(control__working_method=row)
    elif kind_of(row) == "control":
        own |= models.Q(control=row.pk)
    return Limit.objects.filter(own).exists() or is_limited(events, follow_ups)


def _last(rows: Any) -> int:
    highest: int | None = rows.aggregate(highest=Max("position"))["highest"]
    return -1 if highest is None else highest


def _put(row: _Placed, rows: list[_Placed], *, step: int, before: int | None) -> None:
    """Give the row its place among the rows, which come in order, and number those anew that stand elsewhere than before."""
    where = next((number for number, one in enumerate(rows) if one.pk == row.pk), None)
    if where is None:
        return
    moved = rows.pop(where)
    if before is not None:
        where = next((number for number, one in enumerate(rows) if one.pk == before), len(rows))
    elif step:
        where = min(max(where + step, 0), len(rows))
    else:
        where = len(rows)
    rows.insert(where, moved)
    positions = sorted(one.position for one in rows)  # type: ignore[attr-defined]
    changed = []
    for one, position in zip(rows, positions, strict=True):
        if one.position != position:  # type: ignore[attr-defined]
            one.position = position  # type: ignore[attr-defined]
            changed.append(one)
    type(row)._default_manager.bulk_update(changed, ["position"], batch_size=1000)  # noqa: SLF001
