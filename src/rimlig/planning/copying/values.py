"""What of a row's values another plan can hold: units that exist that year, goals of that year, values on its scale."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import (
    RISK_VALUES,
    CommonRisk,
    CouncilGoal,
    Goal,
    Plan,
    PlannedFollowUp,
    PlanRow,
    UndesiredEvent,
)


class What(Enum):
    """Why something was not carried into the copy."""

    UNIT = "unit"
    """A unit that the target's board does not have during the target's year."""
    PERSON = "person"
    """A person who may not sign in any longer, or who answers in another board."""
    VALUES = "values"
    """A risk's values: given on a scale of another size, or by another board."""
    TREATMENT = "treatment"
    """Another board's decision on how a risk is treated."""
    COUNCIL_GOAL = "council_goal"
    """A goal of the council that has no goal of the target's year after it."""
    COMMON_RISK = "common_risk"
    """A common risk that the central controller has not sent for the target's year."""


@dataclass(frozen=True)
class LeftOut:
    """Something that a copy could not carry: why, of which row of the source, and its name for people."""

    what: What
    row: PlanRow
    name: str


class Carrier:
    """Decides for a pair of plans what the copy of each row holds; what it cannot is noted in `left_out`."""

    def __init__(self, source: Plan, target: Plan) -> None:
        self.source, self.target = source, target
        self.left_out: list[LeftOut] = []
        self.same_board = source.board_id == target.board_id
        self._council_goals: dict[int, int] | None = None
        self._common_risks: dict[int, int] | None = None

    def council_goal(self, goal: Goal) -> int | None:
        """Return the id of the council's goal of the target's year that the goal's copy takes up."""
        if goal.council_goal_id is None or self.source.year == self.target.year:
            return goal.council_goal_id
        if self._council_goals is None:
            ids = {row.council_goal_id for row in self.source.goals.all() if row.council_goal_id}
            self._council_goals = _successors(CouncilGoal, ids, self.target)
        found = self._council_goals.get(goal.council_goal_id)
        if found is None:
            self._leave(What.COUNCIL_GOAL, goal, str(goal))
        return found

    def event(self, row: UndesiredEvent) -> dict[str, Any]:
        """Return the columns of the event's copy that differ from the event's own."""
        values: dict[str, Any] = {"common_risk_id": self._common_risk(row)}
        if not self.same_board:
            return values | self._as_another_boards(row)
        if not self._fits(row):
            self._leave(What.VALUES, row, str(row))
            values |= dict.fromkeys(RISK_VALUES)
        return values

    def _as_another_boards(self, row: UndesiredEvent) -> dict[str, Any]:
        """Leave out what the other board has assessed and decided: this board assesses its own risks."""
        values = dict.fromkeys(RISK_VALUES, None) | {"likelihood_reason": "", "consequence_reason": ""}
        if any(getattr(row, name) is not None for name in RISK_VALUES):
            self._leave(What.VALUES, row, str(row))
        if row.treatment:
            self._leave(What.TREATMENT, row, str(row))
        return values | {"treatment": "", "treatment_reason": "", "accepted_by_id": None}

    def _fits(self, row: UndesiredEvent) -> bool:
        """Say whether the values mean the same on the target's scale: of the same size, or no scale on either side."""
        values = [getattr(row, name) for name in RISK_VALUES]
        old, new = self.source.scale, self.target.scale
        if new is None or all(value is None for value in values):
            return True
        if old is not None:
            return (old.likelihood_size, old.consequence_size) == (new.likelihood_size, new.consequence_size)
        sizes = (new.likelihood_size, new.consequence_size) * 2  # in the order of RISK_VALUES
        return all(value is None or value <= size for value, size in zip(values, sizes, strict=True))

    def _common_risk(self, row: UndesiredEvent) -> int | None:
        if row.common_risk_id is None or self.source.year == self.target.year:
            return row.common_risk_id
        if self._common_risks is None:
            ids = UndesiredEvent.objects.filter(working_method__process__plan=self.source, common_risk__isnull=False)
            self._common_risks = _successors(CommonRisk, set(ids.values_list("common_risk_id", flat=True)), self.target)
        found = self._common_risks.get(row.common_risk_id)
        if found is None:
            self._leave(What.COMMON_RISK, row, str(row.common_risk))
        return found

    def follow_up(self, row: PlannedFollowUp) -> dict[str, Any]:
        """Return the columns of the follow-up's copy that differ: the day moves to the target's year, people stay if they can."""
        performer, reviewer = self._person(row, row.performer), self._person(row, row.reviewer)
        return {"due": self._day(row.due), "performer": performer, "reviewer": reviewer}

    def _person(self, row: PlannedFollowUp, person: User | None) -> User | None:
        if person is None or (self.same_board and person.is_active):
            return person
        self._leave(What.PERSON, row, person.name)
        return None

    def _day(self, day: date | None) -> date | None:
        if day is None:
            return None
        year = day.year + self.target.year - self.source.year
        # The leap day has none of its own in other years.
        return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)

    def units(self, row: PlannedFollowUp) -> Iterable[OrgUnit]:
        """Return the chosen units that the target's board has during the target's year."""
        first, last = date(self.target.year, 1, 1), date(self.target.year, 12, 31)
        kept = []
        for chosen in row.chosen_units.all():
            unit = chosen.unit
            exists = (unit.starts is None or unit.starts <= last) and (unit.ends is None or unit.ends >= first)
            if exists and unit.board_id == self.target.board_id:
                kept.append(unit)
            else:
                into = f" → {unit.merged_into}" if unit.merged_into else ""
                self._leave(What.UNIT, row, f"{unit}{into}")
        return kept

    def _leave(self, what: What, row: PlanRow, name: str) -> None:
        self.left_out.append(LeftOut(what, row, name))


def _successors(model: type[CouncilGoal | CommonRisk], ids: set[int], target: Plan) -> dict[int, int]:
    """Return which of the target year's rows each id has come to, over `origin`, however many years lie between."""
    rows = model._default_manager.filter(municipality=target.board.municipality_id, year=target.year)  # noqa: SLF001
    came_from = dict(rows.values_list("pk", "origin_id"))
    found: dict[int, int] = {}
    while came_from:
        found |= {origin: pk for pk, origin in came_from.items() if origin in ids}
        above = {origin for pk, origin in came_from.items() if origin is not None and origin not in ids}
        earlier = dict(model._default_manager.filter(pk__in=above).values_list("pk", "origin_id"))  # noqa: SLF001
        came_from = {pk: earlier[origin] for pk, origin in came_from.items() if origin in earlier}
    return found
