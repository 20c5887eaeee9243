"""The ways that rooms offer into their pages. Rooms register theirs in `AppConfig.ready()`; the frame shows them.

So a lower room's page can lead to a higher room's without knowing it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


def always(_subject: Any) -> bool:
    """Say yes: the entry does not depend on how its subject stands."""
    return True


@dataclass(frozen=True)
class Entry:
    """A way into a page: shown to those who have the permission on the board that it concerns.

    `address` takes the subject (a plan or a board, by place) and returns a URL.
    `key` is what the page's view names as `here`. `when` takes the subject and
    says whether the way is there as the subject stands now. `look` is that of
    the button, where the place shows buttons; `hint` says in a sentence what
    the page is for, where the place has room for it.
    """

    key: str
    label: str | Promise
    permission: str
    address: Callable[[Any], str]
    order: int
    when: Callable[[Any], bool] = always
    look: str = ""
    hint: str | Promise = ""
    beside: str = ""
    """In the frame: the key of the entry beside which it stands as a tab, instead of in the line."""


@dataclass(frozen=True)
class Notice:
    """Something to know about the subject on every page about it, and where to go because of it."""

    text: str
    url: str = ""
    action: str = ""
    look: str = ""


MAIN, BELL, OWN = "main", "bell", "own"


@dataclass(frozen=True)
class Way:
    """A way in the frame of every page, for the one who has signed in.

    `place` is MAIN (the line of the plan's own ways, among which `order` puts
    it), BELL (one: what is new, with the `number` of it), or OWN (the menu
    under the person's name, where what is seldom needed stands).
    """

    label: str | Promise
    url: str
    key: str
    place: str = OWN
    order: int = 100
    number: int = 0


_ENTRIES: dict[str, list[Entry]] = {}
_WAYS: list[Callable[[Any], Iterable[Way]]] = []
_NOTICES: dict[str, list[Callable[[Any], Iterable[Notice]]]] = {}


_SEARCH: list[tuple[str, Callable[[Any], bool]]] = []


def register_search(address: str, may: Callable[[Any], bool]) -> None:
    """Let the frame of every page hold the field that leads to the address (a name), for those who may search."""
    _SEARCH[:] = [(address, may)]


def search_of(person: Any) -> str:
    """Return the name of the address that the frame's search field leads to; empty when the person may not search."""
    return next((address for address, may in _SEARCH if may(person)), "")


def register(place: str, entry: Entry) -> None:
    """Offer the entry in a place.

    "plan": the frame, on every page about a plan. "plan-state": buttons at the
    head of the plan. "board": the start page, per board. "municipality": the
    administration page. "follow-up": links at each follow-up on its process's
    page, asked for the board and addressed for the follow-up.
    """
    others = [other for other in _ENTRIES.get(place, []) if other.key != entry.key]
    _ENTRIES[place] = sorted([*others, entry], key=lambda one: one.order)


def offered(place: str, user: Any, board: Any, subject: Any = None) -> list[Entry]:
    """Return the entries of the place that the person may use on the board, for the subject as it stands.

    Without a `subject` the board is the subject itself.
    """
    about = board if subject is None else subject
    return [entry for entry in _ENTRIES.get(place, []) if entry.when(about) and user.has_perm(entry.permission, board)]


def register_ways(give: Callable[[Any], Iterable[Way]]) -> None:
    """Let `give` offer ways to each person who has signed in, in the frame of every page and on the start page."""
    _WAYS.append(give)


def ways_of(person: Any) -> list[Way]:
    """Return the ways that the rooms offer the person, in their order."""
    return sorted((way for give in _WAYS for way in give(person)), key=lambda way: way.order)


def register_notices(place: str, give: Callable[[Any], Iterable[Notice]]) -> None:
    """Let `give` say what there is to know: "plan" about the plan of the page, "person" to who has signed in."""
    _NOTICES.setdefault(place, []).append(give)


def notices_of(place: str, subject: Any) -> list[Notice]:
    """Return what the rooms have to say about the subject."""
    return [notice for give in _NOTICES.get(place, []) for notice in give(subject)]
