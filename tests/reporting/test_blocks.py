"""A document of blocks in every format: what a screen reader, an archive and a curious reader find in it."""

import io
import json
from dataclasses import replace
from typing import Any

import docx
import pdfplumber
import pdfua
import pikepdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from python_calamine import CalamineWorkbook

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.reporting.blocks import (
    BlockDocument,
    Facts,
    Heading,
    Piece,
    as_data,
    paragraph,
    paragraphs,
    signed,
    table,
)
from rimlig.reporting.blocks_excel import render_excel
from rimlig.reporting.blocks_html import render_html
from rimlig.reporting.blocks_pdf import render_pdf
from rimlig.reporting.blocks_word import render_word

TABLE = table(
    "Det som avviker",
    ("Uppföljning", "Status", "Enheter"),
    [
        (Piece("Andel < förskollärare & barn", "/process/1/#follow-up-2"), signed(Deviation.MINOR), "2"),
        ("Två stycken.\n\nI en cell.", signed(ActionStatus.ON_HOLD), Piece("=1+1", reference="R2")),
        ("", signed(None, otherwise="–"), ""),
    ],
    widths=(3, 1, 1),
)
DOCUMENT = BlockDocument(
    title="Sammanfattning till nämnden",
    municipality="Lindhaga kommun",
    author="Lindhaga stadsdelsnämnd",
    year=2026,
    facts=(("Period", "Tertial 2 2026"), ("Läge", "Utkast")),
    mark="Utkast",
    base="https://rimlig.lindhaga.example",
    blocks=(
        Heading(1, "Nämndens bedömning", anchor="assessment"),
        paragraph("Den interna kontrollen är ", Piece("tillräcklig", strong=True), ".", callout=True),
        *paragraphs("Skäl.\n\nFler skäl."),
        Heading(1, "Det som är försenat"),
        paragraph(Piece("Ny rutin", "/atgard/7/"), ", 14 dagar", bullet=True),
        paragraph(signed(ActionStatus.ONGOING, address="/atgard/8/"), " Rekrytering", bullet=True),
        Heading(2, "Mer"),
        Facts((("Följt upp", Piece("42")), ("Nivå", signed(Deviation.MAJOR)))),
        TABLE,
        paragraph("Och sju till, se uppföljningen.", muted=True),
    ),
)
WITH_COVER = replace(DOCUMENT, cover=True, wide=True)


def elements(node: Any, kind: str) -> list[Any]:
    """Return the structure elements of one kind below a node, in order."""
    found = [node] if node.get("/S") == kind else []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += elements(kid, kind)
    return found


def scopes(opened: pikepdf.Pdf) -> list[str]:
    found = []
    for header in elements(opened.Root.StructTreeRoot, "/TH"):
        held = header.get("/A", [])
        attributes = list(held) if isinstance(held, pikepdf.Array) else [held]
        found += [str(attribute.Scope) for attribute in attributes if "/Scope" in attribute]
    return found


@pytest.mark.parametrize("document", [DOCUMENT, WITH_COVER], ids=["short", "with a cover"])
def test_the_pdf_is_tagged_and_says_what_it_is(document: BlockDocument, tmp_path: Any) -> None:
    pdf = render_pdf(document)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "sv-SE"
        assert str(opened.docinfo.Title) == "Sammanfattning till nämnden Lindhaga stadsdelsnämnd"
        assert opened.Root.MarkInfo.Marked == True  # noqa: E712  (a PDF's own boolean)
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert scopes(opened) == ["/Column"] * 3
        assert len(elements(opened.Root.StructTreeRoot, "/H1")) == 2 + document.cover  # the contents have a heading too
        assert len(elements(opened.Root.StructTreeRoot, "/LI")) >= 2
        links = [str(note.A.URI) for page in opened.pages for note in page.get("/Annots", []) if "/A" in note]
    assert set(links) == {
        "https://rimlig.lindhaga.example/atgard/7/",
        "https://rimlig.lindhaga.example/atgard/8/",
        "https://rimlig.lindhaga.example/process/1/#follow-up-2",
    }
    file = tmp_path / "blocks.pdf"
    file.write_bytes(pdf)
    assert [finding.message for finding in pdfua.validate(file).findings] == []
    assert pdf == render_pdf(document)


def test_the_pdf_without_a_base_has_no_links() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(replace(DOCUMENT, base="")))) as opened:
        assert not any("/Annots" in page for page in opened.pages)


def test_the_short_pdf_is_one_page_with_everything_on_it() -> None:
    with pdfplumber.open(io.BytesIO(render_pdf(DOCUMENT))) as opened:
        (page,) = opened.pages
        text = page.extract_text()
    for said in (
        "Utkast",
        "Andel < förskollärare & barn",
        "tillräcklig.",
        "Ny rutin, 14 dagar",
        "=1+1 R2",
        "Tertial 2",
    ):
        assert said in text


def test_markup_in_a_text_is_text_in_the_pdf() -> None:
    unkind = replace(DOCUMENT, blocks=(paragraph('#eval("1") *fet* \\ $x$ [a] <b>', bullet=True),))
    with pdfplumber.open(io.BytesIO(render_pdf(unkind))) as opened:
        assert '#eval("1") *fet* \\ $x$ [a] <b>' in opened.pages[0].extract_text()


def _word(document: BlockDocument) -> Any:
    return docx.Document(io.BytesIO(render_word(document)))


def written(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def test_the_word_file_has_every_block_in_order() -> None:
    opened = _word(DOCUMENT)
    texts = [written(paragraph._p) for paragraph in opened.paragraphs if written(paragraph._p)]
    assert texts == [
        "Lindhaga kommun",
        "Sammanfattning till nämnden",
        "Period:Tertial 2 2026",
        "Läge:Utkast",
        "Nämndens bedömning",
        "Den interna kontrollen är tillräcklig.",
        "Skäl.",
        "Fler skäl.",
        "Det som är försenat",
        "•Ny rutin, 14 dagar",
        "•\u00a0◐ Pågående\u00a0 Rekrytering",
        "Mer",
        "Följt upp42",
        "Nivå\u00a0✖ Större avvikelse\u00a0",
        "Och sju till, se uppföljningen.",
    ]
    (own,) = opened.tables
    assert [[written(cell._tc) for cell in row.cells] for row in own.rows] == [
        ["Uppföljning", "Status", "Enheter"],
        ["Andel < förskollärare & barn", "\u00a0△ Mindre avvikelse\u00a0", "2"],
        ["Två stycken.I en cell.", "\u00a0□ Väntläge\u00a0", "=1+1 R2"],
        ["", "–", ""],
    ]
    assert own.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    links = [relation.target_ref for relation in opened.part.rels.values() if relation.is_external]
    assert links[0] == "https://rimlig.lindhaga.example/atgard/7/"
    assert len(set(links)) == 3
    header = written(opened.sections[0].header._element)
    assert header.startswith("TjänsteutlåtandeUtkastSid ")
    assert (opened.core_properties.title, opened.core_properties.language) == ("Sammanfattning till nämnden", "sv-SE")
    assert opened.sections[0].page_width < opened.sections[0].page_height


def test_the_word_file_with_a_cover_lies_down_and_has_its_contents() -> None:
    opened = _word(WITH_COVER)
    assert opened.sections[0].page_width > opened.sections[0].page_height
    entries = [written(paragraph._p) for paragraph in opened.paragraphs if paragraph.style.style_id == "TOC1"]
    assert entries == ["Nämndens bedömning", "Det som är försenat"]


def test_the_word_file_without_a_mark_has_none() -> None:
    header = _word(replace(DOCUMENT, mark="")).sections[0].header
    assert written(header._element).startswith("TjänsteutlåtandeSid ")


def test_equal_documents_are_equal_files() -> None:
    assert render_word(DOCUMENT) == render_word(DOCUMENT)
    assert render_excel(DOCUMENT) == render_excel(DOCUMENT)
    assert render_html(DOCUMENT) == render_html(DOCUMENT)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.lists(st.tuples(texts, texts), max_size=5), texts)
def test_no_text_cuts_a_word_or_excel_file(rows: list[tuple[str, str]], text: str) -> None:
    unkind = replace(DOCUMENT, title=text, blocks=(paragraph(f"{text}<slut"), table(text, ("A", "B"), rows)))
    opened = _word(unkind)
    assert written(opened.paragraphs[-2]._p).endswith("<slut")
    (own,) = opened.tables
    assert len(own.rows) == 1 + len(rows)
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_excel(unkind)))
    assert len(book.sheet_names) == 2
    html.fromstring(render_html(unkind))
    json.dumps(as_data(unkind))


def test_the_workbook_has_a_sheet_for_each_table() -> None:
    twice = replace(DOCUMENT, blocks=(*DOCUMENT.blocks, replace(TABLE, name="Det som: avviker")))
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_excel(twice)))
    assert book.sheet_names == ["Om", "Det som avviker", "Det som  avviker"]
    assert book.get_sheet_by_name("Det som avviker").to_python() == [
        ["Uppföljning", "Status", "Enheter"],
        ["Andel < förskollärare & barn", "Mindre avvikelse", 2.0],
        ["Två stycken.\n\nI en cell.", "Väntläge", "=1+1"],
        ["", "–", ""],
    ]
    assert book.get_sheet_by_name("Om").to_python()[:2] == [
        ["Dokument", "Sammanfattning till nämnden"],
        ["Kommun", "Lindhaga kommun"],
    ]


def test_the_page_shows_links_signs_and_one_list() -> None:
    page = html.fromstring(render_html(DOCUMENT))
    assert [heading.text for heading in page.iter("h1", "h2", "h3")] == [
        "Sammanfattning till nämnden",
        "Nämndens bedömning",
        "Det som är försenat",
        "Mer",
    ]
    assert [len(items.findall("li")) for items in page.iter("ul")] == [2]
    assert [link.get("href") for link in page.iter("a")] == [
        "https://rimlig.lindhaga.example/atgard/7/",
        "https://rimlig.lindhaga.example/atgard/8/",
        "https://rimlig.lindhaga.example/process/1/#follow-up-2",
    ]
    assert [cell.get("scope") for cell in page.iter("th")] == ["col"] * 3


def test_as_data() -> None:
    data = as_data(DOCUMENT)
    assert data["format"] == "rimlig-blocks/1"
    assert data["facts"][0] == {"label": "Period", "value": "Tertial 2 2026"}
    assert data["blocks"][:2] == [
        {"type": "heading", "level": 1, "text": "Nämndens bedömning"},
        {
            "type": "paragraph",
            "pieces": [{"text": "Den interna kontrollen är "}, {"text": "tillräcklig", "strong": True}, {"text": "."}],
            "callout": True,
        },
    ]
    assert data["blocks"][-3] == {
        "type": "facts",
        "rows": [{"label": "Följt upp", "text": "42"}, {"label": "Nivå", "text": "Större avvikelse", "sign": "major"}],
    }
    assert data["blocks"][-2]["rows"][0] == [
        {
            "text": "Andel < förskollärare & barn",
            "address": "https://rimlig.lindhaga.example/process/1/#follow-up-2",
        },
        {"text": "Mindre avvikelse", "sign": "minor"},
        {"text": "2"},
    ]


def test_rows_and_headings_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 cells"):
        table("Fel", ("A", "B"), [("bara en",)])
    with pytest.raises(ValueError, match="has not 2 widths"):
        table("Fel", ("A", "B"), [], widths=(1,))
    with pytest.raises(ValueError, match="is on level 2 under level 0"):
        BlockDocument("Fel", (Heading(2, "För djupt"),))
    with pytest.raises(ValueError, match="is on level 3 under level 1"):
        BlockDocument("Fel", (Heading(1, "A"), Heading(3, "B")))
