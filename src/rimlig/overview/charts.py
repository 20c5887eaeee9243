"""A chart as data: series, lines and numbers that each lead to their list. No database, and nothing of a page.

The same chart is drawn as bars or columns, stands as a table beside them, and is a sheet of the workbook.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Series:
    """What one kind of number is: its word, and its look (colour and pattern); see templates/overview/_patterns.html."""

    key: str
    word: str
    look: str


@dataclass(frozen=True)
class Number:
    """How many, and the address of the list that holds exactly them; "" where there is nothing to list."""

    value: int = 0
    address: str = ""


@dataclass(frozen=True)
class Segment:
    """A part of a bar or a column: where it begins and how long it is, as a percentage of the longest."""

    start: float
    length: float
    series: Series
    value: int


@dataclass(frozen=True)
class Line:
    """A row of the table: what it is about, and a number for each series."""

    label: str
    numbers: tuple[Number, ...]
    address: str = ""
    total: Number = Number()
    extra: Number = Number()
    short: str = ""
    """What it is called where there is room for a few signs only."""

    @property
    def sum(self) -> int:
        """All that is drawn of the line."""
        return sum(number.value for number in self.numbers)


@dataclass(frozen=True)
class Bar:
    """A line with its drawing, and what the drawing shows in words."""

    line: Line
    segments: tuple[Segment, ...]

    @property
    def said(self) -> str:
        """The numbers of the line with their words, for who does not see the drawing."""
        parts = ", ".join(f"{segment.value} {segment.series.word.lower()}" for segment in self.segments)
        return f"{self.line.label}: {parts}" if parts else f"{self.line.label}: 0"


@dataclass(frozen=True)
class Chart:
    """Lines of numbers of the same series. `first`, `total` and `extra` are the headings of columns that are not drawn."""

    key: str
    title: str
    first: str
    series: tuple[Series, ...]
    lines: tuple[Line, ...] = ()
    total: str = ""
    extra: str = ""
    described: str = ""
    shares: bool = False
    """Whether each bar is as long as the others, and shows shares; else its length shows how many there are."""

    @property
    def shown(self) -> tuple[Series, ...]:
        """The series that any line has something of: columns of zeros say nothing. All, when there is nothing."""
        used = [any(line.numbers[place].value for line in self.lines) for place in range(len(self.series))]
        return tuple(one for one, is_used in zip(self.series, used, strict=True) if is_used) or self.series

    def places(self) -> tuple[int, ...]:
        """Return where the shown series stand among all."""
        return tuple(self.series.index(one) for one in self.shown)

    def bars(self) -> list[Bar]:
        """Return the lines with their drawings."""
        longest = max((line.sum for line in self.lines), default=0)
        return [Bar(line, _segments(self, line, longest)) for line in self.lines]

    def rows(self) -> list[tuple[Bar, tuple[Number, ...]]]:
        """Return each bar with the numbers of the shown series."""
        places = self.places()
        return [(bar, tuple(bar.line.numbers[place] for place in places)) for bar in self.bars()]


def _segments(chart: Chart, line: Line, longest: int) -> tuple[Segment, ...]:
    whole = line.sum if chart.shares else longest
    start, found = 0.0, []
    for series, number in zip(chart.series, line.numbers, strict=True):
        if number.value:
            length = 100 * number.value / whole
            found.append(Segment(round(start, 2), round(length, 2), series, number.value))
            start += length
    return tuple(found)


STEP: Final = 64
"""Between the middles of two columns, in the drawing's own units."""
_WIDTH: Final = 36
_HEIGHT: Final = 130
_TOP: Final = 22
_FOOT: Final = 40


@dataclass(frozen=True)
class Part:
    """A part of a column, in the drawing's own units."""

    y: float
    height: float
    series: Series


@dataclass(frozen=True)
class Column:
    """A column: what it is called (in up to two short lines), and its parts from the ground up."""

    x: float
    middle: float
    label: tuple[str, ...]
    total: int
    top: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Columns:
    """The drawing of a chart whose lines follow each other in time."""

    width: int
    columns: tuple[Column, ...]
    height: int = _TOP + _HEIGHT + _FOOT
    ground: int = _TOP + _HEIGHT
    thickness: int = _WIDTH
    label_y: int = _TOP + _HEIGHT + 16
    second_y: int = _TOP + _HEIGHT + 32


def columns_of(chart: Chart) -> Columns | None:
    """Return the columns, or None where fewer than two lines have anything to draw: one column compares nothing."""
    if sum(bool(line.sum) for line in chart.lines) <= 1:
        return None
    highest = max(line.sum for line in chart.lines)
    return Columns(
        STEP * len(chart.lines),
        tuple(_column(chart.series, line, place, highest) for place, line in enumerate(chart.lines)),
    )


def _column(series: Sequence[Series], line: Line, place: int, highest: int) -> Column:
    y = float(_TOP + _HEIGHT)
    parts = []
    for one, number in zip(series, line.numbers, strict=True):
        if number.value:
            height = _HEIGHT * number.value / highest
            y -= height
            parts.append(Part(round(y, 1), round(height, 1), one))
    middle = STEP * place + STEP / 2
    return Column(
        middle - _WIDTH / 2, middle, _in_two(line.short or line.label), line.sum, round(y - 6, 1), tuple(parts)
    )


def _in_two(label: str) -> tuple[str, ...]:
    """Return the label in two lines where its last word is a year: “Tertial 2”, “2026”."""
    first, _space, last = label.rpartition(" ")
    return (first, last) if first and last.isdecimal() else (label,)
