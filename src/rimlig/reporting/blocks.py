"""A document as blocks: for the reports that are not the six-column table. One frozen value, whatever the format.

Headings, paragraphs, facts and tables in order. Each piece of text may lead to
a page of the system, and may carry a level or a status, which every renderer
shows by symbol, word and colour. No database here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Final

from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.documents import words
from rimlig.documents.document import ActionStatus, Deviation

SHALLOWEST, DEEPEST = 1, 4
KEPT_TOGETHER: Final = 8
"""So many facts and no more stand on the same page."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text. `address` is the path of a page (or a whole address); `sign` is shown by symbol and colour, its word is the text.

    `reference` is a short mark after the text by which it is found elsewhere, such as a row's number.
    """

    text: str
    address: str = ""
    sign: Deviation | ActionStatus | None = None
    reference: str = ""
    strong: bool = False


def signed(sign: Deviation | ActionStatus | None, *, otherwise: str = "", address: str = "") -> Piece:
    """Return the piece that shows a level or a status by its usual word; `otherwise` stands where there is none."""
    if sign is None:
        return Piece(otherwise, address)
    word = words.DEVIATION[sign] if isinstance(sign, Deviation) else words.STATUS[sign]
    return Piece(word, address, sign)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, from level 1 down; a document may not skip a level. `anchor` names its place on a web page."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `bullet` makes it an item of a list, `callout` sets it apart from the rest."""

    kind: ClassVar[str] = "paragraph"
    pieces: tuple[Piece, ...]
    bullet: bool = False
    callout: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, each with its value."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, Piece], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its header row, and its rows of as many cells. `widths` share the page between the columns."""

    kind: ClassVar[str] = "table"
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Piece, ...], ...]
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row that is longer or shorter than its header: a renderer would put cells under wrong headings."""
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"A row of “{self.name}” has not {len(self.header)} cells")
        if self.widths and len(self.widths) != len(self.header):
            raise ValueError(f"“{self.name}” has not {len(self.header)} widths")

    @property
    def labelled_rows(self) -> "tuple[tuple[tuple[str, Piece], ...], ...]":
        """The rows, each cell after the heading of its column: where there is no room for columns, each cell says what it is."""
        return tuple(tuple(zip(self.header, row, strict=True)) for row in self.rows)

    @property
    def shares(self) -> tuple[int, ...]:
        """How the columns share the width: as `widths` say, else equally."""
        return self.widths or (1,) * len(self.header)


Block = Heading | Paragraph | Facts | Table


@dataclass(frozen=True, slots=True)
class BlockDocument:
    """A document of blocks, with what stands around them.

    `cover` tells whether it has a page of its own for title and facts, with the
    contents after it; without it they stand above the text. `base` is the
    address of the system before the paths of links, for files; without it
    files have no links. `mark` stands on every page of what is not decided. `look` is the
    municipality's own: `appearance.queries.house_style_of`.
    """

    title: str
    blocks: tuple[Block, ...]
    municipality: str = ""
    author: str = ""
    year: int | None = None
    facts: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    page_header: str = words.PAGE_HEADER
    base: str = ""
    cover: bool = False
    wide: bool = False
    look: HouseStyle = STANDARD

    def __post_init__(self) -> None:
        """Refuse headings that skip a level: those who listen would look for what is missing."""
        last = SHALLOWEST - 1
        for block in self.blocks:
            if isinstance(block, Heading):
                if not SHALLOWEST <= block.level <= min(last + 1, DEEPEST):
                    raise ValueError(f"“{block.text}” is on level {block.level} under level {last}")
                last = block.level

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def whole(self, address: str) -> str:
        """Return an address as a file must have it: whole; "" where it cannot be told."""
        if not address or "://" in address:
            return address
        return f"{self.base.rstrip('/')}{address}" if self.base else ""


def paragraph(*pieces: Piece | str, bullet: bool = False, callout: bool = False, muted: bool = False) -> Paragraph:
    """Return a paragraph of pieces and plain texts."""
    made = tuple(Piece(piece) if isinstance(piece, str) else piece for piece in pieces)
    return Paragraph(made, bullet, callout, muted)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return a stored text as its paragraphs; no text has none."""
    return tuple(paragraph(part.strip()) for part in text.split("\n\n") if part.strip())


def table(
    name: str, header: Iterable[str], rows: Iterable[Iterable[Piece | str]], widths: tuple[int, ...] = ()
) -> Table:
    """Return a table of pieces and plain texts."""
    made = tuple(tuple(Piece(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Table(name, tuple(header), made, widths)


FORMAT: Final = "rimlig-blocks/1"


def as_data(document: BlockDocument) -> dict[str, Any]:
    """Return the document as plain data for JSON; what is empty is left out of the blocks. See docs/interchange.md."""
    return {
        "format": FORMAT,
        "title": document.title,
        "municipality": document.municipality,
        "year": document.year,
        "mark": document.mark,
        "facts": [{"label": label, "value": value} for label, value in document.facts],
        "blocks": [_block(block, document) for block in document.blocks],
    }


def _block(block: Block, document: BlockDocument) -> dict[str, Any]:
    if isinstance(block, Table):
        rows = [[_piece(cell, document) for cell in row] for row in block.rows]
        return {"type": block.kind, "name": block.name, "header": list(block.header), "rows": rows}
    if isinstance(block, Facts):
        facts = [{"label": label, **_piece(value, document)} for label, value in block.rows]
        return {"type": block.kind, "rows": facts}
    if isinstance(block, Paragraph):
        said = {name: True for name in ("bullet", "callout", "muted") if getattr(block, name)}
        return {"type": block.kind, "pieces": [_piece(piece, document) for piece in block.pieces], **said}
    return {"type": block.kind, "level": block.level, "text": block.text}


def _piece(piece: Piece, document: BlockDocument) -> dict[str, Any]:
    data = {field.name: getattr(piece, field.name) for field in fields(piece)}
    if piece.sign is not None:
        data["sign"] = piece.sign.value
    data["address"] = document.whole(piece.address) or piece.address
    return {name: value for name, value in data.items() if value or name == "text"}
