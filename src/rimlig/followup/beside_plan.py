"""What this room tells planning: its kinds of row, and what stands under the plan's events and follow-ups."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.documents.document import ActionStatus
from rimlig.followup import beside_answer
from rimlig.followup.editables import EDITABLES
from rimlig.followup.models import STATUSES, Action, ActionLimit, FollowUpResult
from rimlig.planning.rows.attached import Attached, register_attached, register_limited, register_lines
from rimlig.planning.rows.editables import register_editables


def register() -> None:
    """Tell planning of all of it."""
    register_editables(*EDITABLES)
    register_attached(Attached(_actions, _words_of_actions))
    register_attached(Attached(_results, _words_of_results, _results_stay))
    register_limited(_limited_actions)
    register_lines("event", lambda rows: _lines("event", rows))
    register_lines("follow-up", lambda rows: _lines("follow_up", rows))
    beside_answer.register()


def _actions(events: Any, follow_ups: Any) -> Any:
    return Action.objects.filter(Q(event__in=events) | Q(follow_up__in=follow_ups))


def _words_of_actions(number: int) -> str:
    return ngettext("{number} action", "{number} actions", number).format(number=number)


def _results(_events: Any, follow_ups: Any) -> Any:
    return FollowUpResult.objects.filter(follow_up__in=follow_ups)


def _words_of_results(number: int) -> str:
    return ngettext("{number} result", "{number} results", number).format(number=number)


def _results_stay() -> str:
    return _(
        "There are results of what you want to remove, and results are kept. Leave it in this plan; it need not come"
        " along to the next one."
    )


def _limited_actions(events: Any, follow_ups: Any) -> Any:
    return ActionLimit.objects.filter(Q(action__event__in=events) | Q(action__follow_up__in=follow_ups))


def _lines(column: str, rows: Iterable[Any]) -> dict[int, list[str]]:
    """Say of each row its actions and how far they have come."""
    found: dict[int, list[str]] = {}
    actions = Action.objects.filter(**{f"{column}__in": [row.pk for row in rows]}).order_by("position")
    for action in actions:
        status = f" · {STATUSES[ActionStatus(action.status)]}" if action.status else ""
        line = _("Action: {text}").format(text=action.text or "…") + status
        found.setdefault(getattr(action, f"{column}_id"), []).append(line)
    return found
