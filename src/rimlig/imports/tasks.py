"""What the worker does: reading uploaded documents, and taking up again what a worker that died left behind.

A worker may die at any moment. The job that it had is found by its missing
heartbeat and run again; reading changes nothing but the import's own row, so
twice is as good as once.
"""

import logging
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from rimlig.core.queueing import MANAGER, of_dead_workers
from rimlig.imports import jobs
from rimlig.imports.blocks import Unreadable
from rimlig.imports.isolated import read_safely
from rimlig.imports.models import Import

log = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 3
SECONDS_BETWEEN_NOTES: Final = 0.5
"""A page is read faster than anybody wants to see written down."""

# The database may be restarted under a worker; anything else that fails is told to people at once.
_WHEN_DATABASE_IS_AWAY: Final = RetryStrategy(
    max_attempts=MOST_ATTEMPTS, wait=5, retry_exceptions=[OperationalError, InterfaceError]
)


class Stopped(Exception):
    """Somebody stopped the reading, or another worker has finished it."""


@app.task(name=jobs.READ, queue=jobs.QUEUE, retry=_WHEN_DATABASE_IS_AWAY)
def read_import(import_id: int, language: str = settings.LANGUAGE_CODE) -> None:
    """Read an uploaded document and keep what was found, or why it cannot be read."""
    with override(language):
        item = jobs.start_reading(import_id, by=None)
        if item is None:
            return
        try:
            with item.file.open("rb") as file:
                content = file.read()
            document = read_safely(content, _noting_progress(import_id))
        except Stopped:
            return
        except (Unreadable, FileNotFoundError) as problem:
            missing = _("The uploaded file is gone from the server. Nothing has been stored. Upload it again.")
            jobs.fail_reading(import_id, str(problem) if isinstance(problem, Unreadable) else missing, by=None)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("Import %s could not be read", import_id)
            jobs.fail_reading(import_id, _our_fault(), by=None)
        else:
            jobs.finish_reading(import_id, document, by=None)


def _noting_progress(import_id: int) -> Callable[[int, int], None]:
    """Return what writes progress where the page sees it, and raises Stopped when the import is no longer read."""
    noted_at = -SECONDS_BETWEEN_NOTES

    def note(done: int, total: int) -> None:
        nonlocal noted_at
        if time.monotonic() - noted_at < SECONDS_BETWEEN_NOTES:
            return
        noted_at = time.monotonic()
        mine = Import.objects.filter(pk=import_id, state=Import.State.READING)
        if not mine.update(done=min(done, total), total=total):
            raise Stopped

    return note


@app.periodic(cron="* * * * *")
@app.task(name="imports.take_up_left_behind", queue=jobs.QUEUE, queueing_lock="imports.take_up_left_behind")
def take_up_left_behind(timestamp: int) -> None:  # noqa: ARG001  # procrastinate gives it
    """Every minute: run again what a worker that died was reading, and give up on what has killed several."""
    for job in of_dead_workers(jobs.QUEUE):
        if job.task_name == jobs.READ and job.attempts + 1 >= MOST_ATTEMPTS:
            with override(job.args.get("language", settings.LANGUAGE_CODE)):
                jobs.fail_reading(job.args["import_id"], _our_fault(), by=None)
        # Also the one given up on: it finds nothing left to do, and is done.
        MANAGER.retry_job_by_id(job.pk, retry_at=timezone.now())
    queued = ProcrastinateJob.objects.filter(task_name=jobs.READ, status__in=["todo", "doing"])
    # A job that failed while the database was away leaves an import that nothing would ever read.
    forgotten = Import.objects.filter(state__in=jobs.UNFINISHED).exclude(
        pk__in=list(queued.values_list("args__import_id", flat=True))
    )
    for item in forgotten:
        jobs.requeue(item, by=None)


def _our_fault() -> str:
    return _(
        "Something went wrong in Rimlig when the file was read; the fault is ours and has been logged. Nothing has"
        " been stored. Read it again, or save the report anew from the program that made it and choose that file."
    )
