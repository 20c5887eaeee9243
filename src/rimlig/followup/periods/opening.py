"""Planned follow-ups become answers to give: for the right units, also when the plan or the units change afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from rimlig.core.audit import recorded
from rimlig.followup.models import AnswerState, FollowUpResult, Period
from rimlig.followup.periods.dates import codes_of, period_in
from rimlig.organisation.models import OrgUnit, Placement, UnitKind, User
from rimlig.planning.follow_ups.operations import follow_ups_of
from rimlig.planning.models import Answering, Plan, PlannedFollowUp, PlanState, Schedule

BATCH: Final = 1000


@dataclass(frozen=True)
class Opened:
    """What opening a period led to: how many answers are new, and how many nobody asks for any longer."""

    asked_for: int = 0
    withdrawn: int = 0

    def __add__(self, other: "Opened") -> "Opened":
        return Opened(self.asked_for + other.asked_for, self.withdrawn + other.withdrawn)


def open_what_is_due(*, by: User | None, on: date | None = None) -> Opened:
    """Ask for all answers of the periods that take answers on the day (today when none is given).

    As often as one likes: what is asked for already stays as it is. An answer
    that nobody has begun, and that the plan or the units of today no longer
    ask for, is withdrawn. Each plan is a transaction of its own, so a job that
    dies half-way has done whole plans, and the next one does the others.
    """
    day = on or timezone.localdate()
    plans = Plan.objects.filter(state=PlanState.ADOPTED, year__gte=day.year - 1, year__lte=day.year)
    total = Opened()
    for plan in plans.order_by("pk"):
        total += ask_for_answers(plan, by=by, on=day)
    return total


@transaction.atomic
def ask_for_answers(plan: Plan, *, by: User | None, on: date | None = None) -> Opened:
    """Ask for the answers of one plan in the periods that take answers on the day; see `open_what_is_due`.

    Nothing happens for a plan that is not in force, or has been replaced meanwhile.
    """
    day = on or timezone.localdate()
    # The plan's row is locked: two jobs at once, or a job and a revision, come one after the other.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    plan = Plan.objects.select_related("board__municipality").get(pk=plan.pk)
    if plan.state != PlanState.ADOPTED:
        return Opened()
    with recorded("followup.ask_for_answers", by):
        expected = _expected(plan, day)
        there = {
            (row.follow_up_id, row.period_id, row.unit_id): row
            for row in FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan)
        }
        taking = Period.objects.filter(municipality=plan.board.municipality_id, year=plan.year).taking_answers_on(day)
        open_periods = set(taking.values_list("pk", flat=True))
        gone = [
            row.pk
            for key, row in there.items()
            if key not in expected and row.period_id in open_periods and _is_untouched(row)
        ]
        FollowUpResult.objects.filter(pk__in=gone).delete()
        new = [
            FollowUpResult(follow_up_id=follow_up, period_id=period, unit_id=unit, due=due, state=AnswerState.OPEN)
            for (follow_up, period, unit), due in expected.items()
            if (follow_up, period, unit) not in there
        ]
        FollowUpResult.objects.bulk_create(new, batch_size=BATCH)
        _move_due_days(there, expected)
    return Opened(len(new), len(gone))


def _is_untouched(row: FollowUpResult) -> bool:
    return row.state == AnswerState.OPEN and not row.is_begun


def _move_due_days(there: dict[tuple[int, int, int | None], FollowUpResult], expected: "Expected") -> None:
    """Let what is not filed yet be due when its period says now."""
    moved = []
    for key, due in expected.items():
        row = there.get(key)
        if row is not None and row.is_writable and row.due != due:
            row.due = due
            row.version += 1
            moved.append(row)
    FollowUpResult.objects.bulk_update(moved, ["due", "version"], batch_size=BATCH)


Expected = dict[tuple[int, int, int | None], date]


def _expected(plan: Plan, day: date) -> Expected:
    """Return the answers that the plan asks for on the day: follow-up, period, unit → when it is due."""
    periods: dict[str, Period] = {}
    expected: Expected = {}
    units = _UnitsOn(plan, day)
    follow_ups = list(follow_ups_of(plan).prefetch_related("chosen_units"))
    for follow_up in follow_ups:
        for code in codes_of(follow_up):
            if code not in periods:
                periods[code] = period_in(plan.board.municipality, plan.year, code)
            period = periods[code]
            if not period.opens <= day <= period.closes:
                continue
            due = _due(follow_up, period)
            for unit in units.answering(follow_up, period):
                expected[follow_up.pk, period.pk, unit] = due
    return expected


def _due(follow_up: PlannedFollowUp, period: Period) -> date:
    if follow_up.schedule == Schedule.ONCE and follow_up.due is not None:
        return max(follow_up.due, period.opens)
    return period.due


class _UnitsOn:
    """The units of a plan's board: which answer for themselves on a day, and which for one that has gone into them."""

    def __init__(self, plan: Plan, day: date) -> None:
        self.day = day
        self.units = {unit.pk: unit for unit in OrgUnit.objects.filter(board=plan.board_id)}
        self.placements = list(Placement.objects.filter(unit__board=plan.board_id))

    def answering(self, follow_up: PlannedFollowUp, period: Period) -> Iterable[int | None]:
        """Give the ids of the units that answer; None for the administration as a whole.

        A unit answers for a period when it exists on the last of its days that
        have been: afterwards it answers although it has ended.
        """
        if follow_up.answering == Answering.BOARD:
            return [None]
        day = min(self.day, period.ends)
        if follow_up.answering == Answering.ALL_UNITS:
            return self._leaves(day)
        chosen = (self._answers_for(row.unit_id, day) for row in follow_up.chosen_units.all())
        return sorted({unit for unit in chosen if unit is not None})

    def _leaves(self, day: date) -> list[int]:
        """Return the units that nothing stands under, beside the administration itself."""
        above = {row.parent_id for row in self.placements if _holds(row, day) and self._exists(row.unit_id, day)}
        return [
            pk
            for pk, unit in sorted(self.units.items())
            if _holds(unit, day) and pk not in above and unit.kind != UnitKind.ADMINISTRATION
        ]

    def _exists(self, unit: int, day: date) -> bool:
        return unit in self.units and _holds(self.units[unit], day)

    def _answers_for(self, unit: int, day: date) -> int | None:
        """Return the unit itself if it exists on the day, else the one that it has gone into, if any."""
        seen: set[int] = set()
        while unit not in seen:
            seen.add(unit)
            if self._exists(unit, day):
                return unit
            successor = self.units[unit].merged_into_id
            if successor is None:
                return None
            unit = successor
        return None


def _holds(row: OrgUnit | Placement, day: date) -> bool:
    return (row.starts is None or row.starts <= day) and (row.ends is None or row.ends >= day)
