"""A list as a file to go on with in a spreadsheet: CSV that Excel opens, and an Excel workbook.

What people wrote never becomes a formula.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any, Final

import xlsxwriter

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_CELL: Final = 32_767
"""Characters that Excel can hold in a cell; a longer text is cut there, since the cell would else be left empty."""
LONGEST_SHEET_NAME: Final = 31
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Column:
    """A column of the list: its heading, and how wide it is in a workbook, in characters."""

    heading: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """A list among others in a workbook."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[list[Any]]


def exported(form: str, title: str, columns: Sequence[Column], rows: Iterable[list[Any]]) -> bytes:
    """Return the rows as a file in one of FORMATS; `title` names the workbook's sheet."""
    return _as_csv(columns, rows) if form == "csv" else workbook([Sheet(title, columns, rows)])


def _as_csv(columns: Sequence[Column], rows: Iterable[list[Any]]) -> bytes:
    """Return the rows as CSV with semicolons and a byte order mark: a Swedish Excel then reads columns and letters right."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _harmless(cell: Any) -> Any:
    """Return the cell so that a spreadsheet takes it as text: one that begins like a formula gets an apostrophe before it.

    >>> _harmless("=1+1"), _harmless("Fel lön"), _harmless(12)
    ("'=1+1", 'Fel lön', 12)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA) else cell


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an Excel workbook of the lists, one sheet each. Texts stay texts whatever they look like."""
    stored = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stored, options) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _write(book.add_worksheet(_sheet_name(sheet.title)), sheet, heading, wrapped)
    return stored.getvalue()


def _sheet_name(title: str) -> str:
    """Return the title as a workbook takes it: without the signs that it refuses, and no longer than it allows."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:LONGEST_SHEET_NAME]


def _write(page: Any, sheet: Sheet, heading: Any, wrapped: Any) -> None:
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.heading, heading)
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for number, cell in enumerate(row):
            if isinstance(cell, int):
                page.write_number(last, number, cell, wrapped)
            elif cell:
                page.write_string(last, number, str(cell)[:LONGEST_CELL], wrapped)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
