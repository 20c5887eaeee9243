"""How many units a text speaks of: “två av åtta enheter” as two numbers."""

import re
from typing import Final

_ONES: Final = {
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9,
}  # fmt: skip
_TEENS: Final = {
    "tio": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17,
    "arton": 18, "aderton": 18, "nitton": 19,
}  # fmt: skip
_TENS: Final = {
    "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90,
}  # fmt: skip
_NUMBER_BY_WORD: Final = (
    {"ingen": 0, "inga": 0, "noll": 0}
    | _ONES
    | _TEENS
    | _TENS
    | {ten + one: value + number for ten, value in _TENS.items() for one, number in _ONES.items()}
    | {"hundra": 100, "etthundra": 100}
)
_WORDS: Final = "|".join(sorted(_NUMBER_BY_WORD, key=len, reverse=True))
_NUMBER: Final = rf"(\d{{1,4}}|{_WORDS})"
_UNIT: Final = (
    r"(?:\w{0,40}enhet(?:er|erna)?|\w{0,40}skolor(?:na)?|\w{0,40}skola|\w{0,40}gymnasier(?:na)?|\w{0,40}förvaltningar(?:na)?|\w{0,40}avdelningar(?:na)?"
    r"|\w{0,40}verksamheter(?:na)?|\w{0,40}boenden(?:a)?|\w{0,40}hem(?:men)?|\w{0,40}bolag(?:en)?|\w{0,40}nämnder(?:na)?|\w{0,40}grupper(?:na)?"
    r"|\w{0,40}områden(?:a)?|\w{0,40}kontor(?:en)?|\w{0,40}anläggningar(?:na)?|\w{0,40}mottagningar(?:na)?|\w{0,40}bibliotek(?:en)?|\w{0,40}stadsdelar(?:na)?)"
)
_DESCRIBED: Final = r"(?:(?!av\b)[a-zåäöé]{3,20}-?\s+){0,2}?"
_MENTION: Final = re.compile(
    rf"(?<![\w.,/-]){_NUMBER}\s+(?:{_UNIT}\s+)?av\s+(?:(?:de|dom|våra|samtliga|totalt|alla|förvaltningens|nämndens|stadens|kommunens)\s+)*{_NUMBER}\s+"
    rf"{_DESCRIBED}{_UNIT}(?!\w)",
    re.IGNORECASE,
)


def units_mentioned(text: str) -> tuple[int, int] | None:
    """Return (how many, of how many) units a text says that something concerns, or None when it does not say.

    The first such statement counts. A count above its total is no statement of
    units ("tolv av tio enheter"). Measured in whole units.

    >>> units_mentioned("Två av de åtta enheterna saknar rutin.")
    (2, 8)
    >>> units_mentioned("Rutinen följs.")
    """
    for match in _MENTION.finditer(text):
        some, total = (_number(group) for group in match.groups())
        if some <= total and total > 0:
            return some, total
    return None


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBER_BY_WORD[word.casefold()]
