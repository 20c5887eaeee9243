"""Long jobs of the worker: with progress, stopped by people, taken up when a worker dies, given up on when they kill several."""

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django.models import ProcrastinateJob

from rimlig.core.queueing import of_dead_workers, take_up_left_behind

MOST_ATTEMPTS: Final = 3
SECONDS_BETWEEN_NOTES: Final = 0.5
"""Work goes faster than anybody wants to see written down."""
WHEN_DATABASE_IS_AWAY: Final = RetryStrategy(
    max_attempts=MOST_ATTEMPTS, wait=5, retry_exceptions=[OperationalError, InterfaceError]
)
"""The database may be restarted under a worker; anything else that fails is told to people at once."""


class Stopped(Exception):
    """Somebody stopped the work, or another worker has finished it."""


def noting_progress(running: Any) -> Callable[[int, int], None]:
    """Return what writes how much of how much is done where the page sees it, and raises Stopped when nobody wants it done.

    `running` is the queryset of the work's row, as long as it runs, with `done` and `total`.
    """
    noted_at = -SECONDS_BETWEEN_NOTES

    def note(done: int, total: int) -> None:
        nonlocal noted_at
        if time.monotonic() - noted_at < SECONDS_BETWEEN_NOTES:
            return
        noted_at = time.monotonic()
        if not running.all().update(done=min(done, total), total=total):
            raise Stopped

    return note


def take_up(queue: str, task: str, argument: str, give_up: Callable[[int], object]) -> list[int]:
    """Run again what workers that died had begun, and give up on a job of the task that has killed several of them.

    Returns the keys, which the jobs have as their `argument`, of all that is still in the queue: what should be and is
    not has been forgotten, as when a job failed while the database was away.
    """
    for job in of_dead_workers(queue):
        if job.task_name == task and job.attempts + 1 >= MOST_ATTEMPTS:
            with override(job.args.get("language", settings.LANGUAGE_CODE)):
                give_up(job.args[argument])
    # Also the one given up on: it finds nothing left to do, and is done.
    take_up_left_behind(queue)
    queued = ProcrastinateJob.objects.filter(task_name=task, status__in=["todo", "doing"])
    return list(queued.values_list(f"args__{argument}", flat=True))
