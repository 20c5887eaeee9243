"""Lines of a PDF back to the paragraph that was broken into them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_WHITE: Final = re.compile(r"[ \t\r\n\f\v]+")
_UNSEEN: Final = str.maketrans(
    {"\u2010": "-", "\u2011": "-", **dict.fromkeys(map(chr, (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0)))}
)
_NO_SPACE_AFTER: Final = ("\u00ad", "\u200b")
_MAYBE_NO_SPACE_AFTER: Final = ("-", "/", "–", "—", "\u2010")


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
    line without one was broken in the middle of a word, after a hyphen. Other
    programs leave that space out. Which it is shows in the lines themselves.
    """

    with_space: int = 0
    without: int = 0

    def learn(self, pieces: Iterable[Line]) -> None:
        """Take the lines of a paragraph into account."""
        before: Line | None = None
        for piece in pieces:
            if before is not None and piece.text.strip() and _is_new_line(before, piece):
                if before.text[-1:].isspace() or piece.text[:1].isspace():
                    self.with_space += 1
                elif not before.text.endswith((*_NO_SPACE_AFTER, *_MAYBE_NO_SPACE_AFTER)):
                    self.without += 1
            if piece.text:
                before = piece

    @property
    def spaces_are_told(self) -> bool:
        """Say whether the file has the spaces at which it broke its lines. Addresses break without any, so a share is enough."""
        return 3 * self.with_space > self.without

    def join(self, pieces: Iterable[Line]) -> str:
        """Return the paragraph as one cleaned line."""
        text, before = "", None
        for piece in pieces:
            if (
                before is not None
                and not self.spaces_are_told
                and _is_new_line(before, piece)
                and not text.endswith(_NO_SPACE_AFTER)
            ):
                text += " "
            text += piece.text
            before = piece
        return cleaned(text)


def _is_new_line(before: Line, piece: Line) -> bool:
    return piece.page != before.page or abs(piece.height - before.height) > 2  # noqa: PLR2004  (points)
