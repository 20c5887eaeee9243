"""Swedish as one writes it in a report: numbers in letters, right number and gender, enumerations. One place for all rooms.

A report to a Swedish board is Swedish whatever language the reader of the screen has chosen, so this is no translation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

_IN_WORDS: Final = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
MOST_LISTED: Final = 8
"""Of more than so many names an enumeration says the first, and how many more there are."""


def in_words(number: int, *, neuter: bool = False) -> str:
    """Return a number as one writes it in a text: in letters up to twelve.

    >>> in_words(1), in_words(1, neuter=True), in_words(12), in_words(13)
    ('en', 'ett', 'tolv', '13')
    """
    if number == 1 and neuter:
        return "ett"
    return _IN_WORDS[number] if number < len(_IN_WORDS) else str(number)


def capitalised(sentence: str) -> str:
    """Return the sentence with a capital letter first, and the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def listed(names: Iterable[str]) -> str:
    """Return the names as one enumerates them; of very many the first, and how many more.

    >>> listed(["A"]), listed(["A", "B", "C"])
    ('A', 'A, B och C')
    """
    known = list(names)
    if len(known) > MOST_LISTED:
        more = len(known) - MOST_LISTED + 1
        known = [*known[: MOST_LISTED - 1], f"{in_words(more)} till"]
    if len(known) < 2:  # noqa: PLR2004  # nothing to join
        return "".join(known)
    return f"{', '.join(known[:-1])} och {known[-1]}"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in the forms that a sentence about a number of something needs: åtgärd, åtgärden, åtgärder, åtgärderna."""

    one: str
    the_one: str
    many: str
    the_many: str
    neuter: bool = False

    def counted(self, number: int) -> str:
        """Return the number and what it is of: “en åtgärd”, “två åtgärder”, “42 åtgärder”."""
        return f"{in_words(number, neuter=self.neuter)} {self.one if number == 1 else self.many}"

    def all_of(self, number: int) -> str:
        """Return all of them: “åtgärden”, “båda åtgärderna”, “samtliga tre åtgärder”."""
        if number == 1:
            return self.the_one
        return f"båda {self.the_many}" if number == 2 else f"samtliga {self.counted(number)}"  # noqa: PLR2004  # Swedish has a word for two

    def some_of(self, number: int, total: int) -> str:
        """Return some of them: “ingen av tre åtgärder”, “två av åtta åtgärder”; all of them as `all_of` says."""
        if number == total:
            return self.all_of(total)
        some = in_words(number, neuter=self.neuter) if number else ("inget" if self.neuter else "ingen")
        return f"{some} av {self.counted(total)}"


def some_of_them(number: int, total: int) -> str:
    """Return some of what has just been named: “två av dem”; of all “båda” or “samtliga sex”, of a single one “den”."""
    if number < total:
        return f"{in_words(number)} av dem" if number else "ingen av dem"
    if total == 1:
        return "den"
    return "båda" if total == 2 else f"samtliga {in_words(total)}"  # noqa: PLR2004  # Swedish has a word for two


def agreeing(number: int, one: str, many: str) -> str:
    """Return the word in the number that what it is said of has: “försenad” of one, “försenade” of more."""
    return one if number == 1 else many


_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def day_in_words(day: date) -> str:
    """Return the day as one writes it in a text.

    >>> day_in_words(date(2026, 3, 31))
    '31 mars 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
