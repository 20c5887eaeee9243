import io
import time
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from jinja2 import TemplateError

from office_files import DOCUMENT, METHOD, REPORT, members, with_part
from rimlig.documents import words
from rimlig.documents.document import ActionPlan, Document, Goal, Kind, Process
from rimlig.imports.assemble import assemble
from rimlig.imports.word import read_word
from rimlig.reporting.report import Report
from rimlig.reporting.rows import table_rows
from rimlig.reporting.word import render_word
from rimlig.reporting.word_template import default_template
from strategies import reports


def opened(report: Report) -> Any:
    return docx.Document(io.BytesIO(render_word(report)))


def written(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def read_back(report: Report) -> Document:
    return replace(assemble(read_word(render_word(report))), warnings=())


def with_body(xml: str) -> bytes:
    """Return a municipality's template with the given body."""
    template = default_template()
    document = members(template)["word/document.xml"].decode()
    start, end = document.index("<w:body>") + len("<w:body>"), document.index("<w:sectPr>")
    return with_part(template, "word/document.xml", (document[:start] + xml + document[end:]).encode())


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@settings(derandomize=True, deadline=None, max_examples=40)
@given(reports())
def test_every_document_comes_back_whole(report: Report) -> None:
    assert read_back(report) == report.document


def test_the_sample_comes_back_whole() -> None:
    assert read_back(REPORT) == DOCUMENT


def test_headings_follow_the_grammar() -> None:
    headings = [
        (int(paragraph.style.name[-1]), paragraph.text)
        for paragraph in opened(REPORT).paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert headings == [
        (1, "Inledning"),
        (1, "Sammanfattande analys"),
        (2, "1.1 Ordning och reda"),
        (2, "1.10"),
        (1, "Uppföljning av nämndens internkontrollplan"),
        (2, "Nämndens planerade uppföljning av den löpande kontrollen"),
        (3, "1.1 Ordning och reda"),
        (4, "Process: Ekonomi"),
        (5, "Arbetssätt: Attest av fakturor"),
        (5, "Arbetssätt: Inventering"),
        (4, "Process: Arkiv"),
        (3, "1.10"),
        (1, "Handlingsplaner"),
        (2, "Låg svarsfrekvens"),
        (2, "Sena svar"),
    ]


def test_the_table_has_every_row_and_repeats_its_header() -> None:
    (table,) = opened(REPORT).tables
    rows = table._tbl.tr_lst
    assert len(rows) == 1 + len(table_rows(METHOD))
    assert [row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [
        False
    ] * len(table_rows(METHOD))
    assert [written(cell) for cell in rows[0].tc_lst] == list(words.COLUMNS)


def test_an_analysis_spans_two_columns() -> None:
    (table,) = opened(REPORT).tables
    spans = {
        tuple(cell.grid_span for cell in row.tc_lst): written(row)[:6]
        for row in table._tbl.tr_lst
        if len(row.tc_lst) < 6
    }
    assert spans == {(1, 1, 1, 1, 2): "Analys", (1, 1, 2, 1, 1): "Analys"}


def test_a_status_is_a_symbol_and_the_word() -> None:
    (table,) = opened(REPORT).tables
    signs = [written(row.tc_lst[-1]).strip() for row in table._tbl.tr_lst[1:] if len(row.tc_lst) == 6]
    assert [sign for sign in signs if sign] == ["◐ Pågående", "□ Väntläge", "● Avslutad"]


def test_texts_are_literal_whatever_they_look_like() -> None:
    nasty = "{{ title }} {% if x %} {# y #} {_{ }_} {_% %_} <w:p/> & \" ' &amp; ]]> {%tr z %}"
    goals = (Goal("1.1", nasty, (Process(nasty, (replace(METHOD, name=nasty, control=nasty),)),)),)
    report = Report(replace(DOCUMENT, title=nasty, introduction=nasty, goals=goals))
    assert read_back(report) == report.document
    assert opened(report).core_properties.title == nasty


def test_characters_that_xml_cannot_hold_are_left_out_and_nothing_else() -> None:
    report = Report(replace(DOCUMENT, introduction="före\x00\x0b\ud800\ufffe efter", summary="rad\nbryts\toch\r\nigen"))
    back = read_back(report)
    assert (back.introduction, back.summary) == ("före efter", "rad bryts och igen")
    assert back.goals == DOCUMENT.goals


def test_equal_reports_are_equal_files_at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_word(REPORT)
    later = time.gmtime(time.time() + 100_000)
    monkeypatch.setattr(time, "localtime", lambda _seconds=None: later)
    assert render_word(REPORT) == first


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    document = opened(REPORT)
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Uppföljning av internkontrollplan",
        "Ekenäs kommunstyrelse",
        "sv-SE",
    )
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "sv-SE"


def test_the_page_header_counts_pages() -> None:
    header = opened(REPORT).sections[0].header._element
    assert written(header) == "TjänsteutlåtandeSid 1 (1)"
    assert [field.get(qn("w:instr")).strip() for field in header.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_pages_lie_down() -> None:
    section = opened(REPORT).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


def test_contents_are_filled_in_and_link_to_their_headings() -> None:
    body = opened(REPORT).element.body
    links = {link.get(qn("w:anchor")): written(link) for link in body.iter(qn("w:hyperlink"))}
    assert list(links.values()) == [
        "Inledning",
        "Sammanfattande analys",
        "1.1 Ordning och reda",
        "1.10",
        "Uppföljning av nämndens internkontrollplan",
        "Nämndens planerade uppföljning av den löpande kontrollen",
        "1.1 Ordning och reda",
        "1.10",
        "Handlingsplaner",
        "Låg svarsfrekvens",
        "Sena svar",
    ]
    bookmarks = {mark.get(qn("w:name")): written(mark.getparent()) for mark in body.iter(qn("w:bookmarkStart"))}
    assert bookmarks == links


def test_no_field_asks_to_be_updated() -> None:
    parts = members(render_word(REPORT))
    assert not [name for name, part in parts.items() if b"updateFields" in part or b"w:dirty" in part]


def test_every_field_that_begins_ends() -> None:
    body = opened(REPORT).element.body
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 12


def test_a_document_without_anything_is_a_cover() -> None:
    report = Report(Document(Kind.PLAN))
    assert [paragraph.text for paragraph in opened(report).paragraphs if paragraph.text] == [
        "Internkontrollplan",
        "Dokumenttyp:\tInternkontrollplan",
    ]
    assert read_back(report) == report.document


def test_a_missing_number_of_units_is_a_dash() -> None:
    plans = (ActionPlan("A", units_at_risk=3), ActionPlan("B", units_total=8), ActionPlan("C"))
    report = Report(replace(DOCUMENT, action_plans=plans))
    texts = [paragraph.text for paragraph in opened(report).paragraphs if paragraph.text.startswith(words.UNITS)]
    assert texts == ["Berörda enheter: 3 av –", "Berörda enheter: – av 8"]
    assert read_back(report) == report.document


def test_a_municipality_may_use_a_template_of_its_own() -> None:
    template = with_body(
        paragraph("{{ board }}, {{ year }}")
        + paragraph("{%p for goal in goals %}")
        + paragraph("{{ goal.number }}: {{ goal.processes|length }}")
        + paragraph("{%p endfor %}")
    )
    document = docx.Document(io.BytesIO(render_word(REPORT, template)))
    assert [paragraph.text for paragraph in document.paragraphs] == ["Ekenäs kommunstyrelse, 2031", "1.1: 2", "1.10: 0"]


@pytest.mark.parametrize("mistake", ["{{ bord }}", "{% if %}", "{{ goals[0].nummer }}"])
def test_a_mistake_in_a_template_is_not_passed_over(mistake: str) -> None:
    with pytest.raises(TemplateError):
        render_word(REPORT, with_body(paragraph(mistake)))


def test_a_template_cannot_reach_what_it_was_not_given() -> None:
    with pytest.raises(TemplateError):
        render_word(REPORT, with_body(paragraph("{{ board.__class__.__mro__ }}")))


def test_the_template_is_an_ordinary_word_file() -> None:
    with zipfile.ZipFile(io.BytesIO(default_template())) as archive:
        assert archive.testzip() is None
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(default_template())).paragraphs]
    assert texts[:5] == ["{{ municipality }}", "{%p if logo %}", "{{ logo }}", "{%p endif %}", "{{ title }}"]
