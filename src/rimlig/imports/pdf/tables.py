"""The rows of a table to blocks, whichever way they were found."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rimlig.imports.blocks import Block, OtherRow, Paragraph, Row
from rimlig.imports.word_table import Cell, Columns, columns_of


@dataclass(slots=True)
class TableRow:
    """A row's cells from left to right, their extents in any unit that a whole table shares, and its first page."""

    cells: list[Cell]
    page: int


@dataclass(slots=True)
class TableReader:
    """Reads table after table; one without a header goes on with the columns of the six-column table before it."""

    level: int | None  # of a paragraph that stands in a table made for the layout
    columns: Columns | None = None

    def blocks(self, rows: list[TableRow]) -> Iterator[Block]:
        """Give a six-column table's rows, another table's rows with its header, or a layout table's paragraphs."""
        rows = [row for row in rows if row.cells]
        columns = columns_of([row.cells for row in rows], self.columns)
        if columns is not None:
            self.columns = columns
            yield from self._six(rows, columns)
        elif len(rows) > 1 and len(rows[0].cells) > 1 and {len(row.cells) for row in rows} == {len(rows[0].cells)}:
            header = tuple(cell.text for cell in rows[0].cells)
            for row in rows[1:]:
                cells = tuple(cell.text for cell in row.cells)
                if cells != header:
                    yield OtherRow(header, cells, place_of(row.page))
        else:
            for row in rows:
                yield from self._paragraphs(row)

    def _six(self, rows: list[TableRow], columns: Columns) -> Iterator[Block]:
        for row in rows:
            if columns.is_header(row.cells):
                continue
            if len(row.cells) == 1:  # one cell across the whole table is a heading inside it
                yield from self._paragraphs(row)
            elif any(cell.text for cell in row.cells):
                yield Row(columns.sorted(row.cells), place_of(row.page))

    def _paragraphs(self, row: TableRow) -> Iterator[Paragraph]:
        for cell in row.cells:
            for text in cell.text.split("\n\n"):
                if text:
                    yield Paragraph(text, place_of(row.page), self.level)


def place_of(page: int) -> str:
    """Return where a person finds it in the file."""
    return _("page %(number)d") % {"number": page}
