from dataclasses import replace

import pytest

from office_files import DOCUMENT
from rimlig.documents.document import Document, Kind
from rimlig.documents.interchange import from_json
from rimlig.reporting.formats import FORMATS, file_name
from rimlig.reporting.report import Report


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (DOCUMENT, "follow-up-ekenas-kommunstyrelse-2031.pdf"),
        (replace(DOCUMENT, board='../"Å"\r\n'), "follow-up-a-2031.pdf"),
        (Document(Kind.ACTION_PLANS), "action-plans.pdf"),
    ],
)
def test_the_file_name_says_what_it_is_in_plain_letters(document: Document, name: str) -> None:
    assert file_name(Report(document), "pdf") == name


@pytest.mark.parametrize(
    ("extension", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype html>")]
)
def test_each_format_is_what_it_says(extension: str, begins: bytes) -> None:
    assert FORMATS[extension].extension == extension
    assert FORMATS[extension].render(Report(DOCUMENT)).startswith(begins)


def test_json_is_the_interchange_format() -> None:
    assert from_json(FORMATS["json"].render(Report(DOCUMENT))) == DOCUMENT
