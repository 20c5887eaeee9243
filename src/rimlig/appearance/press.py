"""What the room above does for us: draws a page in a look, before anybody has decided on it. Told when the site starts."""

from collections.abc import Callable
from dataclasses import dataclass

from rimlig.appearance.house_style import HouseStyle


@dataclass(frozen=True)
class Press:
    """`page` returns the first page of an example report as a picture (PNG); `document` the example as a PDF, for a municipality of that name.

    Both raise RuleBroken, with a sentence, when the look cannot be printed.
    """

    page: Callable[[str, HouseStyle], bytes]
    document: Callable[[str, HouseStyle], bytes]


_PRESS: list[Press] = []


def set_press(press: Press) -> None:
    """Say who prints. The room that lays out reports does this in `AppConfig.ready()`."""
    _PRESS[:] = [press]


def press() -> Press:
    """Return who prints."""
    return _PRESS[0]
