"""What the worker does with control tests: it runs them, and takes up what a worker that died has left."""

import logging
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from rimlig.controltests.files import Given
from rimlig.controltests.isolated import run_safely
from rimlig.core.errors import Unreadable
from rimlig.core.queueing import MANAGER, of_dead_workers
from rimlig.followup.models import UNDER_WAY, ControlTestRun
from rimlig.followup.running import operations

MOST_ATTEMPTS: Final = 3
SECONDS_BETWEEN_NOTES: Final = 0.5
KEPT: Final = timedelta(days=7)
"""So long the data files of a run that failed or was stopped are kept, to be run again."""
_WHEN_DATABASE_IS_AWAY: Final = RetryStrategy(
    max_attempts=MOST_ATTEMPTS, wait=5, retry_exceptions=[OperationalError, InterfaceError]
)
State = ControlTestRun.State
log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody stopped the run, or another worker has finished it."""


@app.task(name=operations.RUN, queue=operations.QUEUE, retry=_WHEN_DATABASE_IS_AWAY)
def run_control_test(run_id: int, language: str = settings.LANGUAGE_CODE) -> None:
    """Run the test, and make it evidence, or say why it could not be run. Run twice it is evidence once."""
    with override(language):
        run = operations.start_run(run_id, by=None)
        if run is None:
            return
        try:
            outcome = _outcome_of(run)
        except Stopped:
            return
        except Unreadable as problem:
            operations.fail_run(run_id, str(problem), by=None)
        except (OperationalError, InterfaceError):
            raise
        except OSError:
            log.exception("Run %s: a data file is gone", run_id)
            operations.fail_run(run_id, _("A data file is gone from the server. Run the control test anew."), by=None)
        except Exception:
            log.exception("Run %s failed", run_id)
            operations.fail_run(run_id, _our_fault(), by=None)
        else:
            operations.finish_run(run_id, outcome, by=None)


def _outcome_of(run: ControlTestRun) -> bytes:
    with tempfile.TemporaryDirectory(prefix="rimlig-data-") as folder:
        files = {}
        for name, kept in run.files.items():
            path = Path(folder) / name
            with default_storage.open(kept["place"], "rb") as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            files[name] = Given(path, kept["name"])
        return run_safely(run.test, files, run.parameters, _noting_progress(run.pk))


def _noting_progress(run_id: int) -> Callable[[int, int], None]:
    """Return what writes progress where the page sees it, and raises Stopped when the run is no longer wanted."""
    noted_at = -SECONDS_BETWEEN_NOTES

    def note(done: int, total: int) -> None:
        nonlocal noted_at
        if time.monotonic() - noted_at < SECONDS_BETWEEN_NOTES:
            return
        noted_at = time.monotonic()
        mine = ControlTestRun.objects.filter(pk=run_id, state=State.RUNNING)
        if not mine.update(done=min(done, total), total=total):
            raise Stopped

    return note


@app.periodic(cron="* * * * *")
@app.task(name="followup.take_up_runs", queue=operations.QUEUE, queueing_lock="followup.take_up_runs")
def take_up_runs(timestamp: int) -> None:  # noqa: ARG001  # procrastinate gives it
    """Every minute: run again what a worker that died had begun, give up on what has killed several, forget old data."""
    for job in of_dead_workers(operations.QUEUE):
        if job.task_name == operations.RUN and job.attempts + 1 >= MOST_ATTEMPTS:
            with override(job.args.get("language", settings.LANGUAGE_CODE)):
                operations.fail_run(job.args["run_id"], _our_fault(), by=None)
        # Also the one given up on: it finds nothing left to do, and is done.
        MANAGER.retry_job_by_id(job.pk, retry_at=timezone.now())
    queued = ProcrastinateJob.objects.filter(task_name=operations.RUN, status__in=["todo", "doing"])
    forgotten = ControlTestRun.objects.filter(state__in=UNDER_WAY)
    # A job that failed while the database was away leaves a run that nothing would ever carry out.
    for run in forgotten.exclude(pk__in=list(queued.values_list("args__run_id", flat=True))):
        operations.put_run_in_queue(run)
    kept = ControlTestRun.objects.exclude(files={})
    old = kept.filter(state__in=[State.FAILED, State.STOPPED], ended_at__lt=timezone.now() - KEPT)
    for run in [*kept.filter(state=State.DONE), *old]:
        operations.forget_data(run)


def _our_fault() -> str:
    return _(
        "Something went wrong in Rimlig when the control test was run; the fault is ours and has been logged. Nothing has"
        " been changed. Run it again, or add the evidence as a file."
    )
