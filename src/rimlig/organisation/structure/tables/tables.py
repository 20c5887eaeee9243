"""Tables of units and of people, from Excel or CSV, as rows of texts: the columns are known by their headers, in any order."""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rimlig.core.encoding import decoded
from rimlig.core.errors import Unreadable
from rimlig.core.workbooks import Value, read_grids
from rimlig.organisation.models import TableKind

# The columns' headers are the table's own words, in Swedish whatever language the page speaks.
CODE, NAME, KIND, ABOVE, FROM, TO = "Kod", "Namn", "Typ", "Överordnad", "Från", "Till"
EMAIL, ROLE, BOARD, UNIT = "E-post", "Roll", "Nämnd", "Enhet"
COLUMNS: Final = {
    TableKind.UNITS: (CODE, NAME, KIND, ABOVE, FROM, TO),
    TableKind.PEOPLE: (EMAIL, NAME, ROLE, BOARD, UNIT, FROM, TO),
}
NEEDED: Final = {TableKind.UNITS: (NAME,), TableKind.PEOPLE: (EMAIL, NAME, ROLE)}

MOST_ROWS: Final = 50_000
MOST_BYTES: Final = 20_000_000
LONGEST_CELL: Final = 1_000
_HEADER_WITHIN: Final = 20  # rows; above the header someone may have written a title
_DELIMITERS: Final = (";", ",", "\t")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as Excel shows it, and the text in each column that the table has, empty or not."""

    number: int
    cells: dict[str, str]


def read_table(data: bytes, kind: TableKind) -> list[Row]:
    """Return the filled rows of the table in an .xlsx or CSV file (semicolon, comma or tab; UTF-8 or windows-1252).

    Raises Unreadable for a file that is neither, lacks a column that cannot be
    done without, or has more than MOST_ROWS rows.
    """
    if not data.strip():
        raise Unreadable(_("The file is empty. Choose the table itself."))
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 20 MB, so it is no table of this kind. Choose the table itself."))
    grids = list(read_grids(data, lambda _name: True).values()) if data.startswith(b"PK") else _from_text(data)
    best: list[str] = list(NEEDED[kind])
    for grid in grids:
        for top, header in enumerate(grid[:_HEADER_WITHIN]):
            places = _places(header, kind)
            missing = [column for column in NEEDED[kind] if column not in places]
            if not missing:
                return _rows(grid, top, places)
            best = min(best, missing, key=len)
    raise Unreadable(
        _("The table has no column with the header %(column)s. Fetch the empty table to see what it is to look like.")
        % {"column": best[0]}
    )


def _from_text(data: bytes) -> list[list[list[Value]]]:
    """Return the grid of a CSV file for each way in which its cells may be parted."""
    text = decoded(data)
    if text is None:
        raise Unreadable(
            _("The file is neither Excel (.xlsx) nor CSV. Save the table as one of these and choose it again.")
        )
    grids: list[list[list[Value]]] = []
    for delimiter in _DELIMITERS:
        try:
            grids.append([list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)])
        except csv.Error as error:
            raise Unreadable(
                _("The CSV file has a quotation mark that never ends. Save the table again from Excel.")
            ) from error
    # A name may hold the other sign; the header knows which one parts the cells.
    return sorted(grids, key=lambda grid: -max((len(row) for row in grid[:_HEADER_WITHIN]), default=0))


def _places(header: Sequence[Value], kind: TableKind) -> dict[str, int]:
    wanted = {_squeezed(column): column for column in COLUMNS[kind]}
    places: dict[str, int] = {}
    for place, value in enumerate(header):
        column = wanted.get(_squeezed(str(value)))
        if column is None:
            continue
        if column in places:
            raise Unreadable(
                _(
                    "The table has two columns with the header %(column)s, and only one can be read. Rename the other one."
                )
                % {"column": column}
            )
        places[column] = place
    return places


def _squeezed(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _rows(grid: list[list[Value]], top: int, places: dict[str, int]) -> list[Row]:
    rows = []
    for number, values in enumerate(grid[top + 1 :], start=top + 2):
        cells = {column: _text(values[place]) if place < len(values) else "" for column, place in places.items()}
        if any(cells.values()):
            rows.append(Row(number, cells))
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("The table has %(rows)d rows; at most %(most)d can be taken in at once. Divide it into several.")
            % {"rows": len(rows), "most": MOST_ROWS}
        )
    if not rows:
        raise Unreadable(_("The table has a header and no rows below it. Nothing has been stored."))
    return rows


def _text(value: Value) -> str:
    """Return a cell's value as one line of text. Excel holds whole numbers as fractions and days as moments."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidied(str(value))


def tidied(text: str) -> str:
    """Return a text as a cell gives it back: one line, without characters that print nothing."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:LONGEST_CELL]
