"""Running text and headings: which wrapped lines make one paragraph."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from rimlig.documents import words
from rimlig.imports.blocks import Paragraph
from rimlig.imports.text.lines import Line
from rimlig.imports.text.widths import forced, joined, width

SECTIONS: Final = frozenset(
    name.casefold()
    for name in (
        words.INTRODUCTION,
        words.SUMMARY,
        words.FOLLOW_UP_PART,
        words.FOLLOW_UP_TABLES,
        words.ACTION_PLANS_PART,
        words.CONTENTS,
    )
)
LABELS: Final = (
    words.PROCESS,
    words.WORKING_METHOD,
    words.ACTION,
    words.UNITS,
    words.STATUS_LABEL,
    words.KIND_LABEL,
    words.BOARD_LABEL,
    words.YEAR_LABEL,
    words.PERIOD_LABEL,
    *(f"{label}:" for label in words.REGISTRY_LABELS),
)
_COVER_LABELS: Final = LABELS[LABELS.index(words.KIND_LABEL) :]
_NUMBERED: Final = re.compile(r"\d+(?:\.\d+)+\.?\s+[^\W\d_]")
_BULLET: Final = re.compile(r"(?:[-–•●▪*]|\w{1,2}\))\s")


_LONGEST_COVER: Final = 40  # lines before the first fact
_NARROWEST: Final = 45.0  # no page of running text is narrower
_ENOUGH: Final = 20  # lines, to tell how wide a full one is
_BETWEEN_LEADERS: Final = 6  # lines: an entry may take three, with empty ones between
_LEADERS_WITHIN: Final = 80  # characters
_LEADERS: Final = re.compile(r"(?:[.·…_] ?){5,}\s*\d{1,4}$")


class Ends(Enum):
    """What the ends of lines say in a text."""

    NOTHING = auto()  # no line ends with a space
    WRAPPED = auto()  # a line that goes on ends with a space, the last of a paragraph does not
    ALWAYS = auto()  # every line ends with a space, as in text from PDF files that Word has made


def ends_of(lines: list[Line]) -> Ends:
    """Return what the line ends of a whole text say."""
    filled = [line for line in lines if line.words]
    spaced = sum(line.text.endswith(" ") for line in filled)
    if spaced * 50 < len(filled):
        return Ends.NOTHING
    return Ends.ALWAYS if spaced * 20 > len(filled) * 19 else Ends.WRAPPED


def is_goal_heading(text: str) -> bool:
    """Tell whether a line may be a goal's heading: "1.1 …"."""
    return _NUMBERED.match(text) is not None


def is_section(text: str) -> bool:
    """Tell whether a line is the heading of a section that documents of the family have."""
    return text.rstrip(":").casefold() in SECTIONS


@dataclass(frozen=True, slots=True)
class Prose:
    """How running text is set in a document: what line ends say, whether every line is followed by an empty one."""

    ends: Ends
    double_spaced: bool
    full: float  # the width of a full line

    @classmethod
    def of(cls, lines: list[Line]) -> "Prose":
        """Return how the lines are set, which may be a whole document's or a part's."""
        filled = [index for index, line in enumerate(lines) if line.words]
        steps = [after - before for before, after in pairwise(filled)]
        double = sum(step > 1 for step in steps) > len(steps) * 0.6 if steps else False
        text = [line for line in lines if line.words and not line.words.startswith(LABELS)]
        full = max((width(line.words) for line in text), default=0.0)
        return cls(ends_of(lines), double, max(full, _NARROWEST))

    def within(self, lines: list[Line]) -> "Prose":
        """Return how a part of the document is set: its pages may be narrower than others."""
        return self if len(lines) < _ENOUGH else replace(self, full=Prose.of(lines).full)

    def continues(self, line: Line, gap: list[Line], following: Line) -> bool:
        """Tell whether `following` goes on with the paragraph of `line`; `gap` are the empty lines between them."""
        begins = following.words
        if line.words in _COVER_LABELS or (self.ends is Ends.WRAPPED and not gap):
            # On paper, a fact of the cover page stands beside its label.
            cut_word = line.words.endswith(("-", "/")) and forced(line.words, begins, self.full)
            return line.words in _COVER_LABELS or line.text.endswith(" ") or cut_word
        if any(empty.text for empty in gap) or (len(gap) > self.double_spaced and not following.page):
            return False
        if is_section(line.words) or is_section(begins) or begins.startswith(LABELS) or _BULLET.match(begins):
            return False
        small = begins[:1].islower()
        if is_goal_heading(line.words):  # set in larger letters, so it is full before the text is
            return small and width(line.words) > self.full / 2
        full = forced(line.words, begins, self.full)
        if is_goal_heading(begins):
            return full and not line.words.endswith((".", ":", "!", "?"))
        return full or (small and (not gap or width(line.words) > self.full / 2))


def without_contents(lines: list[Line]) -> list[Line]:
    """Return the lines without the table of contents, whose lines have dots before a page number."""
    start = next(
        (index for index, line in enumerate(lines) if line.words.casefold() == words.CONTENTS.casefold()), None
    )
    if start is None:
        return lines
    end = at = start
    while at < len(lines) and at - end <= _BETWEEN_LEADERS:
        if _LEADERS.search(lines[at].words[-_LEADERS_WITHIN:]):
            end = at
        at += 1
    return lines if end == start else lines[:start] + lines[end + 1 :]


def with_whole_title(lines: list[Line]) -> list[Line]:
    """Return the lines with the title of a cover page of ours on one line: in large letters it may take several."""
    end = next((index for index, line in enumerate(lines) if line.words.startswith(words.KIND_LABEL)), 0)
    last = end - 1
    while last > 0 and not lines[last].words:
        last -= 1
    start = last
    while start > 0 and lines[start - 1].words:
        start -= 1
    if end == 0 or end > _LONGEST_COVER or start == last or ends_of(lines) is not Ends.NOTHING:
        return lines
    title = replace(lines[start], text=joined([line.words for line in lines[start : last + 1]]))
    return [*lines[:start], title, *lines[last + 1 :]]


def paragraphs(lines: list[Line], prose: Prose, *, before_table: bool = False) -> list[Paragraph]:
    """Return the paragraphs of running text, headings among them.

    `before_table` says that a table comes next: then what follows the last
    “Arbetssätt:” is its name, however long.
    """
    groups = _grouped(lines, prose, before_table=before_table)
    return [Paragraph(joined([line.words for line in group]), place(group[0])) for group in groups]


def place(line: Line) -> str:
    """Return where a person finds the line in the text."""
    return line_place(line.number)


def line_place(number: int) -> str:
    """Return where a person finds the line with this number, counted from 1."""
    return _("line %(number)d") % {"number": number}


def _grouped(lines: list[Line], prose: Prose, *, before_table: bool) -> list[list[Line]]:
    groups: list[list[Line]] = []
    gap: list[Line] = []
    naming = False  # after a label: everything up to the next label is the name
    for index, line in enumerate(lines):
        if not line.words:
            gap.append(line)
            continue
        label = line.words.startswith((words.PROCESS, words.WORKING_METHOD))
        if label:
            naming = _only_name_follows(lines, index, before_table=before_table)
        alone = not groups or label or groups[-1][0].words in (words.PROCESS, words.WORKING_METHOD)
        if not alone and (naming or prose.continues(groups[-1][-1], gap, line)):
            groups[-1].append(line)
        else:
            groups.append([line])
        gap = []
    return groups


def _only_name_follows(lines: list[Line], index: int, *, before_table: bool) -> bool:
    """Tell whether only a name can stand between the label on this line and what comes after it."""
    for following in range(index + 1, len(lines)):
        line = lines[following]
        if line.words.startswith(words.WORKING_METHOD):
            return True
        if line.words.startswith(words.PROCESS) or is_section(line.words) or is_goal_heading(line.words):
            return False
    return before_table
