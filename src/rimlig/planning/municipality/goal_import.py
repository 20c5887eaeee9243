"""Goals from a file or from pasted text: lines of number and title, each with what would become of it. No row is written here."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.encoding import decoded
from rimlig.core.errors import RuleBroken, Unreadable
from rimlig.core.workbooks import Value, read_grids
from rimlig.core.written import written_line
from rimlig.organisation.models import Municipality
from rimlig.planning.models import CouncilGoal
from rimlig.planning.municipality.council_goals import NewGoal, NewOrientation

MOST_LINES: Final = 500
LONGEST_TEXT: Final = 200_000
LONGEST_NUMBER: Final = 40
LARGEST_FILE: Final = 5_000_000
ALIKE: Final = 0.6
"""How alike two wordings under the same number must be, from 0 to 1, for the one to go on from the other."""

_LINE: Final = re.compile(r'"?(?P<number>\d[\w.]*?)\.?"?(?:[\s;,:)–-]+|$)"?(?P<title>.*?)"?[;,\s]*$')


class Verdict(Enum):
    """What would become of a line."""

    ORIENTATION = "orientation"
    GOAL = "goal"
    THERE = "there"
    TAKEN = "taken"
    TWICE = "twice"
    NO_NUMBER = "no_number"
    NO_TITLE = "no_title"


WORDS: Final = {
    Verdict.ORIENTATION: gettext_lazy("New orientation goal"),
    Verdict.GOAL: gettext_lazy("New goal"),
    Verdict.THERE: gettext_lazy("There already, with the same words"),
    Verdict.TAKEN: gettext_lazy(
        "The number is taken by a goal with other words. Change that one on the page of goals."
    ),
    Verdict.TWICE: gettext_lazy("The number stands on several lines. Excel makes 1.1 of 1.10: write the right number."),
    Verdict.NO_NUMBER: gettext_lazy("The line does not begin with a number, like 1 or 1.1."),
    Verdict.NO_TITLE: gettext_lazy("There are no words after the number."),
}
WRONG: Final = frozenset({Verdict.TAKEN, Verdict.TWICE, Verdict.NO_NUMBER, Verdict.NO_TITLE})


@dataclass(frozen=True)
class Line:
    """A line that was read: where it stands, what it says, and what would become of it."""

    place: int
    number: str
    title: str
    verdict: Verdict
    origin: CouncilGoal | None = None
    """The goal of last year that it goes on from."""
    orientation: str = ""
    """The number of the orientation goal that it comes to stand below."""

    @property
    def words(self) -> str:
        """The verdict in words."""
        return str(WORDS[self.verdict])

    @property
    def is_wrong(self) -> bool:
        """Whether the line must be put right before anything is stored."""
        return self.verdict in WRONG

    @property
    def is_new(self) -> bool:
        """Whether a row would be stored."""
        return self.verdict in {Verdict.ORIENTATION, Verdict.GOAL}


def text_of_file(data: bytes) -> str:
    """Return the file's lines of number and title, from Excel's first sheet with anything in it, or from CSV or text.

    Raises Unreadable with a sentence for people.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("The file is larger than 5 MB, so it is no list of goals. Choose the list itself."))
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        grids = read_grids(data, lambda _name: True)
        filled = (grid for grid in grids.values() if any(any(cell != "" for cell in row) for row in grid))
        return "\n".join("\t".join(_cells(row)) for row in next(filled, []) if any(_cells(row)))
    text = decoded(data)
    if text is None:
        raise Unreadable(_("The file is not Excel, CSV or text. Save the list as one of these and choose it again."))
    return text


def _cells(row: Sequence[Value]) -> list[str]:
    return [cell for cell in (_as_text(value) for value in row) if cell]


def _as_text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return written_line(str(value))


def read_lines(text: str, municipality: Municipality, year: int) -> list[Line]:
    """Return the lines of the text, each with its verdict for the year. A line of headings and empty lines are passed over.

    Numbers without a dot are orientation goals, unless no line has a dot: then
    they are goals. Three queries. RuleBroken when there are no lines, or too many.
    """
    found = [(place, *_number_and_title(line)) for place, line in _lines(text)]
    if found and not found[0][1] and len(found) > 1:
        found = found[1:]  # what the columns are called
    if not found:
        raise RuleBroken(_("There is nothing to read. Paste lines like “1.1 The goal's words”, or choose a file."))
    if len(found) > MOST_LINES:
        raise RuleBroken(_("There are more than 500 lines, so it is no list of goals. Nothing has been stored."))
    judge = _Judge(municipality, year, found)
    return [judge.line(*one) for one in found]


def _lines(text: str) -> list[tuple[int, str]]:
    numbered = enumerate(re.split(r"\r\n|[\r\n\u2028\u2029]", text[:LONGEST_TEXT]), 1)
    return [(place, line.strip()) for place, line in numbered if line.strip(' \t;,"')]


def _number_and_title(line: str) -> tuple[str, str]:
    match = _LINE.match(line)
    if match is None or len(match["number"]) > LONGEST_NUMBER:
        return "", written_line(line)
    return match["number"].rstrip("."), written_line(match["title"].replace('""', '"'))


class _Judge:
    """What the year has already, what the year before had, and what else stands in the same text."""

    def __init__(self, municipality: Municipality, year: int, found: Sequence[tuple[int, str, str]]) -> None:
        self.goals = dict(municipality.council_goals.filter(year=year).values_list("number", "title"))
        self.orientations = dict(municipality.orientation_goals.filter(year=year).values_list("number", "title"))
        self.last_year: list[CouncilGoal] = list(municipality.council_goals.filter(year=year - 1))
        self.times = Counter(number for _place, number, _title in found)
        self.has_levels = any("." in number for number in self.times)
        self.above = set(self.orientations) | {number for number in self.times if number and "." not in number}

    def line(self, place: int, number: str, title: str) -> Line:
        """Return the line with its verdict."""
        is_orientation = self.has_levels and "." not in number
        verdict = self._verdict(number, title, is_orientation=is_orientation)
        if verdict is not Verdict.GOAL:
            return Line(place, number, title, verdict)
        top = number.partition(".")[0]
        orientation = top if self.has_levels and top in self.above else ""
        return Line(place, number, title, verdict, self._origin(number, title), orientation)

    def _verdict(self, number: str, title: str, *, is_orientation: bool) -> Verdict:
        there = (self.orientations if is_orientation else self.goals).get(number)
        if not number:
            return Verdict.NO_NUMBER
        if not title:
            return Verdict.NO_TITLE
        if self.times[number] > 1:
            return Verdict.TWICE
        if there is not None:
            return Verdict.THERE if there == title else Verdict.TAKEN
        return Verdict.ORIENTATION if is_orientation else Verdict.GOAL

    def _origin(self, number: str, title: str) -> CouncilGoal | None:
        """Return last year's goal with the same words, else the one with the same number and nearly the same words."""
        for goal in self.last_year:
            if goal.title.casefold() == title.casefold():
                return goal
        same_number = next((goal for goal in self.last_year if goal.number == number), None)
        if same_number is None:
            return None
        likeness = SequenceMatcher(None, same_number.title.casefold(), title.casefold()).ratio()
        return same_number if likeness >= ALIKE else None


def to_store(lines: Sequence[Line]) -> tuple[list[NewOrientation], list[NewGoal]]:
    """Return what the lines add. RuleBroken when a line must be put right first: nothing is stored by halves."""
    if any(line.is_wrong for line in lines):
        raise RuleBroken(_("Some lines must be put right first. Nothing has been stored."))
    orientations = [NewOrientation(line.number, line.title) for line in lines if line.verdict is Verdict.ORIENTATION]
    goals = [
        NewGoal(line.number, line.title, line.orientation, line.origin)
        for line in lines
        if line.verdict is Verdict.GOAL
    ]
    return orientations, goals
