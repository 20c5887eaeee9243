"""How far the carrying out of a table has come, and the way to stop it between two batches of rows."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connection

BATCH = 500
_Row = TypeVar("_Row")


class Progress:
    """Counts what has been written. `may_go_on` is called after each batch, and raises what ends the work."""

    def __init__(self, may_go_on: Callable[[], None] = lambda: None) -> None:
        self.done = self.total = 0
        self._may_go_on = may_go_on

    def begin(self, total: int) -> None:
        """Say how much there is to write."""
        self.total = total

    def made(self, number: int) -> None:
        """Count so much more as written."""
        self.done += number
        self._may_go_on()

    def in_batches(self, rows: Sequence[_Row], write: Callable[[Sequence[_Row]], object]) -> None:
        """Write the rows a batch at a time, and count them."""
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            write(batch)
            self.made(len(batch))
            # Triggers keep the plans of when the table was small, with an index that fitted it then. Planned anew after
            # each batch they follow its size; without this ten thousand units take minutes on a new installation.
            with connection.cursor() as cursor:
                cursor.execute("DISCARD PLANS")
