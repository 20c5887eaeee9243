"""Large tables are carried out by a real worker on the real queue: all of it or nothing, seen on the way, and stopped."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cast import person
from rimlig.core.audit import versions_of
from rimlig.core.errors import RuleBroken
from rimlig.core.long_jobs import Stopped
from rimlig.organisation import tasks
from rimlig.organisation.models import Board, OrgUnit, Role, RoleAssignment, TableImport, User
from rimlig.organisation.structure.tables import background, progress
from rimlig.organisation.structure.tables.operations import take_in_units
from rimlig.organisation.structure.tables.progress import Progress
from worker import empty_queue, work

pytestmark = pytest.mark.django_db
with_worker = pytest.mark.django_db(transaction=True)
State = TableImport.State
TABLE = "Kod;Namn;Överordnad\n1;Förvaltningen;\n10;Norr;1\n11;Söder;1\n"


@pytest.fixture
def administrator(client: Client, board: Board) -> User:
    user = person("Ada Lind")
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, municipality=board.municipality)
    client.force_login(user)
    return user


@pytest.fixture
def item(board: Board, administrator: User, monkeypatch: pytest.MonkeyPatch) -> TableImport:
    """A table of three rows where two are the most that one waits for, and that is written one row at a time."""
    empty_queue()
    monkeypatch.setattr(background, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(progress, "BATCH", 1)
    return take_in_units(board, TABLE.encode(), file_name="enheter.csv", takes_effect=None, by=administrator)


def _state(item: TableImport) -> tuple[str, str]:
    item.refresh_from_db()
    return item.state, item.problem


def _page(client: Client, item: TableImport, **more: Any) -> str:
    return " ".join(client.get(f"/tabell/{item.pk}/", **more).content.decode().split())


@with_worker
def test_a_large_table_is_carried_out_by_the_worker_in_the_name_of_who_asked(
    client: Client, item: TableImport, administrator: User
) -> None:
    client.post(f"/tabell/{item.pk}/gor-sa/", {"version": 1})
    assert _state(item) == (State.WAITING, "")
    assert "Den väntar på sin tur." in _page(client, item)
    work("organisation")
    assert _state(item) == (State.APPLIED, "")
    assert set(OrgUnit.objects.values_list("name", flat=True)) == {"Förvaltningen", "Norr", "Söder"}
    told = versions_of(OrgUnit.objects.get(name="Norr")).get().pgh_context.metadata
    assert (told["operation"], told["user"]) == ("organisation.carry_out", administrator.pk)
    assert background.noted(item.pk)[0] in {0, 6}  # three units and their three places, unless it was done too soon
    assert "Tabellen genomförs" not in _page(client, item)


def test_the_page_shows_how_far_it_is_and_loads_anew_when_it_is_over(client: Client, item: TableImport) -> None:
    TableImport.objects.filter(pk=item.pk).update(state=State.RUNNING, asked_by=item.uploaded_by)
    background.note(item.pk, 4, 6)
    page = _page(client, item)
    assert "4 av 6 ändringar är skrivna" in page
    assert "Just nu är inget igång i bakgrunden" in page
    part = _page(client, item, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert part.startswith('<div id="progress"')
    assert "4 av 6 ändringar är skrivna" in part
    TableImport.objects.filter(pk=item.pk).update(state=State.APPLIED)
    answer = client.get(f"/tabell/{item.pk}/", headers={"HX-Request": "true", "HX-Target": "progress"})
    assert answer["HX-Refresh"] == "true"


def test_one_that_is_stopped_while_it_waits_is_not_done_and_can_be_asked_for_again(
    client: Client, item: TableImport
) -> None:
    client.post(f"/tabell/{item.pk}/gor-sa/", {"version": 1})
    client.post(f"/tabell/{item.pk}/stoppa/")
    assert _state(item) == (State.SHOWN, "Den stoppades. Ingenting har ändrats.")
    tasks.carry_out_table(item.pk)
    assert not OrgUnit.objects.exists()
    page = _page(client, item)
    assert "Det senaste försöket blev inte av." in page
    assert "Genomför 3 ändringar" in page
    client.post(f"/tabell/{item.pk}/gor-sa/", {"version": item.version})
    assert _state(item) == (State.WAITING, "")


def _begun(item: TableImport, by: User) -> TableImport:
    background.ask_to_carry_out(item, version=1, by=by)
    begun = background.begin(item.pk, by=None)
    assert begun is not None
    return begun


def test_one_that_is_stopped_between_two_batches_leaves_nothing(item: TableImport, administrator: User) -> None:
    begun = _begun(item, administrator)
    written: list[int] = []

    def stop_after_two() -> None:
        written.append(OrgUnit.objects.count())
        if len(written) == 2:
            raise Stopped

    with pytest.raises(Stopped):
        background.carry_out_running(begun, Progress(stop_after_two))
    assert written == [1, 2]
    assert not OrgUnit.objects.exists()


def test_one_that_is_stopped_before_the_last_statement_leaves_nothing(item: TableImport, administrator: User) -> None:
    begun = _begun(item, administrator)

    def given_back() -> None:
        TableImport.objects.filter(pk=item.pk).update(state=State.SHOWN)

    with pytest.raises(Stopped):
        background.carry_out_running(begun, Progress(given_back))
    assert not OrgUnit.objects.exists()


def test_the_one_who_looks_notes_the_progress_and_notices_that_somebody_stops_it(
    item: TableImport, administrator: User
) -> None:
    begun = _begun(item, administrator)
    counted, stopped = Progress(), Event()
    counted.begin(6)
    counted.made(2)
    assert tasks.look(begun, counted, stopped)
    assert background.noted(item.pk) == (2, 6)
    background.stop(begun, by=administrator)
    assert not tasks.look(begun, counted, stopped)
    assert stopped.is_set()


def test_rows_that_lead_to_something_else_by_then_are_shown_anew(
    client: Client, item: TableImport, administrator: User, board: Board
) -> None:
    begun = _begun(item, administrator)
    OrgUnit.objects.create(board=board, name="Norr", code="10", kind="unit")
    background.carry_out_running(begun, Progress())
    state, problem = _state(item)
    assert state == State.SHOWN
    assert problem.startswith("Någon har ändrat organisationen sedan du tittade")
    assert OrgUnit.objects.count() == 1
    assert problem in _page(client, item)


def test_a_fault_of_ours_is_logged_and_the_table_given_back(
    item: TableImport, administrator: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: Any, **_named: Any) -> None:
        raise ZeroDivisionError

    background.ask_to_carry_out(item, version=1, by=administrator)
    monkeypatch.setattr(background, "carry_out_running", broken)
    tasks.carry_out_table(item.pk)
    state, problem = _state(item)
    assert (state, problem[:34]) == (State.SHOWN, "Något gick fel i Rimlig när tabell")
    assert "ZeroDivisionError" in caplog.text


def test_one_that_is_in_the_queue_is_neither_asked_for_again_nor_put_aside(
    client: Client, item: TableImport, administrator: User
) -> None:
    background.ask_to_carry_out(item, version=1, by=administrator)
    with pytest.raises(RuleBroken, match="väntar på sin tur"):
        background.ask_to_carry_out(item, version=2, by=administrator)
    client.post(f"/tabell/{item.pk}/lagg-undan/", {"version": 2})
    assert _state(item) == (State.WAITING, "")


def _left_by_a_dead_worker(attempts: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [timezone.now() - timedelta(minutes=1)],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s", [worker, attempts]
        )


def test_what_a_dead_worker_was_carrying_out_is_run_again(item: TableImport, administrator: User) -> None:
    _begun(item, administrator)
    _left_by_a_dead_worker(attempts=0)
    tasks.take_up_tables_left_behind(0)
    assert [(job.status, job.args["table_id"]) for job in ProcrastinateJob.objects.all()] == [("todo", item.pk)]
    again = background.begin(item.pk, by=None)
    assert again is not None
    background.carry_out_running(again, Progress())
    assert _state(item) == (State.APPLIED, "")
    assert OrgUnit.objects.count() == 3


def test_what_has_killed_several_workers_is_given_up(item: TableImport, administrator: User) -> None:
    _begun(item, administrator)
    _left_by_a_dead_worker(attempts=2)
    tasks.take_up_tables_left_behind(0)
    assert _state(item)[0] == State.SHOWN
    assert background.begin(item.pk, by=None) is None


def test_one_without_a_job_is_queued_anew(item: TableImport, administrator: User) -> None:
    background.ask_to_carry_out(item, version=1, by=administrator)
    empty_queue()
    tasks.take_up_tables_left_behind(0)
    queued = ProcrastinateJob.objects.filter(task_name=background.CARRY_OUT)
    assert [job.args["table_id"] for job in queued] == [item.pk]
