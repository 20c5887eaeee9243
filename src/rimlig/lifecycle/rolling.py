"""Rolling a plan over: next year's draft from this year's plan, results and open actions, with a record of what became of each."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.followup.models import Action, ActionLimit, ActionPlan, ActionPlanUnit, BoardReport
from rimlig.lifecycle.models import ItemKind, RollOver, RollOverItem
from rimlig.lifecycle.offering import Offered, offered
from rimlig.lifecycle.rolling_words import notes_on
from rimlig.lifecycle.states import locked
from rimlig.organisation.models import Board, User
from rimlig.planning.copying.rows import Copied, copy_plan_rows
from rimlig.planning.models import (
    LATEST_YEAR,
    Goal,
    Plan,
    PlannedFollowUp,
    PlanRow,
    Process,
    UndesiredEvent,
)
from rimlig.planning.standards import scale_in_force


def roll_over(plan: Plan, leave: Collection[str], *, by: User | None) -> RollOver:
    """Make the draft for the year after the plan's, and return the record of what came along and what was left.

    `leave` are the keys (`Offered.key`) of what is not to come along; what
    stands under it is left too. All else comes along: rows as copies that know
    their origin, values of risks as starting values, open actions and action
    plans as copies. Nothing in the plan changes. Raises RuleBroken when there
    is a plan for that year, or the plan is not the edition that counts.
    """
    with refusals_in_words(), transaction.atomic(), recorded("lifecycle.roll_over", by):
        # Two people may press the button at the same moment: the second waits here, and then sees the first's draft.
        board = Board.objects.select_for_update(no_key=True).select_related("municipality").get(pk=plan.board_id)
        plan = locked(plan)
        year = _year_after(plan)
        target = Plan.objects.create(board=board, year=year, scale=scale_in_force(board.municipality), rolled_from=plan)
        things = offered(plan)
        outcome = _Outcome(things, leave)
        copied = copy_plan_rows(plan, target, by=by)
        _remove_what_is_left(copied, outcome)
        _take_up_the_councils_words(copied.goals.values())
        _copy_actions(copied, outcome)
        _copy_action_plans(target, outcome)
        _copy_texts(target, outcome)
        return _record(plan, target, outcome, copied, by)


def _year_after(plan: Plan) -> int:
    year = plan.year + 1
    if not Plan.objects.of_the_year().filter(pk=plan.pk).exists():
        raise RuleBroken(
            _("This edition of the plan does not count any longer, or not yet. Roll over the one in force.")
        )
    if year > LATEST_YEAR:
        raise RuleBroken(_("There are no plans after %(year)s.") % {"year": LATEST_YEAR})
    if Plan.objects.filter(board=plan.board_id, year=year).exists():
        raise RuleBroken(
            _("There is a plan for %(year)s already. Nothing has been changed in it. Open it instead.") % {"year": year}
        )
    return year


@dataclass
class _Outcome:
    """What becomes of each thing: `new` has the row that each carried one has become, by its key."""

    things: list[Offered]
    leave: Collection[str]
    new: dict[str, int] = field(default_factory=dict)

    def carried(self) -> list[Offered]:
        """Return the things that come along."""
        return [thing for top in self.things for thing in self._carried(top)]

    def left(self, kind: ItemKind) -> list[int]:
        """Return the ids of the things of the kind that were themselves chosen to be left."""
        return [
            thing.row.pk
            for top in self.things
            for thing in top.walk()
            if thing.kind == kind and thing.chosen and thing.key in self.leave
        ]

    def _carried(self, thing: Offered) -> list[Offered]:
        if thing.ends_here or (thing.chosen and thing.key in self.leave):
            return []
        return [thing] + [below for part in thing.parts for below in self._carried(part)]


def _remove_what_is_left(copied: Copied, outcome: _Outcome) -> None:
    """Take out of the draft what was copied with the rest and is not to come along, and note what each thing has become."""
    kinds: tuple[tuple[ItemKind, type[PlanRow], Mapping[int, Any]], ...] = (
        (ItemKind.PROCESS, Process, copied.processes),
        (ItemKind.EVENT, UndesiredEvent, copied.events),
        (ItemKind.FOLLOW_UP, PlannedFollowUp, copied.follow_ups),
    )
    for kind, model, copies in kinds:
        gone = [copies[pk].pk for pk in outcome.left(kind) if pk in copies]
        model._default_manager.filter(pk__in=gone).delete()  # noqa: SLF001
    mappings: dict[ItemKind, Mapping[int, Any]] = {
        ItemKind.GOAL: copied.goals,
        ItemKind.PROCESS: copied.processes,
        ItemKind.METHOD: copied.methods,
        ItemKind.CONTROL: copied.controls,
        ItemKind.EVENT: copied.events,
        ItemKind.FOLLOW_UP: copied.follow_ups,
    }
    for thing in outcome.carried():
        if thing.kind in mappings:
            outcome.new[thing.key] = mappings[thing.kind][thing.row.pk].pk


def _take_up_the_councils_words(goals: Iterable[Goal]) -> None:
    """Let the goals that take up a goal of the council for the new year be numbered and worded as that one."""
    changed = []
    for goal in goals:
        council = goal.council_goal
        if council is not None and (goal.number, goal.title) != (council.number, council.title):
            goal.number, goal.title = council.number, council.title
            changed.append(goal)
    Goal.objects.bulk_update(changed, ["number", "title"])


def _copy_actions(copied: Copied, outcome: _Outcome) -> None:
    """Let the open actions go on as copies under the copies of what they stand under."""
    actions = [thing.row for thing in outcome.carried() if thing.kind == ItemKind.ACTION]
    copies = [
        Action(
            event=copied.events.get(row.event_id),
            follow_up=copied.follow_ups.get(row.follow_up_id),
            text=row.text,
            status=row.status,
            analysis=row.analysis,
            unit=row.unit,
            responsible=row.responsible,
            due=row.due,
            hold_reason=row.hold_reason,
            origin=row,
            position=row.position,
        )
        for row in actions
    ]
    Action.objects.bulk_create(copies)
    outcome.new |= {f"{ItemKind.ACTION.value}-{copy.origin_id}": copy.pk for copy in copies}
    ActionLimit.objects.bulk_create(
        ActionLimit(action=copy, placement=copied.placements[limit.placement_id])
        for row, copy in zip(actions, copies, strict=True)
        for limit in row.limits.all()
        if limit.placement_id in copied.placements
    )


def _copy_action_plans(target: Plan, outcome: _Outcome) -> None:
    copies = [
        ActionPlan(
            plan=target,
            heading=thing.row.heading,
            finding=thing.row.finding,
            units_at_risk=thing.row.units_at_risk,
            units_total=thing.row.units_total,
            measures=thing.row.measures,
            status=thing.row.status,
            responsible=thing.row.responsible,
            due=thing.row.due,
            hold_reason=thing.row.hold_reason,
            # Its follow-up may have been left: what is in the draft says.
            follow_up_id=outcome.new.get(f"{ItemKind.FOLLOW_UP.value}-{thing.row.follow_up_id}"),
            origin=thing.row,
            position=thing.row.position,
        )
        for thing in outcome.carried()
        if thing.kind == ItemKind.ACTION_PLAN
    ]
    ActionPlan.objects.bulk_create(copies)
    outcome.new |= {f"{ItemKind.ACTION_PLAN.value}-{copy.origin_id}": copy.pk for copy in copies}
    new = {copy.origin_id: copy for copy in copies}
    ActionPlanUnit.objects.bulk_create(
        ActionPlanUnit(action_plan=new[row.action_plan_id], unit=row.unit)
        for row in ActionPlanUnit.objects.filter(action_plan__in=new).select_related("unit")
    )


def _copy_texts(target: Plan, outcome: _Outcome) -> None:
    for thing in outcome.carried():
        if thing.kind == ItemKind.TEXT:
            copy = BoardReport.objects.create(
                plan=target, kind=thing.row.kind, introduction=thing.row.introduction, approach=thing.row.approach
            )
            outcome.new[thing.key] = copy.pk


def _record(plan: Plan, target: Plan, outcome: _Outcome, copied: Copied, by: User | None) -> RollOver:
    rollover = RollOver.objects.create(source=plan, target=target, made_by=by)
    notes = notes_on(copied.left_out, target.year)
    RollOverItem.objects.bulk_create(
        RollOverItem(
            rollover=rollover,
            kind=thing.kind,
            carried=thing.key in outcome.new,
            text=thing.text,
            place=thing.place,
            standing=thing.standing,
            note=" ".join([*notes.get(thing.row, []), *([thing.ends_here] if thing.ends_here else [])]),
            source_id=thing.row.pk,
            target_id=outcome.new.get(thing.key),
            position=position,
        )
        for position, thing in enumerate(thing for top in outcome.things for thing in top.walk())
    )
    return rollover
