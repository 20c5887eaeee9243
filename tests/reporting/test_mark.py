"""The mark of what nobody has approved: on every page of each format, and none where it is approved."""

import io
import json
from dataclasses import replace

import docx
import openpyxl
import pdfplumber
import pikepdf
import pytest

from office_files import DOCUMENT, REPORT
from rimlig.imports.reading import read_document
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.own_word.starter import starter
from rimlig.reporting.report import Report
from rimlig.reporting.word import render_word

DRAFT = replace(REPORT, state="Utkast", mark="Utkast")


def _rendered(name: str, report: Report = DRAFT) -> bytes:
    return FORMATS[name].render(report)


def _templates() -> dict[str, bytes]:
    """Return municipalities' own templates that do not name the mark: with no header, one, and three of them."""
    bare, other, three = docx.Document(), docx.Document(), docx.Document()
    other.sections[0].header.paragraphs[0].text = "Lindhaga"
    other.add_section()
    three.sections[0].different_first_page_header_footer = True
    three.settings.odd_and_even_pages_header_footer = True
    three.sections[0].first_page_header.paragraphs[0].text = "Framsidan"
    made = {}
    for name, document in (("bare", bare), ("two sections", other), ("three headers", three)):
        document.add_paragraph("{{ title }}")
        target = io.BytesIO()
        document.save(target)
        made[name] = target.getvalue()
    return made


def _headers(word: bytes) -> list[str]:
    found = []
    for section in docx.Document(io.BytesIO(word)).sections:
        headers = [section.header]
        headers += [section.first_page_header] if section.different_first_page_header_footer else []
        headers += [section.even_page_header] if section.different_first_page_header_footer else []
        found += ["\n".join(line.text for line in header.paragraphs) for header in headers]
    return found


def test_each_page_of_the_pdf_says_so_and_it_is_still_accessible() -> None:
    data = _rendered("pdf")
    with pdfplumber.open(io.BytesIO(data)) as opened:
        pages = [page.extract_text() or "" for page in opened.pages]
    assert len(pages) > 3
    assert all("Utkast" in page for page in pages)
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as said:
        assert (said["pdfuaid:part"], said["pdfaid:part"], said["pdfaid:conformance"]) == ("1", "2", "A")
    assert b"Utkast" not in _rendered("pdf", REPORT)


@pytest.mark.parametrize("template", [None, starter(), *_templates().values()], ids=["ours", "starter", *_templates()])
def test_each_page_of_a_word_file_says_so_whatever_the_template(template: bytes | None) -> None:
    headers = _headers(render_word(DRAFT, template))
    assert [header.count("Utkast") for header in headers] == [1] * len(headers)
    assert not any("Utkast" in header for header in _headers(render_word(replace(DRAFT, mark=""), template)))


def test_a_template_keeps_what_its_header_says() -> None:
    assert "Utkast\nLindhaga" in _headers(render_word(DRAFT, _templates()["two sections"]))
    assert "Utkast\nFramsidan" in _headers(render_word(DRAFT, _templates()["three headers"]))


def test_every_sheet_of_the_workbook_says_so_on_paper_and_the_first_on_screen() -> None:
    book = openpyxl.load_workbook(io.BytesIO(_rendered("xlsx")))
    sheets = [sheet for sheet in book.worksheets if sheet.title != "Så fyller du i"]
    assert all("Utkast" in str(sheet.oddHeader.center.text) for sheet in sheets)
    assert ("Läge", "Utkast") in book["Om"].iter_rows(values_only=True, max_col=2)
    approved = openpyxl.load_workbook(io.BytesIO(_rendered("xlsx", REPORT)))
    assert not any("Utkast" in str(sheet.oddHeader.center.text) for sheet in approved.worksheets)


def test_the_web_page_says_so_and_prints_it_on_each_page() -> None:
    page = _rendered("html").decode()
    assert '<span class="mark-of-draft">Utkast</span>' in page
    assert '@page { @top-right { content: "Utkast"' in page
    approved = _rendered("html", REPORT).decode()
    assert "Utkast" not in approved
    assert "@top-right" not in approved


def test_the_data_says_so() -> None:
    assert json.loads(_rendered("json"))["mark"] == "Utkast"
    assert "mark" not in json.loads(_rendered("json", REPORT))


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx", "json"])
def test_a_draft_is_read_back_without_its_mark(name: str) -> None:
    assert replace(read_document(_rendered(name)), warnings=()) == DOCUMENT
