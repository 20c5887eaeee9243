"""The symbols of what is found: `{% load search %}`. A word stands beside each."""

from typing import Final

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Told apart by shape. 16 × 16, drawn with the text's own colour. Kinds that belong together share one.
_PAGE: Final = '<path d="M4 1.5h5.500L13 5v9.500H4z" class="line"/><path d="M6.500 7h4M6.500 10h4" class="line"/>'
_TARGET: Final = '<circle cx="8" cy="8" r="6" class="line"/><circle cx="8" cy="8" r="2.200" class="line"/>'
_FLOW: Final = '<path d="M2 8h11M9 4l4 4-4 4" class="line"/>'
_SHIELD: Final = (
    '<path d="M8 1.500l5.500 2v4c0 3.500-2.300 5.900-5.500 7-3.200-1.100-5.500-3.500-5.500-7v-4z" class="line"/>'
)
_RISK: Final = '<path d="M8 2l6.500 11.500h-13z" class="line"/><path d="M8 6.500v3.200M8 11.600v.2" class="line"/>'
_ANSWER: Final = '<path d="M2 3h12v8H7l-3 3v-3H2z" class="line"/>'
_TICK: Final = '<path d="M2.500 2.500h11v11h-11z" class="line"/><path d="M5 8.200l2.200 2.100L11 6" class="line"/>'
_GAVEL: Final = (
    '<path d="M3 14h7M9.500 2l4.500 4.500M7 4.500L11.500 9M8.200 3.300l4.500 4.500M9 7l-6 5.500" class="line"/>'
)
_HOUSE: Final = '<path d="M2 14h12M3.500 14V5.500L8 2l4.500 3.500V14M6.500 14v-4h3v4" class="line"/>'
_PERSON: Final = '<circle cx="8" cy="5" r="2.800" class="line"/><path d="M2.500 14c.5-3 2.600-4.500 5.500-4.500s5 1.500 5.500 4.500" class="line"/>'
_CLIP: Final = '<path d="M12.500 7.500L7.500 12.500a3 3 0 0 1-4.200-4.200L9 2.600a2 2 0 0 1 2.800 2.800L6.500 10.700" class="line"/>'
SYMBOLS: Final = {
    **dict.fromkeys(("plan", "report", "analysis", "section"), _PAGE),
    **dict.fromkeys(("goal", "council_goal"), _TARGET),
    **dict.fromkeys(("process", "method"), _FLOW),
    **dict.fromkeys(("control", "follow_up"), _SHIELD),
    **dict.fromkeys(("event", "common_risk"), _RISK),
    **dict.fromkeys(("answer", "conclusion", "comment", "note", "report_comment"), _ANSWER),
    **dict.fromkeys(("action", "action_plan"), _TICK),
    **dict.fromkeys(("evidence", "attachment"), _CLIP),
    **dict.fromkeys(("board", "unit"), _HOUSE),
    **dict.fromkeys(("decision", "assessment", "criterion"), _GAVEL),
    "person": _PERSON,
}


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """Draw the symbol of a kind. It says nothing to a screen reader: the kind's word stands beside it."""
    return mark_safe(  # noqa: S308  # all of it is ours
        f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{SYMBOLS[kind]}</svg>'
    )
