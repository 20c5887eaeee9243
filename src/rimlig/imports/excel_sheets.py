"""An Excel workbook as tables: each sheet's rows by column name, wherever the columns stand, in the right order."""

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from rimlig.core.workbooks import Value, read_grids
from rimlig.documents import workbook
from rimlig.imports.blocks import Unreadable
from rimlig.imports.headers import squeezed

_HEADER_WITHIN: Final = 20  # rows; above the header someone may have written a title
_CONTINUED: Final = re.compile(r"(.+) forts\. (\d{1,4})")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as Excel shows it, and its values by column. A missing column is empty."""

    sheet: str
    number: int
    values: dict[str, Value]

    def raw(self, column: str) -> Value:
        """Return what stands in the column; an empty text when nothing does."""
        return self.values.get(column, "")

    def place(self) -> str:
        """Return where the row is, in words for people."""
        return _("row %(row)d of the sheet %(sheet)s") % {"row": self.number, "sheet": self.sheet}


def read_sheets(data: bytes) -> dict[str, list[Line]]:
    """Return the rows of each sheet of ours that the workbook has, by the sheet's name; empty rows are left out.

    Raises Unreadable for what is not an Excel workbook, lacks every sheet of
    ours, or lacks a column that its sheet cannot do without.
    """
    grids = _grids(data)
    if not grids:
        raise Unreadable(
            _(
                "The workbook has none of the sheets %(sheets)s. Start from Rimlig's own template, or choose the report as PDF or Word."
            )
            % {"sheets": ", ".join(workbook.COLUMNS)}
        )
    return {name: _lines(name, grid) for name, grid in grids.items()}


def _grids(data: bytes) -> dict[str, list[list[Value]]]:
    known = {name.casefold(): name for name in workbook.COLUMNS}
    found = read_grids(data, lambda name: name.strip().casefold() in known)
    return {known[name.strip().casefold()]: grid for name, grid in found.items()}


def _lines(sheet: str, grid: list[list[Value]]) -> list[Line]:
    top, places = _header(sheet, grid)
    lines = [
        Line(sheet, number, {column: row[place] for column, place in places.items() if row[place] != ""})
        for number, row in enumerate(grid[top + 1 :], start=top + 2)
    ]
    return _in_order(_joined([line for line in lines if any(_is_filled(value) for value in line.values.values())]))


def _is_filled(value: Value) -> bool:
    return not isinstance(value, str) or bool(value.strip())


def _header(sheet: str, grid: list[list[Value]]) -> tuple[int, dict[str, int]]:
    """Return the header row's index and where each column of ours stands."""
    wanted = workbook.COLUMNS[sheet]
    needed = [column for column in wanted if column not in _OPTIONAL]
    best: list[str] = list(needed)
    for number, row in enumerate(grid[:_HEADER_WITHIN]):
        places = _places(sheet, row)
        missing = [column for column in needed if column not in places]
        if not missing:
            return number, places
        best = min(best, missing, key=len)
    raise Unreadable(
        _("The sheet %(sheet)s has no column with the header %(column)s. Put it back as it is in Rimlig's template.")
        % {"sheet": sheet, "column": workbook.header(best[0])}
    )


_OPTIONAL: Final = frozenset(
    [
        *(workbook.ROW, workbook.NEW_PART, workbook.GOAL_TITLE),
        *(workbook.LIKELIHOOD, workbook.CONSEQUENCE, workbook.TREATMENT),
        *(workbook.RESULT, workbook.MEASURES, workbook.ANALYSIS),
        *(workbook.UNITS_AT_RISK, workbook.UNITS_TOTAL),
        *(*workbook.OF_RISK, *workbook.OF_FOLLOW_UP, workbook.REASON),
        *(workbook.CRITERION, workbook.COLOUR),
    ]
)


def _places(sheet: str, row: list[Value]) -> dict[str, int]:
    """Return where each column stands in a header row; of the two Status columns by what is nearest to the left."""
    wanted = {squeezed(column): column for column in workbook.COLUMNS[sheet]}
    status_of = {workbook.FOLLOW_UP: workbook.DEVIATION, workbook.ACTION: workbook.ACTION_STATUS}
    places: dict[str, int] = {}
    nearest = ""
    for place, value in enumerate(row):
        column = wanted.get(squeezed(str(value)))
        if sheet == workbook.PLAN and squeezed(str(value)) == squeezed(workbook.STATUS):
            column = nearest
        if not column:
            continue
        if column in places:
            raise Unreadable(
                _(
                    "The sheet %(sheet)s has two columns with the header %(column)s, and only one can be read. Rename the other one."
                )
                % {"sheet": sheet, "column": column}
            )
        places[column] = place
        nearest = status_of.get(column, nearest)
    return places


def _joined(lines: list[Line]) -> list[Line]:
    """Put the rows that go on with another one's long texts back to it."""
    if not lines:
        return []
    key_column = workbook.COLUMNS[lines[0].sheet][0]
    whole: dict[str, Line] = {}
    pieces: list[tuple[str, int, Line]] = []
    others: list[Line] = []
    for line in lines:
        key = _key(line.raw(key_column))
        match = _CONTINUED.fullmatch(key)
        if match:
            pieces.append((match[1], int(match[2]), line))
            continue
        others.append(line)
        whole.setdefault(key, line)
    for key, _number, piece in sorted(pieces, key=lambda piece: piece[1]):
        if key not in whole:
            raise Unreadable(
                _("In %(place)s a text goes on from a row that is missing. Put the row back, or delete this one.")
                % {"place": piece.place()}
            )
        for column, value in piece.values.items():
            if column != key_column:
                whole[key].values[column] = f"{whole[key].raw(column)}{value}"
    return others


def _key(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _in_order(lines: list[Line]) -> list[Line]:
    """Return the rows in the document's order, if someone has sorted the sheet.

    A row without number follows the one above it, and rows that have been
    added at the end stay there.
    """
    if not lines or workbook.ROW not in workbook.COLUMNS[lines[0].sheet]:
        return lines
    numbers = [_row_number(line) for line in lines]
    seen: dict[int, Line] = {}
    for number, line in zip(numbers, lines, strict=True):
        if number is not None and seen.setdefault(number, line) is not line:
            raise Unreadable(
                _(
                    "The number %(number)d stands twice in the column %(column)s: in %(first)s and %(second)s. Empty it in the row that is new."
                )
                % {"number": number, "column": workbook.ROW, "first": seen[number].place(), "second": line.place()}
            )
    added = next((count for count, number in enumerate(reversed(numbers)) if number is not None), len(numbers))
    keys: list[int] = []
    for number in numbers[: len(numbers) - added]:
        keys.append(number if number is not None else keys[-1] if keys else 0)
    numbered = sorted(zip(keys, lines, strict=False), key=lambda pair: pair[0])
    return [line for _key_, line in numbered] + lines[len(lines) - added :]


def _row_number(line: Line) -> int | None:
    value: Any = line.raw(workbook.ROW)
    key = _key(value)
    if not key:
        return None
    if key.isdecimal() and len(key) < 10:  # noqa: PLR2004  (Excel has a million rows)
        return int(key)
    raise Unreadable(
        _("The column %(column)s is to be a whole number or empty, but in %(place)s it says “%(value)s”.")
        % {"column": workbook.ROW, "place": line.place(), "value": key[:40]}
    )
