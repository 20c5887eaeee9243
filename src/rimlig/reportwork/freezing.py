"""The bytes of an approved report, and the data that they are made from."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils.translation import override

from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, ReportState
from rimlig.organisation.models import User
from rimlig.records.files import store_file
from rimlig.records.models import StoredFile
from rimlig.reporting.blocks_files import RENDERERS
from rimlig.reporting.formats import FORMATS, word_with_reason
from rimlig.reporting.queries import report_of
from rimlig.reporting.report import Report
from rimlig.reporting.summaries import summary_of, summary_report

DOCUMENT: Final = FORMATS["pdf"]
WORD: Final = FORMATS["docx"]
DATA: Final = FORMATS["json"]


def approved(day: date, who: User) -> str:
    """Return what the cover says of the report's state: a document to a Swedish board is Swedish."""
    return f"Godkänd {day.isoformat()} av {who}"


def report_now(row: BoardReport) -> Report:
    """Return the report as it stands now. Swedish, its remarks included, whatever language the page has."""
    with override("sv"):
        return report_of(row.plan, Kind(row.kind), row.period)


def fingerprint(report: Report) -> str:
    """Return the hash of the data that the report is made from: another one as soon as anything in it is another."""
    return hashlib.sha256(DATA.render(replace(report, mark=""))).hexdigest()


def frozen_files(row: BoardReport, report: Report, *, by: User) -> dict[str, StoredFile | str]:
    """Store the report as PDF/A, as Word and as data, and return the three under their columns' names.

    When the municipality's own Word template could not be filled in, Word is by
    ours, and `word_fallback` says why: Swedish, as what is kept is. Raises
    RuleBroken when a file cannot be made.
    """
    with override("sv"):
        word, reason = word_with_reason(report)
    made = (("document", DOCUMENT, DOCUMENT.render(report)), ("word", WORD, word), ("data", DATA, DATA.render(report)))
    municipality = row.plan.board.municipality
    stored = {name: store_file(content, form.media_type, municipality, by=by) for name, form, content in made}
    return {**stored, "word_fallback": reason}


def frozen_summary(row: BoardReport, day: date, *, by: User) -> dict[str, StoredFile]:
    """Store the one-page summary of an approved follow-up as PDF/A, as Word and as data, as `frozen_files` does the follow-up."""
    assert row.period is not None  # a follow-up has one, the database sees to it
    summary = summary_report(summary_of(row.plan, row.period, today=day, state=ReportState.FROZEN))
    municipality = row.plan.board.municipality
    return {
        name: store_file(RENDERERS[form.extension](summary), form.media_type, municipality, by=by)
        for name, form in (("document", DOCUMENT), ("word", WORD), ("data", DATA))
    }


def as_approved(report: Report, *, registry_number: str, edition: int, state: str) -> Report:
    """Return the report with what its cover says once it is approved, and nothing on it that says draft."""
    return replace(report, registry_number=registry_number, edition=edition, state=state, mark="")
