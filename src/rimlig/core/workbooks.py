"""Excel workbooks from outside as grids of values, within what a machine's memory holds."""

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from rimlig.core.archive import damaged
from rimlig.core.errors import Unreadable
from rimlig.core.office import Package, Program, open_package, parse

Value: TypeAlias = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

MOST_CELLS: Final = 3_000_000
"""In the rectangle from A1 to a sheet's last value, which is held in memory whether its cells are empty or not."""

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ALPHABET: Final = 26


def read_grids(data: bytes, wanted: Callable[[str], bool]) -> dict[str, list[list[Value]]]:
    """Return the wanted sheets' values, row by row from A1, by the sheets' names as they stand in the workbook.

    Raises Unreadable for what is not an Excel workbook, is damaged, or would
    fill the memory.
    """
    _guard_against_far_cells(open_package(data, Program.EXCEL))
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
                if wanted(name)
            }
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise Unreadable(damaged()) from error
    except BaseException as error:
        # A panic of the Rust library below is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(damaged()) from error


def _guard_against_far_cells(package: Package) -> None:
    """Refuse a sheet that would fill the memory: one value in its last corner makes a table of 17 billion cells."""
    for name in package.named("spreadsheetml.worksheet+xml"):
        xml = package.part(name)
        if xml is not None and _extent(parse(xml)) > MOST_CELLS:
            message = _(
                "The sheets have values far outside their tables. Delete the rows and columns after them, save and choose the file again."
            )
            raise Unreadable(message)


def _extent(sheet: Any) -> int:
    """Return rows times columns up to the last cell with a value. Rows and cells need not say where they stand."""
    last_row = last_column = row_number = 0
    for row in sheet.iter("{*}row"):
        written = row.get("r", "")
        row_number = int(written) if written.isdecimal() else row_number + 1
        column = 0
        for cell in row.iterchildren("{*}c"):
            reference = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column(reference[1]) if reference else column + 1
            if len(cell):
                # Readers differ in whom they believe when a cell and its row disagree.
                last_row = max(last_row, row_number, int(reference[2]) if reference else 0)
                last_column = max(last_column, column)
    return last_row * last_column


def _column(letters: str) -> int:
    """Return a column's number, counted from 1."""
    number = 0
    for letter in letters:
        number = number * _ALPHABET + ord(letter) - ord("A") + 1
    return number
