"""Who may write a section: those who write the board's reports, and whoever has been given the section."""

from typing import Any

from django.db.models import Q

from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.planning.models import PartOfPlan
from rimlig.planning.rows.editables import Editable
from rimlig.reportwork.models import SectionAssignment, SectionName

SECTION_OF = {
    "title": SectionName.COVER,
    "introduction": SectionName.INTRODUCTION,
    "approach": SectionName.APPROACH,
    "summary": SectionName.SUMMARY,
    "analysis": SectionName.SUMMARY,
}
"""In which section each kind of text that is changed in place stands."""


def may_write_text(person: Any, report: BoardReport, section: str, analysis: SummaryAnalysis | None) -> bool:
    """Say whether the person may write the section, or the text on the goal in it."""
    board = report.plan.board
    if person.has_perm("report.write", board):
        return True
    # Who has lost their role since the section was given to them writes no longer.
    return person.has_perm("report.comment", board) and _given(person, report.pk, section, analysis)


def may_write_row(person: Any, editable: Editable, row: PartOfPlan) -> bool:
    """Say the same of a row that is changed in place, for planning's table."""
    section = SECTION_OF.get(editable.kind)
    if section is None or not isinstance(row, BoardReport | SummaryAnalysis):
        return False
    analysis = row if isinstance(row, SummaryAnalysis) else None
    report = row.report if isinstance(row, SummaryAnalysis) else row
    return may_write_text(person, report, section, analysis)


def _given(person: Any, report: int, section: str, analysis: SummaryAnalysis | None) -> bool:
    rows = SectionAssignment.objects.filter(report=report, section=section, person=person.pk)
    return rows.filter(Q(analysis=None) | Q(analysis=analysis)).exists()
