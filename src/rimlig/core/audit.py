"""Who did what: the context that the database writes beside each row of history."""

from contextlib import AbstractContextManager
from typing import Any

import pghistory


def versions_of(row: Any) -> Any:
    """Return the versions of the row that the database has kept, as a queryset of its history model."""
    return row.history.all()


def recorded(operation: str, by: Any) -> AbstractContextManager[Any]:
    """Let every change made inside say which operation made it, and who asked for it.

    `by` is the person, or None for the system itself (a command, a scheduled job).
    """
    context: AbstractContextManager[Any] = pghistory.context(operation=operation, user=by.pk if by else None)
    return context
