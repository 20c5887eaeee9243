"""Components about actions: `{% load actions %}`."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.followup.actions.overview import above as words_above
from rimlig.followup.actions.queries import actions_of, demands_action
from rimlig.followup.models import Action

register = template.Library()


@register.inclusion_tag("followup/actions/_of_answer.html", takes_context=True)
def actions_of_answer(context: template.Context, result: Any, added: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002  # a template's argument
    """Show the actions of an answer, and for those who may the way to add one. Says when the municipality asks for one."""
    user = context["request"].user
    found = actions_of(result)
    may_add = user.has_perm("action.add", result)
    return {
        "result": result,
        "actions": found,
        "may_add": may_add,
        "demanded": not found and not result.no_action_reason and demands_action(result),
        "added": added,
        "request": context["request"],
    }


@register.filter
def lateness(row: Any) -> str:
    """Say how late the row is: “6 days late”; nothing for what is not."""
    days = row.days_late
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days} if days else ""


@register.filter
def place(row: Any) -> str:
    """Return where the row is done: its unit, or the administration as a whole."""
    unit = getattr(row, "unit", None) if isinstance(row, Action) else None
    return str(unit) if unit is not None else _("The whole administration")


@register.filter
def above(action: Action) -> str:
    """Return the words of what the action answers."""
    return words_above(action)
