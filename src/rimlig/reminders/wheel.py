"""The year as a wheel: twelve months, a ring for each kind of thing, and what happens as arcs and dots on the rings."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin
from typing import Final

from django.utils.dates import MONTHS_3

from rimlig.reminders.dates import Dated

SIZE: Final = 640
_MIDDLE: Final = SIZE / 2
_EDGE: Final = 300
_RINGS_FROM: Final = 238
_RING: Final = 30
MOST_RINGS: Final = 5


@dataclass(frozen=True)
class Sector:
    """A month: the path of its sector, and where its name stands."""

    number: int
    name: str
    path: str
    x: float
    y: float
    is_now: bool


@dataclass(frozen=True)
class Mark:
    """Something that happens: a dot on its day, or an arc over its days. `ring` counts from the outside, from 1."""

    ring: int
    text: str
    path: str = ""
    x: float = 0
    y: float = 0


@dataclass(frozen=True)
class Wheel:
    """A drawn year."""

    sectors: list[Sector]
    rings: list[float]
    marks: list[Mark]
    today: tuple[float, float, float, float] | None


def wheel_of(year: int, dated: Iterable[Dated], kinds: list[str], today: date) -> Wheel:
    """Draw the year. Each of `kinds` has a ring, the first outermost; more than MOST_RINGS share the innermost."""
    ring_of = {kind: min(place, MOST_RINGS - 1) for place, kind in enumerate(kinds)}
    marks = [_mark(one, year, ring_of.get(one.kind, MOST_RINGS - 1)) for one in dated]
    rings = [float(_radius(ring)) for ring in sorted(set(ring_of.values()))]
    return Wheel([_sector(year, month, today) for month in range(1, 13)], rings, marks, _hand(year, today))


def _mark(one: Dated, year: int, ring: int) -> Mark:
    radius = _radius(ring)
    if one.until is None or one.until == one.day:
        x, y = _point(_angle(year, one.day), radius)
        return Mark(ring + 1, one.text, x=x, y=y)
    first, last = _angle(year, one.day), _angle(year, one.until, after=True)
    return Mark(ring + 1, one.text, path=_arc(first, last, radius))


def _radius(ring: int) -> int:
    return _RINGS_FROM - ring * _RING


def _angle(year: int, day: date, *, after: bool = False) -> float:
    """Return where the day begins (or ends) on the wheel, from 0 at the top; days of other years stand at its ends."""
    days = 366 if calendar.isleap(year) else 365
    passed = (day - date(year, 1, 1)).days + after
    return 2 * pi * min(max(passed / days, 0), 1)


def _point(angle: float, radius: float) -> tuple[float, float]:
    return round(_MIDDLE + radius * sin(angle), 1), round(_MIDDLE - radius * cos(angle), 1)


def _arc(first: float, last: float, radius: float) -> str:
    # A whole turn would be no arc at all: it stops just before.
    last = min(last, first + 2 * pi - 0.001)
    (x1, y1), (x2, y2) = _point(first, radius), _point(last, radius)
    return f"M {x1} {y1} A {radius} {radius} 0 {int(last - first > pi)} 1 {x2} {y2}"


def _sector(year: int, month: int, today: date) -> Sector:
    first = _angle(year, date(year, month, 1))
    last = _angle(year, date(year, month, calendar.monthrange(year, month)[1]), after=True)
    (x1, y1), (x2, y2) = _point(first, _EDGE), _point(last, _EDGE)
    path = f"M {_MIDDLE} {_MIDDLE} L {x1} {y1} A {_EDGE} {_EDGE} 0 0 1 {x2} {y2} Z"
    x, y = _point((first + last) / 2, _EDGE - 25)
    return Sector(month, str(MONTHS_3[month]).capitalize(), path, x, y, (today.year, today.month) == (year, month))


def _hand(year: int, today: date) -> tuple[float, float, float, float] | None:
    if today.year != year:
        return None
    angle = _angle(year, today)
    return (*_point(angle, 60), *_point(angle, _EDGE))
