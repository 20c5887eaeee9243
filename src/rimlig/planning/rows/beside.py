"""What has happened beside a row without changing it: higher rooms tell of it, and the row's history shows it.

Rooms register theirs in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final


@dataclass(frozen=True)
class Beside:
    """Something that somebody did beside a row: when, who, what, and the words that they wrote or attached."""

    when: datetime
    who: str
    what: str
    text: str = ""


Give = Callable[[Any], Iterable[Beside]]
_GIVERS: Final[dict[str, list[Give]]] = {}


def register_beside(kind: str, give: Give) -> None:
    """Let `give` say what has happened beside a row of the kind."""
    _GIVERS.setdefault(kind, []).append(give)


def happened_beside(kind: str, row: Any) -> list[Beside]:
    """Return what has happened beside the row, latest first."""
    found = [one for give in _GIVERS.get(kind, []) for one in give(row)]
    return sorted(found, key=lambda one: one.when, reverse=True)
