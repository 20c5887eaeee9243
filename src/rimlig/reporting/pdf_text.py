"""Texts made fit for paper: cleaned of what cannot be seen, and long words given places to break."""

import re
import unicodedata
from typing import Final

CELL_WORD: Final = 24
"""Letters of ordinary width that surely fit on a cell's line; a longer word may need to break."""

NARROW_WORD: Final = 14
"""The same for the narrow cells of the risk analysis."""

LINE_WORD: Final = 50
"""The same for running text and headings."""

TITLE_WORD: Final = 20
"""The same for the title on the cover."""

_NO_HYPHEN_GLYPH: Final = str.maketrans({"\u2010": "-", "\u2011": "-", "\t": " "})
_VOWELS: Final = "aeiouyåäöéAEIOUYÅÄÖÉ"
_WIDE: Final = re.compile(r"[A-ZÅÄÖmwMW@%—…]")
_BREAK: Final = re.compile(rf"(?<=\w{{3}})(?<!n(?=g))(?=[^\W\d_{_VOWELS}][{_VOWELS}]\w)")


def paragraphs(text: str) -> list[str]:
    """Return the text's paragraphs; no text has none."""
    return text.split("\n\n") if text else []


def line(text: str) -> str:
    """Return running text that may stand on a page's line."""
    return breakable(clean(text), LINE_WORD)


def clean(text: str) -> str:
    """Return the text without what cannot be seen on paper: control and format characters, and pasted accents apart."""
    text = unicodedata.normalize("NFC", text).translate(_NO_HYPHEN_GLYPH).replace("\n", " ")
    return "".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs"})


def breakable(text: str, fits: int) -> str:
    """Return the text with soft hyphens in words longer than what fits.

    Swedish breaks a word before a single consonant with a vowel after it.
    What has no such place, an address or a row of digits, is broken by a space of no width.
    """
    return " ".join(word if _width(word) <= fits else _broken(word, fits) for word in text.split(" "))


def _width(word: str) -> float:
    """Return the width of the word in letters of ordinary width, at most."""
    return len(word) + 0.8 * len(_WIDE.findall(word))


def _broken(word: str, fits: int) -> str:
    pieces = _BREAK.sub("\u00ad", word).split("\u00ad")
    return "\u00ad".join("\u200b".join(_slices(piece, fits // 2)) for piece in pieces)


def _slices(piece: str, size: int) -> list[str]:
    return [piece[start : start + size] for start in range(0, len(piece), size)]
