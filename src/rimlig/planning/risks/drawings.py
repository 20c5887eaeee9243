"""Small drawings of risks as plain geometry: where controls move them in the matrix, and how people's values spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from rimlig.planning.risks.matrix import Scales
from rimlig.planning.risks.overview import Move
from rimlig.planning.risks.queries_workshops import Spread

_CELL, _GAP, _MARGIN = 60, 3, 34


@dataclass(frozen=True)
class Box:
    """A cell of the matrix."""

    x: int
    y: int
    look: str


@dataclass(frozen=True)
class Arrow:
    """A move: from the middle of one cell to the middle of another, with the number of risks beside its end."""

    x1: float
    y1: float
    x2: float
    y2: float
    head: str
    count: int
    label_x: float
    label_y: float


@dataclass(frozen=True)
class MovesDrawing:
    """The matrix with its moves. `rows` and `columns` are places for the steps' numbers."""

    width: int
    height: int
    side: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    rows: tuple[tuple[int, int], ...]
    columns: tuple[tuple[int, int], ...]


def drawing_of_moves(scales: Scales, moves: Sequence[Move]) -> MovesDrawing:
    """Return where the matrix's cells and the arrows of the moves stand."""
    high, wide = len(scales.likelihoods), len(scales.consequences)
    boxes = tuple(
        Box(
            _MARGIN + (consequence - 1) * _CELL,
            (high - likelihood) * _CELL,
            scales.band_of(likelihood * consequence).look,
        )
        for likelihood in range(1, high + 1)
        for consequence in range(1, wide + 1)
    )
    return MovesDrawing(
        _MARGIN + wide * _CELL,
        high * _CELL + _MARGIN,
        _CELL - _GAP,
        boxes,
        tuple(_arrow(move, high) for move in moves),
        tuple((step, (high - step) * _CELL + _CELL // 2) for step in range(1, high + 1)),
        tuple((step, _MARGIN + (step - 1) * _CELL + _CELL // 2) for step in range(1, wide + 1)),
    )


def _middle(place: tuple[int, int], high: int) -> tuple[float, float]:
    likelihood, consequence = place
    return _MARGIN + (consequence - 0.5) * _CELL - _GAP / 2, (high - likelihood + 0.5) * _CELL - _GAP / 2


def _arrow(move: Move, high: int) -> Arrow:
    (x1, y1), (x2, y2) = _middle(move.before, high), _middle(move.after, high)
    length = hypot(x2 - x1, y2 - y1)
    along_x, along_y = (x2 - x1) / length, (y2 - y1) / length
    # The head is drawn as a triangle of its own: a marker would need an id, and ids must be unique on a page.
    tip, wing, back = (x2, y2), 5, 10
    left = (x2 - along_x * back - along_y * wing, y2 - along_y * back + along_x * wing)
    right = (x2 - along_x * back + along_y * wing, y2 - along_y * back - along_x * wing)
    head = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, left, right))
    end_x, end_y = x2 - along_x * back, y2 - along_y * back
    return Arrow(
        round(x1, 1),
        round(y1, 1),
        round(end_x, 1),
        round(end_y, 1),
        head,
        move.count,
        round(x1 - along_x * 12, 1),
        round(y1 - along_y * 12 + 5, 1),
    )


@dataclass(frozen=True)
class Dot:
    """One person's value."""

    x: int
    y: int


@dataclass(frozen=True)
class DotsDrawing:
    """The values that people gave, a dot each above its step; a line from the lowest to the highest."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    steps: tuple[tuple[int, int], ...]
    least_x: int
    most_x: int
    middle_x: float
    base: int


_STEP_WIDTH, _DOT, _FOOT, _TOP = 36, 11, 34, 8


def drawing_of_dots(spread: Spread) -> DotsDrawing:
    """Return where the dots of the spread stand; dots on the same step stand above one another."""

    def middle(step: float) -> float:
        return (step - 0.5) * _STEP_WIDTH

    tallest = max(spread.dots)
    base = _TOP + tallest * _DOT
    dots = tuple(
        Dot(round(middle(step)), base - number * _DOT - _DOT // 2)
        for step, count in enumerate(spread.dots, 1)
        for number in range(count)
    )
    steps = tuple((step, round(middle(step))) for step in range(1, len(spread.dots) + 1))
    return DotsDrawing(
        len(spread.dots) * _STEP_WIDTH,
        base + _FOOT,
        dots,
        steps,
        round(middle(spread.least)),
        round(middle(spread.most)),
        round(middle(spread.middle), 1),
        base,
    )
