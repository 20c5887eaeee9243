"""What a reporting period gathers: its own answers and conclusions, and those of the months and quarters that end in it.

A follow-up of every month is no tertial's own, but what it showed in May is something that tertial 2 reports. Each
month and quarter belongs to the reporting period in which it ends, as a follow-up that is answered once does.
"""

from collections.abc import Iterable
from copy import copy
from typing import Final

from django.db.models import Q
from django.utils.translation import override

from rimlig.documents.document import Deviation
from rimlig.followup.concluding.basis import WORST_FIRST
from rimlig.followup.models import MONTH_CODES, QUARTERS, FollowUpResult, Period, PeriodCode
from rimlig.followup.periods.dates import reporting_code_of

WITHIN: Final = {
    code: (code.value, *(other for other in (*QUARTERS, *MONTH_CODES) if reporting_code_of(other) == code))
    for code in PeriodCode
}
"""Reporting period → the codes of the periods that it gathers, its own first."""


def gathered_in(period: Period) -> Q:
    """Return the condition that an answer or a conclusion belongs to the period, or to one that it gathers."""
    if period.code not in PeriodCode.values:
        return Q(period=period)
    codes = WITHIN[PeriodCode(period.code)]
    return Q(period__municipality=period.municipality_id, period__year=period.year, period__code__in=codes)


def as_one(results: Iterable[FollowUpResult]) -> FollowUpResult | None:
    """Return the board's results of a follow-up in a reporting period as one; `period` should come with each.

    What the board has concluded for the reporting period itself is its result. Where there are only months or
    quarters, the worst level of them holds, and their texts follow each other; the one that is returned then is never
    to be saved.
    """
    rows = sorted(results, key=lambda row: (row.period.ends, row.pk))
    own = [row for row in rows if row.period.code in PeriodCode.values]
    if own or not rows:
        return own[-1] if own else None
    one = copy(rows[-1])
    one.deviation = worst_of(row.deviation for row in rows) or ""
    one.result, one.measures = (_together(rows, column) for column in ("result", "measures"))
    one.basis = [line for row in rows for line in row.basis or []]
    return one


def worst_of(levels: Iterable[str]) -> Deviation | None:
    """Return the worst of the levels; None where nobody has said any."""
    said = set(levels)
    return next((level for level in WORST_FIRST if level.value in said), None)


def _together(rows: Iterable[FollowUpResult], column: str) -> str:
    with override("sv"):  # it stands in a document to a Swedish board
        parts = [f"{row.period.get_code_display()}: {text}" for row in rows if (text := getattr(row, column).strip())]
    return "\n\n".join(parts)
