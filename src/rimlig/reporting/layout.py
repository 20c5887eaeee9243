"""What the web page and the file of a report show beside the document itself: title, facts, contents."""

from dataclasses import dataclass

from rimlig.documents import words
from rimlig.documents.document import Document, Kind
from rimlig.documents.risk_list import ListedRisk, RiskList, risk_list
from rimlig.reporting.report import Report
from rimlig.reporting.risks import DrawnMatrix, RiskRow, ScaleTables, matrices, not_in_matrix, risk_row, scale_rows


@dataclass(frozen=True, slots=True)
class Layout:
    """A report with the words that stand around it, all in Swedish as the report is."""

    report: Report
    title: str
    facts: tuple[tuple[str, str], ...]
    contents: tuple[tuple[str, str, int], ...]  # id, heading, level
    risks: RiskList
    alone: bool = False  # in a file of its own: what the conclusions rest on is listed last

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.report.document

    @property
    def trace_columns(self) -> tuple[str, ...]:
        """The header of the list of traces."""
        return words.TRACE_COLUMNS

    @property
    def first_places(self) -> dict[str, str]:
        """The id of the working method in which each traced follow-up stands first, by its reference."""
        places: dict[str, str] = {}
        for (goal, process, method), traces in self.report.traces.at.items():
            for trace in traces:
                places.setdefault(trace.reference, f"g{goal}p{process}m{method}")
        return places

    @property
    def doubtful(self) -> int:
        """How many conclusions have too little behind them."""
        return sum(trace.doubts > 0 for trace in self.report.traces.listed)

    @property
    def matrices(self) -> tuple[DrawnMatrix, ...]:
        """The risk matrices, where the document has a scale."""
        return matrices(self.document, self.risks)

    @property
    def not_in_matrix(self) -> str:
        """The numbers of the risks that are not valued, with commas between."""
        return ", ".join(str(number) for number in not_in_matrix(self.risks))

    @property
    def scale_tables(self) -> ScaleTables:
        """Header and rows of the tables of the document's scale."""
        return scale_rows(self.document.scale) if self.document.scale else ()

    def row_of(self, risk: ListedRisk) -> RiskRow:
        """Return a risk as a row of the risk analysis."""
        return risk_row(risk, self.document.scale)


def layout_of(report: Report, *, alone: bool = False) -> Layout:
    """Return the report ready for a template; `alone` as a file of its own."""
    risks = risk_list(report.document)
    facts = tuple((label.rstrip(":"), value) for label, value in report.facts)
    contents = list(_contents(report.document, risks))
    if alone and report.traces.listed:
        contents.append(("underlag", words.TRACES, 1))
    return Layout(report, report.title, facts, tuple(contents), risks, alone)


def _contents(document: Document, risks: RiskList) -> list[tuple[str, str, int]]:
    contents = []
    if document.introduction:
        contents.append(("introduction", words.INTRODUCTION, 1))
    if document.approach:
        contents.append(("approach", words.APPROACH, 1))
    if document.summary or document.summary_by_goal:
        contents.append(("summary", words.SUMMARY, 1))
    if document.scale:
        contents.append(("matrix", words.RISK_MATRIX, 1))
    if risks.processes:
        contents.append(("risks", words.RISK_ANALYSIS, 1))
    if document.goals:
        contents.append(
            ("follow-up", words.FOLLOW_UP_TABLES if document.kind == Kind.PLAN else words.FOLLOW_UP_PART, 1)
        )
        for number, goal in enumerate(document.goals):
            contents.append((f"g{number}", f"{goal.number} {goal.title}".strip(), 2))
    if document.action_plans:
        contents.append(("action-plans", words.ACTION_PLANS_PART, 1))
    return contents
