"""Bytes of a text file to text: the encodings that Swedish authorities' files come in."""

import codecs
import re
from typing import Final

from django.utils.translation import gettext as _

from rimlig.imports.blocks import Unreadable

MAX_BYTES: Final = 20_000_000
"""No text of a report comes near this; a larger file is a mistake, and is refused before it is read."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 20_000
_CONTROL: Final = re.compile(r"[\x00\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\uffff]")
_SOFT_HYPHEN_INSIDE: Final = re.compile("\u00ad(?=\\S)")
_NORMAL: Final = str.maketrans(
    {
        "\ufffe": "\u00ad",  # what pdfium writes for a hyphen that only a line break needed
        "\x02": "\u00ad",  # and what it wrote before
        "\u200b": None,  # zero-width space
        "\u2060": None,  # word joiner
        "\ufeff": None,
        "\u2010": "-",
        "\u2011": "-",
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\x85": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x0b": "\n",
    }
)


def decode(data: bytes) -> str:
    r"""Return the text of a file: UTF-8 or UTF-16 with or without a mark, else windows-1252.

    Line ends become ``\n``; form feeds stay, as they part pages; see `normal`
    for the rest. Raises Unreadable for an empty file, one above MAX_BYTES, and
    for bytes that are no text.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The text file is larger than 20 MB, so it is no report. Choose the report itself."))
    if not data.strip():
        raise Unreadable(_("The file is empty. Choose the report itself, as PDF, Word, Excel or text."))
    text = _decoded(data)
    if text is None or _is_noise(text):
        raise Unreadable(
            _(
                "The file has the name of a text file, but it holds no text. Choose the report as PDF, Word, Excel or text."
            )
        )
    return normal(text)


def normal(text: str) -> str:
    """Return the text with plain hyphens, spaces and line ends, and without soft hyphens inside words.

    A soft hyphen that ends a line stays: only a reader that knows the columns
    can tell on which line the word goes on.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SOFT_HYPHEN_INSIDE.sub("", text.translate(_NORMAL))


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    if b"\x00" in data[:4096]:
        # UTF-16 without a mark: Swedish text has a zero in nearly every second byte, on the same side.
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        return _try(data, "utf-16-le" if odd > even else "utf-16-be")
    return _try(data, "utf-8") or _try(data, "cp1252")


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
