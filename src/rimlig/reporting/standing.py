"""How far a document has come towards its decision: what its cover says, and what stands on every page until then.

Swedish, as the documents are. One table for the plan and one for the reports on it, whatever the format.
"""

from dataclasses import dataclass
from typing import Final

from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, Period, ReportState
from rimlig.planning.models import Plan, PlanState

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


def report_state(plan: Plan, kind: Kind, period: Period | None) -> ReportState:
    """Return how far the report on the plan has come; one that nobody has begun to write is a draft."""
    state = BoardReport.objects.filter(plan=plan, kind=kind, period=period).values_list("state", flat=True)
    return ReportState(state.first() or ReportState.DRAFT)
