"""What an operation says when it will not do something."""

from typing import Any


class RuleBroken(Exception):
    """A rule of the field forbids what was asked. The message is a sentence for the person who asked."""


class Outdated(RuleBroken):
    """Somebody else changed the row since this person opened it; nothing was overwritten.

    `current` is the row as it is now, so that the page can show both texts.
    """

    def __init__(self, message: str, current: Any) -> None:
        super().__init__(message)
        self.current = current
