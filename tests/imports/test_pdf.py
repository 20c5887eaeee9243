"""Reading PDF files: what is wrong with a file is said in one sentence; tags give every cell."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
import typst
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings

from rimlig.documents.document import Document, Event, FollowUp, Goal, Kind, Process, WorkingMethod
from rimlig.imports.assemble import assemble
from rimlig.imports.blocks import OtherRow, Paragraph, Row, Unreadable
from rimlig.imports.pdf import read_pdf
from rimlig.imports.pdf.reader import MAX_PAGES
from rimlig.reporting.pdf import render_pdf, report_fonts
from rimlig.reporting.report import Report
from strategies import reports

ROUND_TRIPS = settings(
    derandomize=True,
    max_examples=15,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a smaller example would take minutes to find
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read the sentences as they stand in the code."""
    with translation.override("en"):
        yield


def typeset(source: str, *, tags: bool = True, data: str = "") -> bytes:
    """Return a PDF of Typst source, as other programs might make it."""
    compiler = typst.Compiler(source.encode(), font_paths=report_fonts(), sys_inputs={"data": data})
    made = compiler.compile(format="pdf", pdf_tags=tags, timestamp=0)
    assert isinstance(made, bytes)
    return made


def saved(opened: pikepdf.Pdf, **options: Any) -> bytes:
    """Return the file that pikepdf would write."""
    written = io.BytesIO()
    opened.save(written, **options)
    return written.getvalue()


def refusal(data: bytes) -> str:
    """Return what is said of a file that cannot be read."""
    with pytest.raises(Unreadable) as refused:
        read_pdf(data)
    return str(refused.value)


@pytest.fixture(scope="module")
def small() -> bytes:
    return typeset('#set text(font: "Source Sans Pro")\nEtt stycke.')


def test_empty_file_is_said_to_be_empty() -> None:
    assert refusal(b"").startswith("The file is empty.")


@pytest.mark.parametrize("data", [b"PK\x03\x04 a Word file", b"\x00\xff" * 5000, "Bara text åäö".encode()])
def test_other_types_are_no_pdf(data: bytes) -> None:
    assert refusal(data).startswith("The file is not a PDF")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.98])
def test_truncated_file_is_said_to_be_cut_off(small: bytes, share: float) -> None:
    assert refusal(small[: int(len(small) * share)]).startswith("The PDF is cut off")


def test_noise_inside_a_pdf_is_damage() -> None:
    assert refusal(b"%PDF-1.7\n" + b"\x8f\x00 noise" * 800 + b"\n%%EOF\n").startswith("The file is damaged")


def test_password_is_asked_away(small: bytes) -> None:
    with pikepdf.open(io.BytesIO(small)) as opened:
        locked = saved(opened, encryption=pikepdf.Encryption(owner="b", user="a"))
    assert refusal(locked).startswith("The PDF is locked with a password")


def test_file_that_only_forbids_changes_is_read(small: bytes) -> None:
    with pikepdf.open(io.BytesIO(small)) as opened:
        guarded = saved(opened, encryption=pikepdf.Encryption(owner="b", user=""))
    assert read_pdf(guarded) == [Paragraph("Ett stycke.", "page 1", 0)]


def test_no_pages() -> None:
    assert refusal(saved(pikepdf.new())) == "The PDF has no pages."


def test_scan_without_text() -> None:
    assert refusal(typeset("#rect(width: 5cm, height: 5cm, fill: gray)")).startswith(
        "The PDF is a picture without text"
    )


def test_too_many_pages_are_refused_before_they_are_read(small: bytes) -> None:
    with pikepdf.open(io.BytesIO(small)) as opened:
        for _page in range(MAX_PAGES):
            opened.pages.append(opened.pages[0])
        long = saved(opened)
    told: list[int] = []
    with pytest.raises(Unreadable, match=f"The PDF has {MAX_PAGES + 1} pages"):
        read_pdf(long, progress=lambda page, _pages: told.append(page))
    assert told == []


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    data = typeset('#set text(font: "Source Sans Pro")\nEtt\n#pagebreak()\nTvå')
    read_pdf(data, progress=lambda page, pages: told.append((page, pages)))
    assert told == [(1, 2), (2, 2)]


def test_headings_have_levels_and_contents_no_entries() -> None:
    document = Document(Kind.FOLLOW_UP, 2026, introduction="Ett.\n\nTvå.", summary="Tre.")
    assert read_pdf(render_pdf(Report(document))) == [
        Paragraph("Uppföljning av internkontrollplan", "page 1", 0),
        Paragraph("Dokumenttyp: Uppföljning av internkontrollplan", "page 1", 0),
        Paragraph("År: 2026", "page 1", 0),
        Paragraph("Innehåll", "page 2", 1),
        Paragraph("Inledning", "page 3", 1),
        Paragraph("Ett.", "page 3", 0),
        Paragraph("Två.", "page 3", 0),
        Paragraph("Sammanfattande analys", "page 4", 1),
        Paragraph("Tre.", "page 4", 0),
    ]


def test_rowspans_and_other_tables_of_other_programs() -> None:
    source = """
    #set text(font: "Source Sans Pro")
    #table(columns: 3, table.header[Risk][Sannolikhet][Konsekvens], [Fel lön], [2], [3], [Jäv], [1], [4])
    #table(columns: 6,
      table.header[Löpande kontroll/Systematiska kontroller][Oönskad händelse][Uppföljning av arbetssätt/löpande
        kontroll][Status][Åtgärd][Status],
      table.cell(rowspan: 2)[Kontroll], [Händelse], [], [], [Åtgärd ett], [Avslutad],
      [], [Stickprov], [Ingen avvikelse], [], [],
      table.cell(colspan: 6)[Mellanrubrik],
      [], [], table.cell(colspan: 2)[Analys], [], [])
    """
    header = ("Risk", "Sannolikhet", "Konsekvens")
    assert read_pdf(typeset(source)) == [
        OtherRow(header, ("Fel lön", "2", "3"), "page 1"),
        OtherRow(header, ("Jäv", "1", "4"), "page 1"),
        Row(("Kontroll", "Händelse", "", "", "Åtgärd ett", "Avslutad"), "page 1"),
        Row(("", "", "Stickprov", "Ingen avvikelse", "", ""), "page 1"),
        Paragraph("Mellanrubrik", "page 1", 0),
        Row(("", "", "Analys", "", "", ""), "page 1"),
    ]


def test_cell_over_several_pages_is_one_cell() -> None:
    long = " ".join(f"mening{number} om barn- och ungdomsfrågor." for number in range(600))
    method = WorkingMethod("M", "K", (Event(long),), (FollowUp("Stickprov", None, long),))
    document = Document(Kind.FOLLOW_UP, goals=(Goal("1", "Mål", (Process("P", (method,)),)),))
    rows = [block for block in read_pdf(render_pdf(Report(document))) if isinstance(block, Row)]
    assert [row.cells for row in rows] == [
        ("K", long, "", "", "", ""),
        ("", "", "Stickprov", "", "", ""),
        ("", "", f"Analys\n\nBeskrivning av resultat:\n\n{long}\n\nVidtagna åtgärder:", "", "", ""),
    ]


@ROUND_TRIPS
@given(report=reports())
def test_written_and_read_back_is_the_same_document(report: Report) -> None:
    read = assemble(read_pdf(render_pdf(report)))
    assert replace(read, warnings=()) == report.document
