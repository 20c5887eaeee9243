"""A risk through the years: the rows that it was copied from, and their values as a small drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from rimlig.planning.models import UndesiredEvent

_CHAIN: Final = """
    WITH RECURSIVE chain(id, origin_id, step) AS (
        SELECT id, origin_id, 0 FROM planning_undesiredevent WHERE id = %s
        UNION ALL
        SELECT e.id, e.origin_id, chain.step + 1 FROM chain
        JOIN planning_undesiredevent e ON e.id = chain.origin_id WHERE chain.step < 200
    ) SELECT id FROM chain
"""


@dataclass(frozen=True)
class Year:
    """A risk's values in the plan of one year, and the highest value that the year's scale has (None without a scale)."""

    event: UndesiredEvent
    year: int
    value: int | None
    value_after: int | None
    edition_of_scale: int | None
    highest: int | None


def years_of(event: UndesiredEvent) -> list[Year]:
    """Return the risk's years in the same board's plans, earliest first: of each year the edition nearest to the risk's own.

    Two queries. A risk that was never copied has its own year only.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [event.pk])
        ids = [row[0] for row in cursor.fetchall()]
    rows = UndesiredEvent.objects.filter(pk__in=ids).select_related("working_method__process__plan__scale")
    by_id = {row.pk: row for row in rows}
    found: dict[int, Year] = {}
    own_board = event.in_plan.board_id
    for pk in ids:
        row = by_id[pk]
        plan = row.in_plan
        if plan.board_id == own_board:
            scale = plan.scale
            highest = scale.likelihood_size * scale.consequence_size if scale else None
            found.setdefault(
                plan.year,
                Year(row, plan.year, row.risk_value, row.risk_value_after, scale.edition if scale else None, highest),
            )
    return [found[year] for year in sorted(found)]


@dataclass(frozen=True)
class Point:
    """A place in the drawing, in its own units, and the value that stands there."""

    x: float
    y: float
    value: int

    @property
    def label_y(self) -> float:
        """Where the value is written: above the point."""
        return self.y - 8


@dataclass(frozen=True)
class Trend:
    """The drawing: two lines over the years. Beside it stands a table with the same numbers."""

    width: int
    height: int
    before: tuple[Point, ...]
    after: tuple[Point, ...]
    labels: tuple[tuple[float, int], ...]

    @property
    def label_y(self) -> int:
        """Where the years are written."""
        return self.height - 6

    @property
    def line_before(self) -> str:
        """The points of the line of values before controls, as SVG writes them."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.before)

    @property
    def line_after(self) -> str:
        """The same after controls."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.after)


_STEP, _TOP, _HEIGHT, _FOOT, _SIDE = 70, 20, 80, 24, 30


def trend_of(years: Sequence[Year]) -> Trend | None:
    """Return the drawing of the years' values, or None when fewer than two years have one.

    A value is drawn as its part of the highest value that its year's scale
    has, so that a longer scale does not look like a higher risk.
    """
    if sum(year.value is not None for year in years) <= 1:
        return None
    common = max(max(year.value or 0, year.value_after or 0, year.highest or 0) for year in years)

    def points(values: Sequence[int | None]) -> tuple[Point, ...]:
        return tuple(
            Point(_SIDE + number * _STEP, round(_TOP + _HEIGHT * (1 - value / (year.highest or common)), 1), value)
            for number, (year, value) in enumerate(zip(years, values, strict=True))
            if value is not None
        )

    labels = tuple((_SIDE + number * _STEP, year.year) for number, year in enumerate(years))
    return Trend(
        2 * _SIDE + (len(years) - 1) * _STEP,
        _TOP + _HEIGHT + _FOOT,
        points([year.value for year in years]),
        points([year.value_after for year in years]),
        labels,
    )
