"""What the worker does for the room: it carries out large tables, and takes up again what a worker that died left behind.

All that a table leads to is one transaction, so twice is as good as once.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from rimlig.core.errors import RuleBroken
from rimlig.core.long_jobs import SECONDS_BETWEEN_NOTES, WHEN_DATABASE_IS_AWAY, Stopped, take_up
from rimlig.organisation.models import TableImport
from rimlig.organisation.structure.tables import background
from rimlig.organisation.structure.tables.progress import Progress

log = logging.getLogger(__name__)


@app.task(name=background.CARRY_OUT, queue=background.QUEUE, retry=WHEN_DATABASE_IS_AWAY)
def carry_out_table(table_id: int, language: str = settings.LANGUAGE_CODE) -> None:
    """Carry out a table that was asked for, or give it back with why that cannot be done."""
    with override(language):
        item = background.begin(table_id, by=None)
        if item is None:
            return
        try:
            with _watched(item) as progress:
                background.carry_out_running(item, progress)
        except Stopped:
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
            raise Stopped

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
    queued = take_up(
        background.QUEUE,
        background.CARRY_OUT,
        "table_id",
        lambda table_id: background.give_back(table_id, _our_fault(), by=None),
    )
    for item in TableImport.objects.filter(state__in=background.UNFINISHED).exclude(pk__in=queued):
        background.put_again_in_queue(item)


def _our_fault() -> str:
    return _(
        "Something went wrong in Rimlig when the table was carried out; the fault is ours and has been logged. Nothing has"
        " been done. Try once more, or tell those who run Rimlig."
    )
