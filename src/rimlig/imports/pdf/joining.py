"""Lines of a PDF back to the paragraph that was broken into them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_WHITE: Final = re.compile(r"[ \t\r\n\f\v]+")
_UNSEEN: Final = str.maketrans(
    {"\u2010": "-", "\u2011": "-", **dict.fromkeys(map(chr, (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0)))}
)
_NO_SPACE_AFTER: Final = ("\u00ad", "\u200b")
_SAME_LINE: Final = 2.0  # points
_FILLS_LINE: Final = 9
_SENTENCE_SIGNS: Final = frozenset(".,;:!?)”’\"'")


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text on one line, as the file has it; `height` of its baseline from the page's bottom, in points."""

    page: int
    height: float
    text: str


def cleaned(text: str) -> str:
    """Return the text as one line without soft hyphens and other signs that are not seen; hyphens are plain ones."""
    return _WHITE.sub(" ", unicodedata.normalize("NFC", text.translate(_UNSEEN))).strip()


@dataclass(slots=True)
class Joiner:
    """Joins lines in the way of the program that wrote the file.

    Some programs end a broken line with the space that stood there, and then a
    line without one was broken inside a word, after a hyphen or in an address.
    Others leave that space out, always or where there is no room for it. Which
    it is shows in the lines themselves.
    """

    with_space: int = 0
    without: int = 0

    def learn(self, pieces: Iterable[Line]) -> None:
        """Take the lines of a paragraph into account."""
        for above, below in pairwise(_whole_lines(pieces)):
            if above[-1:].isspace() or below[:1].isspace():
                self.with_space += 1
            elif above[-1:].isalnum() and below[:1].isalnum() and not _in_long_word(above):
                self.without += 1

    @property
    def tells_spaces(self) -> bool:
        """Say whether the file ends broken lines with their space, if not every one."""
        return 3 * self.with_space > self.without

    @property
    def tells_every_space(self) -> bool:
        """Say whether it does so without exception."""
        return self.with_space > 0 and self.without == 0

    def join(self, pieces: Iterable[Line]) -> str:
        """Return the paragraph as one cleaned line."""
        text = before = ""
        for line in _whole_lines(pieces):
            text += " " + line if text and self._space_is_missing(before) else line
            before = line
        return cleaned(text)

    def _space_is_missing(self, line: str) -> bool:
        if line.endswith(_NO_SPACE_AFTER) or line[-1:].isspace() or self.tells_every_space:
            return False
        inside_word = _in_long_word(line) or not (line[-1:].isalnum() or line[-1:] in _SENTENCE_SIGNS)
        return not (self.tells_spaces and inside_word)


def _in_long_word(line: str) -> bool:
    """Say whether the line breaks off in an address, or in a word that fills the line and goes on."""
    words = line.split()
    if not words or (words[-1][-1] in _SENTENCE_SIGNS and "/" not in words[-1]):
        return False
    return "/" in words[-1] or (len(words) == 1 and len(words[0]) >= _FILLS_LINE)


def _whole_lines(pieces: Iterable[Line]) -> list[str]:
    """Return the text of each line on the page; a change of face in the middle of a line makes two pieces of it."""
    lines: list[str] = []
    before: Line | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if before is None or piece.page != before.page or abs(piece.height - before.height) > _SAME_LINE:
            lines.append(piece.text)
        else:
            lines[-1] += piece.text
        before = piece
    return lines
