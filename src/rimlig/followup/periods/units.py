"""Which units of a board answer in a period: those that exist, and those that others have gone into."""

from datetime import date

from rimlig.followup.models import Period
from rimlig.organisation.models import OrgUnit, Placement, UnitKind
from rimlig.planning.models import Plan


class UnitsOn:
    """The units of a plan's board on a day: two queries, whatever is asked of them.

    A unit answers for a period when it exists on the last of the period's days
    that have been: afterwards it answers although it has ended.
    """

    def __init__(self, plan: Plan, day: date) -> None:
        self.day = day
        self.units = {unit.pk: unit for unit in OrgUnit.objects.filter(board=plan.board_id)}
        self.placements = list(Placement.objects.filter(unit__board=plan.board_id))
        self._leaves: dict[date, list[int]] = {}

    def leaves(self, period: Period) -> list[int]:
        """Return the units that nothing stands under, beside the administration itself."""
        day = min(self.day, period.ends)
        if day not in self._leaves:
            above = {row.parent_id for row in self.placements if _holds(row, day) and self._exists(row.unit_id, day)}
            self._leaves[day] = [
                pk
                for pk, unit in sorted(self.units.items())
                if _holds(unit, day) and pk not in above and unit.kind != UnitKind.ADMINISTRATION
            ]
        return self._leaves[day]

    def answering_for(self, unit: int, period: Period) -> int | None:
        """Return the unit itself if it exists in the period, else the one that it has gone into, if any."""
        day = min(self.day, period.ends)
        seen: set[int] = set()
        while unit not in seen:
            seen.add(unit)
            if self._exists(unit, day):
                return unit
            # A unit that has not begun yet has gone into nothing.
            successor = self.units[unit].merged_into_id if unit in self.units else None
            if successor is None:
                return None
            unit = successor
        return None

    def _exists(self, unit: int, day: date) -> bool:
        return unit in self.units and _holds(self.units[unit], day)


def _holds(row: OrgUnit | Placement, day: date) -> bool:
    return (row.starts is None or row.starts <= day) and (row.ends is None or row.ends >= day)
