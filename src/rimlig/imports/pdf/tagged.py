"""A tagged PDF to blocks: every heading, paragraph and cell is what the tags say, also over page breaks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from rimlig.imports.blocks import Block, Paragraph
from rimlig.imports.pdf.joining import Joiner, Line
from rimlig.imports.pdf.marked import UNMARKED, MarkedPage
from rimlig.imports.pdf.structure import Element, Marked
from rimlig.imports.pdf.tables import TableReader, TableRow, place_of
from rimlig.imports.word_table import Cell

_HEADINGS: Final = {"H": 1, "Title": 0} | {f"H{level}": level for level in range(1, 10)}
_GROUPS: Final = frozenset(
    [
        "Root",
        "Document",
        "DocumentFragment",
        "Part",
        "Art",
        "Sect",
        "Div",
        "NonStruct",
        "Aside",
        "BlockQuote",
        "Private",
        "Index",
        "L",
        "LI",
        "LBody",
        "Table",
        "THead",
        "TBody",
        "TFoot",
        "TR",
        "TD",
        "TH",
    ]
)
_LEFT_OUT: Final = frozenset(["TOC", "TOCI", "Artifact", "Figure", "Formula"])
_ENOUGH: Final = 0.98
"""The share of a document's letters that its tags must cover to be trusted."""


@dataclass(slots=True)
class TaggedText:
    """The marked text of all pages, and how the file breaks its lines."""

    pages: dict[Any, MarkedPage]  # by the page object's number in the file
    joiner: Joiner = field(default_factory=Joiner)
    tables: TableReader = field(default_factory=lambda: TableReader(level=0))

    def lines(self, marks: list[Marked]) -> list[Line]:
        """Return the pieces of text under the marks, in order."""
        found = []
        for mark in marks:
            page = self.pages.get(mark.page)
            if page is not None:
                found += page.pieces.get(mark.number, [])
        return found

    def covered_by(self, tree: Element) -> bool:
        """Say whether the tags cover the text well enough to be trusted. Page furniture is no text."""
        tagged = sum(len("".join(line.text.split())) for line in self.lines(list(tree.marks())))
        untagged = sum(page.letters(UNMARKED) for page in self.pages.values())
        return tagged > 0 and tagged >= _ENOUGH * (tagged + untagged)


def tagged_blocks(tree: Element, text: TaggedText) -> list[Block]:
    """Return what the tags say, in their order; tables without six columns give their cells as paragraphs."""
    for leaf in _leaves(tree):
        text.joiner.learn(text.lines(leaf))
    return list(_blocks(tree, text))


def _leaves(element: Element) -> Iterator[list[Marked]]:
    """Give the marks of every paragraph anywhere below."""
    for part in _parts(element):
        if isinstance(part, list):
            yield part
        elif part.kind in _GROUPS:
            yield from _leaves(part)
        elif part.kind not in _LEFT_OUT:
            yield list(part.marks())


def _parts(element: Element) -> Iterator[Element | list[Marked]]:
    """Give a group's elements, and each run of text that stands in it without one as the marks of a paragraph."""
    loose: list[Marked] = []
    for child in element.children:
        if isinstance(child, Marked):
            loose.append(child)
        elif child.kind in {"Span", "Link", "Em", "Strong", "Reference", "Lbl", "Quote", "Code"}:
            loose += child.marks()
        else:
            if loose:
                yield loose
                loose = []
            yield child
    if loose:
        yield loose


def _blocks(element: Element, text: TaggedText) -> Iterator[Block]:
    for part in _parts(element):
        if isinstance(part, list):
            yield from _paragraph(part, text, 0)
        elif part.kind == "Table":
            yield from text.tables.blocks(list(_table_rows(part, text)))
        elif part.kind in _GROUPS:
            yield from _blocks(part, text)
        elif part.kind not in _LEFT_OUT:
            yield from _paragraph(list(part.marks()), text, _HEADINGS.get(part.kind, 0))


def _paragraph(marks: list[Marked], text: TaggedText, level: int) -> Iterator[Paragraph]:
    lines = text.lines(marks)
    joined = text.joiner.join(lines)
    if joined:
        yield Paragraph(joined, place_of(lines[0].page), level)


def _table_rows(table: Element, text: TaggedText) -> Iterator[TableRow]:
    """Give the table's rows with their cells in its grid, which cells from above may take part of."""
    taken: dict[int, int] = {}  # column: rows below that a cell from above still takes
    for row in _rows(table):
        cells, pages, column = [], [], 0
        for element in row.children:
            if not isinstance(element, Element) or element.kind not in {"TD", "TH"}:
                continue
            while taken.get(column, 0) > 0:
                taken[column] -= 1
                column += 1
            pages += [line.page for line in text.lines(list(element.marks()))]
            cells.append(Cell(_cell_text(element, text), column, column + element.columns))
            taken |= dict.fromkeys(range(column, column + element.columns), element.rows - 1)
            column += element.columns
        for rest in [rest for rest in taken if rest >= column]:
            taken[rest] = max(0, taken[rest] - 1)
        yield TableRow(cells, min(pages, default=1))


def _rows(table: Element) -> Iterator[Element]:
    for child in table.children:
        if isinstance(child, Element):
            if child.kind == "TR":
                yield child
            elif child.kind in {"THead", "TBody", "TFoot"}:
                yield from _rows(child)


def _cell_text(cell: Element, text: TaggedText) -> str:
    paragraphs = (text.joiner.join(text.lines(marks)) for marks in _leaves(cell))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
