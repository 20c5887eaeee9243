"""What the web page and the file of a report show beside the document itself: title, facts, contents."""

from dataclasses import dataclass

from rimlig.documents import words
from rimlig.documents.document import Document, Kind
from rimlig.reporting.report import Report


@dataclass(frozen=True, slots=True)
class Layout:
    """A report with the words that stand around it, all in Swedish as the report is."""

    report: Report
    title: str
    facts: tuple[tuple[str, str], ...]
    contents: tuple[tuple[str, str, int], ...]  # id, heading, level

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.report.document


def layout_of(report: Report) -> Layout:
    """Return the report ready for a template."""
    document = report.document
    facts = (
        (words.KIND_LABEL, words.TITLE[document.kind]),
        (words.BOARD_LABEL, document.board),
        (words.YEAR_LABEL, str(document.year or "")),
        (words.PERIOD_LABEL, report.period),
        (words.REGISTRY_LABEL, report.registry_number),
    )
    return Layout(
        report,
        document.title or words.TITLE[document.kind],
        tuple((label.rstrip(":"), value) for label, value in facts if value),
        tuple(_contents(document)),
    )


def _contents(document: Document) -> list[tuple[str, str, int]]:
    contents = []
    if document.introduction:
        contents.append(("introduction", words.INTRODUCTION, 1))
    if document.summary or document.summary_by_goal:
        contents.append(("summary", words.SUMMARY, 1))
    if document.goals:
        part = words.TITLE[Kind.PLAN] if document.kind == Kind.PLAN else words.FOLLOW_UP_PART
        contents.append(("follow-up", part, 1))
        for number, goal in enumerate(document.goals):
            contents.append((f"g{number}", f"{goal.number} {goal.title}".strip(), 2))
    if document.action_plans:
        contents.append(("action-plans", words.ACTION_PLANS_PART, 1))
    return contents
