"""What the worker does for the room: it carries out large tables, and takes up again what a worker that died left behind.

All that a table leads to is one transaction, so twice is as good as once.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from rimlig.core.errors import RuleBroken
from rimlig.core.queueing import of_dead_workers, take_up_left_behind
from rimlig.organisation.models import TableImport
from rimlig.organisation.structure.tables import background
from rimlig.organisation.structure.tables.progress import Progress

log = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 3
SECONDS_BETWEEN_NOTES: Final = 0.5

_WHEN_DATABASE_IS_AWAY: Final = RetryStrategy(
    max_attempts=MOST_ATTEMPTS, wait=5, retry_exceptions=[OperationalError, InterfaceError]
)


@app.task(name=background.CARRY_OUT, queue=background.QUEUE, retry=_WHEN_DATABASE_IS_AWAY)
def carry_out_table(table_id: int, language: str = settings.LANGUAGE_CODE) -> None:
    """Carry out a table that was asked for, or give it back with why that cannot be done."""
    with override(language):
        item = background.begin(table_id, by=None)
        if item is None:
            return
        try:
            with _watched(item) as progress:
                background.carry_out_running(item, progress)
        except background.Stopped:
            return
        except RuleBroken as problem:
            background.give_back(table_id, str(problem), by=None)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("Table %s could not be carried out", table_id)
            background.give_back(table_id, _our_fault(), by=None)


@contextmanager
def _watched(item: TableImport) -> Iterator[Progress]:
    """Give what counts the progress; beside the work a thread writes it down, and looks whether somebody has stopped it.

    It needs a connection of its own: what is written on the one that works is seen by nobody before all is done.
    """
    stopped, over = Event(), Event()

    def may_go_on() -> None:
        if stopped.is_set():
            raise background.Stopped

    progress = Progress(may_go_on)

    def watch() -> None:
        try:
            while look(item, progress, stopped) and not over.wait(SECONDS_BETWEEN_NOTES):
                pass
        finally:
            connection.close()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield progress
    finally:
        over.set()
        watcher.join()


def look(item: TableImport, progress: Progress, stopped: Event) -> bool:
    """Write down the progress, and return whether the table is running still; `stopped` is set when it is not."""
    background.note(item.pk, progress.done, progress.total)
    if not TableImport.objects.filter(pk=item.pk, state=TableImport.State.RUNNING).exists():
        stopped.set()
    return not stopped.is_set()


@app.periodic(cron="* * * * *")
@app.task(
    name="organisation.take_up_left_behind",
    queue=background.QUEUE,
    queueing_lock="organisation.take_up_left_behind",
)
def take_up_tables_left_behind(timestamp: int) -> None:  # noqa: ARG001  # procrastinate gives it
    """Every minute: run again what a worker that died was carrying out, and give up on what has killed several."""
    for job in of_dead_workers(background.QUEUE):
        if job.task_name == background.CARRY_OUT and job.attempts + 1 >= MOST_ATTEMPTS:
            with override(job.args.get("language", settings.LANGUAGE_CODE)):
                background.give_back(job.args["table_id"], _our_fault(), by=None)
    # Also the one given up on: it finds nothing left to do, and is done.
    take_up_left_behind(background.QUEUE)
    queued = ProcrastinateJob.objects.filter(task_name=background.CARRY_OUT, status__in=["todo", "doing"])
    # A job that failed while the database was away leaves a table that nothing would ever carry out.
    forgotten = TableImport.objects.filter(state__in=background.UNFINISHED).exclude(
        pk__in=list(queued.values_list("args__table_id", flat=True))
    )
    for item in forgotten:
        background.put_again_in_queue(item)


def _our_fault() -> str:
    return _(
        "Something went wrong in Rimlig when the table was carried out; the fault is ours and has been logged. Nothing has"
        " been done. Try once more, or tell those who run Rimlig."
    )
