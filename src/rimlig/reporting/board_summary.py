"""The board's summary: one page with its assessment, what deviates, is late and has changed, and what is proposed.

Everything on it leads to its rows. Long lists are cut, and say how many more there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.documents import words
from rimlig.documents.document import Deviation
from rimlig.documents.swedish import day_in_words, in_words, listed
from rimlig.drafting.facts import Facts, FollowUpFact, Source, Standing, TrackedFact
from rimlig.drafting.reading import shortened
from rimlig.drafting.sentences import UNIT, Sentence
from rimlig.reporting.assessments import Assessment
from rimlig.reporting.blocks import Block, BlockDocument, Heading, Paragraph, Piece, paragraph, signed

FORMAT: Final = "rimlig-board-summary/1"
TITLE: Final = "Sammanfattning för nämnden"
ASSESSMENT: Final = "Nämndens bedömning"
DEVIATES: Final = "Det här avviker"
LATE: Final = "Det här är försenat"
CHANGED: Final = "Det här har ändrats"
DECISION: Final = "Förslag till beslut"
_ABOUT_LEVELS: Final = ("levels", "not_done", "missing")
_ABOUT_CHANGES: Final = ("worse", "better", "returning", "carried")
_MOST_UNITS: Final = 4


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much of each thing the page has room for: lines of a list, characters of a name and of the reasons."""

    lines: int = 6
    name: int = 110
    reasons: int = 420


SHORTER: Final = (Lengths(4, 100, 300), Lengths(3, 80, 200), Lengths(2, 60, 120), Lengths(1, 50, 80))
"""What is tried in turn when the page would become two."""


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """What the summary is made of. `report` is the path of the follow-up that it sums up."""

    facts: Facts
    sentences: tuple[Sentence, ...]
    decision: tuple[Sentence, ...]
    municipality: str
    period: str  # as the cover says it: “Tertial 2 2026”
    report: str
    assessment: Assessment | None = None
    state: str = ""
    mark: str = ""
    base: str = ""
    look: HouseStyle = STANDARD


def summary_document(summary: BoardSummary, lengths: Lengths = Lengths()) -> BlockDocument:  # frozen
    """Return the summary as a document of blocks."""
    facts = ((words.BOARD_LABEL, summary.facts.board), (words.PERIOD_LABEL, summary.period))
    known = (*facts, (words.STATE_LABEL, summary.state))
    return BlockDocument(
        title=TITLE,
        blocks=tuple(_blocks(summary, lengths)),
        municipality=summary.municipality,
        author=summary.facts.board,
        year=summary.facts.year,
        facts=tuple((label.rstrip(":"), value) for label, value in known if value),
        mark=summary.mark,
        base=summary.base,
        look=summary.look,
    )


def _blocks(summary: BoardSummary, lengths: Lengths) -> Iterator[Block]:
    yield Heading(1, ASSESSMENT, "assessment")
    yield from _assessment(summary, lengths)
    yield Heading(1, DEVIATES, "deviates")
    yield from _said(summary, _ABOUT_LEVELS)
    lines = [_deviation(row, lengths) for row in summary.facts.deviating]
    yield from _cut(lines, lengths, summary.report)
    if summary.facts.late:
        yield Heading(1, LATE, "late")
        yield from _cut([_late(row, lengths) for row in summary.facts.late], lengths, summary.report)
    changes = list(_changes(summary, lengths))
    if changes:
        yield Heading(1, CHANGED, "changed")
        yield from changes
    if summary.decision:
        yield Heading(1, DECISION, "decision")
        for number, point in enumerate(summary.decision, start=1):
            before = f"{number}. " if len(summary.decision) > 1 else ""
            yield paragraph(f"{before}{point.text}")


def _assessment(summary: BoardSummary, lengths: Lengths) -> Iterator[Block]:
    found = summary.assessment
    if found is None:
        yield paragraph("Nämnden har ännu inte bedömt sin interna kontroll för året.", muted=True)
        return
    start = "Nämnden bedömer" if found.decided else "Förslag: nämnden bedömer"
    when = f" Beslut {day_in_words(found.decided)}, {found.minutes}." if found.decided else ""
    label = Piece(found.label[:1].lower() + found.label[1:], strong=True)
    yield paragraph(f"{start} att den interna kontrollen är ", label, f".{when}", callout=True)
    if found.reasons:
        yield paragraph(shortened(found.reasons, lengths.reasons))


def _said(summary: BoardSummary, keys: Sequence[str]) -> Iterator[Block]:
    text = " ".join(one.text for one in summary.sentences if one.key in keys)
    if text:
        yield paragraph(text)


def _deviation(row: FollowUpFact, lengths: Lengths) -> Paragraph:
    pieces = [signed(row.level), Piece(" "), _link(row.source, lengths)]
    if row.units:
        names = [unit.unit for unit in row.units]
        more = len(names) - _MOST_UNITS
        shown = names if more <= 0 else [*names[:_MOST_UNITS], f"{in_words(more)} till"]
        pieces.append(Piece(f": {UNIT.some_of(len(names), row.asked)} ({listed(shown)})"))
    return Paragraph(tuple(pieces), bullet=True)


def _late(row: TrackedFact, lengths: Lengths) -> Paragraph:
    where = f", {row.place}" if row.place else ""
    due = f", skulle ha varit klar {day_in_words(row.due)}" if row.due else ""
    return Paragraph((_link(row.source, lengths), Piece(f"{where}{due}")), bullet=True)


def _changes(summary: BoardSummary, lengths: Lengths) -> Iterator[Block]:
    yield from _said(summary, _ABOUT_CHANGES)
    changed = [_change(row, row.before, lengths) for row in (*summary.facts.worse, *summary.facts.better) if row.before]
    yield from _cut(changed, lengths, summary.report)


def _change(row: FollowUpFact, before: Standing, lengths: Lengths) -> Paragraph:
    then = words.DEVIATION[before.level].lower()
    return Paragraph(
        (signed(row.level), Piece(" "), _link(row.source, lengths), Piece(f" ({before.when}: {then})")), bullet=True
    )


def _link(source: Source, lengths: Lengths) -> Piece:
    return Piece(shortened(source.label, lengths.name) or words.NO_TEXT, source.address)


def _cut(lines: Sequence[Paragraph], lengths: Lengths, report: str) -> Iterator[Block]:
    """Give as many lines as there is room for, and say how many more there are and where."""
    more = len(lines) - lengths.lines
    if more < 2:  # noqa: PLR2004  # to say that there is one more takes the room of that one
        yield from lines
        return
    yield from lines[: lengths.lines]
    yield paragraph(f"… och {in_words(more)} till, se ", Piece("uppföljningen", report), ".", bullet=True)


def summary_data(summary: BoardSummary) -> dict[str, Any]:
    """Return the summary as data: whole, however long its lists are. See docs/interchange.md."""
    facts, found = summary.facts, summary.assessment
    levels = {level.value: len(facts.at_level(level)) for level in Deviation}
    return {
        "format": FORMAT,
        "municipality": summary.municipality,
        "board": facts.board,
        "year": facts.year,
        "period": summary.period,
        "state": summary.state,
        "assessment": None
        if found is None
        else {
            "level": found.level,
            "label": found.label,
            "reasons": found.reasons,
            "decided": found.decided.isoformat() if found.decided else None,
            "minutes": found.minutes,
        },
        "follow_ups": {"total": len(facts.follow_ups), **levels, "no_result": len(facts.missing)},
        "deviations": [_follow_up_data(row, summary) for row in facts.deviating],
        "late": [_late_data(row, summary) for row in facts.late],
        "worse": [_follow_up_data(row, summary) for row in facts.worse],
        "better": [_follow_up_data(row, summary) for row in facts.better],
        "sentences": [_sentence_data(one, summary) for one in summary.sentences],
        "decision": [_sentence_data(one, summary) for one in summary.decision],
    }


def _source_data(source: Source, summary: BoardSummary) -> dict[str, str]:
    return {"kind": source.kind.value, "text": source.label, "address": f"{summary.base.rstrip('/')}{source.address}"}


def _sentence_data(sentence: Sentence, summary: BoardSummary) -> dict[str, Any]:
    sources = [_source_data(source, summary) for source in sentence.sources]
    return {"key": sentence.key, "text": sentence.text, "sources": sources}


def _follow_up_data(row: FollowUpFact, summary: BoardSummary) -> dict[str, Any]:
    before = None if row.before is None else {"level": row.before.level.value, "period": row.before.when}
    return {
        **_source_data(row.source, summary),
        "level": row.level.value if row.level else None,
        "units": [{"unit": unit.unit, "level": unit.level.value} for unit in row.units],
        "units_asked": row.asked,
        "before": before,
    }


def _late_data(row: TrackedFact, summary: BoardSummary) -> dict[str, Any]:
    return {
        **_source_data(row.source, summary),
        "due": row.due.isoformat() if row.due else None,
        "days_late": row.days_late,
        "unit": row.place,
    }
