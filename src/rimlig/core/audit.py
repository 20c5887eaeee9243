"""Who did what: the context that the database writes beside each row of history."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import pghistory

_OPERATION: Final[ContextVar[str]] = ContextVar("operation", default="")


def versions_of(row: Any) -> Any:
    """Return the versions of the row that the database has kept, as a queryset of its history model."""
    return row.history.all()


@contextmanager
def recorded(operation: str, by: Any) -> Iterator[None]:
    """Let every change made inside say which operation made it, and who asked for it.

    `by` is the person, or None for the system itself (a command, a scheduled
    job). Inside another operation the changes are that one's: it is what the
    person asked for, and one context of the database tells one operation.
    """
    if _OPERATION.get():
        yield
        return
    token = _OPERATION.set(operation)
    try:
        with pghistory.context(operation=operation, user=by.pk if by else None):
            yield
    finally:
        _OPERATION.reset(token)
