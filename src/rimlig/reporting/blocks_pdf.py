"""A document of blocks as tagged PDF, with the looks of the other reports."""

import json
from pathlib import Path
from typing import Any, Final

from rimlig.documents import words
from rimlig.documents.document import Deviation
from rimlig.reporting.blocks import KEPT_TOGETHER, Block, BlockDocument, Facts, Paragraph, Piece, Table
from rimlig.reporting.pdf import PACKAGE, compile_pdf
from rimlig.reporting.pdf_blocks import NO_YEAR, PAGE_WORD
from rimlig.reporting.pdf_text import CELL_WORD, LINE_WORD, NARROW_WORD, TITLE_WORD, breakable, clean, line

TEMPLATE: Final[Path] = PACKAGE / "reporting" / "typst" / "blocks.typ"
_MANY_COLUMNS: Final = 5


def render_pdf(document: BlockDocument) -> bytes:
    """Return the document as a PDF file: PDF/UA-1 and PDF/A-2a. Equal documents give equal bytes.

    Raises CannotWritePdf when the font is not installed or lacks a character
    that the document has.
    """
    return compile_pdf(json.dumps(blocks_data(document), ensure_ascii=False), TEMPLATE, look=document.look)


def blocks_data(document: BlockDocument) -> dict[str, Any]:
    """Return everything the template needs, ready for JSON: texts cleaned, long words with places to break."""
    return {
        "document-title": " ".join(part for part in (clean(document.title), clean(document.author)) if part),
        "author": clean(document.municipality or document.author),
        "year": document.year or NO_YEAR,
        "page-header": clean(document.page_header),
        "page-word": PAGE_WORD,
        "header": clean(document.look.header),
        "footer": clean(document.look.footer),
        "mark": clean(document.mark),
        "contents": words.CONTENTS,
        "municipality": line(document.municipality),
        "title": breakable(clean(document.title), TITLE_WORD),
        "facts": [[f"{label}:", line(value)] for label, value in document.facts],
        "cover": document.cover,
        "wide": document.wide,
        "blocks": [_block(block, document) for block in document.blocks],
    }


def _block(block: Block, document: BlockDocument) -> dict[str, Any]:
    if isinstance(block, Table):
        fits = NARROW_WORD if len(block.header) >= _MANY_COLUMNS else CELL_WORD
        return {
            "type": block.kind,
            "name": clean(block.name),
            "header": [breakable(clean(name), fits) for name in block.header],
            "widths": list(block.shares),
            "rows": [[_piece(cell, document, fits) for cell in row] for row in block.rows],
        }
    if isinstance(block, Facts):
        rows = [[line(label), _piece(value, document)] for label, value in block.rows]
        return {"type": block.kind, "rows": rows, "together": len(rows) <= KEPT_TOGETHER}
    if isinstance(block, Paragraph):
        pieces = [_piece(piece, document) for piece in block.pieces]
        return {
            "type": block.kind,
            "pieces": pieces,
            "bullet": block.bullet,
            "callout": block.callout,
            "muted": block.muted,
        }
    return {"type": block.kind, "level": block.level, "text": line(block.text)}


def _piece(piece: Piece, document: BlockDocument, fits: int = LINE_WORD) -> dict[str, Any]:
    """Return the piece; in a cell each of its paragraphs stands apart."""
    data: dict[str, Any] = {
        "texts": [breakable(clean(part), fits) for part in piece.text.split("\n\n")],
        "address": clean(document.whole(piece.address)),
        "reference": clean(piece.reference),
        "strong": piece.strong,
    }
    if piece.sign is not None:
        kind = "deviation" if isinstance(piece.sign, Deviation) else "status"
        data["state"] = f"{kind}-{piece.sign}"
    return data
