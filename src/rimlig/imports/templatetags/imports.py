"""Components of the import pages: `{% load imports %}`."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from rimlig.documents import words
from rimlig.documents.document import Event
from rimlig.imports.models import Import

register = template.Library()

_LOOKS = {
    Import.State.WAITING: ("wait", _("Waiting to be read")),
    Import.State.READING: ("ongoing", _("Being read")),
    Import.State.READ: ("minor", _("To look at and store")),
    Import.State.FAILED: ("major", _("Could not be read")),
    Import.State.STOPPED: ("hold", _("Stopped")),
    Import.State.STORED: ("none", _("Stored")),
    Import.State.CANCELLED: ("notdone", _("Not stored")),
}


@register.inclusion_tag("components/state.html")
def import_state(item: Import) -> dict[str, Any]:
    """Show how far an import has come by symbol, word and colour."""
    look, word = _LOOKS[Import.State(item.state)]
    return {"look": look, "word": word}


@register.filter
def risk_line(event: Event) -> str:
    """Return the values of an assessed event in the words of the documents."""
    return words.risk_line(event)
