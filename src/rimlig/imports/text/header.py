"""The header row of the six-column table, however a tool has written it."""

from collections import Counter
from functools import cache

from rimlig.documents import words
from rimlig.imports.text.lines import Line

_LONGEST = 40  # lines: a header of twelve words, each on a line of its own, with empty lines between


def header_end(lines: list[Line], start: int) -> int | None:
    """Return the index after the header row that begins at line `start`, or None when none does.

    Tools part its words in many ways and some mix the columns, so a header is
    lines in a row that together have exactly the header's letters.
    """
    first = _letters(lines[start].text)
    if not first or not first.startswith(_first_words()):
        return None
    left = Counter(_all_letters())
    for index in range(start, min(start + _LONGEST, len(lines))):
        left.subtract(_letters(lines[index].text))
        if min(left.values()) < 0 or len(left) > len(set(_all_letters())):
            return None
        if not any(left.values()):
            return index + 1
    return None


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())


@cache
def _all_letters() -> str:
    return _letters("".join(words.COLUMNS))


@cache
def _first_words() -> tuple[str, ...]:
    return tuple({_letters(part) for column in words.COLUMNS for part in column.replace("/", " ").split()})
