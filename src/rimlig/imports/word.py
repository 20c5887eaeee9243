"""Word files to blocks: ours and other people's, whoever's program has saved them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from rimlig.core.archive import damaged
from rimlig.core.office import Package, Program, open_package, parse, too_large
from rimlig.imports.blocks import Block, OtherRow, Paragraph, Row, Unreadable
from rimlig.imports.risks import has_risks
from rimlig.imports.scales import is_matrix, is_scale
from rimlig.imports.word_styles import Styles
from rimlig.imports.word_table import Cell, Columns, columns_of
from rimlig.imports.word_text import MC, FieldStack, W, paragraph_text, text_boxes

MOST_PARAGRAPHS: Final = 100_000
MOST_ELEMENTS: Final = 1_000_000
"""A report of five hundred pages has a tenth of this."""

# Wrapped around paragraphs, rows or cells without being one: content controls, tracked insertions, tags of machines.
_WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_SYMBOL: Final = re.compile(r"^[^\w(]+")


def read_word(data: bytes) -> list[Block]:
    """Return the paragraphs and table rows of a .docx in the document's order.

    Headers, footers, the table of contents, comments, deletions and hidden
    machinery are left out; what was inserted is taken. Raises Unreadable, with
    a sentence for people, for every file that is not a readable .docx.
    """
    package = open_package(data, Program.WORD)
    body = _body(package)
    reader = _Reader(_styles(package))
    blocks = list(reader.blocks(body))
    if reader.tells_headings:
        return blocks
    # Nothing in the file says what is a heading: then nothing says what is running text either.
    return [replace(block, level=None) if isinstance(block, Paragraph) else block for block in blocks]


def _body(package: Package) -> Any:
    main = package.part(package.main)
    body = None if main is None else parse(main).find(f"{W}body")
    if body is None:
        raise Unreadable(damaged())
    if body.xpath("count(.//*)") > MOST_ELEMENTS or body.xpath("count(.//*[local-name() = 'p'])") > MOST_PARAGRAPHS:
        raise Unreadable(too_large())
    return body


def _styles(package: Package) -> Styles:
    for name in package.named("wordprocessingml.styles+xml"):
        xml = package.part(name)
        if xml is not None:
            return Styles.read(parse(xml))
    return Styles({})


@dataclass(slots=True)
class _Reader:
    styles: Styles
    tells_headings: bool = False
    fields: FieldStack = field(default_factory=FieldStack)
    _paragraphs: int = 0
    _tables: int = 0
    _begun: str = ""  # text of a paragraph whose end has been deleted: the next one goes on from it
    _columns: Columns | None = None  # of the last six-column table: its continuation may lack a header row

    def blocks(self, container: Any) -> Iterator[Block]:
        """Yield the blocks of a body, a text box or whatever else holds paragraphs and tables."""
        for child in _unwrapped(container):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
                for box in text_boxes(child):
                    yield from self.blocks(box)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        self._paragraphs += 1
        style = self.styles.of(element)
        if style.level:
            self.fields.leave_contents()  # a heading is never an entry of the contents, even if their end is missing
        text = f"{self._begun} {paragraph_text(element, self.fields)}".strip()
        self._begun = ""
        if style.is_contents or not text:
            return
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._begun = text
            return
        self.tells_headings |= style.tells
        yield Paragraph(text, _("paragraph %d") % self._paragraphs, style.level)

    def _table(self, table: Any) -> Iterator[Block]:
        self._tables += 1
        rows = [self._cells(row) for row in _unwrapped(table) if row.tag == f"{W}tr"]
        columns = columns_of(rows, self._columns)
        if columns is None:
            yield from self._other_table(rows)
            return
        self._columns = columns
        for number, cells in enumerate(rows, start=1):
            if columns.is_header(cells):
                continue
            if len(cells) == 1:  # one cell across the whole table is a heading inside it
                yield from self._as_paragraphs(cells)
            elif any(cell.text for cell in cells):
                place = _("table %(table)d, row %(row)d") % {"table": self._tables, "row": number}
                yield Row(_without_symbols(columns.sorted(cells)), place)

    def _other_table(self, rows: list[list[Cell]]) -> Iterator[Block]:
        """Yield the rows of a risk analysis or a scale with its header; any other table is there for the layout."""
        header = rows[0] if rows else []
        texts = tuple(cell.text for cell in header)
        if is_matrix(texts):
            return
        if not (has_risks(texts) or is_scale(texts)):
            for cells in rows:
                yield from self._as_paragraphs(cells)
            return
        for number, cells in enumerate(rows[1:], start=2):
            texts = tuple(
                "\n\n".join(cell.text for cell in cells if cell.text and head.start <= cell.start < head.end)
                for head in header
            )
            if any(texts) and texts != tuple(head.text for head in header):
                place = _("table %(table)d, row %(row)d") % {"table": self._tables, "row": number}
                yield OtherRow(tuple(head.text for head in header), texts, place)

    def _as_paragraphs(self, cells: list[Cell]) -> Iterator[Paragraph]:
        """Yield the texts of a table that is there for the layout, of which no one says what they are."""
        for cell in cells:
            for text in cell.text.split("\n\n"):
                if text:
                    yield Paragraph(text, _("table %d") % self._tables)

    def _cells(self, row: Any) -> list[Cell]:
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            return []
        start = _number(properties, "gridBefore", 0)
        cells = []
        for element in _unwrapped(row):
            if element.tag != f"{W}tc":
                continue
            cell_properties = element.find(f"{W}tcPr")
            end = start + max(1, _number(cell_properties, "gridSpan", 1))
            text = "" if _continues_a_merge(cell_properties) else self._cell_text(element)
            cells.append(Cell(text, start, end))
            start = end
        return cells

    def _cell_text(self, cell: Any) -> str:
        """Return the cell's paragraphs, those of text boxes and tables inside it too, with empty lines between."""
        texts = []
        for child in _unwrapped(cell):
            if child.tag == f"{W}p":
                texts.append(paragraph_text(child, self.fields))
                texts += [self._cell_text(box) for box in text_boxes(child)]
            elif child.tag == f"{W}tbl":
                texts += [inner.text for row in _unwrapped(child) if row.tag == f"{W}tr" for inner in self._cells(row)]
        return "\n\n".join(text for text in texts if text)


def _unwrapped(container: Any) -> Iterator[Any]:
    """Yield what is directly inside, looking through wrappers; a generated table of contents is passed over."""
    for child in container:
        if child.tag == f"{MC}AlternateContent":
            yield from _unwrapped(child[0] if len(child) else child)
        elif child.tag not in _WRAPPERS:
            yield child
        elif not _is_contents(child):
            yield from _unwrapped(child)


def _is_contents(wrapper: Any) -> bool:
    gallery = wrapper.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _number(properties: Any, name: str, default: int) -> int:
    element = None if properties is None else properties.find(W + name)
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if value.isdecimal() and len(value) < 5 else default  # noqa: PLR2004  (no table is wider)


def _continues_a_merge(properties: Any) -> bool:
    """Say whether the cell is hidden behind the one above or to the left of it."""
    if properties is None:
        return False
    merges = (properties.find(f"{W}vMerge"), properties.find(f"{W}hMerge"))
    return any(merge is not None and merge.get(f"{W}val", "continue") == "continue" for merge in merges)


def _without_symbols(cells: tuple[str, str, str, str, str, str]) -> tuple[str, str, str, str, str, str]:
    control, event, follow_up, deviation, action, status = cells
    return control, event, follow_up, _SYMBOL.sub("", deviation).strip(), action, _SYMBOL.sub("", status).strip()
