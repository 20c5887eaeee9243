"""What a file is, told by its content: never by its name, which anybody may choose."""

import codecs
import re
import zipfile
from typing import Final

from rimlig.records.content import Content, as_file, pieces

PDF: Final = "application/pdf"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POWERPOINT: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
HEIC: Final = "image/heic"
MAIL: Final = "message/rfc822"
TEXT: Final = "text/plain"

EXTENSIONS: Final = {
    PDF: "pdf",
    WORD: "docx",
    EXCEL: "xlsx",
    POWERPOINT: "pptx",
    PNG: "png",
    JPEG: "jpg",
    HEIC: "heic",
    MAIL: "eml",
    TEXT: "txt",
}
DOCUMENTS: Final = frozenset({PDF, WORD, EXCEL, PNG, JPEG})
"""What belongs to a document that a board decides on."""
EVIDENCE: Final = frozenset(EXTENSIONS)
"""What may show that something is true: also the photograph of a telephone, a mail that was saved, a list as text."""

_BEGINNINGS: Final = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_PARTS: Final = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL, "ppt/presentation.xml": POWERPOINT}
_PHOTOGRAPHS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
MOST_PARTS: Final = 10_000
"""An Office file has some tens of parts. One with more is made to keep us busy."""
_LONGEST_BEGINNING: Final = 64 * 1024
_NEVER_IN_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_IN_WINDOWS: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_HEADER: Final = re.compile(rb"([!-9;-~]+):|[ \t]")
_OF_A_MAIL: Final = frozenset({b"from", b"date", b"subject", b"message-id", b"mime-version"})
_FEWEST_OF_A_MAIL: Final = 3
_MARKUP: Final = re.compile(rb"\s*(<\?|<!|<[a-z]|#!)", re.IGNORECASE)


def media_type_of(content: Content) -> str | None:
    """Return the media type of a file that we know, or None for anything else.

    A text is one in whole: no byte that no text has, in UTF-8 or the Windows
    alphabet. One that begins as a web page, a drawing or a script does is none.
    """
    beginning = next(pieces(content), b"")[:_LONGEST_BEGINNING]
    for first_bytes, media_type in _BEGINNINGS.items():
        if beginning.startswith(first_bytes):
            return media_type
    if beginning.startswith(b"PK"):
        return _office_type(content)
    if beginning[4:8] == b"ftyp" and beginning[8:12] in _PHOTOGRAPHS:
        return HEIC
    if not beginning.strip() or _MARKUP.match(beginning.removeprefix(b"\xef\xbb\xbf")) or not _is_text(content):
        return None
    return MAIL if _is_mail(beginning) else TEXT


def _is_text(content: Content) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8 = is_windows = True
    for piece in pieces(content):
        if _NEVER_IN_TEXT.search(piece):
            return False
        is_windows = is_windows and not _NOT_IN_WINDOWS.search(piece)
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            is_utf_8 = False
        if not (is_utf_8 or is_windows):
            return False
    return True


def _is_mail(beginning: bytes) -> bool:
    """Say whether the text begins with a mail's headers, from the first line to an empty one."""
    head, _sep, _body = beginning.replace(b"\r\n", b"\n").partition(b"\n\n")
    found = [_HEADER.match(line) for line in head.split(b"\n")]
    if not all(found):
        return False
    names = {line[1].lower() for line in found if line is not None and line[1]}
    return b"from" in names and len(names & _OF_A_MAIL) >= _FEWEST_OF_A_MAIL


def _office_type(content: Content) -> str | None:
    try:
        with zipfile.ZipFile(as_file(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    if len(names) > MOST_PARTS or "[Content_Types].xml" not in names:
        return None
    found = [media_type for part, media_type in _PARTS.items() if part in names]
    # Macros would run on the computer of whoever opens the file.
    return found[0] if len(found) == 1 and not any(name.endswith("vbaProject.bin") for name in names) else None


def ending(name: str, media_type: str) -> str:
    """Return how the file's name ends: by what it is. A text may be a table, which only its name tells."""
    return "csv" if media_type == TEXT and name.lower().endswith(".csv") else EXTENSIONS[media_type]
