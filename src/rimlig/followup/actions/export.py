"""The chosen actions as a file."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from rimlig.core import spreadsheets
from rimlig.core.spreadsheets import Column
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.overview import above, told
from rimlig.followup.models import STATUSES, Action


def exported(form: str, actions: Any) -> bytes:
    """Return the actions (a queryset) as a file in one of `spreadsheets.FORMATS`."""
    columns = [
        Column(_("Action"), 50),
        Column(_("Status"), 14),
        Column(_("Responsible"), 24),
        Column(_("Done by"), 12),
        Column(_("Days late"), 10),
        Column(_("Unit"), 24),
        Column(_("What it answers"), 50),
        Column(_("Process"), 30),
        Column(_("Board"), 30),
        Column(_("Year"), 8),
        Column(_("Why it waits"), 40),
        Column(_("Effect check"), 40),
    ]
    return spreadsheets.exported(form, _("Actions"), columns, (_row(action) for action in _all(actions)))


def _all(actions: Any) -> Iterator[Action]:
    yield from told(actions)


def _row(action: Action) -> list[Any]:
    under = action.event or action.follow_up
    plan = action.in_plan
    return [
        action.text,
        str(STATUSES[ActionStatus(action.status)]) if action.status else "",
        action.responsible.name if action.responsible else "",
        action.due.isoformat() if action.due else "",
        action.days_late or "",
        action.unit.name if action.unit else "",
        above(action),
        under.working_method.process.name if under else "",
        plan.board.name,
        plan.year,
        action.hold_reason,
        action.effect,
    ]
