"""The timeline: months, and in each the actions that are to be done by then, as a drawing and as rows beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.dates import MONTHS_3

from rimlig.followup.models import Action

FEWEST_MONTHS: Final = 18
MOST_MONTHS: Final = 24
COLUMN, ROW, HEAD, FOOT = 56, 20, 34, 8
MONTHS_IN_YEAR: Final = 12
FEWEST_ROWS: Final = 3


@dataclass(frozen=True)
class Mark:
    """An action in the drawing: where, and how it looks."""

    x: int
    y: int
    look: str


@dataclass(frozen=True)
class Month:
    """A month: its name (with the year in January and first of all), where it begins in the drawing, and its actions."""

    first: date
    name: str
    year: str
    x: int
    actions: list[Action]


@dataclass(frozen=True)
class Timeline:
    """The drawing, and the months with their actions."""

    width: int
    height: int
    foot: int
    today: int
    months: list[Month]
    marks: list[Mark]
    left_out: int
    """How many have no day, or one outside the months."""


def timeline_of(actions: Sequence[Action]) -> Timeline:
    """Return the timeline of the actions, from the first day (or today's month) on, at most MOST_MONTHS."""
    today = timezone.localdate()
    dated = sorted((action for action in actions if action.due), key=lambda action: (action.due, action.pk))
    numbers = [_number(action.due) for action in dated if action.due]
    first = max(min([*numbers, _number(today)]), _number(today) - MOST_MONTHS // 2)
    last = min(max([*numbers, first + FEWEST_MONTHS - 1]), first + MOST_MONTHS - 1)
    in_month: dict[int, list[Action]] = {number: [] for number in range(first, last + 1)}
    for action, number in zip(dated, numbers, strict=True):
        if number in in_month:
            in_month[number].append(action)
    months = [_month(number, first, found) for number, found in in_month.items()]
    tallest = max(FEWEST_ROWS, *(len(month.actions) for month in months))
    foot = HEAD + tallest * ROW + FOOT
    marks = [
        Mark(month.x + COLUMN // 2, foot - FOOT - ROW // 2 - place * ROW, _look(action))
        for month in months
        for place, action in enumerate(month.actions)
    ]
    days = (
        date(today.year + today.month // MONTHS_IN_YEAR, today.month % MONTHS_IN_YEAR + 1, 1) - today.replace(day=1)
    ).days
    return Timeline(
        width=COLUMN * len(months),
        height=foot,
        foot=foot - FOOT // 2,
        today=COLUMN * (_number(today) - first) + COLUMN * (today.day - 1) // days,
        months=months,
        marks=marks,
        left_out=len(actions) - sum(len(month.actions) for month in months),
    )


def _number(day: date) -> int:
    return day.year * MONTHS_IN_YEAR + day.month - 1


def _month(number: int, first: int, actions: list[Action]) -> Month:
    year, month = divmod(number, MONTHS_IN_YEAR)
    shown = str(year) if month == 0 or number == first else ""
    return Month(date(year, month + 1, 1), str(MONTHS_3[month + 1]), shown, COLUMN * (number - first), actions)


def _look(action: Action) -> str:
    if not action.is_open:
        return "done"
    return "late" if action.days_late else "ahead"
