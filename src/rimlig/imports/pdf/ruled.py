"""A PDF without tags to blocks: ruled tables by their rules, running text by the gaps between its lines."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

from rimlig.documents.words import CONTENTS
from rimlig.imports.blocks import Block, Paragraph
from rimlig.imports.pdf.breaks import goes_on
from rimlig.imports.pdf.content import quick
from rimlig.imports.pdf.furniture import without_furniture
from rimlig.imports.pdf.geometry import PageLayout, RuledCell, RuledRow, RuledTable, TextLine, page_layout
from rimlig.imports.pdf.paragraphs import Typesetting
from rimlig.imports.pdf.tables import TableReader, TableRow, place_of
from rimlig.imports.word_table import Cell

_LEADER: Final = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$|(?:\s\.){2,}\s+\d+\s*$|…+\s*\d+\s*$|_{4,}\s*\d+\s*$")
"""Dots up to a page's number; spaced ones may be two, where the entry nearly fills its line."""
_SAME_SIDE: Final = 3.0


def ruled_blocks(pages: Iterable[Any], progress: Callable[[int], None]) -> list[Block]:
    """Return the blocks of pdfplumber pages, each closed as soon as it is read."""
    layouts = []
    for number, page in enumerate(map(quick, pages), start=1):
        layouts.append(page_layout(page, number))
        page.close()
        progress(number)
    without_furniture(layouts)
    # The leaders of a table of contents show best where lines end.
    right = _right_margins(layouts)
    _without_contents(layouts)
    return list(_Reader(layouts, right).blocks())


def _right_margins(pages: list[PageLayout]) -> dict[tuple[int, int], float]:
    """Return how far to the right running text reaches on pages of each shape, in points."""
    margins = {_shape(page): 0.0 for page in pages}
    for page in pages:
        margins[_shape(page)] = max([margins[_shape(page)], *(line.right for line in page.lines)])
    return margins


def _without_contents(pages: list[PageLayout]) -> None:
    """Take out the entries of a table of contents, known by their leaders; its heading stays."""
    begun = False
    for page in pages:
        start = next((place for place, line in enumerate(page.lines) if line.text.strip().startswith(CONTENTS)), -1)
        entries = [place for place, line in enumerate(page.lines) if _LEADER.search(line.text)]
        if not entries or not (begun or start >= 0):
            begun = False
            continue
        page.lines = [line for place, line in enumerate(page.lines) if not start < place <= entries[-1]]
        begun = True


class _Reader:
    """Puts pages together that were read one by one."""

    def __init__(self, pages: list[PageLayout], right: dict[tuple[int, int], float]) -> None:
        self.pages = pages
        self.right = right
        self.tables = TableReader(level=None)
        self.setting = Typesetting()
        for page in pages:
            self._learn(page)
        self.ends = {_shape(page): 0.0 for page in pages}
        for page in pages:
            reach = [line.baseline for line in page.lines] + [table.bottom for table in page.tables]
            self.ends[_shape(page)] = max([self.ends[_shape(page)], *reach])

    def _learn(self, page: PageLayout) -> None:
        parts = _in_order(page)
        for part in parts:
            rows = part.rows if isinstance(part, RuledTable) else []
            for row in rows:
                for cell in row.cells:
                    self.setting.learn(cell.lines, whole=row is not rows[-1] or part is not parts[-1])
            if isinstance(part, list):
                self.setting.learn(part, whole=part is not parts[-1])

    def blocks(self) -> Iterator[Block]:
        """Give the blocks of all pages in order."""
        waiting: list[TextLine] = []  # the paragraph that may go on
        table: list[RuledRow] = []  # the table that may go on
        sides = (0.0, 0.0)
        for page in self.pages:
            for number, part in enumerate(_in_order(page)):
                if isinstance(part, RuledTable):
                    yield from self._paragraph(waiting)
                    waiting = []
                    if table and number == 0 and _same(sides, part.sides):
                        self._append(table, part)
                    else:
                        yield from self._table(table)
                        table, sides = list(part.rows), part.sides
                    continue
                yield from self._table(table)
                table = []
                first, *others = self.setting.paragraphs(part, self.right[_shape(page)])
                right = self.right[_shape(page)]
                if waiting and number == 0 and self.setting.goes_on_over_page(waiting[-1], first[0], right):
                    waiting += first
                else:
                    yield from self._paragraph(waiting)
                    waiting = first
                for paragraph in others:
                    yield from self._paragraph(waiting)
                    waiting = paragraph
        yield from self._paragraph(waiting)
        yield from self._table(table)

    def _paragraph(self, lines: list[TextLine]) -> Iterator[Paragraph]:
        if text := self.setting.text(lines):
            yield Paragraph(text, place_of(lines[0].page))

    def _append(self, table: list[RuledRow], part: RuledTable) -> None:
        """Put the next page's part under a table: without the repeated header, and a row that goes on in one piece."""
        rows = part.rows
        if len(table) > 1 and self._texts(rows[0]) == self._texts(table[0]):
            rows = rows[1:]
        page = self.pages[table[-1].page - 1]
        columns = max(len(row.cells) for row in table)
        if rows and len(table) > 1 and goes_on(table[-1], rows[0], columns, self.setting, self.ends[_shape(page)]):
            for here, there in zip(table[-1].cells, rows[0].cells, strict=True):
                here.lines += there.lines
                here.box = (*here.box[:3], there.box[3])
            table[-1].open_bottom = rows[0].open_bottom
            rows[0] = RuledRow(rows[0].page, table[-1].cells, table[-1].open_top, rows[0].open_bottom)
            table.pop()
        table += rows

    def _texts(self, row: RuledRow) -> list[str]:
        return [self._cell_text(cell) for cell in row.cells]

    def _table(self, rows: list[RuledRow]) -> Iterator[Block]:
        found = []
        for row in rows:
            cells = [Cell(self._cell_text(cell), round(cell.box[0]), round(cell.box[2])) for cell in row.cells]
            pages = [line.page for cell in row.cells for line in cell.lines]
            found.append(TableRow(cells, min(pages, default=row.page)))
        yield from self.tables.blocks(found)

    def _cell_text(self, cell: RuledCell) -> str:
        """Return the cell's paragraphs; where it goes on over a page, the words tell whether the paragraph does too."""
        right = cell.box[2] - (min((line.left for line in cell.lines), default=0) - cell.box[0])
        paragraphs: list[list[TextLine]] = []
        for page in sorted({line.page for line in cell.lines}):
            here = self.setting.paragraphs([line for line in cell.lines if line.page == page], right)
            last = paragraphs[-1][-1] if paragraphs else None
            if last and self.setting.goes_on_over_page(last, here[0][0], right):
                paragraphs[-1] += here.pop(0)
            paragraphs += here
        return "\n\n".join(self.setting.text(paragraph) for paragraph in paragraphs)


def _shape(page: PageLayout) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(here - there) < _SAME_SIDE for here, there in zip(one, other, strict=True))


def _in_order(page: PageLayout) -> list[RuledTable | list[TextLine]]:
    """Return the page's tables, and the runs of lines before, between and after them."""
    edges = [0.0, *(table.top for table in page.tables), float("inf")]
    found: list[RuledTable | list[TextLine]] = []
    for number, (start, end) in enumerate(pairwise(edges)):
        if number:
            found.append(page.tables[number - 1])
        if lines := [line for line in page.lines if start <= line.baseline < end]:
            found.append(lines)
    return found
