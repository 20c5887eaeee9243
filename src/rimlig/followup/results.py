"""A follow-up's results as people read them: by period, the board's own first, then the units'."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from rimlig.documents.document import Deviation
from rimlig.followup.models import FollowUpResult, Period


@dataclass
class PeriodResults:
    """What was found in one period."""

    period: Period
    own: FollowUpResult | None = None
    units: list[FollowUpResult] = field(default_factory=list)

    @property
    def deviating(self) -> int:
        """How many units deviate."""
        return sum(result.deviation in (Deviation.MINOR, Deviation.MAJOR) for result in self.units)


def periods_of(results: Iterable[FollowUpResult]) -> list[PeriodResults]:
    """Group results that come ordered by period; the order is kept."""
    groups = []
    for period, rows in groupby(results, key=lambda result: result.period):
        group = PeriodResults(period)
        for row in rows:
            if row.unit_id is None:
                group.own = row
            else:
                group.units.append(row)
        groups.append(group)
    return groups
