"""Planned follow-ups become answers to give: for the right units, also when the plan or the units change afterwards."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from rimlig.core.audit import recorded
from rimlig.followup.models import AnswerState, FollowUpResult, Period
from rimlig.followup.periods.dates import codes_of, periods_in
from rimlig.followup.periods.units import UnitsOn
from rimlig.organisation.models import User
from rimlig.planning.follow_ups.operations import follow_ups_of
from rimlig.planning.models import Answering, Plan, PlannedFollowUp, PlanState, Schedule

log = logging.getLogger(__name__)

BATCH: Final = 1000

Key = tuple[int, int, int | None]
"""Which answer: the ids of the follow-up, the period, and the unit (none for the administration as a whole)."""


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
    dies half-way has done whole plans, and the next one does the others. A plan
    that the database refuses is logged, and the others have theirs.
    """
    day = on or timezone.localdate()
    plans = Plan.objects.filter(state=PlanState.ADOPTED, year__gte=day.year - 1, year__lte=day.year)
    total = Opened()
    for plan in plans.order_by("pk"):
        try:
            total += ask_for_answers(plan, by=by, on=day)
        except (OperationalError, InterfaceError):
            raise  # the database is away: for the others too
        except DatabaseError:
            log.exception("The answers of plan %s could not be asked for", plan.pk)
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
        follow_ups = list(follow_ups_of(plan).prefetch_related("chosen_units"))
        periods = _open_periods(plan, follow_ups, day)
        there = _there(plan, periods.values())
        expected = _expected(plan, follow_ups, periods, there, day)
        withdrawn = _withdraw(row.pk for key, row in there.items() if key not in expected and _is_untouched(row))
        new = [
            FollowUpResult(follow_up_id=follow_up, period_id=period, unit_id=unit, due=due, state=AnswerState.OPEN)
            for (follow_up, period, unit), due in expected.items()
            if (follow_up, period, unit) not in there
        ]
        # Somebody who takes in a report stores the board's own result meanwhile, without asking for the plan's row.
        FollowUpResult.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        _move_due_days(there, expected)
    return Opened(len(new), withdrawn)


def _open_periods(plan: Plan, follow_ups: Iterable[PlannedFollowUp], day: date) -> dict[str, Period]:
    """Return the plan's periods that take answers on the day, by code: those of its follow-ups, and any other of the year.

    Other ones: a follow-up that was answered every month may be answered each quarter in a new edition.
    """
    codes = {code for follow_up in follow_ups for code in codes_of(follow_up)}
    periods = periods_in(plan.board.municipality, plan.year, codes)
    return {code: period for code, period in periods.items() if period.opens <= day <= period.closes}


def _there(plan: Plan, periods: Iterable[Period]) -> dict[Key, FollowUpResult]:
    """Return the answers that the plan has in the periods, without their texts: a plan may have many thousands."""
    rows = FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan, period__in=periods)
    needed = rows.only("follow_up_id", "period_id", "unit_id", "state", "saved_at", "due")
    return {(row.follow_up_id, row.period_id, row.unit_id): row for row in needed}


def _is_untouched(row: FollowUpResult) -> bool:
    return row.state == AnswerState.OPEN and not row.is_begun


def _withdraw(answers: Iterable[int]) -> int:
    """Remove those of the answers that nobody has begun, and return how many. One that has evidence or a comment is begun."""
    rows = FollowUpResult.objects.filter(pk__in=list(answers)).untouched()
    # Locked, and then asked again: who writes in one of them at this moment keeps it.
    gone = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    FollowUpResult.objects.filter(pk__in=gone).delete()
    return len(gone)


def _move_due_days(there: dict[Key, FollowUpResult], expected: "Expected") -> None:
    """Let what is not filed yet be due when its period says now.

    The version stays: whoever has the answer open writes on in it undisturbed.
    """
    moved = []
    for key, due in expected.items():
        row = there.get(key)
        if row is not None and row.is_writable and row.due != due:
            row.due = due
            moved.append(row)
    FollowUpResult.objects.bulk_update(moved, ["due"], batch_size=BATCH)


Expected = dict[Key, date]


def _expected(
    plan: Plan,
    follow_ups: Iterable[PlannedFollowUp],
    periods: dict[str, Period],
    there: dict[Key, FollowUpResult],
    day: date,
) -> Expected:
    """Return the answers that the plan asks for on the day: follow-up, period, unit → when it is due."""
    expected: Expected = {}
    if not periods:
        return expected
    units = UnitsOn(plan, day)
    begun = {key for key, row in there.items() if not _is_untouched(row)}
    for follow_up in follow_ups:
        for code in codes_of(follow_up):
            if code in periods:
                period = periods[code]
                due = _due(follow_up, period)
                for unit in _answering(units, follow_up, period, begun):
                    expected[follow_up.pk, period.pk, unit] = due
    return expected


def _answering(units: UnitsOn, follow_up: PlannedFollowUp, period: Period, begun: set[Key]) -> Iterable[int | None]:
    """Give the ids of the units that answer; None for the administration as a whole.

    A chosen unit that has answered, or begun to, before it went into another
    one has answered for itself: the other is not asked instead of it.
    """
    if follow_up.answering == Answering.BOARD:
        return [None]
    if follow_up.answering == Answering.ALL_UNITS:
        return units.leaves(period)
    chosen = [row.unit_id for row in follow_up.chosen_units.all()]
    found = (unit if (follow_up.pk, period.pk, unit) in begun else units.answering_for(unit, period) for unit in chosen)
    return sorted({unit for unit in found if unit is not None})


def _due(follow_up: PlannedFollowUp, period: Period) -> date:
    if follow_up.schedule == Schedule.ONCE and follow_up.due is not None:
        return max(follow_up.due, period.opens)
    return period.due
