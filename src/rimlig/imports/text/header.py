"""The header row of the six-column table, however a tool has written it."""

import re
from functools import cache, lru_cache
from typing import Final

from rimlig.documents import words
from rimlig.imports.text.lines import Line

_NO_LETTERS: Final = re.compile(r"[\W\d_]+")
_LONGEST: Final = 200  # characters: a line of a header, with much space between its columns left out


def headers_in(lines: list[Line]) -> dict[int, int]:
    """Return where header rows are: the index of the first line of each, and the one after its last.

    Tools part its words in many ways and some mix the columns, so a header is
    lines in a row that together have exactly the header's letters.
    """
    found: dict[int, int] = {}
    at = 0
    while at < len(lines):
        end = _header_end(lines, at)
        if end is not None:
            found[at] = end
        at = end or at + 1
    return found


def _header_end(lines: list[Line], start: int) -> int | None:
    letters = ""
    for index in range(start, len(lines)):
        line = _header_letters(lines[index].text)
        if line is None or (not line and index == start):
            return None
        letters += line
        if len(letters) >= len(_all_letters()):
            return index + 1 if sorted(letters) == sorted(_all_letters()) else None
    return None


def is_part_of_header(text: str) -> bool:
    """Tell whether a line has a column's title alone, as when a tool has mixed a header with the cells under it."""
    letters = _header_letters(text)
    if not letters:
        return False
    first, second, *_rest = (_letters(title) for title in words.COLUMNS)
    return letters in {second, _letters(words.COLUMNS[1].split()[0])} or (
        letters.startswith(_letters(words.COLUMNS[0].rsplit(" ", 1)[0])) and first.startswith(letters)
    )


@lru_cache(maxsize=10_000)
def _header_letters(text: str) -> str | None:
    """Return a line's letters when it has no other words than the header's, which may be run together."""
    letters = _letters(text[: 4 * _LONGEST])
    return letters if len(letters) < _LONGEST and _header_words().fullmatch(letters) else None


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


@cache
def _all_letters() -> str:
    return _letters("".join(words.COLUMNS))


@cache
def _header_words() -> re.Pattern[str]:
    parts = {_letters(part) for column in words.COLUMNS for part in column.replace("/", " ").split()}
    return re.compile("(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")*")
