"""The tables of a document of blocks as an Excel workbook: a sheet each, after one that says what it is."""

import datetime as dt
import io
import re
from typing import Any, Final

import xlsxwriter

from rimlig.appearance.colours import Palette, light_palette
from rimlig.core.spreadsheets import LONGEST_CELL
from rimlig.documents.workbook import ABOUT
from rimlig.reporting.blocks import BlockDocument, Piece, Table
from rimlig.reporting.excel_print import set_up_print
from rimlig.reporting.packing import repacked
from rimlig.reporting.word_text import writable

# Equal documents must be equal files, so no hour is stored in them.
_THE_SAME_MOMENT: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LONGEST_NAME: Final = 31  # characters that Excel allows a sheet's name
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_WIDEST, _NARROWEST, _LETTERS_PER_SHARE = 60, 10, 9
_LONGEST_ADDRESS: Final = 2_079  # characters that Excel takes in a link
_MOST_LINKS: Final = 65_000  # per sheet: Excel holds a few more, and silently drops the rest


def render_excel(document: BlockDocument) -> bytes:
    """Return the document's tables as an .xlsx. Equal documents give equal bytes; texts are never formulas."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    author = writable(document.author or document.municipality)
    book.set_properties({"title": writable(document.title)[:255], "author": author[:255], "created": _THE_SAME_MOMENT})
    look = _Look(book, light_palette(document.look.accent))
    _about(book, look, document)
    names: set[str] = {ABOUT.casefold()}
    for table in document.tables:
        _table(book, look, document, table, _name(table.name, names))
    book.close()
    return repacked(target.getvalue())


class _Look:
    """The formats of cells."""

    def __init__(self, book: Any, palette: Palette) -> None:
        cell = {"valign": "top", "text_wrap": True, "font_color": "#1C2428", "border": 1, "border_color": "#D8D5CC"}
        self.text = book.add_format({**cell, "num_format": "@"})
        self.link = book.add_format({**cell, "font_color": palette.accent, "underline": 1})
        self.number = book.add_format({**cell, "num_format": "0", "align": "left"})
        self.heading = book.add_format({**cell, "bold": True, "font_color": palette.accent, "bg_color": palette.weak})


def _about(book: Any, look: _Look, document: BlockDocument) -> None:
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    set_up_print(sheet, writable(document.mark), look=document.look)
    facts = [("Dokument", document.title), ("Kommun", document.municipality), *document.facts]
    for number, (label, value) in enumerate(fact for fact in facts if fact[1]):
        sheet.write_string(number, 0, label, look.heading)
        sheet.write_string(number, 1, writable(value)[:LONGEST_CELL], look.text)


def _table(book: Any, look: _Look, document: BlockDocument, table: Table, name: str) -> None:
    sheet = book.add_worksheet(name)
    set_up_print(sheet, writable(document.mark), look=document.look)
    total = sum(table.shares)
    for place, (heading, share) in enumerate(zip(table.header, table.shares, strict=True)):
        width = share * len(table.shares) * _LETTERS_PER_SHARE * 2 // total
        sheet.set_column(place, place, min(max(width, _NARROWEST), _WIDEST))
        sheet.write_string(0, place, writable(heading), look.heading)
    for number, row in enumerate(table.rows, start=1):
        for place, piece in enumerate(row):
            _cell(sheet, (number, place), piece, document, look)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.header) - 1)


def _cell(sheet: Any, at: tuple[int, int], piece: Piece, document: BlockDocument, look: _Look) -> None:
    text = writable(piece.text)[:LONGEST_CELL]
    address = document.whole(piece.address)
    if text.isascii() and text.isdecimal() and not address and (text == "0" or not text.startswith("0")):
        sheet.write_number(*at, int(text), look.number)
    elif address and text and len(address) <= _LONGEST_ADDRESS and at[0] <= _MOST_LINKS // max(at[1] + 1, 1):
        sheet.write_url(*at, address, look.link, string=text)
    elif text:
        sheet.write_string(*at, text, look.text)
    else:
        sheet.write_blank(*at, None, look.text)


def _name(name: str, taken: set[str]) -> str:
    """Return a name that Excel takes for the sheet and no other sheet has."""
    base = _NOT_IN_A_NAME.sub(" ", writable(name)).strip() or "Tabell"
    found, number = base[:_LONGEST_NAME].strip(), 1
    while found.casefold() in taken:
        number += 1
        ending = f" {number}"
        found = f"{base[: _LONGEST_NAME - len(ending)].strip()}{ending}"
    taken.add(found.casefold())
    return found
