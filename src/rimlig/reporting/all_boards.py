"""The executive board's overview: how far each board has come with its internal control, one row each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.documents import words
from rimlig.documents.document import Deviation
from rimlig.documents.swedish import Noun, agreeing, capitalised, in_words
from rimlig.reporting.assessments import Assessment
from rimlig.reporting.blocks import Block, BlockDocument, Heading, Piece, paragraph, table

FORMAT: Final = "rimlig-all-boards/1"
TITLE: Final = "Nämndernas interna kontroll"
TABLE: Final = "Alla nämnder"
BOARD: Final = Noun("nämnd", "nämnden", "nämnder", "nämnderna")
ANSWER: Final = Noun("svar", "svaret", "svar", "svaren", neuter=True)
HEADER: Final = (
    *("Nämnd", "Plan", "Svar", "Ingen avvikelse", "Mindre avvikelse", "Större avvikelse", "Ej genomförd"),
    "Utan resultat",
    *("Försenat", "Nämndens bedömning", "Rapport"),
)
_WIDTHS: Final = (33, 25, 15, 19, 19, 19, 21, 16, 18, 22, 20)
_LEVELS: Final = (Deviation.NONE, Deviation.MINOR, Deviation.MAJOR, Deviation.NOT_DONE)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """How far a board has come in the period. Without a plan there is nothing to count."""

    board: str
    has_plan: bool = False
    is_adopted: bool = False
    plan_state: str = "Ingen plan"
    asked: int = 0
    given: int = 0
    levels: tuple[tuple[Deviation, int], ...] = ()
    no_result: int = 0
    late: int = 0
    assessment: Assessment | None = None
    report_state: str = words.NONE
    is_frozen: bool = False
    address: str = ""  # of its report, or its plan
    answers_address: str = ""

    def at(self, level: Deviation) -> int:
        """Return how many follow-ups are at the level."""
        return dict(self.levels).get(level, 0)


@dataclass(frozen=True, slots=True)
class AllBoards:
    """The overview of the boards that somebody may see, in a period."""

    municipality: str
    year: int
    period: str  # as the cover says it: “Tertial 2 2026”
    rows: tuple[BoardRow, ...]
    day: str  # when it was put together, in words
    base: str = ""
    look: HouseStyle = STANDARD


def overview_document(overview: AllBoards) -> BlockDocument:
    """Return the overview as a document of blocks: what it adds up to, and a row for each board."""
    return BlockDocument(
        title=TITLE,
        blocks=tuple(_blocks(overview)),
        municipality=overview.municipality,
        author=overview.municipality,
        year=overview.year,
        facts=((words.PERIOD_LABEL.rstrip(":"), overview.period), ("Läget", overview.day)),
        base=overview.base,
        wide=True,
        look=overview.look,
    )


def _blocks(overview: AllBoards) -> Iterator[Block]:
    if not overview.rows:
        yield paragraph("Kommunen har inga nämnder i perioden.", muted=True)
        return
    yield Heading(1, "Det sammantagna läget", "total")
    for text in totals_in_words(overview.rows):
        yield paragraph(text, bullet=True)
    yield Heading(1, TABLE, "boards")
    yield table(TABLE, HEADER, [_cells(row) for row in overview.rows], _WIDTHS)


def totals_in_words(rows: Sequence[BoardRow]) -> tuple[str, ...]:
    """Return what the boards add up to, in sentences; what there is nothing to say about is left out."""
    total = len(rows)
    adopted = sum(row.is_adopted for row in rows)
    asked, given = sum(row.asked for row in rows), sum(row.given for row in rows)
    deviating = sum(row.at(Deviation.MINOR) + row.at(Deviation.MAJOR) > 0 for row in rows)
    late = sum(row.late > 0 for row in rows)
    assessed = sum(row.assessment is not None and row.assessment.decided is not None for row in rows)
    frozen = sum(row.is_frozen for row in rows)
    said = [_boards(adopted, total, "har", "har ingen", "en fastställd plan för året")]
    if asked:
        none_of_one = asked == 1 and not given
        said.append("svaret har inte lämnats." if none_of_one else f"{ANSWER.some_of(given, asked)} har lämnats.")
    if any(row.levels for row in rows):
        said.append(_boards(deviating, total, "redovisar", "redovisar ingen", "minst en avvikelse"))
    if late:
        number = sum(row.late for row in rows)
        what = agreeing(number, "en försenad åtgärd", f"sammanlagt {in_words(number)} försenade åtgärder")
        said.append(f"{BOARD.some_of(late, total)} har {what}.")
    said += [
        _boards(assessed, total, "har beslutat", "har inte beslutat", "om en bedömning av sin interna kontroll"),
        _boards(frozen, total, "har", "har ingen", "en godkänd rapport för perioden"),
    ]
    return tuple(capitalised(text) for text in said)


def _boards(number: int, total: int, does: str, does_not: str, what: str) -> str:
    """Say how many of the boards do it; of a single one that does not, that it does not: nobody says “none of one”."""
    if total == 1 and not number:
        bare = what.removeprefix("minst ").removeprefix("en ") if does_not.endswith("ingen") else what
        return f"{BOARD.the_one} {does_not} {bare}."
    return f"{BOARD.some_of(number, total)} {does} {what}."


def _cells(row: BoardRow) -> list[Piece]:
    def number(value: int) -> Piece:
        return Piece(str(value) if row.has_plan else words.NONE)

    answers = f"{row.given} av {row.asked}" if row.asked else words.NONE
    found = row.assessment
    label = words.NONE if found is None else found.label if found.decided else f"{found.label} (förslag)"
    return [
        Piece(row.board, row.address),
        Piece(row.plan_state.replace("§ ", "§\u00a0")),
        Piece(answers, row.answers_address if row.asked else ""),
        *(number(row.at(level)) for level in _LEVELS),
        number(row.no_result),
        number(row.late),
        Piece(label),
        Piece(row.report_state),
    ]


def overview_data(overview: AllBoards) -> dict[str, Any]:
    """Return the overview as data. See docs/report-data.md."""
    return {
        "format": FORMAT,
        "municipality": overview.municipality,
        "year": overview.year,
        "period": overview.period,
        "sentences": list(totals_in_words(overview.rows)) if overview.rows else [],
        "boards": [_row_data(row, overview) for row in overview.rows],
    }


def _row_data(row: BoardRow, overview: AllBoards) -> dict[str, Any]:
    found = row.assessment
    return {
        "board": row.board,
        "address": f"{overview.base.rstrip('/')}{row.address}" if row.address else "",
        "plan": row.plan_state,
        "adopted": row.is_adopted,
        "answers_asked": row.asked,
        "answers_given": row.given,
        "follow_ups": {**{level.value: row.at(level) for level in _LEVELS}, "no_result": row.no_result},
        "late": row.late,
        "assessment": {"level": found.level, "label": found.label, "decided": found.decided is not None}
        if found
        else None,
        "report": row.report_state,
        "report_approved": row.is_frozen,
    }
