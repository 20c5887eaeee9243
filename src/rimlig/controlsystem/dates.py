"""When the board is to look at its system of internal control again, for the year wheel and calendars."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.controlsystem.models import ControlSystem, SystemState
from rimlig.organisation.abilities import ABILITIES, holds
from rimlig.reminders.dates import Dated, register_dates

REVIEWED_EVERY: Final = timedelta(days=365)
"""Once a year the board reviews its system of internal control."""
KINDS: Final = {"system": gettext_lazy("The system of internal control")}


def dates_of(person: Any, first: date, last: date) -> Iterator[Dated]:
    """Give when boards have adopted the document between the days, and when the one in force is to be reviewed."""
    decided = ControlSystem.objects.visible_to(person).filter(
        decision__meeting_date__range=(first - REVIEWED_EVERY, last)
    )
    for system in decided.select_related("board__municipality", "decision").order_by("pk"):
        assert system.decision is not None
        board, day = system.board, system.decision.meeting_date
        where: dict[str, Any] = {
            "url": reverse("controlsystem:board", args=[board.pk]),
            "board": board.pk,
            "board_name": str(board),
        }
        yield Dated(f"system:{system.pk}", "system", day, _("The system of internal control is adopted"), **where)
        if system.state == SystemState.ADOPTED:
            mine = holds(person, board, ABILITIES["system.edit"])
            text = _("The system of internal control is to be reviewed, once a year")
            yield Dated(f"system:{system.pk}:review", "system", day + REVIEWED_EVERY, text, mine=mine, **where)


def register() -> None:
    """Let the year wheel and calendars ask."""
    register_dates(dates_of, KINDS)
