"""What happens when in the year. Higher rooms register theirs in `AppConfig.ready()`; the year wheel and calendars show them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from rimlig.reminders.waiting import absolute


@dataclass(frozen=True)
class Dated:
    """Something that happens on a day, or from it until another. `board` is the id of its board, none when it is for all.

    `mine` says that the person who asks is to do something then. `key` names it for ever.
    """

    key: str
    kind: str
    day: date
    text: str
    url: str = ""
    until: date | None = None
    board: int | None = None
    board_name: str = ""
    mine: bool = False

    @property
    def last(self) -> date:
        """Its last day."""
        return self.until or self.day

    @property
    def address(self) -> str:
        """The address of its page, as it stands in calendars."""
        return absolute(self.url) if self.url else ""


Give = Callable[[Any, date, date], Iterable[Dated]]
_GIVERS: list[Give] = []
_KINDS: dict[str, str | Promise] = {}


def register_dates(give: Give, kinds: Mapping[str, str | Promise]) -> None:
    """Let `give` say what happens between two days that the person may know of. `kinds`: those that it gives, with their words."""
    _GIVERS.append(give)
    _KINDS.update(kinds)


def dates_for(person: Any, first: date, last: date) -> list[Dated]:
    """Return what happens between the days that the person may know of, in order."""
    found = {one.key: one for give in _GIVERS for one in give(person, first, last)}
    within = [one for one in found.values() if one.day <= last and one.last >= first]
    return sorted(within, key=lambda one: (one.day, one.last, one.text, one.key))


def date_kinds() -> dict[str, str | Promise]:
    """Return the kinds of what happens, each with its words."""
    return dict(_KINDS)
