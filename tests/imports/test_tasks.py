"""Reading in the background, with a real worker on the real queue."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from office_files import DOCUMENT
from rimlig.core.long_jobs import MOST_ATTEMPTS
from rimlig.core.queueing import worker_is_running
from rimlig.documents.interchange import to_json
from rimlig.imports import jobs, tasks
from rimlig.imports.models import Import
from rimlig.organisation.models import Board, User
from worker import empty_queue, work

pytestmark = pytest.mark.django_db
with_worker = pytest.mark.django_db(transaction=True)

REPORT = to_json(DOCUMENT).encode()


@pytest.fixture
def item(board: Board, controller: User) -> Import:
    empty_queue()
    return jobs.upload_document(board, file_name="rapport.json", content=REPORT, by=controller)


def _statuses() -> list[str]:
    jobs_there = ProcrastinateJob.objects.filter(task_name=jobs.READ).order_by("pk")
    return list(jobs_there.values_list("status", flat=True))


def _left_by_a_dead_worker(item: Import, attempts: int = 0) -> None:
    """Leave things as a worker does that is killed while it reads."""
    Import.objects.filter(pk=item.pk).update(state=Import.State.READING)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [timezone.now() - timedelta(minutes=1)],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s", [worker, attempts]
        )


@with_worker
def test_an_uploaded_document_is_read(item: Import) -> None:
    work()
    item.refresh_from_db()
    assert (item.state, item.problem) == (Import.State.READ, "")
    assert jobs.document_of(item) == DOCUMENT
    assert _statuses() == []  # what went well is not kept


def test_why_a_file_cannot_be_read_is_kept_in_the_language_of_who_uploaded_it(board: Board, controller: User) -> None:
    item = jobs.upload_document(board, file_name="tom.txt", content=b"  \n", by=controller)
    tasks.read_import(item.pk, language="sv")
    item.refresh_from_db()
    assert (item.state, item.document) == (Import.State.FAILED, None)
    assert item.problem == "Filen är tom. Inget har lagrats. Välj själva rapporten."


def test_a_file_that_is_gone_is_said_to_be_gone(item: Import) -> None:
    default_storage.delete(item.file.name)
    tasks.read_import(item.pk, language="sv")
    item.refresh_from_db()
    assert item.state == Import.State.FAILED
    assert item.problem == "Den uppladdade filen finns inte kvar på servern. Inget har lagrats. Ladda upp den igen."


def test_a_fault_of_ours_is_logged_and_said_without_a_trace(
    item: Import, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "read_safely", broken)
    tasks.read_import(item.pk, language="sv")
    item.refresh_from_db()
    assert item.state == Import.State.FAILED
    assert item.problem.startswith("Något gick fel i Rimlig när filen lästes; felet är vårt")
    assert [record.message for record in caplog.records if record.name == tasks.__name__] == [
        f"Import {item.pk} could not be read"
    ]


def test_what_is_stopped_before_its_turn_is_not_read(item: Import, controller: User) -> None:
    jobs.stop_reading(item, by=controller)
    tasks.read_import(item.pk, language="sv")
    item.refresh_from_db()
    assert (item.state, item.document) == (Import.State.STOPPED, None)


def test_stopping_ends_the_reading_in_the_middle(
    item: Import, controller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[str] = []

    def long_reading(_content: bytes, progress: Any) -> None:
        progress(1, 40)
        jobs.stop_reading(item, by=controller)
        monkeypatch.setattr(time, "monotonic", lambda: 10**9)  # half a second later
        met.append("stopped")
        progress(2, 40)
        met.append("went on")

    monkeypatch.setattr(tasks, "read_safely", long_reading)
    tasks.read_import(item.pk, language="sv")
    item.refresh_from_db()
    assert met == ["stopped"]
    assert (item.state, item.done, item.total, item.document) == (Import.State.STOPPED, 1, 40, None)


@with_worker
def test_stopped_and_read_again_it_is_read_once_more(item: Import, controller: User) -> None:
    jobs.stop_reading(item, by=controller)
    jobs.read_again(item, by=controller)
    work()
    item.refresh_from_db()
    assert item.state == Import.State.READ
    assert _statuses() == []


@with_worker
def test_what_a_killed_worker_was_reading_is_read_by_the_next(item: Import) -> None:
    _left_by_a_dead_worker(item)
    tasks.take_up_left_behind(0)
    work()
    item.refresh_from_db()
    assert item.state == Import.State.READ
    assert jobs.document_of(item) == DOCUMENT


def test_what_a_living_worker_is_reading_is_left_to_it(item: Import) -> None:
    _left_by_a_dead_worker(item)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
    tasks.take_up_left_behind(0)
    assert _statuses() == ["doing"]


def test_what_has_killed_several_workers_is_given_up(item: Import) -> None:
    _left_by_a_dead_worker(item, attempts=MOST_ATTEMPTS - 1)
    tasks.take_up_left_behind(0)
    tasks.read_import(item.pk, language="sv")
    item.refresh_from_db()
    assert item.state == Import.State.FAILED
    assert item.problem.startswith("Något gick fel i Rimlig")
    assert _statuses() == ["todo"]  # it finds nothing left to do, and is done


def test_an_import_that_lost_its_job_gets_a_new_one(item: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    tasks.take_up_left_behind(0)
    tasks.read_import(item.pk, language="sv")
    item.refresh_from_db()
    assert item.state == Import.State.READ
    assert _statuses() == ["failed", "todo"]


@with_worker
def test_a_database_that_goes_away_is_no_fault_of_the_file(item: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks, "read_safely", away)
    work()
    item.refresh_from_db()
    assert item.state == Import.State.READING
    assert _statuses() == ["todo"]  # once more in a while


def test_reading_twice_keeps_what_was_read_first(item: Import) -> None:
    tasks.read_import(item.pk, language="sv")
    assert jobs.finish_reading(item.pk, DOCUMENT, by=None) is False
    tasks.read_import(item.pk)
    item.refresh_from_db()
    assert item.state == Import.State.READ


def test_a_worker_shows_itself(item: Import) -> None:
    assert worker_is_running() is False
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert worker_is_running() is True
