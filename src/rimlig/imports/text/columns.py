"""Lines of a table whose columns stand at their places, as `pdftotext -layout` keeps them."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rimlig.documents import words
from rimlig.imports.text.lines import Line
from rimlig.imports.text.sections import TablePage
from rimlig.imports.text.unclear import Unclear

CONTROL, EVENT, FOLLOW_UP, DEVIATION, ACTION, STATUS = range(6)
_SEGMENT: Final = re.compile(r"\S+(?: \S+)*")
_SLACK: Final = 2  # characters: letters of different width move a column's text a little
_SPANNING: Final = {FOLLOW_UP: DEVIATION, ACTION: STATUS}
"""An analysis begins in the one column and runs over the other."""


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One line of a table: its text by column. `wide` are the columns whose text runs over the next one too."""

    number: int
    cells: dict[int, str]
    wide: frozenset[int]
    page: bool
    follows: bool  # right after another line with words, not after an empty one
    room: tuple[int, ...]  # how many characters each column but the last has


def is_laid_out(page: TablePage) -> bool:
    """Tell whether the columns' titles stand side by side, as they do on paper."""
    return any(len(_SEGMENT.findall(line.text)) > 2 for line in page.header)  # noqa: PLR2004


def column_lines(pages: tuple[TablePage, ...]) -> list[ColumnLine]:
    """Return a table's lines with words, by column. Raises Unclear where a text runs from one column into another."""
    found: list[ColumnLine] = []
    for page in pages:
        starts = _starts(page.header)
        room = tuple(after - start for start, after in pairwise(starts))
        first, empty = True, True
        for line in page.lines:
            if line.words:
                cells, wide = _cells(line, starts)
                page_begins = first and bool(found)
                found.append(ColumnLine(line.number, cells, wide, page_begins, first or not empty, room))
                first = False
            empty = not line.words
    return found


def _starts(header: list[Line]) -> list[int]:
    """Return where each column begins: where its title's first word stands."""
    places: dict[str, list[int]] = {}
    for line in header:
        for segment in _SEGMENT.finditer(line.text):
            places.setdefault(segment[0].split(" ")[0].split("/")[0], []).append(segment.start())
    starts: list[int] = []
    for title in words.COLUMNS:
        places_left = [
            place for place in places.get(title.split(" ")[0].split("/")[0], []) if not starts or place > starts[-1]
        ]
        if not places_left:
            raise Unclear(header[0].number)
        starts.append(min(places_left))
    return starts


def _cells(line: Line, starts: list[int]) -> tuple[dict[int, str], frozenset[int]]:
    cells: dict[int, str] = {}
    wide: set[int] = set()
    for segment in _SEGMENT.finditer(line.text):
        column = max((index for index, start in enumerate(starts) if start <= segment.start() + _SLACK), default=0)
        while column + 1 < len(starts) and segment.end() > starts[column + 1] + _SLACK:
            if column in wide or _SPANNING.get(column) is None or segment.end() > _end_of_span(column, starts) + _SLACK:
                raise Unclear(line.number)
            wide.add(column)
            break
        if column in cells:  # more than one space between two words of a cell
            cells[column] += " " + segment[0]
        else:
            cells[column] = segment[0]
    return cells, frozenset(wide)


def _end_of_span(column: int, starts: list[int]) -> int:
    after = column + 2
    return starts[after] if after < len(starts) else 10**6
