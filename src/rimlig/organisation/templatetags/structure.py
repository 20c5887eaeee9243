"""Words and signs of the tree on pages: `{% load structure %}`."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.templatetags.rimlig import state
from rimlig.organisation.models import RoleAssignment, TableImport, Valid
from rimlig.organisation.people import wording
from rimlig.organisation.structure.tables.cells import Verdict

register = template.Library()

VERDICTS = {
    Verdict.ERROR: ("major", gettext_lazy("Error")),
    Verdict.NEW: ("ongoing", gettext_lazy("New")),
    Verdict.ENDED: ("hold", gettext_lazy("Ends")),
    Verdict.MOVED: ("ongoing", gettext_lazy("Moves")),
    Verdict.RENAMED: ("ongoing", gettext_lazy("Changes name")),
    Verdict.UNCHANGED: ("none", gettext_lazy("Unchanged")),
}
STATES = {
    TableImport.State.SHOWN: "wait",
    TableImport.State.WAITING: "ongoing",
    TableImport.State.RUNNING: "ongoing",
    TableImport.State.APPLIED: "none",
    TableImport.State.PUT_ASIDE: "notdone",
}


@register.simple_tag
def unit_days(row: Valid) -> str:
    """Say from when to when a unit, a place or a role is there."""
    return wording.days(row.starts, row.ends)


@register.simple_tag
def holder(role: RoleAssignment) -> SafeString:
    """Say who has the role, and who stands in for them that day."""
    standing_in: list[Any] = getattr(role, "standing_in", [])
    names = ", ".join(one.substitute.name for one in standing_in)
    said = format_html('{} <span class="muted">{}</span>', role.user.name, role.get_role_display())
    if not names:
        return said
    return format_html('{} <span class="muted">· {}</span>', said, _("%(names)s stands in") % {"names": names})


@register.inclusion_tag("components/state.html")
def verdict(value: str) -> dict[str, Any]:
    """Show what becomes of a row by symbol, word and colour."""
    look, word = VERDICTS[Verdict(value)]
    return state(look, str(word))


@register.simple_tag
def verdict_word(value: str) -> str:
    """Return the word for what becomes of a row."""
    return str(VERDICTS[Verdict(value)][1])


@register.inclusion_tag("components/state.html")
def table_state(item: TableImport) -> dict[str, Any]:
    """Show how far a table has come by symbol, word and colour."""
    return state(STATES[TableImport.State(item.state)], item.get_state_display())
