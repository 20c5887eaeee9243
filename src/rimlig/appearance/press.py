"""What the room above does for us: draws a page in a look, before anybody has decided on it. Told when the site starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rimlig.appearance.house_style import HouseStyle
from rimlig.documents.document import Kind


@dataclass(frozen=True)
class Press:
    """`page` returns the first page of an example report as a picture (PNG); `document` the example as a PDF, for a municipality of that name.

    Both raise RuleBroken, with a sentence, when the look cannot be printed.

    Of Word templates: `problems` says what is wrong with one; `trial` fills one
    in with the municipality's latest report of a kind, or an example where it
    has none, and says which it was (RuleBroken when it cannot); `starter` is one to begin with, and
    `fields` are the names that one may use.
    """

    page: Callable[[str, HouseStyle], bytes]
    document: Callable[[str, HouseStyle], bytes]
    problems: Callable[[bytes], list[str]]
    trial: Callable[[bytes, int, Kind], tuple[bytes, str]]
    starter: Callable[[HouseStyle], bytes]
    fields: Callable[[], Sequence[Any]]


_PRESS: list[Press] = []


def set_press(press: Press) -> None:
    """Say who prints. The room that lays out reports does this in `AppConfig.ready()`."""
    _PRESS[:] = [press]


def press() -> Press:
    """Return who prints."""
    return _PRESS[0]
