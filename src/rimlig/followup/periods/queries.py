"""The periods of a year as the municipality's page lists them, and what has been decided about one of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F
from django.utils import timezone

from rimlig.core.audit import versions_of
from rimlig.followup.models import MONTH_CODES, QUARTERS, FollowUpResult, Period, PeriodCode
from rimlig.followup.periods.dates import Days, usual_days
from rimlig.organisation.models import Municipality, User
from rimlig.planning.models import PlannedFollowUp, PlanState, Schedule

WORDS: Final = {**dict(PeriodCode.choices), **QUARTERS, **MONTH_CODES}
"""The code of each period → what it is called."""


@dataclass(frozen=True)
class Listed:
    """A period of the year, whether anything is decided about it yet or not."""

    code: str
    name: str
    days: Days
    answers: int = 0
    waiting: int = 0
    changed: bool = False

    @property
    def stage(self) -> str:
        """Where the period is today: to come, open, late (past the day when answers are due) or closed."""
        today = timezone.localdate()
        if today < self.days.opens:
            return "to_come"
        if today > self.days.closes:
            return "closed"
        return "late" if today > self.days.due else "open"


def periods_of(municipality: Municipality, year: int) -> list[Listed]:
    """Return the reporting periods of the year, and the quarters and months that a plan uses. Three queries."""
    stored = {period.code: period for period in Period.objects.filter(municipality=municipality, year=year)}
    plans = {
        "working_method__process__plan__board__municipality": municipality,
        "working_method__process__plan__year": year,
    }
    used = set(
        PlannedFollowUp.objects.filter(**plans)
        .exclude(working_method__process__plan__state=PlanState.REPLACED)
        .order_by()
        .values_list("schedule", flat=True)
        .distinct()
    )
    counts = _counts(municipality, year)
    codes = [*PeriodCode.values]
    codes += QUARTERS if Schedule.QUARTERLY in used or stored.keys() & QUARTERS.keys() else []
    codes += MONTH_CODES if Schedule.MONTHLY in used or stored.keys() & MONTH_CODES.keys() else []
    return [_listed(year, code, stored.get(code), *counts.get(code, (0, 0))) for code in codes]


def period_listed(municipality: Municipality, year: int, code: str) -> Listed:
    """Return one period of the year; KeyError for a code that is no period's."""
    return _listed(year, code, Period.objects.filter(municipality=municipality, year=year, code=code).first())


def _listed(year: int, code: str, period: Period | None, answers: int = 0, waiting: int = 0) -> Listed:
    usual = usual_days(year, code)
    days = usual if period is None else Days(period.starts, period.ends, period.opens, period.due, period.closes)
    return Listed(code, str(WORDS[code]), days, answers, waiting, changed=days != usual)


def _counts(municipality: Municipality, year: int) -> dict[str, tuple[int, int]]:
    """Return, by period, how many answers are asked for under plans in force, and how many of them are still to be given."""
    asked: dict[str, tuple[int, int]] = {}
    rows = FollowUpResult.objects.filter(
        period__municipality=municipality,
        period__year=year,
        follow_up__working_method__process__plan__state__in=[PlanState.ADOPTED, PlanState.CLOSED],
    ).exclude(state="concluded")
    for code, state in rows.order_by().values_list("period__code", "state"):
        answers, waiting = asked.get(code, (0, 0))
        asked[code] = (answers + 1, waiting + (state in {"open", "returned"}))
    return asked


@dataclass(frozen=True)
class Decided:
    """One change of a period's days: when, by whom, what they became, and why."""

    at: datetime
    who: str
    opens: date
    due: date
    closes: date
    reason: str


def decided_about(municipality: Municipality, year: int, code: str) -> list[Decided]:
    """Return the changes of the period's days, the latest first. Rimlig's own usual days are not among them."""
    period = Period.objects.filter(municipality=municipality, year=year, code=code).first()
    if period is None:
        return []
    versions = list(
        versions_of(period)
        .filter(pgh_label="update")
        .annotate(user=F("pgh_context__metadata__user"))
        .order_by("-pgh_id")
    )
    names = dict(User.objects.filter(pk__in={row.user for row in versions if row.user}).values_list("pk", "name"))
    return [
        Decided(row.pgh_created_at, names.get(row.user, "Rimlig"), row.opens, row.due, row.closes, row.reason)
        for row in versions
    ]
