"""Components that know the domain's words: `{% load followup %}`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rimlig.core.templatetags.rimlig import icon
from rimlig.documents.document import ActionStatus, Deviation
from rimlig.followup.editables import DEVIATION_LOOKS, STATUS_LOOKS
from rimlig.followup.models import DEVIATIONS, STATUSES

register = template.Library()


@register.inclusion_tag("components/state.html")
def deviation(value: str) -> dict[str, Any]:
    """Show a deviation level by symbol, word and colour."""
    if not value:
        return {"look": "wait", "word": _("Not assessed")}
    return {"look": DEVIATION_LOOKS[Deviation(value)], "word": DEVIATIONS[Deviation(value)]}


@register.simple_tag
def deviation_mark(value: str) -> SafeString:
    """Show a deviation level by its symbol alone, where there is room for no more; its word is read aloud."""
    look, word = DEVIATION_LOOKS[Deviation(value)], DEVIATIONS[Deviation(value)]
    return format_html(
        '<span class="level {}" title="{}">{}<span class="vh">{}</span></span>', look, word, icon(look), word
    )


@register.inclusion_tag("components/state.html")
def action_status(value: str) -> dict[str, Any]:
    """Show how far an action has come by symbol, word and colour."""
    if not value:
        return {"look": "wait", "word": _("Status not stated")}
    return {"look": STATUS_LOOKS[ActionStatus(value)], "word": STATUSES[ActionStatus(value)]}


@register.filter
def of_units(results: Iterable[Any]) -> list[Any]:
    """Keep the units' answers among the results."""
    return [result for result in results if result.unit_id is not None]
