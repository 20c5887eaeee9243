"""Bytes of a text file to text: the encodings that Swedish authorities' files come in."""

import re
from typing import Final

from django.utils.translation import gettext as _

from rimlig.core.encoding import decoded
from rimlig.imports.blocks import Unreadable

MAX_BYTES: Final = 20_000_000
"""No text of a report comes near this; a larger file is a mistake, and is refused before it is read."""

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
    text = decoded(data)
    if text is None:
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
