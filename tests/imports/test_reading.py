"""Which reader a file gets: its content decides, never its name."""

import json

import pytest
from hypothesis import given, settings

from office_files import DOCUMENT
from rimlig.documents.document import Document
from rimlig.documents.interchange import to_data, to_json
from rimlig.imports import reading
from rimlig.imports.blocks import Unreadable
from rimlig.imports.reading import FileType, check_size, file_type, read_document
from rimlig.reporting.excel import render_excel
from rimlig.reporting.pdf import render_pdf
from rimlig.reporting.report import Report
from rimlig.reporting.word import render_word
from strategies import documents


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (render_pdf(Report(DOCUMENT)), FileType.PDF),
        (b"\n\n%PDF-1.4 after a line or two", FileType.PDF),
        (render_word(Report(DOCUMENT)), FileType.WORD),
        (render_excel(Report(DOCUMENT)), FileType.EXCEL),
        (b"\xd0\xcf\x11\xe0 an old or protected Office file", FileType.WORD),
        (to_json(DOCUMENT).encode(), FileType.INTERCHANGE),
        (b"\xef\xbb\xbf\n {}", FileType.INTERCHANGE),
        ("Inledning".encode("utf-16"), FileType.TEXT),
        (b"", FileType.TEXT),
    ],
    ids=["pdf", "late pdf", "word", "excel", "old office", "interchange", "interchange with mark", "utf-16", "empty"],
)
def test_the_content_says_the_type(content: bytes, kind: FileType) -> None:
    assert file_type(content) is kind


@settings(derandomize=True, max_examples=30, deadline=None)
@given(documents())
def test_interchange_is_read_without_loss(document: Document) -> None:
    assert read_document(to_json(document).encode()) == document


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"format": "rimlig-plan/2"}', '"format" is not "rimlig-plan/1"'),
        (b"{", "Expecting property name"),
        (json.dumps({**to_data(DOCUMENT), "goals": 1}).encode(), "goals"),
    ],
)
def test_other_json_is_refused_with_the_place(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(content)
    assert str(refused.value).startswith(f"Filen är JSON, men inte ett dokument i formatet rimlig-plan/1 ({why}")


def test_characters_that_cannot_be_stored_are_replaced_wherever_they_stand() -> None:
    data = to_data(
        Document(DOCUMENT.kind, summary_by_goal=DOCUMENT.summary_by_goal, action_plans=DOCUMENT.action_plans)
    )
    broken = json.dumps(data).replace("Ett fel fanns.", "Ett\\u0000fel").replace("svarsfrekvens", "svars\\u0000")
    read = read_document(broken.encode())
    assert read.summary_by_goal[0].text == "Ett\ufffdfel"
    assert read.action_plans[0].heading == "L\u00e5g svars\ufffd"


def test_a_backslash_before_digits_is_a_text_like_others() -> None:
    document = Document(DOCUMENT.kind, title=r"C:\u0000 \\u0000")
    assert read_document(to_json(document).encode()) == document


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 2_000_000)
    with pytest.raises(Unreadable) as refused:
        check_size(b"x" * 3_000_000)
    assert str(refused.value) == "Filen är 3 MB; högst 2 MB kan läsas. Inget har lagrats."


@pytest.mark.parametrize("content", [b"", b" \r\n\t", bytes(100)])
def test_a_file_of_nothing_is_empty(content: bytes) -> None:
    with pytest.raises(Unreadable, match="Filen är tom"):
        check_size(content)
