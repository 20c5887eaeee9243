"""A document of blocks as a Word file, with the styles of our own template."""

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as PictureParagraph

from rimlig.appearance.colours import light_palette
from rimlig.documents import words
from rimlig.reporting.blocks import KEPT_TOGETHER, Block, BlockDocument, Facts, Heading, Paragraph, Piece, Table
from rimlig.reporting.logo_picture import logo_file
from rimlig.reporting.packing import repacked
from rimlig.reporting.word_contents import fill_contents
from rimlig.reporting.word_logo import describe_pictures, size_of
from rimlig.reporting.word_runs import (
    field,
    instruction,
    page_break,
    paragraph_of,
    run_of,
    signed_runs,
    stops,
    tab,
    underline,
)
from rimlig.reporting.word_template import default_template
from rimlig.reporting.word_text import state_properties, writable

_UPRIGHT: Final = (11_906, 16_838)  # A4 in twentieths of a point
_MARGIN: Final = 1_134
_HEADER_STOPS: Final = (7_399, 14_798)  # of the style, for the page of the template
_SMALL_LOGO: Final = (45, 13)  # millimetres: above a title without a cover
_MANY_COLUMNS, _SMALL_TEXT = 8, 8.5
"""A table of more columns has smaller letters (points), so that its words fit in any font that Word takes."""
_BULLET_INDENT: Final = 340
_SHORT_SIZES: Final = {"Normal": 10, "heading 1": 18, "heading 2": 12.5, "heading 3": 11, "Uppgift": 10}
"""Points of the styles in a document that is to be read as one page; python-docx finds a style by its name."""


def render_word(document: BlockDocument) -> bytes:
    """Return the document as a .docx. Equal documents give equal bytes."""
    target = docx.Document(io.BytesIO(default_template(document.look.accent, document.look.family)))
    writer = _Writer(target, document)
    writer.write()
    if document.cover:
        fill_contents(target.element.body)
    state_properties(target.core_properties, title=document.title, author=document.author or document.municipality)
    saved = io.BytesIO()
    target.save(saved)
    return repacked(saved.getvalue())


def _fit_styles(styles: Any, document: BlockDocument) -> None:
    """Let the styles fit a page that stands: those of the template leave room beside the text of a page that lies down."""
    for style in styles:
        for indent in style.element.findall(f"{qn('w:pPr')}/{qn('w:ind')}"):
            indent.attrib.pop(qn("w:right"), None)
    for unwanted in ("w:pageBreakBefore", "w:pBdr"):  # for the wide tables' chapters: here they would cut the text up
        for style in (styles["heading 1"], styles["heading 3"]):
            for at in style.element.findall(f"{qn('w:pPr')}/{qn(unwanted)}"):
                at.getparent().remove(at)
    if any(len(table.header) > _MANY_COLUMNS for table in document.tables):
        styles["Tabelltext"].font.size = Pt(_SMALL_TEXT)
    if not document.cover:
        for name, points in _SHORT_SIZES.items():
            styles[name].font.size = Pt(points)


class _Writer:
    """Writes the blocks one after the other into an emptied copy of the template."""

    def __init__(self, target: Any, document: BlockDocument) -> None:
        self.document = document
        self.palette = light_palette(document.look.accent)
        self.parent = target._body  # noqa: SLF001  # what python-docx adds pictures through
        self.part = target.part
        self.body = target.element.body
        self.section = self.body.find(qn("w:sectPr"))
        for element in list(self.body):
            if element is not self.section:
                self.body.remove(element)
        self._set_page()
        self._fill_header(target.sections[0].header)
        for text in target.sections[0].footer._element.iter(qn("w:t")):  # noqa: SLF001  # as in the header
            text.text = writable(document.look.footer)
        _fit_styles(target.styles, document)

    def write(self) -> None:
        """Write title, facts and blocks."""
        document = self.document
        self._write_whose()
        self._add(paragraph_of("Title" if document.cover else "Heading1", [run_of(document.title)]))
        for label, value in document.facts:
            self._add(paragraph_of("Fact", [run_of(f"{label}:", "FactLabel"), tab(), run_of(value)]))
        if document.cover and any(isinstance(block, Heading) for block in document.blocks):
            self._add_contents()
            self._add(paragraph_of("BodyText", [page_break()]))
        for block in document.blocks:
            self._block(block)

    def _add(self, element: Any) -> None:
        self.section.addprevious(element)

    def _write_whose(self) -> None:
        """Write the municipality and its logo: below each other on a cover, above a title on one line."""
        document, logo = self.document, self.document.look.logo
        name = [run_of(document.municipality)] if document.municipality else []
        line = paragraph_of("Municipality" if document.cover else "CellHeading", name)
        if name or (logo and not document.cover):
            self._add(line)
        if logo is None:
            return
        if document.cover:
            line = paragraph_of("Logo", [])
            self._add(line)
        else:
            line.find(qn("w:pPr")).append(stops([("right", self.width)]))
            line.append(tab())
        size = size_of(logo) if document.cover else size_of(logo, *_SMALL_LOGO)
        PictureParagraph(line, self.parent).add_run().add_picture(logo_file(logo), **size)
        describe_pictures(self.body, logo)

    def _set_page(self) -> None:
        """Let the page stand, or lie down for wide tables, with one margin all around."""
        width, height = _UPRIGHT if not self.document.wide else reversed(_UPRIGHT)
        size = self.section.find(qn("w:pgSz"))
        size.set(qn("w:w"), str(width))
        size.set(qn("w:h"), str(height))
        size.attrib.pop(qn("w:orient"), None)
        if self.document.wide:
            size.set(qn("w:orient"), "landscape")
        margins = self.section.find(qn("w:pgMar"))
        for side in ("left", "right"):
            margins.set(qn(f"w:{side}"), str(_MARGIN))
        self.width = width - 2 * _MARGIN

    def _fill_header(self, header: Any) -> None:
        """Put the words in the template's header, and its stops where this page is wide."""
        for text in header._element.iter(qn("w:t")):  # noqa: SLF001  # python-docx has no way to a header's texts
            if "PAGE_HEADER" in (text.text or ""):
                text.text = writable(self._page_header())
            elif "mark" in (text.text or ""):
                text.text = writable(self.document.mark)
        paragraph = header.paragraphs[0]._p  # noqa: SLF001
        old = [("clear", place) for place in _HEADER_STOPS]
        properties = paragraph.find(qn("w:pPr"))
        properties.insert(1, stops([*old, ("center", self.width // 2), ("right", self.width)]))

    def _page_header(self) -> str:
        return " · ".join(part for part in (self.document.page_header, self.document.look.header) if part)

    def _add_contents(self) -> None:
        self._add(paragraph_of("TOCHeading", [run_of(words.CONTENTS)]))
        marks = [field("begin"), instruction(' TOC \\o "1-2" \\h \\z \\u '), field("separate"), field("end")]
        self._add(paragraph_of("TOC1", marks))

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            level = block.level if self.document.cover else block.level + 1
            self._add(paragraph_of(f"Heading{level}", [run_of(block.text)]))
        elif isinstance(block, Paragraph):
            self._add(self._prose(block))
        elif isinstance(block, Facts):
            self._facts(block)
        else:
            self._add(self._table(block))
            self._add(paragraph_of("Cell", []))  # two tables would grow together, and none may end a document

    def _facts(self, block: Facts) -> None:
        """Write the facts, one line each; short ones keep together, and each paragraph of a value begins a line."""
        for number, (label, value) in enumerate(block.rows, start=1):
            lines = replace(value, text=value.text.replace("\n\n", "\n"))
            fact = paragraph_of("Fact", [run_of(label, "FactLabel"), tab(), *self._piece(lines)])
            if number < len(block.rows) <= KEPT_TOGETHER:
                fact.find(qn("w:pPr")).append(OxmlElement("w:keepNext"))
            self._add(fact)

    def _prose(self, block: Paragraph) -> Any:
        runs = [run for piece in block.pieces for run in self._piece(piece, "FactLabel" if block.muted else "")]
        if block.bullet:
            runs = [run_of("•"), tab(), *runs]
        element = paragraph_of("BodyText", runs)
        properties = element.find(qn("w:pPr"))
        if block.callout:
            properties.append(
                OxmlElement(
                    "w:shd", {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): self.palette.weak[1:].upper()}
                )
            )
        if block.bullet:
            properties.append(stops([("left", _BULLET_INDENT)]))
            properties.append(OxmlElement("w:spacing", {qn("w:after"): "60"}))
            indent = {qn("w:left"): str(_BULLET_INDENT), qn("w:hanging"): str(_BULLET_INDENT), qn("w:right"): "0"}
            properties.append(OxmlElement("w:ind", indent))
        return element

    def _piece(self, piece: Piece, style: str = "") -> list[Any]:
        runs = signed_runs(piece) if piece.sign is not None else [run_of(piece.text, "Lead" if piece.strong else style)]
        address = self.document.whole(piece.address)
        if address:
            runs = [self._link(address, runs)]
        if piece.reference:
            runs.append(run_of(f" {piece.reference}", "FactLabel"))
        return runs

    def _link(self, address: str, runs: Iterable[Any]) -> Any:
        identity = self.part.relate_to(writable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink", {qn("r:id"): identity, qn("w:history"): "1"})
        for run in runs:
            underline(run, self.palette.accent[1:].upper())
            link.append(run)
        return link

    def _table(self, block: Table) -> Any:
        """Return the table, row by row: python-docx would look through the whole table for each of its cells."""
        element = OxmlElement("w:tbl")
        total = sum(block.shares)
        widths = [self.width * share // total for share in block.shares]
        properties = OxmlElement("w:tblPr")
        properties.append(OxmlElement("w:tblStyle", {qn("w:val"): "FollowUpTable"}))
        properties.append(OxmlElement("w:tblW", {qn("w:w"): str(sum(widths)), qn("w:type"): "dxa"}))
        properties.append(OxmlElement("w:tblLayout", {qn("w:type"): "fixed"}))
        properties.append(OxmlElement("w:tblLook", {qn("w:val"): "0020", qn("w:firstRow"): "1"}))
        caption = OxmlElement("w:tblCaption", {qn("w:val"): writable(block.name)})
        properties.append(caption)
        grid = OxmlElement("w:tblGrid")
        grid.extend([OxmlElement("w:gridCol", {qn("w:w"): str(width)}) for width in widths])
        element.extend([properties, grid])
        header = [[paragraph_of("CellHeading", [run_of(name)])] for name in block.header]
        element.append(_row(header, widths, is_header=True))
        for row in block.rows:
            element.append(_row([self._cell(cell) for cell in row], widths))
        return element

    def _cell(self, piece: Piece) -> list[Any]:
        """Return the paragraphs of a cell; even an empty cell has one, or Word calls the file damaged."""
        if piece.sign is not None:
            return [paragraph_of("Cell", self._piece(piece))]
        parts = piece.text.split("\n\n")
        one = [Piece(part, piece.address, strong=piece.strong) for part in parts[:-1]]
        last = Piece(parts[-1], piece.address, reference=piece.reference, strong=piece.strong)
        return [paragraph_of("Cell", self._piece(part)) for part in (*one, last)]


def _row(cells: list[list[Any]], widths: list[int], *, is_header: bool = False) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for paragraphs, width in zip(cells, widths, strict=True):
        cell = OxmlElement("w:tc")
        own = OxmlElement("w:tcPr")
        own.append(OxmlElement("w:tcW", {qn("w:w"): str(width), qn("w:type"): "dxa"}))
        cell.append(own)
        cell.extend(paragraphs)
        row.append(cell)
    return row
