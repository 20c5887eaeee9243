"""What is said when something will not or cannot be done."""

from typing import Any


class Unreadable(Exception):
    """A file cannot be read as what it is taken for.

    The message is a whole sentence for people: what is wrong, where, and what
    to do. It is shown as it is, in a command and on a page.
    """


class RuleBroken(Exception):
    """A rule of the field forbids what was asked. The message is a sentence for the person who asked."""


class Outdated(RuleBroken):
    """Somebody else changed the row since this person opened it; nothing was overwritten.

    `current` is the row as it is now, so that the page can show both texts.
    """

    def __init__(self, message: str, current: Any) -> None:
        super().__init__(message)
        self.current = current
