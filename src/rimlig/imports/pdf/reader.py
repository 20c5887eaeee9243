"""One PDF file to blocks. Everything that can be wrong with a file is said here, before any heavy work."""

import io
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import pdfplumber
import pypdfium2
from django.utils.translation import gettext as _
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from rimlig.imports.blocks import Block, Unreadable
from rimlig.imports.pdf.marked import marked_pages
from rimlig.imports.pdf.ruled import ruled_blocks
from rimlig.imports.pdf.structure import structure
from rimlig.imports.pdf.tagged import TaggedText, tagged_blocks

MAX_PAGES: Final = 300
log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

# pdfminer reports every oddity of a file; what matters is said to the person who sent it.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(data: bytes, *, progress: Progress | None = None) -> list[Block]:
    """Return the file's paragraphs and table rows in order.

    `progress` is called with the page just read and the number of pages.
    Raises Unreadable when the file is no PDF, is damaged, locked, a picture
    only, too long, or cannot be told apart at a page break.
    """
    pages = _checked_pages(data)
    try:
        return _read(data, pages, progress or _silent)
    except Unreadable:
        raise
    except Exception as error:  # a damaged file can make pdfminer raise anything
        log.warning("A PDF could not be read", exc_info=True)
        raise Unreadable(_damaged()) from error


def _read(data: bytes, pages: int, progress: Progress) -> list[Block]:
    tagged = _read_tagged(data, pages, progress)
    if tagged is not None:
        return tagged
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return ruled_blocks(opened.pages, lambda page: progress(page, pages))


def _read_tagged(data: bytes, pages: int, progress: Progress) -> list[Block] | None:
    """Return what the tags say, or None when the file has none that can be trusted."""
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    tree = structure(document)
    if tree is None:
        return None
    text = TaggedText({})
    for page in marked_pages(document):
        text.pages[page.identity] = page
        progress(len(text.pages), pages)
    return tagged_blocks(tree, text) if text.covered_by(tree) else None


def _silent(_page: int, _pages: int) -> None:
    """Nobody waits for news."""


def _damaged() -> str:
    return _("The file is damaged and cannot be read as a PDF. Fetch or export the document once more.")


def _checked_pages(data: bytes) -> int:
    """Return the number of pages of a file that can be read, or say what is wrong with it."""
    if not data:
        raise Unreadable(_("The file is empty. Choose the report itself, as PDF, Word, Excel or text."))
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(_("The file is not a PDF, whatever its name says. Choose the report as PDF, Word or text."))
    if b"%%EOF" not in data[-2048:]:
        raise Unreadable(_("The PDF is cut off: its end is missing. Fetch or export the document once more."))
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_why_closed(data)) from error
    with opened:
        pages = len(opened)
        if not pages:
            raise Unreadable(_no_pages())
        if pages > MAX_PAGES:
            message = _("The PDF has %(pages)d pages. At most %(most)d can be read: choose the report by itself.")
            raise Unreadable(message % {"pages": pages, "most": MAX_PAGES})
        if not any(_has_text(opened, number) for number in range(pages)):
            raise Unreadable(
                _(
                    "The PDF is a picture without text, such as a scan. Choose the document that was scanned, or its text."
                )
            )
        return pages


def _why_closed(data: bytes) -> str:
    """Say why a file cannot be opened. PDFium's own reason is not to be trusted: it calls a file without pages locked."""
    if b"/Encrypt" in data:
        return _("The PDF is locked with a password. Save a copy without a password and choose that one.")
    with suppress(Exception):  # whatever pdfminer says of a damaged file
        if not any(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))):
            return _no_pages()
    return _damaged()


def _no_pages() -> str:
    return _("The PDF has no pages.")


def _has_text(opened: pypdfium2.PdfDocument, number: int) -> bool:
    page = opened[number]
    text_page = page.get_textpage()
    found = bool(text_page.get_text_range().strip())
    text_page.close()
    page.close()
    return found
