"""What higher rooms keep under a plan's rows: they tell of it here, so that this room can ask before it moves or removes.

Rooms register theirs in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, QuerySet

Events = QuerySet[Any]
FollowUps = QuerySet[Any]


@dataclass(frozen=True)
class Attached:
    """Rows under undesired events and planned follow-ups.

    `rows` takes both as querysets. `words` takes their number and says it:
    “2 actions”. `stays` is the sentence that refuses to remove what they stand
    under; without one they are removed with it.
    """

    rows: Callable[[Events, FollowUps], "QuerySet[Any]"]
    words: Callable[[int], str]
    stays: Callable[[], str] | None = None


_ATTACHED: Final[list[Attached]] = []
_LIMITED: Final[list[Callable[[Events, FollowUps], "QuerySet[Any]"]]] = []
_LINES: Final[dict[str, list[Callable[[Iterable[Model]], dict[int, list[str]]]]]] = {}


def register_attached(attached: Attached) -> None:
    """Tell of rows under events and follow-ups."""
    _ATTACHED.append(attached)


def register_limited(rows: Callable[[Events, FollowUps], "QuerySet[Any]"]) -> None:
    """Tell how to find, under events and follow-ups, limits to some of their process's goals."""
    _LIMITED.append(rows)


def register_lines(kind: str, lines: Callable[[Iterable[Model]], dict[int, list[str]]]) -> None:
    """Let `lines` say, of the rows of a kind ("event", "follow-up"), what stands beside each in the outline: id → lines."""
    _LINES.setdefault(kind, []).append(lines)


def attached() -> tuple[Attached, ...]:
    """Return what has been told of."""
    return tuple(_ATTACHED)


def is_limited(events: Events, follow_ups: FollowUps) -> bool:
    """Say whether a higher room has limited something under the rows to some goals."""
    return any(rows(events, follow_ups).exists() for rows in _LIMITED)


def lines_beside(kind: str, rows: Iterable[Model]) -> dict[int, list[str]]:
    """Return what the rooms have to say beside each of the rows."""
    there = list(rows)
    found: dict[int, list[str]] = {}
    for give in _LINES.get(kind, []):
        for pk, lines in give(there).items():
            found.setdefault(pk, []).extend(lines)
    return found
