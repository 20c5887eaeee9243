"""What lies between two empty lines of an extracted table, with the spaces that stand for empty cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rimlig.documents import words
from rimlig.imports.table import DEVIATION_BY_WORD, STATUS_BY_WORD
from rimlig.imports.text.lines import Line
from rimlig.imports.text.sections import TablePage
from rimlig.imports.text.widths import joined

CONTROL, SPACER, EVENT, FOLLOW_UP, DEVIATION, ACTION, STATUS, END = range(8)
"""The cells of a row in the order in which they are written. The spacer is a column without a name or words."""

STATUS_CELLS: Final = {
    DEVIATION: frozenset(DEVIATION_BY_WORD),
    STATUS: frozenset(STATUS_BY_WORD),
}
_GAP: Final = re.compile(" +")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines without an empty line between them: a cell of several lines, or several cells of one line.

    `lead` counts the spaces before the first word and `trail` those after the
    last; each is an empty cell but for the one that ends a cell. A chunk
    without lines is spaces only, and all of them are its lead.
    """

    lead: int
    lines: tuple[str, ...]
    trail: int
    page: bool
    number: int

    @property
    def text(self) -> str:
        """The lines as one."""
        return joined(list(self.lines))


Cells = dict[int, tuple[str, ...]]
"""The lines of each cell that has any, by column."""


def is_spaced(page: TablePage) -> bool:
    """Tell whether cells of the header end with a space and the narrow column before the second title is one, too."""
    return all(line.text.endswith(" ") for line in page.header if line.words) and any(
        line.text.startswith(" ") and line.words.startswith(words.COLUMNS[1]) for line in page.header
    )


def chunks_of(lines: list[Line]) -> list[Chunk]:
    """Return the chunks of a table's lines. A new page begins a new chunk."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if not line.text:
            groups.append([])
        elif line.page or not line.words:
            groups.append([line])
        else:
            groups[-1].append(line)
        if line.text and not line.words:
            groups.append([])
    return [_chunk(group) for group in groups if group]


def _chunk(group: list[Line]) -> Chunk:
    first, last = group[0], group[-1]
    if not first.words:
        return Chunk(len(first.text), (), 0, first.page, first.number)
    lead = len(first.text) - len(first.text.lstrip(" "))
    trail = len(last.text) - len(last.text.rstrip(" "))
    return Chunk(lead, tuple(line.words for line in group), trail, first.page, first.number)


def is_status(text: str, column: int, *, begun: bool = False) -> bool:
    """Tell whether the text is a status word of the column; with `begun`, whether it begins one that a page cut off."""
    folded = text.casefold()
    if begun:
        return len(folded) > 1 and any(word.startswith(folded + " ") for word in STATUS_CELLS[column])
    return folded in STATUS_CELLS[column]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a page break does to the status cells of a row: one may begin here, or go on from the page before."""

    may_begin: bool = False
    column: int = 0
    begun: str = ""

    def allows(self, text: str, column: int) -> bool:
        """Tell whether the text can stand in a status column."""
        if column == self.column:
            return is_status(f"{self.begun} {text}", column)
        return is_status(text, column) or (self.may_begin and is_status(text, column, begun=True))


def readings(chunk: Chunk, column: int, cut: Cut) -> Iterator[tuple[Cells, int]]:
    """Give every way to read the chunk as cells from `column` on: the cells, and the column that comes next.

    One space parts a status from what stands before it; each further space is
    an empty cell. A status column holds nothing but its words.
    """
    start = column + chunk.lead
    if start > END or (chunk.lines and start >= END):
        return
    if not chunk.lines:
        yield {}, start
        return
    yield from _from(chunk, start, 0, cut)


def _from(chunk: Chunk, column: int, at: int, cut: Cut) -> Iterator[tuple[Cells, int]]:
    if column == SPACER:
        return
    first = chunk.lines[0]
    for gap in _GAP.finditer(first, at):
        end, following = gap.span()
        next_column = column + following - end
        beside_status = column in STATUS_CELLS or next_column in STATUS_CELLS
        if next_column >= END or (following - end == 1 and not beside_status):
            continue
        if column in STATUS_CELLS and not is_status(first[at:end], column):
            continue
        for cells, rest in _from(chunk, next_column, following, cut):
            yield {column: (first[at:end],), **cells}, rest
    lines = (first[at:], *chunk.lines[1:])
    if lines[0] == words.ANALYSIS or lines[0].startswith((words.RESULT, words.MEASURES)):
        return  # these words begin an analysis and its parts, never an ordinary cell
    if column not in STATUS_CELLS or cut.allows(joined(list(lines)), column):
        yield {column: lines}, min(column + max(chunk.trail, 1), END)
