"""Components of answers: `{% load answering %}`."""

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rimlig.documents.document import Deviation
from rimlig.followup.models import DEVIATIONS, AnswerState, FollowUpResult

register = template.Library()

LOOKS: Final = {
    AnswerState.FILED: ("ongoing", _("Filed, awaits review")),
    AnswerState.RETURNED: ("minor", _("To complete")),
    AnswerState.APPROVED: ("none", _("Approved")),
    AnswerState.CONCLUDED: ("none", _("Concluded")),
}


@register.inclusion_tag("components/state.html")
def answer_state(answer: FollowUpResult) -> dict[str, Any]:
    """Show how far an answer has come by symbol, word and colour."""
    if answer.state == AnswerState.OPEN:
        return (
            {"look": "hold", "word": gettext("Draft")}
            if answer.is_begun
            else {"look": "wait", "word": gettext("Not begun")}
        )
    look, word = LOOKS[AnswerState(answer.state)]
    return {"look": look, "word": word}


@register.filter
def at(values: Mapping[str, Any] | None, name: str) -> Any:
    """Return the value under the name, or nothing."""
    return (values or {}).get(name)


@register.filter
def in_words_of(value: Any, name: str) -> Any:
    """Return an answer's value in words: a level by its name, anything else as it is."""
    return DEVIATIONS[Deviation(value)] if name == "deviation" else value
