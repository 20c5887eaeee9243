"""The board's summary: what stands on it, that it is one page, and that its lines lead to their rows."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pdfplumber
import pikepdf
import pytest

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.drafting.decisions import proposed_decision
from rimlig.drafting.facts import Facts, FollowUpFact, Source, SourceKind, Standing, TrackedFact, UnitFact
from rimlig.drafting.sentences import draft_for_whole
from rimlig.reporting.assessments import Assessment
from rimlig.reporting.blocks import Heading, Paragraph
from rimlig.reporting.blocks_files import RENDERERS, formats_of, number_of_pages
from rimlig.reporting.blocks_pdf import render_pdf
from rimlig.reporting.board_summary import BoardSummary, Lengths, summary_data, summary_document
from rimlig.reporting.summaries import summary_report

LONG = (
    "Enheten går varje månad igenom vilka som har haft upprepad sjukfrånvaro och dokumenterar samtalen i systemet. " * 3
)


def _source(kind: SourceKind, pk: int, label: str) -> Source:
    return Source(kind, pk, label, f"/{kind}/{pk}/")


def _follow_up(pk: int, level: Deviation | None, label: str, **more: Any) -> FollowUpFact:
    return FollowUpFact(_source(SourceKind.FOLLOW_UP, pk, label), frozenset({1}), level, **more)


def _late(pk: int, label: str, days: int, kind: SourceKind = SourceKind.ACTION) -> TrackedFact:
    return TrackedFact(
        _source(kind, pk, label), frozenset(), ActionStatus.ONGOING, date(2026, 8, 31), days, place="Granen"
    )


def _summary(facts: Facts, assessment: Assessment | None = None, **more: Any) -> BoardSummary:
    own = {
        "municipality": "Lindhaga kommun",
        "period": "Tertial 2 2026",
        "report": "/rapport/1/uppfoljning/T2/",
        "base": "https://rimlig.lindhaga.example",
    }
    proposed = "inte helt tillräcklig" if assessment and not assessment.decided else ""
    return BoardSummary(
        facts, draft_for_whole(facts), proposed_decision(facts, proposed), assessment=assessment, **{**own, **more}
    )


UNITS = tuple(
    UnitFact(name, Deviation.MINOR, _source(SourceKind.ANSWER, pk, name))
    for pk, name in enumerate(["Granen", "Sjövik"])
)
FACTS = Facts(
    board="Lindhaga stadsdelsnämnd",
    year=2026,
    period="tertial 2",
    follow_ups=(
        _follow_up(1, Deviation.NONE, "Attest"),
        _follow_up(2, Deviation.MINOR, "Andel förskollärare", units=UNITS, asked=8),
        _follow_up(
            3,
            Deviation.MAJOR,
            "Besiktningar",
            before=Standing(Deviation.NONE, "tertial 1", _source(SourceKind.RESULT, 9, "Besiktningar")),
        ),
    ),
    actions=(
        _late(7, "Ny rutin", 15),
        TrackedFact(_source(SourceKind.ACTION, 8, "Klar"), frozenset(), ActionStatus.CLOSED),
    ),
)
PREPARED = Assessment("not_fully", "Inte helt tillräcklig", "Det mesta fungerar.", "Kriterium.")


def _lines(summary: BoardSummary, lengths: Lengths | None = None) -> list[str]:
    document = summary_document(summary, lengths or Lengths())
    lines = []
    for block in document.blocks:
        if isinstance(block, Heading):
            lines.append(f"# {block.text}")
        elif isinstance(block, Paragraph):
            said = "".join(piece.text for piece in block.pieces)
            lines.append(f"- {said}" if block.bullet else said)
    return lines


def test_what_stands_on_the_page() -> None:
    assert _lines(_summary(FACTS, PREPARED)) == [
        "# Nämndens bedömning",
        "Förslag: nämnden bedömer att den interna kontrollen är inte helt tillräcklig.",
        "Det mesta fungerar.",
        "# Det här avviker",
        "Av tre uppföljningar visar en ingen avvikelse, en mindre och en större avvikelse.",
        "- Större avvikelse Besiktningar",
        "- Mindre avvikelse Andel förskollärare: två av åtta enheter (Granen och Sjövik)",
        "# Det här är försenat",
        "- Ny rutin, Granen, skulle ha varit klar 31 augusti 2026",
        "# Det här har ändrats",
        "En uppföljning visar ett sämre resultat än i tertial 1.",
        "- Större avvikelse Besiktningar (tertial 1: ingen avvikelse)",
        "# Förslag till beslut",
        "1. Lindhaga stadsdelsnämnd godkänner uppföljningen för tertial 2 av internkontrollplan 2026.",
        "2. Lindhaga stadsdelsnämnd bedömer att den interna kontrollen under 2026 är inte helt tillräcklig.",
        "3. Lindhaga stadsdelsnämnd ger förvaltningen i uppdrag att slutföra den försenade åtgärden.",
    ]


def test_a_decided_assessment_is_told_and_not_proposed_again() -> None:
    decided = replace(PREPARED, decided=date(2027, 2, 17), minutes="§ 12")
    lines = _lines(_summary(FACTS, decided))
    assert lines[1] == (
        "Nämnden bedömer att den interna kontrollen är inte helt tillräcklig. Beslut 17 februari 2027, § 12."
    )
    assert not any("bedömer att den interna kontrollen under" in line for line in lines)


def test_what_there_is_nothing_to_say_about_is_left_out() -> None:
    lines = _lines(_summary(replace(FACTS, follow_ups=FACTS.follow_ups[:1], actions=())))
    assert lines == [
        "# Nämndens bedömning",
        "Nämnden har ännu inte bedömt sin interna kontroll för året.",
        "# Det här avviker",
        "Uppföljningen visar ingen avvikelse.",
        "# Förslag till beslut",
        "Lindhaga stadsdelsnämnd godkänner uppföljningen för tertial 2 av internkontrollplan 2026.",
    ]


def test_a_long_list_is_cut_and_says_how_many_more_and_where() -> None:
    many = tuple(_follow_up(pk, Deviation.MINOR, f"Uppföljning {pk}") for pk in range(20))
    document = summary_document(_summary(replace(FACTS, follow_ups=many, actions=())))
    bullets = [block for block in document.blocks if isinstance(block, Paragraph) and block.bullet]
    assert len(bullets) == 7
    assert "".join(piece.text for piece in bullets[-1].pieces) == "… och 14 till, se uppföljningen."
    assert bullets[-1].pieces[1].address == "/rapport/1/uppfoljning/T2/"


def test_one_more_than_there_is_room_for_is_shown_itself() -> None:
    seven = tuple(_follow_up(pk, Deviation.MINOR, f"Uppföljning {pk}") for pk in range(7))
    lines = _lines(_summary(replace(FACTS, follow_ups=seven, actions=())))
    assert sum(line.startswith("- ") for line in lines) == 7


def _as_long_as_can_be() -> BoardSummary:
    before = Standing(Deviation.NONE, "tertial 1", _source(SourceKind.RESULT, 9, LONG))
    units = tuple(UnitFact(f"Förskolan {'Lång' * 5} {pk}", Deviation.MAJOR, UNITS[0].source) for pk in range(40))
    facts = Facts(
        board="Lindhaga stadsdelsnämnd",
        year=2018,
        period="verksamhetsberättelsen",
        for_period="helåret",
        follow_ups=tuple(
            _follow_up(pk, Deviation.MAJOR, LONG, before=before, units=units, asked=80) for pk in range(150)
        ),
        actions=tuple(_late(pk, LONG, 200) for pk in range(120)),
        action_plans=tuple(_late(pk, LONG, 200, SourceKind.ACTION_PLAN) for pk in range(20)),
    )
    return _summary(facts, replace(PREPARED, reasons=LONG * 10))


@pytest.mark.parametrize("summary", [_summary(FACTS, PREPARED), _as_long_as_can_be()], ids=["usual", "very long"])
def test_the_pdf_is_one_page(summary: BoardSummary) -> None:
    assert number_of_pages(RENDERERS["pdf"](summary_report(summary))) == 1


def test_a_list_is_cut_further_only_when_the_page_would_become_two() -> None:
    summary = _as_long_as_can_be()
    assert number_of_pages(render_pdf(summary_document(summary, Lengths(20, 300, 3000)))) > 1
    with pdfplumber.open(io.BytesIO(RENDERERS["pdf"](summary_report(summary)))) as opened:
        text = opened.pages[0].extract_text()
    assert "ger förvaltningen i uppdrag att slutföra de 120 försenade åtgärderna" in " ".join(text.split())
    assert " till, se uppföljningen" in text


def test_the_lines_of_the_pdf_lead_to_their_rows() -> None:
    with pikepdf.open(io.BytesIO(RENDERERS["pdf"](summary_report(_summary(FACTS, PREPARED))))) as opened:
        links = {str(note.A.URI) for note in opened.pages[0].Annots}
    assert links == {
        "https://rimlig.lindhaga.example/follow_up/2/",
        "https://rimlig.lindhaga.example/follow_up/3/",
        "https://rimlig.lindhaga.example/action/7/",
    }


def test_there_is_no_workbook_of_what_has_no_table() -> None:
    assert formats_of(summary_report(_summary(FACTS))) == ("pdf", "docx", "html", "json")


def test_as_data() -> None:
    data = summary_data(_summary(FACTS, PREPARED, state="Utkast"))
    assert data["format"] == "rimlig-board-summary/1"
    assert data["follow_ups"] == {"total": 3, "none": 1, "minor": 1, "major": 1, "not_done": 0, "no_result": 0}
    assert data["assessment"]["level"] == "not_fully"
    assert data["deviations"][0] == {
        "kind": "follow_up",
        "text": "Besiktningar",
        "address": "https://rimlig.lindhaga.example/follow_up/3/",
        "level": "major",
        "units": [],
        "units_asked": 0,
        "before": {"level": "none", "period": "tertial 1"},
    }
    assert data["late"] == [
        {
            "kind": "action",
            "text": "Ny rutin",
            "address": "https://rimlig.lindhaga.example/action/7/",
            "due": "2026-08-31",
            "days_late": 15,
            "unit": "Granen",
        }
    ]
    assert [one["key"] for one in data["decision"]] == ["decision_approve", "decision_assess", "decision_late"]
    assert summary_data(_summary(FACTS))["assessment"] is None
