"""What a file is, told by its first bytes: never by its name, which anybody may choose."""

import io
import zipfile
from typing import Final

PDF: Final = "application/pdf"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"

EXTENSIONS: Final = {PDF: "pdf", WORD: "docx", EXCEL: "xlsx", PNG: "png", JPEG: "jpg"}
_BEGINNINGS: Final = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_PARTS: Final = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}
MOST_PARTS: Final = 10_000
"""An Office file has some tens of parts. One with more is made to keep us busy."""


def media_type_of(data: bytes) -> str | None:
    """Return the media type of a PDF, Word or Excel file or a picture, or None for anything else."""
    for beginning, media_type in _BEGINNINGS.items():
        if data.startswith(beginning):
            return media_type
    return _office_type(data) if data.startswith(b"PK") else None


def _office_type(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if len(names) > MOST_PARTS or "[Content_Types].xml" not in names:
        return None
    found = [media_type for part, media_type in _PARTS.items() if part in names]
    # Macros would run on the computer of whoever opens the file.
    return found[0] if len(found) == 1 and not any(name.endswith("vbaProject.bin") for name in names) else None
