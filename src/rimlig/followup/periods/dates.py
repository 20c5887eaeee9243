"""The days of each period, until the municipality decides on others."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q

from rimlig.followup.models import MONTH_CODES, QUARTERS, Period, PeriodCode
from rimlig.organisation.models import Municipality
from rimlig.planning.models import Plan, PlannedFollowUp, Schedule

OPENS_BEFORE_THE_END: Final = timedelta(days=13)
DUE_AFTER_THE_END: Final = timedelta(days=18)
DUE_AFTER_A_MONTH: Final = timedelta(days=10)
CLOSES_AFTER_DUE: Final = timedelta(days=30)
_REPORTING: Final = {PeriodCode.T1: (1, 4), PeriodCode.T2: (5, 8), PeriodCode.VB: (1, 12)}
"""First and last month. The annual report looks back on the whole year."""
_ANY_YEAR: Final = 2001


@dataclass(frozen=True)
class Days:
    """What a period covers, and when its answers are asked for, due, and no longer taken."""

    starts: date
    ends: date
    opens: date
    due: date
    closes: date


def usual_days(year: int, code: str) -> Days:
    """Return the days of the year's period as they are when nobody has decided otherwise. KeyError for no period's code."""
    if code in PeriodCode.values:
        first, last = _REPORTING[PeriodCode(code)]
        patience = DUE_AFTER_THE_END
    elif code in QUARTERS:
        first, last = int(code[1]) * 3 - 2, int(code[1]) * 3
        patience = DUE_AFTER_THE_END
    elif code in MONTH_CODES:
        first = last = int(code[1:])
        patience = DUE_AFTER_A_MONTH
    else:
        raise KeyError(code)
    starts, ends = date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    due = ends + patience
    return Days(starts, ends, ends - OPENS_BEFORE_THE_END, due, due + CLOSES_AFTER_DUE)


def period_in(municipality: Municipality, year: int, code: str) -> Period:
    """Return the period; it is made with its usual days at the first use."""
    days = usual_days(year, code)
    period, _made = Period.objects.get_or_create(
        municipality=municipality,
        year=year,
        code=code,
        defaults={
            "starts": days.starts,
            "ends": days.ends,
            "opens": days.opens,
            "due": days.due,
            "closes": days.closes,
        },
    )
    return period


def periods_in(municipality: Municipality, year: int, codes: Iterable[str]) -> dict[str, Period]:
    """Return all the municipality's periods of the year by code. Those of `codes` are made where nobody has used them yet."""
    there = {period.code: period for period in Period.objects.filter(municipality=municipality, year=year)}
    return there | {code: period_in(municipality, year, code) for code in codes if code not in there}


def period_of(plan: Plan, code: PeriodCode) -> Period:
    """Return the reporting period of the plan's year in its municipality; it is made at the first use."""
    return period_in(plan.board.municipality, plan.year, code)


def codes_of(follow_up: PlannedFollowUp) -> tuple[str, ...]:
    """Return the codes of the periods in which the follow-up is answered, in the order of the year.

    One that is answered once belongs to the reporting period in which its day
    lies. Where the plan does not say how often, it is answered in each reporting period.
    """
    if follow_up.schedule == Schedule.MONTHLY:
        return tuple(MONTH_CODES)
    if follow_up.schedule == Schedule.QUARTERLY:
        return tuple(QUARTERS)
    if follow_up.schedule == Schedule.ONCE and follow_up.due is not None:
        return (_reporting_period_at(follow_up.due).value,)
    chosen = [code.value for code in PeriodCode if code.value in follow_up.periods]
    return tuple(chosen or PeriodCode.values)


def belongs_elsewhere(follow_up: PlannedFollowUp, code: str) -> bool:
    """Say whether the plan names other reporting periods than this one for the follow-up; one of every month belongs to all."""
    if follow_up.schedule in {Schedule.MONTHLY, Schedule.QUARTERLY}:
        return False
    return code in PeriodCode.values and code not in codes_of(follow_up)


def reporting_code_of(code: str) -> PeriodCode:
    """Return the reporting period to which a period belongs: itself, or the one in which the month or quarter ends."""
    return PeriodCode(code) if code in PeriodCode.values else _reporting_period_at(usual_days(_ANY_YEAR, code).ends)


def answered_in(code: PeriodCode) -> Q:
    """Return the condition that a planned follow-up is answered in the reporting period, or in months or quarters that end in it.

    It is what `codes_of` and `reporting_code_of` say, in the database.
    """
    first, last = _ONCE_BY_MONTH[code]
    every = Q(periods=[]) & (Q(schedule__in=["", Schedule.PERIODS]) | Q(schedule=Schedule.ONCE, due=None))
    return (
        every
        | Q(schedule__in=[Schedule.MONTHLY, Schedule.QUARTERLY])
        | Q(schedule__in=["", Schedule.PERIODS], periods__contains=[code.value])
        | Q(schedule=Schedule.ONCE, due__month__range=(first, last))
    )


_ONCE_BY_MONTH: Final = {PeriodCode.T1: (1, 4), PeriodCode.T2: (5, 8), PeriodCode.VB: (9, 12)}
"""First and last month of the days on which a follow-up that is answered once belongs to the period."""


def _reporting_period_at(day: date) -> PeriodCode:
    last_months = {code: last for code, (_first, last) in _REPORTING.items()}
    return next(code for code in PeriodCode if day.month <= last_months[code])
