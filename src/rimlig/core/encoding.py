"""Bytes of a text file to text: the encodings that Swedish authorities' files come in."""

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 20_000
_CONTROL: Final = re.compile(r"[\x00\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\uffff]")


def decoded(data: bytes) -> str | None:
    """Return the text of a file: UTF-8 or UTF-16 with or without a mark, else windows-1252; None for what is no text."""
    text = _decoded(data)
    return None if text is None or _is_noise(text) else text


def _decoded(data: bytes) -> str | None:
    return next((text for encoding in possible_encodings(data) if (text := _try(data, encoding))), None)


def possible_encodings(beginning: bytes) -> tuple[str, ...]:
    """Return what a text that begins with the bytes may be encoded in: the first in which all of it can be read."""
    for mark, encoding in _MARKS:
        if beginning.startswith(mark):
            return (encoding,)
    if b"\x00" in beginning[:4096]:
        # UTF-16 without a mark: Swedish text has a zero in nearly every second byte, on the same side.
        even, odd = beginning[:4096:2].count(0), beginning[1:4096:2].count(0)
        return ("utf-16-le" if odd > even else "utf-16-be",)
    return ("utf-8", "cp1252")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_noise(text: str) -> bool:
    """Tell bytes that merely can be decoded: text has no control characters, and is made of letters and spaces."""
    sample = text[:_SAMPLE]
    if not text.strip() or len(_CONTROL.findall(text)) > len(text) // 1000:
        return True
    texty = sum(character.isalnum() or character.isspace() or character < "\x7f" for character in sample)
    far_away = sum(character > "\u2fff" for character in sample)  # East Asian scripts: two bytes read as one character
    return texty < 0.8 * len(sample) or far_away > 0.3 * len(sample)
