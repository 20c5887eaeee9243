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
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Column:
    """A column of the list: its heading, and how wide it is in a workbook, in characters."""

    heading: str
    width: int


def exported(form: str, title: str, columns: Sequence[Column], rows: Iterable[list[Any]]) -> bytes:
    """Return the rows as a file in one of FORMATS; `title` names the workbook's sheet."""
    return _as_csv(columns, rows) if form == "csv" else _as_workbook(title, columns, rows)


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


def _as_workbook(title: str, columns: Sequence[Column], rows: Iterable[list[Any]]) -> bytes:
    stored = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stored, options) as workbook:
        sheet = workbook.add_worksheet(title)
        heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.heading, heading)
        last = 0
        for last, row in enumerate(rows, 1):
            for number, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(last, number, cell, wrapped)
                elif cell:
                    sheet.write_string(last, number, str(cell)[:LONGEST_CELL], wrapped)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return stored.getvalue()
