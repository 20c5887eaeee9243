"""The job that opens periods, with a real worker, two at once, and workers that die."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cast import person
from decided import decide
from factories import PlanFactory, PlannedFollowUpFactory
from factories.records import adopted
from opened_answers import answers
from rimlig.followup.models import FollowUpResult
from rimlig.followup.periods import opening, tasks
from rimlig.followup.periods.asking import ASK, ask_soon
from rimlig.followup.periods.opening import Opened, ask_for_answers, open_what_is_due
from rimlig.followup.periods.tasks import ask_for_answers_of, open_periods
from rimlig.organisation.models import Role
from rimlig.planning.models import Plan, PlannedFollowUp
from worker import empty_queue, work

pytestmark = pytest.mark.django_db(transaction=True)
IN_AUGUST = date(2026, 8, 25)
PATIENCE = 30


@pytest.fixture(autouse=True)
def in_august(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda: IN_AUGUST)
    yield
    empty_queue()


@pytest.fixture
def in_force(plan: Plan, planned: Callable[..., PlannedFollowUp]) -> Plan:
    planned()
    return adopted(plan)


def _queued() -> list[str]:
    """Return how the jobs stand that ask for one plan's answers; a worker queues what is periodic by itself."""
    return list(ProcrastinateJob.objects.filter(task_name=ASK).order_by("pk").values_list("status", flat=True))


def test_a_plan_that_is_adopted_asks_for_its_answers_at_once(
    plan: Plan, planned: Callable[..., PlannedFollowUp], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rimlig.lifecycle.operations.missing", lambda _plan: [])
    planned()
    decide(plan, person("Helena Lund", Role.HEAD_OF_ADMINISTRATION, plan.board))
    assert (_queued(), answers(plan)) == (["todo"], [])
    work("followup")
    assert (_queued(), answers(plan)) == ([], [("T2", None, "open")])


def test_what_is_not_committed_is_not_queued(in_force: Plan) -> None:
    with transaction.atomic():
        ask_soon(in_force)
        transaction.set_rollback(True)
    assert _queued() == []


def test_a_plan_that_is_gone_meanwhile_asks_for_nothing(in_force: Plan) -> None:
    ask_for_answers_of(in_force.pk + 1)
    assert answers(in_force) == []


def test_the_job_takes_up_what_a_dead_worker_had_begun(in_force: Plan) -> None:
    ask_soon(in_force)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [timezone.now() - timedelta(minutes=1)],
        )
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [cursor.fetchone()[0]])
    open_periods(timestamp=0)
    assert _queued() == ["todo"]
    work("followup")
    assert (_queued(), answers(in_force)) == ([], [("T2", None, "open")])


def test_a_job_killed_half_way_has_done_whole_plans_and_the_next_does_the_others(
    in_force: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = PlanFactory(year=2026)
    PlannedFollowUpFactory(working_method__process__plan=other)
    adopted(other)
    done: list[Plan] = []

    def ask(plan: Plan, **given: object) -> Opened:
        with transaction.atomic():
            opened = ask_for_answers(plan, by=None)
            if done:
                raise KeyboardInterrupt  # as a worker that is told to stop, in the middle of the second plan
            done.append(plan)
        return opened

    monkeypatch.setattr(opening, "ask_for_answers", ask)
    with pytest.raises(KeyboardInterrupt):
        open_what_is_due(by=None)
    assert (answers(in_force), answers(other)) == ([("T2", None, "open")], [])
    monkeypatch.undo()
    assert open_what_is_due(by=None, on=IN_AUGUST) == Opened(asked_for=1)
    assert (answers(in_force), answers(other)) == ([("T2", None, "open")], [("T2", None, "open")])


def test_two_jobs_at_once_come_one_after_the_other(in_force: Plan) -> None:
    outcome: list[Opened] = []

    def ask() -> None:
        try:
            outcome.append(ask_for_answers(in_force, by=None))
        finally:
            connection.close()

    with transaction.atomic():
        assert ask_for_answers(in_force, by=None) == Opened(asked_for=1)
        other = threading.Thread(target=ask)
        other.start()
        _waits()
    other.join(PATIENCE)
    assert (outcome, FollowUpResult.objects.count()) == ([Opened()], 1)


def _waits() -> None:
    """Return when somebody waits for what this connection has locked."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits")


def test_the_job_is_in_the_queue_at_most_once() -> None:
    assert (tasks.open_periods.queueing_lock, tasks.open_periods.queue) == ("followup.open_what_is_due", "followup")
