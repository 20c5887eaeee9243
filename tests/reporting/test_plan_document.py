"""The plan document in each format: what it shows, and that it comes back whole."""

import io
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import docx
import pdfplumber
import pdfua
import pikepdf
import pytest
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from plan_documents import ADOPTED, DOCUMENT, DRAFT, SCALE
from rimlig.documents.document import Document, Event, Goal, Kind, Process, WorkingMethod
from rimlig.imports.reading import read_document
from rimlig.reporting.excel import render_excel
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.html import render_html
from rimlig.reporting.pdf import render_pdf
from rimlig.reporting.report import Report
from rimlig.reporting.word import render_word


@pytest.fixture(scope="module")
def draft() -> bytes:
    return render_pdf(DRAFT)


def pages_of(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return [page.extract_text() for page in opened.pages]


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx", "json"])
@pytest.mark.parametrize("report", [DRAFT, ADOPTED], ids=["draft", "adopted"])
def test_the_plan_comes_back_whole(name: str, report: Report) -> None:
    assert replace(read_document(FORMATS[name].render(report)), warnings=()) == DOCUMENT


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx"])
def test_risks_of_the_same_words_keep_their_own_values(name: str) -> None:
    events = (Event("Fel lön", 3, 3, category="Ekonomi"), Event("Fel lön", 1, 2, likelihood_reason="Sällan."))
    one, other = (WorkingMethod("Attest", "", (event,)) for event in events)
    goals = (Goal("1.1", "", (Process("Lön", (one,)),)), Goal("2.1", "", (Process("Lön", (other,)),)))
    document = Document(Kind.PLAN, 2027, goals=goals)
    assert read_document(FORMATS[name].render(Report(document))).goals == goals


def test_every_page_of_a_draft_is_marked_and_no_page_of_a_decision(draft: bytes) -> None:
    first_lines = {page.splitlines()[0].partition("Sid")[0].strip() for page in pages_of(draft)}
    assert first_lines == {"Tjänsteutlåtande Utkast"}
    decided = {page.splitlines()[0].partition("Sid")[0].strip() for page in pages_of(render_pdf(ADOPTED))}
    assert decided == {"Tjänsteutlåtande"}


def test_the_cover_tells_the_decision() -> None:
    (cover, *_rest) = pages_of(render_pdf(ADOPTED))
    assert cover.splitlines()[1:] == [
        "Ekenäs kommun",
        "Internkontrollplan",
        "Dokumenttyp: Internkontrollplan",
        "Nämnd: Ekenäs kommunstyrelse",
        "År: 2027",
        "Utgåva: 2",
        "Läge: Fastställd",
        "Beslut: 2026-12-10, § 14",
        "Diarienummer: KS 2026/417",
    ]


def test_both_standards_are_declared_and_the_checker_finds_nothing(draft: bytes, tmp_path: Any) -> None:
    with pikepdf.open(io.BytesIO(draft)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    file = tmp_path / "plan.pdf"
    file.write_bytes(draft)
    assert [finding.message for finding in pdfua.validate(file).findings] == []


@pytest.mark.parametrize("render", [render_pdf, render_word, render_excel, render_html])
def test_equal_plans_are_equal_files(render: Callable[[Report], bytes]) -> None:
    assert render(DRAFT) == render(replace(DRAFT, document=replace(DOCUMENT)))


def test_the_matrix_counts_before_and_after_and_names_what_it_leaves_out(draft: bytes) -> None:
    text = "\n".join(pages_of(draft))
    assert text.count("Före kontroller") == 2  # the contents and the matrix
    assert text.count("Efter kontroller och planerade åtgärder") == 2
    assert "Inte värderade, nr: 3" in text
    assert "Tröskelvärde: 4." in text


def test_without_values_after_controls_there_is_one_matrix() -> None:
    goals = (Goal("1.1", "", (Process("Lön", (WorkingMethod("Attest", "", (Event("Fel lön", 1, 1),)),)),)),)
    text = "\n".join(pages_of(render_pdf(Report(Document(Kind.PLAN, goals=goals, scale=SCALE)))))
    assert text.count("Före kontroller") == 2
    assert "Efter kontroller och" not in text


def test_word_shades_the_cells_by_their_band_and_repeats_the_header() -> None:
    opened = docx.Document(io.BytesIO(render_word(DRAFT)))
    matrix, *_others = opened.tables
    fills = [
        [cell.tcPr.find(qn("w:shd")).get(qn("w:fill")) for cell in row.tc_lst[1:]] for row in matrix._tbl.tr_lst[1:]
    ]
    assert fills == [
        ["E2F2E8", "FCEFCF", "FAE3E0"],
        ["E2F2E8", "FCEFCF", "FCEFCF"],
        ["E2F2E8", "E2F2E8", "E2F2E8"],
    ]
    header = opened.sections[0].header._element
    assert "".join(text.text or "" for text in header.iter(qn("w:t"))) == "TjänsteutlåtandeUtkastSid 1 (1)"
    headings = [int(each.style.name[-1]) for each in opened.paragraphs if (each.style.name or "").startswith("Heading")]
    assert all(next_one - one <= 1 for one, next_one in pairwise(headings))


def test_excel_has_a_sheet_with_the_matrix_in_words() -> None:
    with CalamineWorkbook.from_filelike(io.BytesIO(render_excel(DRAFT))) as book:
        assert book.sheet_names[2:5] == ["Plan", "Riskmatris", "Skala"]
        rows = book.get_sheet_by_name("Riskmatris").to_python()
    assert rows[1] == ["Sannolikhet × konsekvens", "1 Lindrig", "2 Kännbar", "3 Allvarlig"]
    assert rows[2][3] == "9 Kritisk\n1 risk\nNr 1"


def test_the_page_shows_values_in_words_and_leads_from_the_matrix_to_the_risk() -> None:
    page = render_html(DRAFT).decode()
    assert page.count('id="r1"') == 1
    assert page.count('href="#r1"') == 2  # before and after
    assert "9 Kritisk" in page
    assert page.count("Så följs det upp") == 4  # two follow-ups under each of two goals


def test_two_hundred_risks_and_a_motivation_of_pages_come_back(draft: bytes) -> None:
    long = " ".join(f"ord{number} om barn- och ungdomsfrågor" for number in range(900))
    events = tuple(
        Event(f"Händelse {n}", 1 + n % 3, 1 + n % 2, likelihood_reason=long if n == 7 else "") for n in range(200)
    )
    document = Document(
        Kind.PLAN, goals=(Goal("1", "Mål", (Process("P", (WorkingMethod("M", "K", events),)),)),), scale=SCALE
    )
    data = render_pdf(Report(document))
    assert len(pages_of(data)) > len(pages_of(draft))
    assert replace(read_document(data), warnings=()) == document


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx", "html"])
def test_a_scale_without_colours_is_drawn_in_grey(name: str) -> None:
    document = replace(DOCUMENT, scale=replace(SCALE, bands=(), threshold=None))
    data = FORMATS[name].render(Report(document))
    if name != "html":
        assert read_document(data).scale == document.scale
    else:
        assert b"band-moderate" in data
        assert b"band-low" not in data.partition(b"</style>")[2]
