"""Components that know the domain's words: `{% load followup %}`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rimlig.core.templatetags.rimlig import missing, paragraphs
from rimlig.documents.document import ActionStatus, Deviation
from rimlig.followup.drawing import row_context
from rimlig.followup.editables import BY_KIND, DEVIATION_LOOKS, STATUS_LOOKS, TREATMENTS, Field
from rimlig.followup.models import DEVIATIONS, STATUSES

register = template.Library()

HIGH, MEDIUM = 12, 8
"""Risk values from which a risk is shown as high and as medium on the default scales, 1–5 each."""


@register.inclusion_tag("components/state.html")
def deviation(value: str) -> dict[str, Any]:
    """Show a deviation level by symbol, word and colour."""
    if not value:
        return {"look": "wait", "word": _("Not assessed")}
    return {"look": DEVIATION_LOOKS[Deviation(value)], "word": DEVIATIONS[Deviation(value)]}


@register.inclusion_tag("components/state.html")
def action_status(value: str) -> dict[str, Any]:
    """Show how far an action has come by symbol, word and colour."""
    if not value:
        return {"look": "wait", "word": _("Status not stated")}
    return {"look": STATUS_LOOKS[ActionStatus(value)], "word": STATUSES[ActionStatus(value)]}


@register.simple_tag
def risk_value(event: Any) -> SafeString | str:
    """Show likelihood × consequence = risk value, with its band of colour. Nothing until both are assessed."""
    value = event.risk_value
    if value is None:
        return ""
    band = "hi" if value >= HIGH else "mid" if value >= MEDIUM else ""
    spoken = _("likelihood times consequence is the risk value")
    return format_html(
        '<span class="rv {}">{} × {} = {}<span class="vh"> ({})</span></span>',
        band, event.likelihood, event.consequence, value, spoken,
    )  # fmt: skip


@register.filter
def treatment(value: str) -> str:
    """Return the word of a treatment."""
    return str({str(key): word for key, word in TREATMENTS.items()}.get(value, ""))


@register.simple_tag
def limits(row: Any) -> SafeString | str:
    """Say which goals the row concerns when it does not concern all of its process's."""
    goals = [limit.placement.goal for limit in row.limits.all()]
    if not goals:
        return ""
    numbers = format_html_join(", ", "{}", ((goal.number or goal.title,) for goal in goals))
    return format_html('<span class="tag limit">{} {}</span>', _("concerns only"), numbers)


@register.filter
def goal_name(goal: Any) -> str:
    """Return the goal's number, or its title when it has no number."""
    return str(goal.number or goal.title)


@register.filter
def of_units(results: Iterable[Any]) -> list[Any]:
    """Keep the units' answers among the results."""
    return [result for result in results if result.unit_id is not None]


@register.inclusion_tag("followup/row.html", takes_context=True)
def editable(context: template.Context, kind: str, row: Any, look: str = "") -> dict[str, Any]:
    """Show a row of the kind, with its way to change it for those who may."""
    may_edit, way_back = context["may_edit"], context["request"].path
    return row_context(BY_KIND[kind], row, look=look, may_edit=may_edit, way_back=way_back)


@register.simple_tag
def field_value(field: Field, value: Any) -> SafeString:
    """Show a value of an editable field as people read it."""
    if value in (None, ""):
        return missing()
    if field.choices:
        return format_html("<p>{}</p>", dict(field.choices).get(value, value))
    return paragraphs(str(value))
