"""The report as PDF: what a screen reader, an archive and a curious reader find in it."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pdfplumber
import pdfua
import pikepdf
import pytest
import typst
from django.utils import translation

from rimlig.appearance.fonts import FONTS
from rimlig.documents.document import (
    Action,
    ActionPlan,
    ActionStatus,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Process,
    Treatment,
    WorkingMethod,
)
from rimlig.reporting import pdf as pdf_module
from rimlig.reporting.pdf import CannotWritePdf, render_pdf
from rimlig.reporting.report import Report

METHOD = WorkingMethod(
    "Attest i två steg",
    "Månadsvis genomgång",
    events=(
        Event(
            "Fel lön betalas ut", 3, 4, Treatment.REDUCE, (Action("Ny rutin", ActionStatus.CLOSED, "Rutinen finns."),)
        ),
    ),
    follow_ups=(
        FollowUp("Stickprov på tio löner", Deviation.MINOR, "En av tio var fel.\n\nDen är rättad.", "Påminnelse."),
        FollowUp("Samtal med chefer", Deviation.NONE),
    ),
)
DOCUMENT = Document(
    Kind.FOLLOW_UP,
    year=2026,
    board="Lindhaga stadsdelsnämnd",
    introduction="Nämnden följer upp sin plan.\n\nSå här gick det.",
    summary="Det mesta är i ordning.",
    summary_by_goal=(GoalSummary("1.1", "Trygg skola", "Inga större avvikelser."),),
    goals=(Goal("1.1", "Trygg skola", (Process("Lönehantering", (METHOD,)),)),),
    action_plans=(ActionPlan("Ramavtal följs inte", "Det syns i inköpen.", 2, 8, "Utbildning.", ActionStatus.ONGOING),),
)
REPORT = Report(DOCUMENT, "Lindhaga stad", "Tertial 2", "LSN 2026/17")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read the sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def rendered() -> bytes:
    return render_pdf(REPORT)


@pytest.fixture(scope="module")
def opened(rendered: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(rendered)) as opened:
        yield opened


def elements(node: Any, kind: str) -> list[Any]:
    """Return the structure elements of one kind below a node, in order."""
    found = [node] if node.get("/S") == kind else []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += elements(kid, kind)
    return found


def text_of(data: bytes) -> list[str]:
    """Return each page's text."""
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return [page.extract_text() for page in opened.pages]


def test_says_its_language_title_and_that_it_is_tagged(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root.Lang) == "sv-SE"
    assert str(opened.docinfo.Title) == "Uppföljning av internkontrollplan Lindhaga stadsdelsnämnd"
    assert opened.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712  (a PDF's own boolean)
    assert opened.Root.MarkInfo.Marked == True  # noqa: E712


def test_declares_both_standards(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_the_checker_for_accessibility_finds_nothing(rendered: bytes, tmp_path: Any) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(rendered)
    assert [finding.message for finding in pdfua.validate(file).findings] == []


def test_headings_step_down_one_level_at_a_time(opened: pikepdf.Pdf) -> None:
    levels = [len(elements(opened.Root.StructTreeRoot, f"/H{level}")) for level in range(1, 7)]
    assert levels == [5, 3, 1, 1, 1, 0]


def test_every_table_has_one_header_row_that_names_its_columns(opened: pikepdf.Pdf) -> None:
    (table,) = elements(opened.Root.StructTreeRoot, "/Table")
    headers = elements(table, "/TH")
    scopes = [str(attribute.Scope) for header in headers for attribute in attributes(header) if "/Scope" in attribute]
    assert scopes == ["/Column"] * 6
    assert len(elements(table, "/TR")) == 1 + 5


def attributes(element: Any) -> list[Any]:
    """Return a structure element's attribute dictionaries."""
    held = element.get("/A", [])
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def test_outline_and_contents_lead_into_the_report(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Inledning",
            "Sammanfattande analys",
            "Uppföljning av nämndens internkontrollplan",
            "Handlingsplaner",
        ]
    links = [note for note in opened.pages[1].Annots if note.Subtype == "/Link"]
    assert len(links) == 8


def test_page_header_and_number_stand_on_every_page(rendered: bytes) -> None:
    pages = text_of(rendered)
    assert [page.splitlines()[0] for page in pages] == [
        f"Tjänsteutlåtande Sid {number} ({len(pages)})" for number in range(1, len(pages) + 1)
    ]


def test_cover_leaves_out_what_is_not_known() -> None:
    (cover, *_rest) = text_of(render_pdf(Report(Document(Kind.PLAN))))
    assert cover.splitlines()[1:] == ["Internkontrollplan", "Dokumenttyp: Internkontrollplan"]


def test_empty_document_is_one_page() -> None:
    assert len(text_of(render_pdf(Report(Document(Kind.FOLLOW_UP))))) == 1


def test_equal_reports_give_equal_bytes(rendered: bytes) -> None:
    assert render_pdf(replace(REPORT, document=replace(DOCUMENT))) == rendered


def test_nothing_in_the_data_is_markup() -> None:
    markup = '#eval("1+1") #panic() *a* _b_ $x$ `c` @ref <label> [d] \\ // /* = - + ~ "e" \'f\' {{ g }}'
    document = replace(DOCUMENT, introduction=markup, board=markup, title=markup)
    cover, _contents, introduction, *_rest = text_of(render_pdf(replace(REPORT, document=document)))
    assert introduction.splitlines()[2:] == [markup]
    assert " ".join(cover.splitlines()[2:]).startswith(f"{markup} Dokumenttyp:")


def test_states_are_words_alone_for_those_who_listen(rendered: bytes) -> None:
    table = text_of(rendered)[4]
    assert [table.count(word) for word in ("Avslutad", "Mindre", "Ingen")] == [1, 1, 1]
    assert {character for character in table if not character.isascii()} <= set("åäöÅÄÖ·")


def test_hyphens_stay_hyphens_where_a_long_word_is_broken() -> None:
    word = "Personuppgiftsbehandlingsförteckningsansvarsfördelning"
    method = replace(METHOD, control=f"{word} för barn- och ungdomsfrågor på e-post")
    document = replace(DOCUMENT, goals=(Goal("1", "Mål", (Process("P", (method,)),)),))
    with pdfplumber.open(io.BytesIO(render_pdf(replace(REPORT, document=document)))) as opened:
        drawn = "".join(character["text"] for page in opened.pages for character in page.chars)
    assert f"{word} för barn- och ungdomsfrågor på e-post" in drawn.replace("\u00ad", "")
    assert "\u00ad" in drawn


def test_character_that_the_font_lacks_is_named() -> None:
    report = replace(REPORT, document=replace(DOCUMENT, introduction="Bra jobbat 😀"))
    with pytest.raises(CannotWritePdf, match="😀"):
        render_pdf(report)


def test_control_characters_from_pasted_text_are_left_out() -> None:
    report = replace(REPORT, document=replace(DOCUMENT, introduction="Ett\x07två\ufeff tre"))
    assert text_of(render_pdf(report))[2].splitlines()[2:] == ["Etttvå tre"]


def test_missing_font_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf_module.report_fonts.cache_clear()
    lost = replace(FONTS["Source Sans Pro"], module="no_such_package")
    monkeypatch.setitem(FONTS, "Source Sans Pro", lost)
    with pytest.raises(CannotWritePdf, match="font-source-sans-pro"):
        render_pdf(REPORT)
    pdf_module.report_fonts.cache_clear()


def test_warning_of_the_typesetter_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    monkeypatch.setattr(pdf_module, "report_fonts", lambda _family: nothing)
    with pytest.raises(CannotWritePdf, match="source sans pro"):
        render_pdf(REPORT)


def test_long_table_repeats_its_header_on_every_page() -> None:
    events = tuple(Event(f"Händelse {number}") for number in range(150))
    document = Document(Kind.FOLLOW_UP, goals=(Goal("1", "Mål", (Process("P", (WorkingMethod("M", "K", events),)),)),))
    pages = text_of(render_pdf(Report(document)))[2:]
    assert len(pages) > 3
    assert [page.count("Oönskad händelse") for page in pages] == [1] * len(pages)


def test_cell_may_be_longer_than_three_pages() -> None:
    words = [f"ord{number}" for number in range(3000)]
    method = WorkingMethod("M", "K", (Event("Händelse"),), (FollowUp("Stickprov", Deviation.NONE, " ".join(words)),))
    document = Document(Kind.FOLLOW_UP, goals=(Goal("1", "Mål", (Process("P", (method,)),)),))
    drawn = " ".join(text_of(render_pdf(Report(document)))).split()
    assert [word for word in drawn if word.startswith("ord")] == words
