"""The piece of a text in which the sought words stand, with the words marked.

The database says which words answer the question, since it knows their stems. It is given the text in lower case and
encloses the words in two private characters; from where those stand the original is cut and marked here, and each piece is
escaped by itself. So nothing that anybody has written becomes markup.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import F, Func, TextField, Value
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

START, STOP, LESS = "\ue000", "\ue001", "\ue002"
"""Private characters: around a word that answers, and for `<`, of which the database would make a tag and leave it out."""
BEFORE, LENGTH = 80, 280
Range = tuple[int, int]
_OPTIONS: Final = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"


def with_marks(field: str, query: Any) -> Func:
    """Return the expression for a text in lower case with the words that answer enclosed."""
    lowered = Func(F(field), function="search_lower")
    plain = Func(lowered, Value(f"<{START}{STOP}{LESS}"), Value(f"{LESS}   "), function="translate")
    config = Func(Value("swedish"), template="%(expressions)s::regconfig")
    return Func(config, plain, query, Value(_OPTIONS), function="ts_headline", output_field=TextField())


def marked_ranges(text: str, marked: str) -> list[Range]:
    """Return where in the text the enclosed words stand; nothing when the two are not the same text."""
    found: list[Range] = []
    begun = length = 0
    for char in marked:
        if char == START:
            begun = length
        elif char == STOP:
            found.append((begun, length))
        else:
            length += 1
    return found if length == len(text) else []


def ranges_of_parts(text: str, parts: Iterable[str]) -> list[Range]:
    """Return where in the text the words stand, also inside others, in order and without overlaps."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    wanted = sorted((part for part in parts if part), key=len, reverse=True)
    if not wanted:
        return []
    return [match.span() for match in re.finditer("|".join(map(re.escape, wanted)), lowered)]


def excerpt(text: str, ranges: Sequence[Range], length: int = LENGTH) -> SafeString:
    """Return the piece of the text around the first word that answers, or its beginning; cut between words."""
    if len(text) <= length:
        return _marked(text, ranges, 0, len(text))
    first = ranges[0][0] if ranges else 0
    start = 0 if first <= BEFORE else _after_space(text, min(first - BEFORE, len(text) - length), first)
    stop = len(text) if start + length >= len(text) else _before_space(text, start + length, first + 1)
    return _marked(text, ranges, start, stop)


def _after_space(text: str, start: int, latest: int) -> int:
    space = text.find(" ", start, latest)
    return start if space < 0 else space + 1


def _before_space(text: str, stop: int, earliest: int) -> int:
    space = text.rfind(" ", earliest, stop)
    return stop if space < 0 else space


def _marked(text: str, ranges: Sequence[Range], start: int, stop: int) -> SafeString:
    pieces = ["… " if start else ""]
    at = start
    for begin, end in ranges:
        if begin < at or end > stop:
            continue
        pieces += [escape(text[at:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        at = end
    pieces += [escape(text[at:stop]), " …" if stop < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308  # each piece of what people wrote is escaped above
