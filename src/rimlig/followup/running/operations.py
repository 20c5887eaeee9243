"""A control test's way from the files that somebody gives to evidence of an answer: every step that changes a run.

People begin, stop, and begin again; the worker starts, finishes and fails.
Each step locks the run's row first, so whoever comes second meets the state
that the first one left.
"""

import os
from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rimlig.controltests.outcome import from_json
from rimlig.controltests.parameters import values_of
from rimlig.controltests.registry import control_test
from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken, Unreadable
from rimlig.core.queueing import put_in_queue
from rimlig.core.refusals import refusals_in_words
from rimlig.followup.answering.operations import locked_answer, must_be_writable, save_answer
from rimlig.followup.evidence.operations import must_have_room
from rimlig.followup.models import UNDER_WAY, ControlTestRun, Evidence, FollowUpResult
from rimlig.organisation.models import User
from rimlig.records.content import as_file
from rimlig.records.files import NotStored, put_in_place, row_of
from rimlig.records.scanning import must_be_clean

QUEUE: Final = "control-tests"
RUN: Final = "followup.run_control_test"
"""The task's name: the page puts it in the queue without loading what the worker needs to run it."""
FOLDER: Final = "control-tests"
"""Where in the storage data files lie until their run is done."""
MEGABYTE: Final = 1024 * 1024
JSON: Final = "application/json"
State = ControlTestRun.State


def begin_run(
    result: FollowUpResult, *, test: str, files: Mapping[str, Any], parameters: Mapping[str, str], by: User
) -> ControlTestRun:
    """Keep the data files until the run is done, and put the run in the queue.

    Raises RuleBroken for a parameter that cannot be used, a file that is
    missing, empty, too large or refused by the scanner, and when the answer is
    filed or has as much evidence as it may have.
    """
    must_be_writable(result)
    _must_be_possible(test, files, parameters)
    for file in files.values():
        must_be_clean(file)  # before anything is locked: a scanner may take its time, and so may a storage
    kept = {name: {"name": _name(file.name), "place": _keep(file)} for name, file in files.items()}
    try:
        with refusals_in_words(), transaction.atomic(), recorded("followup.begin_run", by):
            row = locked_answer(result)
            must_be_writable(row)
            must_have_room(row)
            run = ControlTestRun.objects.create(
                result=row, test=test, parameters=dict(parameters), files=kept, begun_by=by
            )
            put_run_in_queue(run)
    except BaseException:
        _forget(kept)
        raise
    return run


@transaction.atomic
def start_run(pk: int, *, by: User | None) -> ControlTestRun | None:
    """Move the run to running and return it; None when there is nothing to do any more.

    One that is running already is taken over: its worker died, or two of them would not have got it.
    """
    with recorded("followup.start_run", by):
        runs = ControlTestRun.objects.select_for_update().filter(pk=pk, state__in=UNDER_WAY)
        run: ControlTestRun | None = runs.first()
        if run is None:
            return None
        if run.state == State.WAITING:
            run.move_to(State.RUNNING)
        run.done = run.total = 0
        run.save()
    return run


def finish_run(pk: int, outcome: bytes, *, by: User | None) -> bool:
    """Keep the outcome, and lay the run beside its answer as evidence. False when it was stopped meanwhile.

    An answer that has been filed meanwhile stays as it is: the run fails with a sentence.
    """
    found = from_json(outcome)
    run = ControlTestRun.objects.select_related("result").get(pk=pk)
    try:
        stored = put_in_place(outcome, JSON, run.result.in_plan.board.municipality)
        with refusals_in_words(), transaction.atomic(), recorded("followup.finish_run", by):
            answer = locked_answer(run.result)  # first, as everybody who lays evidence beside it
            run = ControlTestRun.objects.select_for_update().get(pk=pk)
            if run.state != State.RUNNING:
                return False
            must_be_writable(answer)
            must_have_room(answer)
            run.move_to(State.DONE)
            run.done, run.ended_at = run.total, timezone.now()
            run.outcome, run.population, run.exceptions = row_of(stored, by=by), found.population, found.count
            run.save()
            Evidence.objects.create(result=answer, run=run, name=str(found.name), added_by_id=run.begun_by_id)
    except (RuleBroken, NotStored) as problem:
        return fail_run(pk, str(problem), by=by)
    forget_data(run)
    return True


@transaction.atomic
def fail_run(pk: int, problem: str, *, by: User | None) -> bool:
    """Say why the test could not be run, in a sentence for people. False when it was stopped meanwhile."""
    with recorded("followup.fail_run", by):
        runs = ControlTestRun.objects.select_for_update().filter(pk=pk, state__in=UNDER_WAY)
        run = runs.first()
        if run is None:
            return False
        if run.state == State.WAITING:
            run.move_to(State.RUNNING)
        run.move_to(State.FAILED)
        run.problem, run.ended_at = problem, timezone.now()
        run.save()
    return True


@transaction.atomic
def stop_run(run: ControlTestRun, *, by: User) -> ControlTestRun:
    """Stop the run; the worker notices within a second and ends the process that runs it."""
    with recorded("followup.stop_run", by):
        run = ControlTestRun.objects.select_for_update().get(pk=run.pk)
        run.move_to(State.STOPPED)
        run.ended_at = timezone.now()
        run.save()
    return run


def run_again(run: ControlTestRun, *, by: User) -> ControlTestRun:
    """Put the same run in the queue once more, after it failed or was stopped, while its data files are kept."""
    with refusals_in_words(), transaction.atomic(), recorded("followup.run_again", by):
        must_be_writable(locked_answer(run.result))
        run = ControlTestRun.objects.select_for_update().get(pk=run.pk)
        if not run.files:
            raise RuleBroken(_("The data files are not kept any more. Run the control test anew with the files."))
        run.move_to(State.WAITING)
        run.done, run.total, run.problem, run.ended_at = 0, 0, "", None
        run.save()
        put_run_in_queue(run)
    return run


def take_figures(run: ControlTestRun, *, version: int, by: User) -> FollowUpResult:
    """Write in the answer that all of what the test examined was examined, and how many exceptions there were.

    Raises RuleBroken for a run that is not done, and as `save_answer` does.
    """
    if run.population is None or run.exceptions is None:
        raise RuleBroken(_("The control test has not been run yet."))
    figures = {"population": run.population, "sample_size": run.population, "errors_found": run.exceptions}
    return save_answer(run.result, figures, version=version, by=by)


def put_run_in_queue(run: ControlTestRun) -> None:
    """Queue the run, in this transaction. What goes wrong is said in the language of the one who asked."""
    put_in_queue(RUN, QUEUE, lock=f"control-test-{run.pk}", run_id=run.pk, language=get_language() or "sv")


def forget_data(run: ControlTestRun) -> None:
    """Remove the data files of a run that is not going to be run with them; only their hashes are kept."""
    with recorded("followup.forget_data", None):
        ControlTestRun.objects.filter(pk=run.pk).update(files={})
    _forget(run.files)


def _forget(files: Mapping[str, Mapping[str, str]]) -> None:
    for file in files.values():
        default_storage.delete(file["place"])


def _must_be_possible(code: str, files: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
    try:
        test = control_test(code)
        values_of(test, parameters)
    except Unreadable as problem:
        raise RuleBroken(str(problem)) from problem
    for one in test.inputs:
        file = files.get(one.name)
        if file is None:
            raise RuleBroken(_("Choose a file for “%(label)s”.") % {"label": one.label})
        size = as_file(file).seek(0, os.SEEK_END)
        as_file(file).seek(0)
        if not size:
            raise RuleBroken(_("%(file)s is empty. Choose another one.") % {"file": file.name})
        if size > settings.RIMLIG_DATA_MEGABYTES * MEGABYTE:
            raise RuleBroken(
                _("%(file)s is larger than %(most)d MB. Choose less data, for example a shorter time.")
                % {"file": file.name, "most": settings.RIMLIG_DATA_MEGABYTES}
            )


def _keep(file: Any) -> str:
    try:
        return str(default_storage.save(f"{FOLDER}/{uuid4().hex}", File(as_file(file))))
    except OSError as error:
        raise NotStored(
            _("The file could not be stored just now, and nothing has been changed. Try again in a while.")
        ) from error


def _name(name: str) -> str:
    """Return the name without folders, which some browsers send, and short enough to keep."""
    return name.replace("\\", "/").rpartition("/")[2].strip()[:200] or _("data")
