"""A report that is a document of blocks as a file: its formats in one table, and how it is made to fit one page."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2

from rimlig.reporting.blocks import BlockDocument


@dataclass(frozen=True, slots=True)
class BlockReport:
    """The document, the data that it is made from, and a name for its files.

    `shorter` makes the same document with shorter lists, in steps: the PDF is
    the first that is one page, or the last. Without any it may have many.
    """

    document: BlockDocument
    data: Mapping[str, Any]
    name: str
    shorter: tuple[Callable[[], BlockDocument], ...] = ()


# Each renderer brings a large library, and a report is made in one format at a time: they are loaded when needed.
def _pdf(report: BlockReport) -> bytes:
    from rimlig.reporting.blocks_pdf import render_pdf  # noqa: PLC0415

    pdf = render_pdf(report.document)
    for shorten in report.shorter:
        if number_of_pages(pdf) == 1:
            break
        pdf = render_pdf(shorten())
    return pdf


def _word(report: BlockReport) -> bytes:
    from rimlig.reporting.blocks_word import render_word  # noqa: PLC0415

    return render_word(report.document)


def _excel(report: BlockReport) -> bytes:
    from rimlig.reporting.blocks_excel import render_excel  # noqa: PLC0415

    return render_excel(report.document)


def _html(report: BlockReport) -> bytes:
    from rimlig.reporting.blocks_html import render_html  # noqa: PLC0415

    return render_html(report.document)


def _json(report: BlockReport) -> bytes:
    return f"{json.dumps(report.data, ensure_ascii=False, indent=1)}\n".encode()


RENDERERS: Final[Mapping[str, Callable[[BlockReport], bytes]]] = {
    "pdf": _pdf,
    "docx": _word,
    "xlsx": _excel,
    "html": _html,
    "json": _json,
}


def formats_of(report: BlockReport) -> tuple[str, ...]:
    """Return the formats in which the report makes sense: a workbook only where there is a table."""
    return tuple(name for name in RENDERERS if name != "xlsx" or report.document.tables)


def number_of_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return len(opened)
