"""What the worker does with control tests: it runs them, and takes up what a worker that died has left."""

import logging
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from rimlig.controltests.files import Given
from rimlig.controltests.isolated import run_safely
from rimlig.core.errors import Unreadable
from rimlig.core.long_jobs import WHEN_DATABASE_IS_AWAY, Stopped, noting_progress, take_up
from rimlig.followup.models import UNDER_WAY, ControlTestRun
from rimlig.followup.running import operations

KEPT: Final = timedelta(days=7)
"""So long the data files of a run that failed or was stopped are kept, to be run again."""
State = ControlTestRun.State
log = logging.getLogger(__name__)


@app.task(name=operations.RUN, queue=operations.QUEUE, retry=WHEN_DATABASE_IS_AWAY)
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
        return run_safely(
            run.test,
            files,
            run.parameters,
            noting_progress(ControlTestRun.objects.filter(pk=run.pk, state=State.RUNNING)),
        )


@app.periodic(cron="* * * * *")
@app.task(name="followup.take_up_runs", queue=operations.QUEUE, queueing_lock="followup.take_up_runs")
def take_up_runs(timestamp: int) -> None:  # noqa: ARG001  # procrastinate gives it
    """Every minute: run again what a worker that died had begun, give up on what has killed several, forget old data."""
    queued = take_up(
        operations.QUEUE,
        operations.RUN,
        "run_id",
        lambda run_id: operations.fail_run(run_id, _our_fault(), by=None),
    )
    for run in ControlTestRun.objects.filter(state__in=UNDER_WAY).exclude(pk__in=queued):
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
