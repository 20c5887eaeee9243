"""Components about evidence: `{% load evidence %}`."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("followup/evidence/_list.html")
def evidence_of(answer: Any, may_write: bool) -> dict[str, Any]:  # noqa: FBT001  # a template's argument
    """Show the evidence of an answer, and for those who write it the ways to add and remove."""
    return {
        "answer": answer,
        "may_write": may_write,
        "evidence": list(answer.evidence.select_related("file", "added_by")),
    }
