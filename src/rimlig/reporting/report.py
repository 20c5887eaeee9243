"""A report ready to be laid out: one frozen value, whatever the format."""

from dataclasses import dataclass
from datetime import date

from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.documents import words
from rimlig.documents.document import Document


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What the minutes of a board say of its decision."""

    meeting_date: date
    paragraph: str
    registry_number: str


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
