"""How far a document has come towards its decision: what its cover says, and what stands on every page until then.

Swedish, as the documents are. One table for the plan and one for the reports on it, whatever the format.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import override

from rimlig.documents.document import Document, Kind
from rimlig.documents.interchange import to_json
from rimlig.documents.review import review
from rimlig.followup.models import BoardReport, Period, ReportState
from rimlig.planning.models import Plan, PlanState
from rimlig.reporting.frozen import Frozen, frozen_of

DRAFT: Final = "Utkast"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the cover says how far it has come, and the mark on every page of what nobody has decided or approved."""

    state: str
    mark: str = ""


PLANS: Final = {
    PlanState.DRAFT: Standing(DRAFT, DRAFT),
    PlanState.PROPOSED: Standing("Förslag till nämnden", "Förslag"),
    PlanState.ADOPTED: Standing("Fastställd"),
    PlanState.CLOSED: Standing("Fastställd, året är avslutat"),
    PlanState.REPLACED: Standing("Fastställd, ersatt av en senare utgåva"),
}
REPORTS: Final = {
    ReportState.DRAFT: Standing(DRAFT, DRAFT),
    ReportState.SENT: Standing("Hos förvaltningschefen", DRAFT),
    ReportState.FROZEN: Standing("Godkänd"),
}
CHANGED: Final = Standing("Utkast: innehållet har ändrats sedan rapporten godkändes", DRAFT)
"""An approved report as it stands now, when results or actions under it are no longer what they were in its moment of approval."""


def report_state(plan: Plan, kind: Kind, period: Period | None) -> ReportState:
    """Return how far the report on the plan has come; one that nobody has begun to write is a draft."""
    state = BoardReport.objects.filter(plan=plan, kind=kind, period=period).values_list("state", flat=True)
    return ReportState(state.first() or ReportState.DRAFT)


def standing_of(plan: Plan, document: Document, period: Period | None) -> Standing:
    """Return how far the report has come. What is approved is what was stored then: a document that differs is a draft."""
    kind = document.kind
    state = report_state(plan, kind, period)
    if state == ReportState.FROZEN and _differs(document, next(iter(frozen_of(plan, kind, period)), None)):
        return CHANGED
    return REPORTS[state]


def _differs(document: Document, approved: Frozen | None) -> bool:
    if approved is None or not approved.data_sha256:
        return False
    with override("sv"):  # the remarks are kept in the documents' language, whatever that of the page
        now = to_json(replace(document, warnings=review(document)))
    return hashlib.sha256(now.encode()).hexdigest() != approved.data_sha256
