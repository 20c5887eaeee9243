"""What is known about a plan in a period, as frozen values: what a draft is written from, and what it can be traced to.

No database here: `reading.facts_of` puts the facts together, `sentences` says them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.drafting.phrases import Phrases

DEVIATES: Final = (Deviation.MINOR, Deviation.MAJOR)
_SERIOUS: Final = {Deviation.NONE: 0, Deviation.MINOR: 1, Deviation.MAJOR: 2}
"""How serious each level is. Not done says that nobody knows, so it is neither better nor worse than another."""


class SourceKind(StrEnum):
    """What kind of row a fact comes from. `ANSWER` is a unit's answer, `RESULT` the board's own."""

    FOLLOW_UP = "follow_up"
    RESULT = "result"
    ANSWER = "answer"
    ACTION = "action"
    ACTION_PLAN = "action_plan"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class Source:
    """A row that a fact comes from. `address` is the path of the page that shows it."""

    kind: SourceKind
    pk: int
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class GoalFact:
    """A goal of the plan."""

    pk: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The board's own result of a follow-up at some time before. `when` names the time inside a sentence: “tertial 1”."""

    level: Deviation
    when: str
    source: Source


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit's reviewed answer that tells of a deviation."""

    unit: str
    level: Deviation
    source: Source


@dataclass(frozen=True, slots=True)
class FollowUpFact:
    """A planned follow-up in the period: `level` is the board's own result, None while there is none.

    `asked` says how many units were asked, `answered` how many of their
    answers are reviewed. `before` is the result of the period before in the
    same year, `last_year` the last one of the year before.
    """

    source: Source
    goals: frozenset[int]
    level: Deviation | None = None
    result: Source | None = None
    units: tuple[UnitFact, ...] = ()
    asked: int = 0
    answered: int = 0
    before: Standing | None = None
    last_year: Standing | None = None

    @property
    def deviates(self) -> bool:
        """Whether the board's own result tells of a deviation."""
        return self.level in DEVIATES

    @property
    def change(self) -> int:
        """How much more serious it is than the period before: above 0 worse, below 0 better, 0 as before or not known."""
        if self.before is None or self.level not in _SERIOUS or self.before.level not in _SERIOUS:
            return 0
        return _SERIOUS[self.level] - _SERIOUS[self.before.level]

    @property
    def sources(self) -> tuple[Source, ...]:
        """What its level rests on: the result, or the follow-up itself while there is none; and the units that deviate."""
        return (self.result or self.source, *(unit.source for unit in self.units))


@dataclass(frozen=True, slots=True)
class TrackedFact:
    """An action or an action plan. `days_late` is above 0 when it is open and past its day.

    `came_from` is what it was carried over from, in the year before. Units are
    those of an action plan: found at `at_risk` of `total`.
    """

    source: Source
    goals: frozenset[int]
    status: ActionStatus | None
    due: date | None = None
    days_late: int = 0
    place: str = ""
    came_from: Source | None = None
    at_risk: int | None = None
    total: int | None = None

    @property
    def is_closed(self) -> bool:
        """Whether there is nothing left to do."""
        return self.status == ActionStatus.CLOSED

    @property
    def is_late(self) -> bool:
        """Whether it should have been done by now."""
        return self.days_late > 0


@dataclass(frozen=True, slots=True)
class RiskFact:
    """A valued risk: its value before and after controls, and whether that reaches the plan's threshold."""

    source: Source
    goals: frozenset[int]
    value: int
    value_after: int | None
    reaches: bool
    reaches_after: bool


@dataclass(frozen=True)
class Facts:
    """All that a draft of a report on the plan in the period may say."""

    board: str
    year: int
    period: str  # as it stands inside a sentence: “tertial 2”, “verksamhetsberättelsen”
    for_period: str = ""  # the time that it is about, where that is called otherwise: “helåret”
    threshold: int | None = None
    goals: tuple[GoalFact, ...] = ()
    follow_ups: tuple[FollowUpFact, ...] = ()
    actions: tuple[TrackedFact, ...] = ()
    action_plans: tuple[TrackedFact, ...] = ()
    risks: tuple[RiskFact, ...] = ()
    phrases: Phrases = field(default_factory=Phrases)  # in which the municipality says them

    def of_goal(self, goal: int) -> "Facts":
        """Return the facts that concern the goal (its key) alone."""
        return replace(
            self,
            goals=tuple(one for one in self.goals if one.pk == goal),
            follow_ups=tuple(one for one in self.follow_ups if goal in one.goals),
            actions=tuple(one for one in self.actions if goal in one.goals),
            action_plans=tuple(one for one in self.action_plans if goal in one.goals),
            risks=tuple(one for one in self.risks if goal in one.goals),
        )

    def at_level(self, *levels: Deviation | None) -> tuple[FollowUpFact, ...]:
        """Return the follow-ups at one of the levels; None is no result yet."""
        return tuple(one for one in self.follow_ups if one.level in levels)

    @cached_property
    def deviating(self) -> tuple[FollowUpFact, ...]:
        """The follow-ups that tell of a deviation, the most serious first."""
        return (*self.at_level(Deviation.MAJOR), *self.at_level(Deviation.MINOR))

    @cached_property
    def missing(self) -> tuple[FollowUpFact, ...]:
        """The follow-ups for which there is no result of the board yet."""
        return self.at_level(None)

    @cached_property
    def deviating_units(self) -> dict[str, tuple[UnitFact, ...]]:
        """The units that deviate, by their names in the order of the alphabet: each with its answers."""
        found: dict[str, list[UnitFact]] = {}
        for follow_up in self.follow_ups:
            for unit in follow_up.units:
                found.setdefault(unit.unit, []).append(unit)
        return {name: tuple(found[name]) for name in sorted(found)}

    @cached_property
    def late(self) -> tuple[TrackedFact, ...]:
        """The actions and action plans that should have been done by now, the latest first."""
        return latest_first((*self.actions, *self.action_plans))

    @cached_property
    def worse(self) -> tuple[FollowUpFact, ...]:
        """The follow-ups whose level is more serious than in the period before."""
        return tuple(one for one in self.follow_ups if one.change > 0)

    @cached_property
    def better(self) -> tuple[FollowUpFact, ...]:
        """The follow-ups whose level is less serious than in the period before."""
        return tuple(one for one in self.follow_ups if one.change < 0)

    @cached_property
    def deviated_last_year(self) -> tuple[FollowUpFact, ...]:
        """The follow-ups that ended last year with a deviation and have a result now."""
        known = (one for one in self.follow_ups if one.level is not None and one.level != Deviation.NOT_DONE)
        return tuple(one for one in known if one.last_year is not None and one.last_year.level in DEVIATES)

    @cached_property
    def carried(self) -> tuple[TrackedFact, ...]:
        """The actions that came along from the year before."""
        return tuple(one for one in self.actions if one.came_from is not None)


def latest_first(rows: Iterable[TrackedFact]) -> tuple[TrackedFact, ...]:
    """Return those of the rows that are late, the latest first."""
    return tuple(sorted((row for row in rows if row.is_late), key=lambda row: -row.days_late))
