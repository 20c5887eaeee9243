"""A cell of the workbook as the text, number or word that it stands for."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from rimlig.core.workbooks import Value
from rimlig.documents import words
from rimlig.imports.blocks import Unreadable
from rimlig.imports.excel_sheets import Line

_PARAGRAPHS: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_WHITE: Final = re.compile(r"[ \t\r\n\f\v]+")
_SYMBOL: Final = re.compile(r"^[^\w(]+")
_Word = TypeVar("_Word")


def text(line: Line, column: str) -> str:
    """Return the cell's text: one line per paragraph, an empty line between paragraphs; NO_TEXT is no text."""
    whole = normal(_as_text(line.raw(column)))
    return "" if whole == words.NO_TEXT else whole


def is_filled(line: Line, columns: Iterable[str]) -> bool:
    """Say whether anything stands in one of the columns, be it only that the text is missing."""
    return any(normal(_as_text(line.raw(column))) for column in columns)


def normal(value: str) -> str:
    """Return a text as documents have it: single spaces, and paragraphs with an empty line between."""
    paragraphs = _PARAGRAPHS.split(value.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_WHITE.sub(" ", paragraph).strip() for paragraph in paragraphs)
    return "\n\n".join(paragraph for paragraph in lines if paragraph)


def word(line: Line, column: str, header: str, known: Mapping[str, _Word], allowed: Iterable[str]) -> _Word | None:
    """Return what the cell's word means, or None for an empty cell; `known` has the words in lower case.

    Raises Unreadable with the place and the words that are allowed.
    """
    written = _SYMBOL.sub("", text(line, column)).strip()
    if not written:
        return None
    meaning = known.get(written.casefold())
    if meaning is None:
        message = _(
            "“%(word)s” in the column %(column)s, %(place)s, is not one of its words. Write one of: %(allowed)s."
        )
        values = {"word": written[:60], "column": header, "place": line.place(), "allowed": ", ".join(allowed)}
        raise Unreadable(message % values)
    return meaning


def number(line: Line, column: str) -> int | None:
    """Return the cell's whole number, or None for an empty cell. Raises Unreadable for anything else."""
    value = line.raw(column)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    written = normal(_as_text(value))
    if not written:
        return None
    if written.isdecimal() and len(written) <= 15:  # noqa: PLR2004  (as many digits as Excel keeps)
        return int(written)
    message = _("In the column %(column)s, %(place)s, there is to be a whole number, but it says “%(value)s”.")
    raise Unreadable(message % {"column": column, "place": line.place(), "value": written[:60]})


def is_fraction(value: Value) -> bool:
    """Say whether the value is a number with decimals: a goal 1.10 that Excel has turned into 1.1, perhaps."""
    return isinstance(value, float) and not value.is_integer()


def goal_number(line: Line, column: str) -> str:
    """Return a goal's number. Raises Unreadable where Excel has made it a date, for then no one knows what it was."""
    value = line.raw(column)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        message = _(
            "Excel has turned the number of a goal into the date %(value)s, in %(place)s. Format the cell as text and write the number again."
        )
        raise Unreadable(message % {"value": _as_text(value), "place": line.place()})
    return repr(value) if is_fraction(value) else text(line, column)


def _as_text(value: Value) -> str:
    """Return what a person sees in the cell, as nearly as can be told."""
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)
