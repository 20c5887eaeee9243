"""Components of the report's workspace: `{% load reportwork %}`."""

from typing import Any

from django import template
from django.urls import reverse

from rimlig.documents.document import Kind
from rimlig.followup.models import SummaryAnalysis
from rimlig.reportwork.models import Level, SectionAssignment
from rimlig.reportwork.views_assessments import LOOKS
from rimlig.reportwork.work import Work

register = template.Library()


@register.inclusion_tag("components/state.html")
def level_state(value: str, word: str) -> dict[str, Any]:
    """Show a level of an assessment by symbol, word and colour."""
    return {"look": LOOKS[Level(value)], "word": word}


@register.simple_tag
def report_file(work: Work, extension: str) -> str:
    """Return the address of the report as a file, as it stands now."""
    if work.kind == Kind.PLAN:
        return reverse("reporting:plan-file", args=[work.plan.pk, extension])
    if work.period is not None:
        return reverse("reporting:follow-up-file", args=[work.plan.pk, work.period.code, extension])
    return reverse("reporting:action-plans-file", args=[work.plan.pk, extension])


@register.simple_tag(takes_context=True)
def may_write_goal(context: template.Context, analysis: SummaryAnalysis) -> bool:
    """Say whether the person may write the text on the goal: the section is theirs, or this goal is."""
    return bool(context["may_edit"] or analysis.pk in context["own_goals"])


@register.simple_tag(takes_context=True)
def goal_assignment(context: template.Context, analysis: SummaryAnalysis) -> SectionAssignment | None:
    """Return to whom the text on the goal is given."""
    given: SectionAssignment | None = context["assigned_goals"].get(analysis.pk)
    return given


@register.simple_tag(takes_context=True)
def is_mine(context: template.Context, given: SectionAssignment) -> bool:
    """Say whether the section is given to the person who reads the page."""
    return bool(given.person_id == context["request"].user.pk)
