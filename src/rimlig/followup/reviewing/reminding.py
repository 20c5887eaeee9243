"""The button that reminds those who have not answered. The room that sends registers how; without it there is no button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rimlig.followup.models import Period
from rimlig.organisation.models import User
from rimlig.planning.models import Plan


@dataclass(frozen=True)
class Awaited:
    """A person whose answers are awaited: how many, from which units, and when they were reminded last."""

    name: str
    answers: int
    units: tuple[str, ...] = ()
    reminded: datetime | None = None


Send = Callable[[Plan, Period, User], int]
"""Remind everybody whose answers are missing in the plan's period, by the person; return how many were reminded."""
WhomItAwaits = Callable[[Plan, Period], list[Awaited]]
"""Return those whom `Send` would remind now."""

_REGISTERED: list[tuple[Send, WhomItAwaits]] = []


def register_reminder(send: Send, awaited: WhomItAwaits) -> None:
    """Let the button remind by `send`, and show whom by `awaited`. Rooms do this in `AppConfig.ready()`; the last one counts."""
    _REGISTERED[:] = [(send, awaited)]


def can_remind() -> bool:
    """Say whether anybody sends reminders at all."""
    return bool(_REGISTERED)


def awaited(plan: Plan, period: Period) -> list[Awaited]:
    """Return those who would be reminded now; nobody when nothing sends."""
    return [person for _send, whom in _REGISTERED for person in whom(plan, period)]


def remind(plan: Plan, period: Period, *, by: User) -> int:
    """Remind those whose answers are missing, and return how many people that was."""
    return sum(send(plan, period, by) for send, _whom in _REGISTERED)
