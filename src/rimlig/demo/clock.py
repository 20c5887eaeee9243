"""The clock of the loading: what the demo's people did in spring stands there as done in spring."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from django.utils import timezone


def not_later_than_today(day: date) -> date:
    """Return the day, or today while it has not come."""
    return min(day, timezone.localdate())


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let it be ten o'clock on the day, or now while that has not come, for what is done within.

    Only so can the operations of the product do it: they ask what day it is,
    and the database keeps what they wrote. The history, which the database
    writes, tells when the demo was loaded.
    """
    moment = min(datetime.combine(day, time(10), tzinfo=timezone.get_current_timezone()), timezone.now())
    with patch.object(timezone, "now", lambda: moment):
        yield
