"""What this room gives those below it: the assessment, the frozen editions of a report, and what a plan's texts lack."""

from collections.abc import Iterator, Sequence

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, Period
from rimlig.planning.models import Plan
from rimlig.planning.outline.completeness import Missing
from rimlig.reporting.assessments import Assessment
from rimlig.reporting.frozen import Frozen
from rimlig.reportwork.criteria import LABELS
from rimlig.reportwork.models import BoardAssessment, FrozenReport, Level


def assessments_for(plans: Sequence[Plan]) -> dict[int, Assessment]:
    """Return the assessments of the plans' boards and years, by the plans' keys: the latest decided, else the one being prepared."""
    rows = BoardAssessment.objects.filter(
        board__in={plan.board_id for plan in plans}, year__in={plan.year for plan in plans}
    )
    latest = rows.select_related("decision").order_by(F("decision__meeting_date").desc(nulls_last=True), "-edition")
    first: dict[tuple[int, int], BoardAssessment] = {}
    for row in latest:
        first.setdefault((row.board_id, row.year), row)
    found = ((plan.pk, first.get((plan.board_id, plan.year))) for plan in plans)
    return {key: _assessment(row) for key, row in found if row is not None}


def _assessment(row: BoardAssessment) -> Assessment:
    made = row.decision
    return Assessment(
        row.level,
        LABELS[Level(row.level)],
        row.reasons,
        row.criterion,
        made.meeting_date if made else None,
        f"§ {made.paragraph}" if made else "",
    )


def frozen_editions(plan: Plan, kind: str, period: Period | None) -> Iterator[Frozen]:
    """Give the approved editions of the report, the latest first, whichever edition of the plan they were approved under."""
    rows = FrozenReport.objects.of_year(plan).filter(kind=str(kind), period=period)
    for row in rows.select_related("approved_by", "document", "word", "data", "replaced_by").order_by("-edition"):
        yield Frozen(
            row.edition,
            str(row.approved_by),
            row.approved_at,
            row.registry_number,
            row.document.sha256,
            tuple(_files(row)),
            row.reason,
            replaced=hasattr(row, "replaced_by"),
            data_sha256=row.data.sha256,
            word_fallback=row.word_fallback,
        )


def missing_introduction(plan: Plan) -> Iterator[Missing]:
    """Miss the introduction of the plan's document."""
    written = BoardReport.objects.filter(plan=plan, kind=Kind.PLAN.value).exclude(introduction="")
    if not written.exists():
        yield Missing(
            "no_introduction",
            _("the plan has no introduction"),
            reverse("reportwork:workspace", args=[plan.pk, "plan"]),
            hinders=False,
        )


def _files(row: FrozenReport) -> Iterator[tuple[str, str]]:
    names = [("pdf", "PDF"), *([("docx", "Word")] if row.word_id else []), ("json", "JSON")]
    for extension, name in names:
        yield name, reverse("reportwork:frozen-file", args=[row.pk, extension])
