"""The ways that rooms offer into their pages. Rooms register theirs in `AppConfig.ready()`; the frame shows them.

So a lower room's page can lead to a higher room's without knowing it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Entry:
    """A way into a page: shown to those who have the permission on the board that it concerns.

    `address` takes the subject (a plan or a board, by place) and returns a URL.
    `key` is what the page's view names as `here`.
    """

    key: str
    label: str | Promise
    permission: str
    address: Callable[[Any], str]
    order: int


_ENTRIES: dict[str, list[Entry]] = {}


def register(place: str, entry: Entry) -> None:
    """Offer the entry in a place: "plan" (the frame, on every page about a plan) or "board" (the start page, per board)."""
    others = [other for other in _ENTRIES.get(place, []) if other.key != entry.key]
    _ENTRIES[place] = sorted([*others, entry], key=lambda one: one.order)


def offered(place: str, user: Any, board: Any) -> list[Entry]:
    """Return the entries of the place that the person may use on the board."""
    return [entry for entry in _ENTRIES.get(place, []) if user.has_perm(entry.permission, board)]
