"""Which column of a file is which column of a test: by the headings that systems give them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rimlig.controltests.definition import Column, Input
from rimlig.core.errors import Unreadable

FIRST_ROWS: Final = 20
"""A heading stands among these; above it an export may have its title and when it was made."""
_LETTERS: Final = re.compile(r"[\W_]")
_SHOWN: Final = 30


@dataclass(frozen=True)
class Header:
    """Where the headings stand, counted from 1 (0: the file has them for itself), and where each column is, counted from 0."""

    row: int
    places: dict[str, int]


def plain_heading(heading: str) -> str:
    """Return what is compared of a heading.

    >>> plain_heading(" Lev.nr "), plain_heading("Leverantörs-ID")
    ('levnr', 'leverantörsid')
    """
    return _LETTERS.sub("", heading.casefold())


def best_header(wanted: Input, rows: Sequence[Sequence[str]]) -> Header:
    """Return the row that has most of the wanted columns; the first of equals."""
    found = [Header(number, _places(wanted, row)) for number, row in enumerate(rows[:FIRST_ROWS], 1)]
    return max(found, key=lambda header: len(header.places), default=Header(1, {}))


def _places(wanted: Input, row: Sequence[str]) -> dict[str, int]:
    there: dict[str, int] = {}
    for place, heading in enumerate(row):
        there.setdefault(plain_heading(heading), place)
    there.pop("", None)
    places: dict[str, int] = {}
    # What must be there chooses first, so that a heading that fits two columns goes where it is needed.
    for column in sorted(wanted.columns, key=lambda column: not column.required):
        for name in (column.name, *column.headers):
            found = there.get(plain_heading(name))
            if found is not None and found not in places.values():
                places[column.name] = found
                break
    return places


def must_be_complete(wanted: Input, header: Header, row: Sequence[str], file_name: str) -> None:
    """Refuse a file that lacks a column that must be there, with what it is called and what the file has."""
    missing = [column for column in wanted.columns if column.required and column.name not in header.places]
    if not missing:
        return
    names = "; ".join(_called(column) for column in missing)
    headings = [heading.strip() for heading in row if heading.strip()]
    if not headings:
        raise Unreadable(
            _("%(file)s has no headings. The first row must name the columns: %(names)s.")
            % {"file": file_name, "names": names}
        )
    shown = ", ".join(heading[:40] for heading in headings[:_SHOWN])
    if len(headings) > _SHOWN:
        shown += ", …"
    raise Unreadable(
        _("%(file)s lacks what the test needs: %(names)s. The file has the columns: %(found)s.")
        % {"file": file_name, "names": names, "found": shown}
    )


def _called(column: Column) -> str:
    return _("%(label)s (a column called %(names)s)") % {"label": column.label, "names": _or(column.headers[:4])}


def _or(names: Sequence[str]) -> str:
    *most, last = names
    return _("%(names)s or %(last)s") % {"names": ", ".join(most), "last": last} if most else last
