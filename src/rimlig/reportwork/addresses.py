"""Where a report is written: each of a plan's reports has a name in the address."""

from typing import Final

from django.urls import reverse

from rimlig.documents.document import Kind
from rimlig.followup.models import Period, PeriodCode

PLAN: Final = "plan"
ACTION_PLANS: Final = "handlingsplaner"


def slug_of(kind: Kind, period: Period | None) -> str:
    """Return the report's name in addresses."""
    if kind == Kind.FOLLOW_UP and period is not None:
        return period.code
    return PLAN if kind == Kind.PLAN else ACTION_PLANS


def kind_and_code(slug: str) -> tuple[Kind, PeriodCode | None]:
    """Return what the name in the address means. Raises KeyError for one that means nothing."""
    if slug in PeriodCode.values:
        return Kind.FOLLOW_UP, PeriodCode(slug)
    return {PLAN: Kind.PLAN, ACTION_PLANS: Kind.ACTION_PLANS}[slug], None


def workspace_url(plan: int, kind: Kind, period: Period | None, section: str = "") -> str:
    """Return the address of the report's workspace, at a section of it."""
    slug = slug_of(kind, period)
    if section:
        return reverse("reportwork:section", args=[plan, slug, section])
    return reverse("reportwork:workspace", args=[plan, slug])
