"""A municipality's look in every format: it is there, it is accessible, it is literal, and it disturbs nobody who reads back."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pdfplumber
import pikepdf
import pytest

from cast import person
from factories import AppearanceFactory, PeriodFactory, PlannedFollowUpFactory
from factories.appearance import DRAWING
from office_files import DOCUMENT, REPORT
from rimlig.appearance.colours import light_palette
from rimlig.appearance.house_style import STANDARD, HouseStyle, Logo
from rimlig.appearance.logo import safe_logo
from rimlig.appearance.queries import house_style_of
from rimlig.imports.reading import read_document
from rimlig.organisation.models import Role
from rimlig.planning.models import Process
from rimlig.reporting import blocks_html, blocks_pdf, blocks_word
from rimlig.reporting.auditing.collecting import collected
from rimlig.reporting.auditing.document import document_of_file
from rimlig.reporting.blocks import BlockDocument, Facts, Heading, Piece, paragraph
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.overviews import overview_of, overview_report
from rimlig.reporting.pdf import CannotWritePdf, render_pdf
from rimlig.reporting.report import Report
from rimlig.reporting.summaries import summary_of, summary_report

SAFE, KIND = safe_logo(DRAWING)
LOGO = Logo(KIND, "Lindhagas märke", hashlib.sha256(SAFE).hexdigest(), lambda: SAFE)
HEADER, FOOTER = "Lindhaga kommun · 1:a & <b>#x</b>", '5 & "fot" \\ *fet* &P'
LOOK = HouseStyle("#7a1f3d", "Hanken Grotesk", HEADER, FOOTER, "Ärendenummer", LOGO)
STYLED = replace(REPORT, look=LOOK)


def figures(data: bytes) -> list[tuple[str, str]]:
    """Return kind and alternative text of each figure in the tags of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        return [("Figure", str(one.get("/Alt", ""))) for one in opened.objects if _is_figure(one)]


def _is_figure(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("name", FORMATS)
def test_equal_reports_give_equal_bytes(name: str) -> None:
    assert FORMATS[name].render(STYLED) == FORMATS[name].render(STYLED)


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("look", [LOOK, replace(LOOK, registry_label="Dnr", logo=None)])
def test_what_we_write_in_a_look_we_read_back_whole(name: str, look: HouseStyle) -> None:
    assert replace(read_document(FORMATS[name].render(replace(REPORT, look=look))), warnings=()) == DOCUMENT


def test_the_words_stand_literally_on_every_page_of_the_pdf() -> None:
    with pdfplumber.open(io.BytesIO(render_pdf(STYLED))) as opened:
        pages = [page.extract_text() or "" for page in opened.pages]
    assert len(pages) > 3
    for page in pages:
        assert f"Tjänsteutlåtande · {HEADER}" in page
        assert FOOTER in page
    assert "Ärendenummer: KS 2031/17" in pages[0]


@pytest.mark.parametrize("family", ["Source Sans Pro", "Hanken Grotesk", "Source Serif Pro"])
def test_every_font_prints_a_whole_report(family: str) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(replace(STYLED, look=replace(LOOK, family=family))))) as opened:
        fonts = {
            str(one.BaseFont) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one
        }
    assert fonts
    assert all(family.replace(" ", "")[:11].lower() in font.replace("-", "").lower() for font in fonts)


def test_the_logo_is_read_aloud_in_the_pdf_or_is_decoration() -> None:
    assert figures(render_pdf(STYLED)) == [("Figure", "Lindhagas märke")]
    assert figures(render_pdf(replace(STYLED, look=replace(LOOK, logo=replace(LOGO, alt=""))))) == []


def test_without_a_choice_nothing_of_it_is_there() -> None:
    assert figures(render_pdf(REPORT)) == []
    assert REPORT.look == STANDARD


def test_a_logo_that_cannot_be_drawn_says_so() -> None:
    broken = replace(LOGO, read=lambda: b"<svg")
    with pytest.raises(CannotWritePdf):
        render_pdf(replace(STYLED, look=replace(LOOK, logo=broken)))


def test_word_has_colour_font_words_and_a_described_picture() -> None:
    data = FORMATS["docx"].render(STYLED)
    styles = member(data, "word/styles.xml")
    assert ("0A5563" in styles, "7A1F3D" in styles, "Hanken Grotesk" in styles) == (False, True, True)
    assert "Lindhaga kommun · 1:a &amp; &lt;b&gt;#x&lt;/b&gt;" in member(data, "word/header.xml")
    assert "fot" in member(data, "word/footer.xml")
    assert 'descr="Lindhagas märke"' in member(data, "word/document.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert [archive.read(name)[:8] for name in pictures] == [b"\x89PNG\r\n\x1a\n"]


def test_a_logo_that_is_decoration_is_said_to_be_in_word() -> None:
    data = FORMATS["docx"].render(replace(STYLED, look=replace(LOOK, logo=replace(LOGO, alt=""))))
    assert "adec:decorative" in member(data, "word/document.xml")


def test_excel_prints_the_words_and_none_of_them_is_a_code() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(STYLED)))
    for sheet in book:
        if sheet.title != "Så fyller du i":
            assert HEADER in (sheet.oddHeader.left.text or "").replace("&&", "&")
    xml = member(FORMATS["xlsx"].render(STYLED), "xl/worksheets/sheet1.xml")
    assert "&amp;C 5 &amp;&amp; " in xml
    assert "&amp;&amp;P</oddFooter>" in xml


def test_the_web_page_has_them_inside_and_still_stands_alone() -> None:
    page = FORMATS["html"].render(STYLED).decode()
    assert "--accent: #7a1f3d" in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'alt="Lindhagas märke"' in page
    assert "Lindhaga kommun · 1:a &amp; &lt;b&gt;#x&lt;/b&gt;" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize("cover", [True, False])
def test_a_document_of_blocks_has_the_look_too(*, cover: bool) -> None:
    document = BlockDocument("Sammanfattning", (Heading(1, "Läget"), paragraph("Allt är väl.")), look=LOOK, cover=cover)
    pdf = blocks_pdf.render_pdf(document)
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert f"Tjänsteutlåtande · {HEADER}" in (opened.pages[0].extract_text() or "")
    assert figures(pdf) == [("Figure", "Lindhagas märke")]
    word = blocks_word.render_word(document)
    assert "{{" not in member(word, "word/footer.xml") + member(word, "word/header.xml")
    assert "7A1F3D" in member(word, "word/styles.xml")
    assert 'descr="Lindhagas märke"' in member(word, "word/document.xml")
    assert "--accent: #7a1f3d" in blocks_html.render_html(document).decode()


def test_a_document_of_blocks_without_a_choice_has_an_empty_foot() -> None:
    word = blocks_word.render_word(BlockDocument("Sammanfattning", (Heading(1, "Läget"),)))
    assert "{{" not in member(word, "word/footer.xml")


@pytest.mark.django_db
def test_the_summary_all_boards_and_the_auditors_file_are_in_the_municipalitys_look(process: Process) -> None:
    plan, today = process.plan, date(2026, 9, 15)
    municipality = plan.board.municipality
    AppearanceFactory(municipality=municipality, header="Lindhaga kommun", with_logo=True)
    period = PeriodFactory(municipality=municipality, code="T2")
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    look = house_style_of(municipality)
    assert (look.accent, look.header) == ("#7a1f3d", "Lindhaga kommun")
    assert look.logo is not None
    summary = summary_report(summary_of(plan, period, today=today))
    overview = overview_report(overview_of(municipality, period, [plan.board], today=today))
    of_file = document_of_file(collected(follow_up, person("Rut Revisor", Role.CONTROLLER, plan.board)))
    documents = [summary.document, *(shorten() for shorten in summary.shorter), overview.document, of_file]
    assert [document.look for document in documents] == [look] * len(documents)


def test_the_words_of_a_callout_stand_on_the_municipalitys_own_weak_colour() -> None:
    document = BlockDocument("Sammanfattning", (paragraph("Tillräcklig.", callout=True),), look=LOOK)
    weak = light_palette(LOOK.accent).weak
    wanted = tuple(round(int(weak[at : at + 2], 16) / 255, 2) for at in (1, 3, 5))
    with pdfplumber.open(io.BytesIO(blocks_pdf.render_pdf(document))) as opened:
        drawn = [*opened.pages[0].rects, *opened.pages[0].curves]
        fills = {tuple(round(part, 2) for part in one["non_stroking_color"] or ()) for one in drawn}
    assert wanted in fills


def test_facts_keep_their_paragraphs_apart() -> None:
    document = BlockDocument("Akt", (Facts((("Mål", Piece("1.1 Trygghet\n\n4.4 Rättigheter")),)),))
    with pdfplumber.open(io.BytesIO(blocks_pdf.render_pdf(document))) as opened:
        assert "Mål 1.1 Trygghet\n4.4 Rättigheter" in (opened.pages[0].extract_text() or "")
    lines = [line.text for line in docx.Document(io.BytesIO(blocks_word.render_word(document))).paragraphs]
    assert "Mål\t1.1 Trygghet\n4.4 Rättigheter" in lines


def test_json_knows_of_no_look() -> None:
    assert FORMATS["json"].render(STYLED) == FORMATS["json"].render(Report(DOCUMENT))
