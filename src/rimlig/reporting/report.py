"""A report ready to be laid out: one frozen value, whatever the format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.documents import words
from rimlig.documents.document import Deviation, Document


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What the minutes of a board say of its decision."""

    meeting_date: date
    paragraph: str
    registry_number: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What the conclusion of one planned follow-up rests on, in numbers; `reference` is what the report calls it.

    `path` is the page in Rimlig where it can be followed to the answers and their evidence, `address` the same for who
    is somewhere else. `asked` are the answers that were to be given, `answers` those that have been. `doubts` is how
    much speaks against relying on it: see tracing/doubts.py.
    """

    reference: str
    follow_up: str
    is_concluded: bool = False
    deviation: Deviation | None = None
    concluded_by: str = ""
    concluded_on: date | None = None
    answers: int = 0
    asked: int = 0
    evidence: int = 0
    path: str = ""
    address: str = ""
    doubts: int = 0

    @property
    def mark(self) -> str:
        """How the reference stands before the text of the follow-up."""
        return words.reference_mark(self.reference)

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the list of traces, in the columns of words.TRACE_COLUMNS."""
        return (
            self.reference,
            self.follow_up or words.NO_TEXT,
            words.DEVIATION[self.deviation] if self.deviation else words.NONE,
            self.concluded_by or words.NONE,
            self.concluded_on.isoformat() if self.concluded_on else words.NONE,
            f"{self.answers} av {self.asked}" if self.asked else "0",
            str(self.evidence),
        )


@dataclass(frozen=True, slots=True)
class Traces:
    """The traces of a report: each once in `listed`, and where they stand in the document.

    `at` gives, for a working method by its place (goal, process, method, from 0), the traces of its follow-ups in
    their order. A process that stands under five goals has the same ones five times.
    """

    listed: tuple[Trace, ...] = ()
    at: Mapping[tuple[int, int, int], tuple[Trace, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The document, and what the cover page says about it besides."""

    document: Document
    municipality: str = ""
    period: str = ""  # as people say it: "Tertial 2", "Verksamhetsberättelse"
    registry_number: str = ""
    edition: int | None = None
    state: str = ""  # as people say it: "Utkast", "Fastställd"
    mark: str = ""  # stands on every page of what no board has decided
    decision: DecisionFacts | None = None
    look: HouseStyle = STANDARD
    traces: Traces = Traces()
    word_template: Callable[[], bytes | None] | None = field(default=None, compare=False, repr=False)
    """Gives the municipality's own Word template for the kind, when it has one; asked only when Word is wanted."""

    @property
    def title(self) -> str:
        """The document's own title, or the usual one of its kind."""
        return self.document.title or words.TITLE[self.document.kind]

    @property
    def number(self) -> str:
        """The registry number: that of the board's decision, where there is one."""
        return self.decision.registry_number if self.decision else self.registry_number

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and value of each fact that the cover tells, the municipality apart."""
        document, decision = self.document, self.decision
        said = f"{decision.meeting_date.isoformat()}, § {decision.paragraph}" if decision else ""
        facts = (
            (words.KIND_LABEL, words.TITLE[document.kind]),
            (words.BOARD_LABEL, document.board),
            (words.YEAR_LABEL, "" if document.year is None else str(document.year)),
            (words.PERIOD_LABEL, self.period),
            (words.EDITION_LABEL, "" if self.edition is None else str(self.edition)),
            (words.STATE_LABEL, self.state),
            (words.DECISION_LABEL, said),
            (f"{self.look.registry_label}:", self.number),
        )
        return tuple((label, value) for label, value in facts if value)
