"""A data file from outside as a plain CSV file or Parquet file of our own that the engine reads: checked, hashed, in UTF-8.

The engine opens only what is written here. Rows keep their numbers.
"""

import codecs
import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from rimlig.controltests.definition import Input
from rimlig.controltests.headers import FIRST_ROWS, Header, best_header, must_be_complete
from rimlig.core.encoding import decoded, possible_encodings
from rimlig.core.errors import Unreadable
from rimlig.core.office import too_large
from rimlig.core.workbooks import read_grids

PIECE: Final = 1 << 20
HEAD: Final = 1 << 20
MOST_COLUMNS: Final = 500
MOST_OF_A_WORKBOOK: Final = 100_000_000
LONGEST_ROW: Final = 400_000  # characters; the engine takes two million bytes
SEPARATORS: Final = (";", "\t", ",", "|")
_PARQUET, _ZIP, _OLE = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SKIPPED_LINE: Final = re.compile(rb"\n\r?\n")

Progress = Callable[[int], None]
"""Told how many more bytes have been read; may raise to stop."""


@dataclass(frozen=True)
class Given:
    """A file as it is given for an input of a test."""

    path: Path
    name: str


@dataclass(frozen=True)
class Table:
    """What the engine reads. `separator` is "" of a Parquet file; `is_plain`: each line is a row, and a quotation mark a sign as others."""

    path: Path
    file: str
    sha256: str
    header: Header
    width: int
    separator: str
    is_plain: bool


def prepared(wanted: Input, given: Given, room: Path, progress: Progress) -> Table:
    """Return the file as a table in the folder `room`. Raises Unreadable with a sentence for what is none."""
    with given.path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise Unreadable(_("%(file)s is empty.") % {"file": given.name})
    target = room / f"{wanted.name}.data"
    if head.startswith(_PARQUET):
        return Table(target, given.name, _copied(given, target, progress), Header(0, {}), 0, "", is_plain=False)
    if head.startswith((_ZIP, _OLE)):
        return _of_workbook(wanted, given, target, progress)
    return _of_text(wanted, given, head, target, progress)


def _copied(given: Given, target: Path, progress: Progress) -> str:
    digest = hashlib.sha256()
    with given.path.open("rb") as source, target.open("wb") as copy:
        for piece in _pieces(source):
            digest.update(piece)
            copy.write(piece)
            progress(len(piece))
    return digest.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _of_text(wanted: Input, given: Given, head: bytes, target: Path, progress: Progress) -> Table:
    if decoded(head[:4096]) is None and decoded(head) is None:
        raise Unreadable(
            _("%(file)s is neither a text file with columns, an Excel workbook nor a Parquet file.")
            % {"file": given.name}
        )
    for encoding in possible_encodings(head):
        copied = _recoded(given, encoding, target, progress)
        if copied is not None:
            break
    else:
        raise Unreadable(
            _("%(file)s has signs that belong to no encoding that we know. Save it as CSV in UTF-8.")
            % {"file": given.name}
        )
    sha256, is_plain = copied
    separator, rows = _split(wanted, _head_of(target), given.name)
    header = best_header(wanted, rows)
    width = max(len(row) for row in rows)
    must_be_complete(wanted, header, rows[header.row - 1], given.name)
    table = Table(target, given.name, sha256, header, width, separator, is_plain=is_plain)
    return table if is_plain else rewritten(table)


def _recoded(given: Given, encoding: str, target: Path, progress: Progress) -> tuple[str, bool] | None:
    """Write the file in UTF-8; return its hash, and whether each line is a row. None when it is not in that encoding."""
    digest, decoder, plain = hashlib.sha256(), codecs.getincrementaldecoder(encoding)(), _Plainness()
    try:
        with given.path.open("rb") as source, target.open("wb") as copy:
            for piece in _pieces(source):
                digest.update(piece)
                text = decoder.decode(piece).encode()
                plain.see(text)
                copy.write(text)
                progress(len(piece))
            copy.write(decoder.decode(b"", final=True).encode())
    except UnicodeDecodeError:
        return None
    return digest.hexdigest(), plain.is_plain


class _Plainness:
    """Whether in a text each line is a row: no quotation marks, no empty lines, one kind of line end, nothing unprintable.

    The engine reads such a file several times as fast as Python can, and the
    number of the line is the number of the row.
    """

    def __init__(self) -> None:
        self._strange = False
        self._before = b"\n"
        self._returns = self._lines = self._both = 0

    def see(self, text: bytes) -> None:
        # What was before goes with it: an empty line may begin in one piece and end in the next.
        whole = self._before + text
        self._strange |= b'"' in text or b"\x00" in text or _SKIPPED_LINE.search(whole) is not None
        self._returns += text.count(b"\r")
        self._lines += text.count(b"\n")
        self._both += whole.count(b"\r\n") - self._before.count(b"\r\n")
        self._before = whole[-3:]

    @property
    def is_plain(self) -> bool:
        return not self._strange and self._returns == self._both and self._both in {0, self._lines}


def _head_of(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(HEAD).decode("utf-8", errors="ignore")


def _split(wanted: Input, head: str, file_name: str) -> tuple[str, list[list[str]]]:
    """Return what separates the columns, and the first rows: by it most of the wanted columns are found."""
    found = [(separator, _first_rows(head, separator)) for separator in SEPARATORS]
    separator, rows = max(
        found, key=lambda one: (len(best_header(wanted, one[1]).places), max(len(row) for row in one[1]))
    )
    if max(len(row) for row in rows) > MOST_COLUMNS:
        raise Unreadable(
            _("%(file)s has %(columns)d columns. A test needs a few of them; at most %(most)d are read.")
            % {"file": file_name, "columns": max(len(row) for row in rows), "most": MOST_COLUMNS}
        )
    return separator, rows


def _first_rows(head: str, separator: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) == FIRST_ROWS:
                break
    except csv.Error:
        pass  # what was read before it shows the headings, or there are none
    return rows or [[]]


def rewritten(table: Table) -> Table:
    """Return the table with every cell in quotation marks and every row as wide as the widest, as Python reads it.

    Raises Unreadable where a row has more cells than there are headings.
    """
    target = table.path.with_suffix(".csv")
    with table.path.open(encoding="utf-8", newline="") as source:
        width = _written(target, _checked(csv.reader(source, delimiter=table.separator), table), table.width)
    table.path.unlink()
    return Table(target, table.file, table.sha256, table.header, width, ",", is_plain=False)


def _checked(rows: Iterator[list[str]], table: Table) -> Iterator[list[str]]:
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            if len(row) > table.width and any(cell.strip() for cell in row[table.width :]):
                raise Unreadable(
                    _("%(file)s, row %(row)d: the row has %(cells)d cells, but there are %(columns)d columns.")
                    % {"file": table.file, "row": number, "cells": len(row), "columns": table.width}
                )
            if sum(map(len, row)) > LONGEST_ROW:
                raise Unreadable(
                    _(
                        "%(file)s, row %(row)d: the row is longer than any row of a list. A quotation mark may be missing."
                    )
                    % {"file": table.file, "row": number}
                )
            yield row[: table.width]
    except csv.Error as error:
        raise Unreadable(
            _("%(file)s, after row %(row)d: the row cannot be read. A quotation mark may be missing.")
            % {"file": table.file, "row": number}
        ) from error


def _written(target: Path, rows: Iterable[Sequence[str]], width: int) -> int:
    empty = [""] * width
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([*row, *empty[len(row) :]] for row in rows)
    return width


def _of_workbook(wanted: Input, given: Given, target: Path, progress: Progress) -> Table:
    """Return the sheet that has most of the wanted columns, as a table."""
    data = given.path.read_bytes()
    if len(data) > MOST_OF_A_WORKBOOK:
        raise Unreadable(_("%(file)s is too large for a workbook. Save it as CSV.") % {"file": given.name})
    try:
        grids = [_texts(grid) for grid in read_grids(data, lambda _name: True).values()]
    except Unreadable as problem:
        said = _("The sheet is too large for a workbook. Save it as CSV.") if str(problem) == too_large() else problem
        raise Unreadable(f"{given.name}: {said}") from problem
    progress(len(data))
    rows = max(grids, key=lambda grid: len(best_header(wanted, grid).places), default=[])
    if not any(any(row) for row in rows):
        raise Unreadable(_("%(file)s is empty.") % {"file": given.name})
    header = best_header(wanted, rows)
    must_be_complete(wanted, header, rows[header.row - 1], given.name)
    width = _written(target, rows, max(len(row) for row in rows))
    return Table(target, given.name, hashlib.sha256(data).hexdigest(), header, width, ",", is_plain=False)


def _texts(grid: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [[_text(value) for value in row] for row in grid]


def _text(value: Any) -> str:
    """Return what stands in a cell as text. Excel has only one kind of number, and a day is a time at midnight."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004  # more digits than a float has
        return str(int(value))
    if isinstance(value, float):
        return format(value, "f") if abs(value) >= 1e-4 else f"{value:.10f}"  # noqa: PLR2004  # smaller ones would be written with an exponent
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
