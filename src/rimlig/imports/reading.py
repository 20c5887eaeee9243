"""A file to a document, whatever type it is: judged by what is in it, never by its name."""

import json
import re
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, Final

from django.utils.translation import gettext as _

from rimlig.documents.document import Document
from rimlig.documents.interchange import NotInterchange, from_json, to_json
from rimlig.imports.blocks import Unreadable

LARGEST_FILE: Final = 50_000_000
"""Bytes. The report of 2018 has a twentieth of that as PDF."""

_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")

Progress = Callable[[int, int], None]


class FileType(Enum):
    """The types that can be read; everything else is tried as text."""

    PDF = auto()
    WORD = auto()
    EXCEL = auto()
    INTERCHANGE = auto()
    TEXT = auto()


def file_type(data: bytes) -> FileType:
    """Return the type of the file's content. An Office file that is damaged or protected counts as Word."""
    if b"%PDF-" in data[:1024]:
        return FileType.PDF
    if data.startswith(b"PK"):
        return FileType.EXCEL if b"xl/workbook.xml" in data or b"spreadsheetml" in data[:4096] else FileType.WORD
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return FileType.WORD
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return FileType.INTERCHANGE
    return FileType.TEXT


def read_document(data: bytes, progress: Progress | None = None) -> Document:
    """Return the document in the file, with what a person should look at as its warnings.

    `progress` is told (done, total) while a long file is read. Raises
    Unreadable with a sentence for people.
    """
    document = _read(data, progress)
    text = to_json(document)
    if r"\u0000" in text or _HALF_CHARACTER.search(text):
        document = from_json(json.dumps(_mended(json.loads(text))))
    return document


def _mended(value: Any) -> Any:
    """Return the data with a replacement for what no database and no file can hold: NUL, and half a character."""
    if isinstance(value, str):
        return _HALF_CHARACTER.sub("\ufffd", value.replace("\x00", "\ufffd"))
    if isinstance(value, list):
        return [_mended(part) for part in value]
    return {key: _mended(part) for key, part in value.items()} if isinstance(value, dict) else value


def _read(data: bytes, progress: Progress | None = None) -> Document:
    # Each reader brings its library, and a document is of one type: they are loaded when needed.
    check_size(data)
    kind = file_type(data)
    if kind is FileType.INTERCHANGE:
        return _interchange(data)
    if kind is FileType.EXCEL:
        from rimlig.imports.excel import read_excel  # noqa: PLC0415

        return read_excel(data)
    from rimlig.imports.assemble import assemble  # noqa: PLC0415

    if kind is FileType.PDF:
        from rimlig.imports.pdf import read_pdf  # noqa: PLC0415

        return assemble(read_pdf(data, progress=progress))
    if kind is FileType.WORD:
        from rimlig.imports.word import read_word  # noqa: PLC0415

        return assemble(read_word(data))
    from rimlig.imports.encoding import decode  # noqa: PLC0415
    from rimlig.imports.text import read_text  # noqa: PLC0415

    return assemble(read_text(decode(data)))


def check_size(data: bytes) -> None:
    """Raise Unreadable for an empty file and for one that is too large to be a report."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(_("The file is empty. Nothing has been stored. Choose the report itself."))
    if len(data) > LARGEST_FILE:
        raise Unreadable(
            _("The file is %(size)s MB; at most %(most)s MB can be read. Nothing has been stored.")
            % {"size": len(data) // 1_000_000, "most": LARGEST_FILE // 1_000_000}
        )


def _interchange(data: bytes) -> Document:
    try:
        return from_json(data)
    except NotInterchange as error:
        raise Unreadable(
            _("The file is JSON, but not a document in the format rimlig-plan/1 (%(why)s). Nothing has been stored.")
            % {"why": error}
        ) from error
