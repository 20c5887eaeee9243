"""What awaits a person. Higher rooms register theirs in `AppConfig.ready()`; this room counts days and tells people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.functional import Promise


@dataclass(frozen=True)
class Waiting:
    """Something that awaits a person: what, where to do it, by when, and on which days around that they are reminded.

    `before` and `after` are numbers of days. Without `due` it is only told
    beside other things. `key` names it for ever.
    """

    key: str
    kind: str
    text: str
    url: str
    due: date | None = None
    board_name: str = ""
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()

    def reminds_on(self, day: date) -> bool:
        """Say whether the person is reminded of it on the day: some days before, on the last day, some days after."""
        if self.due is None:
            return False
        late = (day - self.due).days
        return late == 0 or -late in self.before or late in self.after

    @property
    def address(self) -> str:
        """The address of the page where it is done, as it stands in mail and calendars."""
        return absolute(self.url)

    def is_late(self, day: date) -> bool:
        """Say whether its last day has been."""
        return self.due is not None and self.due < day


def absolute(path: str) -> str:
    """Return the address of a page as it stands in mail and calendars."""
    return urljoin(settings.RIMLIG_ADDRESSES[0], path)


Give = Callable[[Any, date], Iterable[Waiting]]
_GIVERS: list[Give] = []
_KINDS: dict[str, str | Promise] = {}


def register_waiting(give: Give, kinds: Mapping[str, str | Promise]) -> None:
    """Let `give` say what awaits a person on a day. `kinds` are the kinds that it gives, each with its words in the plural."""
    _GIVERS.append(give)
    _KINDS.update(kinds)


def waiting_for(person: Any, today: date) -> list[Waiting]:
    """Return what awaits the person on the day, the first due first."""
    found = {one.key: one for give in _GIVERS for one in give(person, today)}
    return sorted(found.values(), key=lambda one: (one.due or date.max, one.text, one.key))


def kinds() -> dict[str, str | Promise]:
    """Return the kinds of what can await people, each with its words."""
    return dict(_KINDS)
