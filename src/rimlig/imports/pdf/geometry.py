"""What stands where on a page without tags: ruled cells, and lines of text in them and between them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from rimlig.imports.pdf.joining import Line

Box = tuple[float, float, float, float]  # left, top, right, bottom; points from the page's upper left corner

_SENTENCE_ENDS: Final = frozenset(".,;:!?)]”’\"'")
_UNSEEN_BREAKS: Final = frozenset("\u00ad\u200b")
_BOLD: Final = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_NEAR: Final = 2.0
_SHORTEST_RULE: Final = 12.0
"""Shorter strokes are symbols, not rules."""

_LEAST_RULES: Final = 3
"""So many upright rules must end at one height for a table to be open there."""


@dataclass(slots=True)
class TextLine:
    """A line of text in one cell, or between the tables."""

    page: int
    left: float
    right: float
    baseline: float  # from the page's top
    size: float
    bold: bool | None  # None: some of it
    in_cell: bool
    first_width: float  # of the part of the line that could have stood alone on the line above
    text: str  # as the file has it, with the space at its end if there is one

    @property
    def as_piece(self) -> Line:
        """Return the line as joining knows it."""
        return Line(self.page, -self.baseline, self.text)

    @property
    def may_end(self) -> bool:
        """Say whether the line ends as paragraphs do, with a word or a sentence."""
        last = self.text.rstrip()[-1]
        return last.isalnum() or last in _SENTENCE_ENDS

    @property
    def wraps(self) -> bool:
        """Say whether the line ends as only a broken line does, in a file that ends its paragraphs without a space."""
        if self.text[-1:].isspace() or self.text.endswith(("-", "–", "\u00ad", "\u200b")):
            return True
        return "/" in self.text.split()[-1]  # an address


@dataclass(slots=True)
class RuledCell:
    """A cell and its lines from top to bottom."""

    box: Box
    lines: list[TextLine] = field(default_factory=list)


@dataclass(slots=True)
class RuledRow:
    """A row of a table on one page. Open at the bottom or top: no rule is drawn there."""

    page: int
    cells: list[RuledCell]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def bottom(self) -> float:
        """Return how far down the page the row reaches."""
        return max(cell.box[3] for cell in self.cells)

    @property
    def pattern(self) -> tuple[tuple[int, int], ...]:
        """Return where the row's cells begin and end, to compare rows by."""
        return tuple((round(cell.box[0] / _NEAR), round(cell.box[2] / _NEAR)) for cell in self.cells)


@dataclass(slots=True)
class RuledTable:
    """A table on one page."""

    top: float
    rows: list[RuledRow]

    @property
    def sides(self) -> tuple[float, float]:
        """Return the left and right edge."""
        boxes = [cell.box for row in self.rows for cell in row.cells]
        return min(box[0] for box in boxes), max(box[2] for box in boxes)

    @property
    def bottom(self) -> float:
        """Return how far down the page the table reaches."""
        return max(row.bottom for row in self.rows)


@dataclass(slots=True)
class PageLayout:
    """A page: its tables, and the lines between them, from top to bottom."""

    number: int
    width: float
    height: float
    tables: list[RuledTable]
    lines: list[TextLine]


def page_layout(page: Any, number: int) -> PageLayout:
    """Return what a pdfplumber page shows."""
    tables = _tables(page, number)
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    inside: dict[int, list[dict[str, Any]]] = {}
    home = -1
    before: dict[str, Any] | None = None
    for character in page.chars:
        blank = not character["text"].strip()
        if not (blank and before is not None and _follows(before, character)):
            home = _home(character, cells, home)
        inside.setdefault(home, []).append(character)
        before = character
    for place, cell in enumerate(cells):
        cell.lines = text_lines(inside.get(place, ()), number, page.height, in_cell=True)
    outside = text_lines(inside.get(-1, ()), number, page.height, in_cell=False)
    return PageLayout(number, float(page.width), float(page.height), tables, outside)


def _tables(page: Any, number: int) -> list[RuledTable]:
    page = page.filter(_may_be_rule)
    tops, bottoms = _open_ends(page.edges)
    settings = {"explicit_horizontal_lines": sorted({*tops, *bottoms}), "edge_min_length": _SHORTEST_RULE}
    tables = []
    for found in page.find_tables(settings):
        rows = []
        for row in found.rows:
            boxes = sorted(cell for cell in row.cells if cell is not None)
            if boxes:
                top, bottom = boxes[0][1], max(box[3] for box in boxes)
                opened = (any(abs(top - y) < _NEAR for y in tops), any(abs(bottom - y) < _NEAR for y in bottoms))
                rows.append(RuledRow(number, [RuledCell(box) for box in boxes], *opened))
        if len({cell.box for row in rows for cell in row.cells}) > 1:  # a single box is a frame, not a table
            tables.append(RuledTable(found.bbox[1], rows))
    return sorted(tables, key=lambda table: table.top)


def _may_be_rule(thing: Any) -> bool:
    """Say whether something drawn is a line or a box, not a symbol's outline."""
    return bool(thing["object_type"] in {"line", "rect"})


def _open_ends(edges: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """Return the heights where upright rules begin or end in the open: at the top and at the bottom of a table."""
    level = [edge["top"] for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] >= _SHORTEST_RULE]
    ends = []
    for side in ("top", "bottom"):
        open_here = []
        for y in sorted({round(edge[side], 1) for edge in upright}):
            together = {round(edge["x0"]) for edge in upright if abs(edge[side] - y) < 1}
            goes_on = {round(edge["x0"]) for edge in upright if edge["top"] < y - _NEAR and edge["bottom"] > y + _NEAR}
            if len(together - goes_on) >= _LEAST_RULES and not any(abs(y - each) < _NEAR for each in level):
                open_here.append(y)
        extreme = [min, max][side == "bottom"]
        ends.append([extreme(open_here)] if open_here else [])
    return ends[0], ends[1]


def _follows(before: Any, character: Any) -> bool:
    rise, gap = before["matrix"][5] - character["matrix"][5], character["x0"] - before["x1"]
    return bool(abs(rise) < 1 and abs(gap) < before["size"])


def _home(character: dict[str, Any], cells: list[RuledCell], last: int) -> int:
    """Return the number of the cell that the character stands in, or -1; most stand where the one before stood."""
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    if last >= 0 and _holds(cells[last].box, x, y):
        return last
    return next((place for place, cell in enumerate(cells) if _holds(cell.box, x, y)), -1)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def text_lines(characters: Iterable[dict[str, Any]], page: int, height: float, *, in_cell: bool) -> list[TextLine]:
    """Return characters as lines from top to bottom, each from left to right."""
    rows: list[tuple[float, list[dict[str, Any]]]] = []
    for character in sorted(characters, key=lambda each: -each["matrix"][5]):
        baseline = height - character["matrix"][5]
        if rows and baseline - rows[-1][0] < 0.3 * character["size"]:
            rows[-1][1].append(character)
        else:
            rows.append((baseline, [character]))
    lines = [_line(sorted(each, key=lambda one: one["x0"]), baseline, page, in_cell=in_cell) for baseline, each in rows]
    return [line for line in lines if line.text.strip()]


def _line(characters: list[dict[str, Any]], baseline: float, page: int, *, in_cell: bool) -> TextLine:
    text, end = "", None
    for character in characters:
        if end is not None and character["x0"] - end > 0.18 * character["size"] and not text[-1:].isspace():
            text += " " if character["text"].strip() else ""
        text += character["text"]
        end = character["x1"]
    seen = [character for character in characters if character["text"].strip()] or characters
    bold = {bool(_BOLD.search(character["fontname"])) for character in seen}
    size = max(character["size"] for character in seen)
    return TextLine(
        page=page,
        left=seen[0]["x0"],
        right=max(each["x1"] for each in seen),
        baseline=baseline,
        size=size,
        bold=bold.pop() if len(bold) == 1 else None,
        in_cell=in_cell,
        first_width=_width_of_first(seen),
        text=text,
    )


def _width_of_first(characters: list[dict[str, Any]]) -> float:
    """Return the width of the line's first word, or of its part before a hyphen where lines may break."""
    end: float = characters[0]["x0"]
    for number, character in enumerate(characters):
        if character["x0"] - end > 0.18 * character["size"]:
            break
        end = character["x1"]
        around = [each["text"] for each in characters[max(0, number - 1) : number + 2]]
        if around[1:-1] == ["-"] and around[0].isalpha() and around[-1].isalpha():
            break
        if character["text"] in _UNSEEN_BREAKS:
            break
    return end - float(characters[0]["x0"])
