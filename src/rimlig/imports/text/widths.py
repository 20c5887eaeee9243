"""How wide a line was on paper, near enough to tell a forced line break from a chosen one."""

from typing import Final

_NARROW: Final = frozenset("iljtfrI.,:;'’|!()[]-/ ")
_WIDE: Final = frozenset("mwMWÅÄÖABCDGHKNOQRSUVXYZ%@—")
_LONGEST: Final = 1000  # letters: no line on paper is longer
SOFT_HYPHEN: Final = "\u00ad"
SLACK: Final = 0.94
"""Letters are measured in classes, so a line is called full a little before it is."""


def width(text: str) -> float:
    """Return the text's width in widths of an ordinary small letter of a proportional typeface."""
    if len(text) > _LONGEST:
        return float(len(text))
    return sum(0.55 if letter in _NARROW else 1.3 if letter in _WIDE else 1.0 for letter in text)


def forced(line: str, following: str, full: float) -> bool:
    """Tell whether the line had to end where it did: the next line's first word would not have fitted.

    `full` is the width of a full line, in the unit of `width`.
    """
    word = following.split(" ", 1)[0]
    return width(line) + width(" ") + width(word) > full * SLACK


def joined(lines: list[str]) -> str:
    """Return wrapped lines as one, with one space between; a word that was parted after its hyphen gets none.

    >>> joined(["e-", "post och uppföljnings-", "och kontroll"])
    'e-post och uppföljnings- och kontroll'
    """
    pieces: list[str] = []
    for line in lines:
        words = " ".join(line.split())
        if pieces and words and not _cuts_word(pieces[-1], words):
            pieces.append(" ")
        if words:
            pieces.append(words)
    return "".join(pieces).replace(SOFT_HYPHEN, "")


_AFTER_HANGING_HYPHEN: Final = frozenset({"och", "eller", "samt", "respektive", "till", "som", "resp.", "liksom"})


def _cuts_word(text: str, following: str) -> bool:
    """Tell whether the last word of a line goes on in the next one."""
    if text.endswith(SOFT_HYPHEN):
        return True
    hanging = following.split(" ", 1)[0] in _AFTER_HANGING_HYPHEN
    return text[-2:-1].isalnum() and (text.endswith("/") or (text.endswith("-") and not hanging))
