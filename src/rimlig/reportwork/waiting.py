"""What awaits a person of reports: sections to write, and reports to approve."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, ReportState
from rimlig.organisation.abilities import ABILITIES
from rimlig.organisation.held import held_today
from rimlig.reminders.waiting import Waiting
from rimlig.reportwork.addresses import workspace_url
from rimlig.reportwork.models import SectionAssignment
from rimlig.reportwork.noticing import named

KINDS: Final = {"report": gettext_lazy("Reports to write or approve")}
BEFORE: Final = (7, 1)
AFTER: Final = (3,)


def waiting_of(person: Any, today: date) -> Iterator[Waiting]:
    """Give the sections that the person is to write, and the reports that the person may approve."""
    del today
    yield from _sections(person)
    yield from _reports(person)


def _sections(person: Any) -> Iterator[Waiting]:
    rows = SectionAssignment.objects.filter(person=person.pk, done_at=None, report__state=ReportState.DRAFT)
    for row in rows.select_related("report__plan__board", "report__period", "analysis"):
        report = row.report
        what = str(row.analysis) if row.analysis else str(row.get_section_display())
        yield Waiting(
            f"section:{row.pk}",
            "report",
            _("Write: %(section)s. %(what)s") % {"section": what, "what": named(report)},
            workspace_url(report.plan_id, Kind(report.kind), report.period, row.section),
            row.due,
            str(report.plan.board),
            before=BEFORE,
            after=AFTER,
        )


def _reports(person: Any) -> Iterator[Waiting]:
    held = [one for one in held_today(person) if one.role in ABILITIES["report.approve"].roles]
    if not held:
        return
    places = Q()
    for one in held:
        places |= Q(plan__board=one.board) if one.board is not None else Q(plan__board__municipality=one.municipality)
    rows = BoardReport.objects.filter(places, state=ReportState.SENT).select_related("plan__board", "period")
    for row in rows.order_by("plan__board__name", "pk"):
        yield Waiting(
            f"approve:{row.pk}:{row.version}",
            "report",
            _("Approve: %(what)s") % {"what": named(row)},
            workspace_url(row.plan_id, Kind(row.kind), row.period),
            board_name=str(row.plan.board),
        )
