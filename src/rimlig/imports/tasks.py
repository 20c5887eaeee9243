"""What the worker does: reading uploaded documents, and taking up again what a worker that died left behind.

A worker may die at any moment. The job that it had is found by its missing
heartbeat and run again; reading changes nothing but the import's own row, so
twice is as good as once.
"""

import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from rimlig.core.long_jobs import WHEN_DATABASE_IS_AWAY, Stopped, noting_progress, take_up
from rimlig.imports import jobs
from rimlig.imports.blocks import Unreadable
from rimlig.imports.isolated import read_safely
from rimlig.imports.models import Import

log = logging.getLogger(__name__)


@app.task(name=jobs.READ, queue=jobs.QUEUE, retry=WHEN_DATABASE_IS_AWAY)
def read_import(import_id: int, language: str = settings.LANGUAGE_CODE) -> None:
    """Read an uploaded document and keep what was found, or why it cannot be read."""
    with override(language):
        item = jobs.start_reading(import_id, by=None)
        if item is None:
            return
        try:
            with item.file.open("rb") as file:
                content = file.read()
            document = read_safely(
                content, noting_progress(Import.objects.filter(pk=import_id, state=Import.State.READING))
            )
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


@app.periodic(cron="* * * * *")
@app.task(name="imports.take_up_left_behind", queue=jobs.QUEUE, queueing_lock="imports.take_up_left_behind")
def take_up_left_behind(timestamp: int) -> None:  # noqa: ARG001  # procrastinate gives it
    """Every minute: run again what a worker that died was reading, and give up on what has killed several."""
    queued = take_up(
        jobs.QUEUE, jobs.READ, "import_id", lambda import_id: jobs.fail_reading(import_id, _our_fault(), by=None)
    )
    for item in Import.objects.filter(state__in=jobs.UNFINISHED).exclude(pk__in=queued):
        jobs.requeue(item, by=None)


def _our_fault() -> str:
    return _(
        "Something went wrong in Rimlig when the file was read; the fault is ours and has been logged. Nothing has"
        " been stored. Read it again, or save the report anew from the program that made it and choose that file."
    )
