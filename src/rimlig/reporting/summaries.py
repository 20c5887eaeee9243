"""The board's summary of a plan in a period, put together from the database."""

from datetime import date
from functools import partial
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import override

from rimlig.appearance.queries import house_style_of
from rimlig.documents.document import Kind
from rimlig.drafting.decisions import proposed_decision
from rimlig.drafting.reading import facts_of
from rimlig.drafting.sentences import draft_for_whole
from rimlig.followup.models import Period, ReportState
from rimlig.planning.models import Plan
from rimlig.reporting.assessments import assessment_of
from rimlig.reporting.blocks_files import BlockReport
from rimlig.reporting.board_summary import SHORTER, BoardSummary, summary_data, summary_document
from rimlig.reporting.standing import REPORTS, report_state

KIND: Final = "board-summary"


def summary_of(plan: Plan, period: Period, *, today: date, state: ReportState | None = None) -> BoardSummary:
    """Return the summary of the plan's follow-up in the reporting period; `today` says what is late.

    `state` is how far the report has come, while that is being changed; else
    the report itself says. `plan` should come with its board, the municipality
    with its look, and scale. As many queries for a large plan as for a small one.
    """
    facts = facts_of(plan, period, today=today)
    assessment = assessment_of(plan)
    standing = REPORTS[state or report_state(plan, Kind.FOLLOW_UP, period)]
    proposed = assessment.label[:1].lower() + assessment.label[1:] if assessment and not assessment.decided else ""
    with override("sv"):  # a document to a Swedish board is a Swedish document
        said = f"{period.get_code_display()} {period.year}"
    return BoardSummary(
        facts=facts,
        sentences=draft_for_whole(facts),
        decision=proposed_decision(facts, proposed),
        municipality=plan.board.municipality.name,
        period=said,
        report=reverse("reporting:follow-up", args=[plan.pk, period.code]),
        assessment=assessment,
        state=standing.state,
        mark=standing.mark,
        base=settings.RIMLIG_ADDRESSES[0],
        look=house_style_of(plan.board.municipality),
    )


def summary_report(summary: BoardSummary) -> BlockReport:
    """Return the summary ready to become a file: a PDF of one page."""
    name = slugify(f"{KIND} {summary.facts.board} {summary.period}")
    shorter = tuple(partial(summary_document, summary, lengths) for lengths in SHORTER)
    return BlockReport(summary_document(summary), summary_data(summary), name, shorter)
