"""Which of the six columns each cell of a Word table stands in, whatever invisible columns there are between."""

from dataclasses import dataclass
from typing import TypeAlias

from rimlig.documents.words import COLUMNS
from rimlig.imports.blocks import COLUMNS_IN_ROW
from rimlig.imports.headers import squeezed

Six: TypeAlias = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and the part of the table's grid that it covers: from start up to end."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in the grid each of the six columns stands, as its header row has it."""

    extents: tuple[tuple[int, int], ...]
    width: int  # of the whole grid

    def is_header(self, cells: list[Cell]) -> bool:
        """Say whether the row is a header, the first or a repeated one."""
        return _is_header(cells)

    def sorted(self, cells: list[Cell]) -> Six:
        """Return the row's texts by column; a cell over several columns stands in the first of them."""
        texts: list[list[str]] = [[] for _column in COLUMNS]
        in_order = len(cells) == COLUMNS_IN_ROW and cells[-1].end != self.width
        for number, cell in enumerate(cells):
            if cell.text:
                texts[number if in_order else self._column(cell)].append(cell.text)
        control, event, follow_up, deviation, action, status = ("\n\n".join(column) for column in texts)
        return control, event, follow_up, deviation, action, status

    def _column(self, cell: Cell) -> int:
        for number, (start, end) in enumerate(self.extents):
            if max(start, cell.start) < min(end, cell.end):
                return number
        # Words in a column that has no header: they belong to what stands to the left.
        return max((number for number, (start, _end) in enumerate(self.extents) if start <= cell.start), default=0)


def columns_of(rows: list[list[Cell]], before: Columns | None) -> Columns | None:
    """Return the six columns of a table, or None when it is a table of something else.

    A table without a header row is taken as the continuation of the six-column
    table before it when its grid is as wide.
    """
    for cells in rows:
        if _is_header(cells):
            named = [cell for cell in cells if cell.text]
            return Columns(tuple((cell.start, cell.end) for cell in named), cells[-1].end)
    widths = {cells[-1].end for cells in rows if cells}
    return before if before is not None and widths == {before.width} else None


def _is_header(cells: list[Cell]) -> bool:
    named = [squeezed(cell.text) for cell in cells if cell.text]
    return named == [squeezed(name) for name in COLUMNS]
