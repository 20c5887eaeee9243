"""A risk matrix as data: an edition of the scales, and how many risks stand where. No database.

The scales page draws it without risks, the risk pages with them, and the
plan's documents lay out the same rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

Place = tuple[int, int]
"""Likelihood and consequence."""


@dataclass(frozen=True)
class Step:
    """A step of a scale."""

    value: int
    name: str
    criterion: str = ""


@dataclass(frozen=True)
class Band:
    """A colour band: from its value up to where the next begins. `look` is one of models.Look."""

    from_value: int
    name: str
    look: str
    up_to: int = field(default=0, compare=False)
    """The highest value of the band; 0 until the scales have been put together."""


_NO_BAND: Final = Band(1, "", "moderate")


@dataclass(frozen=True)
class Scales:
    """What an edition of the scales says: the steps from the lowest, the bands from the lowest, and the threshold."""

    likelihoods: tuple[Step, ...]
    consequences: tuple[Step, ...]
    bands: tuple[Band, ...]
    threshold: int

    @property
    def highest(self) -> int:
        """The highest risk value that there can be."""
        return len(self.likelihoods) * len(self.consequences)

    def band_of(self, value: int) -> Band:
        """Return the band of a risk value; a nameless grey one where the scales have none."""
        return max((band for band in self.bands if band.from_value <= value), key=_start, default=_NO_BAND)

    def bands_with_ends(self) -> tuple[Band, ...]:
        """Return the bands in order, each with the highest value that it holds."""
        ordered = sorted(self.bands, key=_start)
        ends = [*(band.from_value - 1 for band in ordered[1:]), self.highest]
        return tuple(Band(band.from_value, band.name, band.look, end) for band, end in zip(ordered, ends, strict=True))


def _start(band: Band) -> int:
    return band.from_value


@dataclass(frozen=True)
class Cell:
    """A place in the matrix. `count` is None when no risks are shown; `address` is empty when it leads nowhere."""

    likelihood: int
    consequence: int
    value: int
    band: Band
    reaches_threshold: bool
    count: int | None = None
    address: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Row:
    """The places of one likelihood, from the mildest consequence."""

    step: Step
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Rows from the highest likelihood down, and what the columns and the colours are called."""

    rows: tuple[Row, ...]
    columns: tuple[Step, ...]
    bands: tuple[Band, ...]
    threshold: int
    counts_risks: bool


def matrix_of(
    scales: Scales,
    counts: Mapping[Place, int] | None = None,
    *,
    address: Callable[[int, int], str] | None = None,
    chosen: Place | None = None,
) -> Matrix:
    """Return the matrix of the scales.

    `counts` gives the number of risks at (likelihood, consequence); without it
    the cells show their risk values. `address` gives the URL that a place with
    risks leads to. `chosen` is the place whose risks the page lists.
    """

    def cell(likelihood: int, consequence: int) -> Cell:
        value = likelihood * consequence
        count = None if counts is None else counts.get((likelihood, consequence), 0)
        leads = address(likelihood, consequence) if address is not None and count else ""
        place = (likelihood, consequence)
        return Cell(
            *place, value, scales.band_of(value), value >= scales.threshold, count, leads, chosen=place == chosen
        )

    rows = tuple(
        Row(step, tuple(cell(step.value, column.value) for column in scales.consequences))
        for step in reversed(scales.likelihoods)
    )
    return Matrix(rows, scales.consequences, scales.bands_with_ends(), scales.threshold, counts is not None)
