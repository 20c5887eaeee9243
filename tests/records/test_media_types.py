"""What a file is, by its content alone."""

import io
import zipfile

import pytest

from rimlig.records.media_types import DOCUMENTS, EVIDENCE, media_type_of


def office(*parts: str) -> bytes:
    """Return a zip file with the parts, and with what every Office file has."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return data.getvalue()


MAIL = b"Received: from a\r\n\tby b\r\nFrom: Amira <a@lindhaga.example>\r\nDate: Mon, 2 Nov 2026\r\nSubject: Lista\r\n\r\nHej"
OFFICE = "application/vnd.openxmlformats-officedocument."
KNOWN = {
    "pdf": (b"%PDF-1.7 x", "application/pdf"),
    "word": (office("word/document.xml"), f"{OFFICE}wordprocessingml.document"),
    "excel": (office("xl/workbook.xml"), f"{OFFICE}spreadsheetml.sheet"),
    "powerpoint": (office("ppt/presentation.xml"), f"{OFFICE}presentationml.presentation"),
    "png": (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00", "image/jpeg"),
    "telephone": (b"\x00\x00\x00\x18ftypheic\x00\x00", "image/heic"),
    "text in UTF-8": ("Närvaro;Antal\nÅsa;3\n".encode(), "text/plain"),
    "text with a mark first": ("\ufeffNärvaro".encode(), "text/plain"),
    "text from Windows": ("Närvaro – “Åsa”".encode("cp1252"), "text/plain"),
    "a letter across two pieces": (b"a" * (256 * 1024 - 1) + "å".encode(), "text/plain"),
    "mail": (MAIL, "message/rfc822"),
    "notes with a colon": (b"From: alla\nSubject: lista\nom ingen var sjuk", "text/plain"),
}
UNKNOWN = {
    "nothing": b"",
    "blanks": b" \n\t",
    "a program": b"MZ\x90\x00\x03",
    "a web page": b"\n <!DOCTYPE html><script>",
    "a drawing": b"\xef\xbb\xbf<svg xmlns='x' onload='alert(1)'>",
    "a script": b"#!/bin/sh\nrm -rf /",
    "macros": office("word/document.xml", "word/vbaProject.bin"),
    "two kinds at once": office("word/document.xml", "xl/workbook.xml"),
    "another zip": office("mimetype"),
    "half a zip": office("word/document.xml")[:60],
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00",
    "a film": b"\x00\x00\x00\x18ftypisom\x00\x00",
    "neither alphabet": b"Text \xff\x81",
    "nought late in a text": b"a" * 600_000 + b"\x00",
}


@pytest.mark.parametrize("what", KNOWN)
def test_it_is_told_what_it_is(what: str) -> None:
    content, media_type = KNOWN[what]
    assert media_type_of(content) == media_type
    assert media_type_of(io.BytesIO(content)) == media_type


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_nobody_should_attach_is_nothing_that_we_know(what: str) -> None:
    assert media_type_of(UNKNOWN[what]) is None


def test_more_shows_that_an_answer_is_true_than_a_board_decides_on() -> None:
    assert {media_type for _content, media_type in KNOWN.values()} == EVIDENCE
    assert DOCUMENTS < EVIDENCE
