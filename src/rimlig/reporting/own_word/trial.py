"""Trying a template on what the municipality last reported."""

from rimlig.documents.document import Kind
from rimlig.organisation.models import Municipality
from rimlig.planning.models import Plan
from rimlig.reporting.own_word.apart import fill
from rimlig.reporting.own_word.sources import example_of
from rimlig.reporting.queries import has_action_plans, periods_with_content, report_of
from rimlig.reporting.report import Report

_LOOKED_AT = 10
"""Plans, latest first, that are looked through for a report of the kind."""


def trial(template: bytes, municipality_id: int, kind: Kind) -> tuple[bytes, str]:
    """Return the latest report of the kind by the template, and which report it was. Raises CannotFill."""
    report = latest_report(municipality_id, kind)
    return fill(template, report), f"{report.title} {report.document.board} {report.document.year}"


def latest_report(municipality_id: int, kind: Kind) -> Report:
    """Return the municipality's latest report of the kind, or the example where it has none."""
    plans = Plan.objects.filter(board__municipality=municipality_id).order_by("-year", "-edition", "pk")
    for plan in plans.select_related("board__municipality__appearance__logo", "scale", "decision")[:_LOOKED_AT]:
        periods = periods_with_content(plan) if kind == Kind.FOLLOW_UP else []
        if periods:
            return report_of(plan, kind, periods[-1])
        if kind == Kind.PLAN or (kind == Kind.ACTION_PLANS and has_action_plans(plan)):
            return report_of(plan, kind)
    return example_of(kind, Municipality.objects.get(pk=municipality_id).name)
