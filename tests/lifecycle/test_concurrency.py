"""Two people at once, each with a connection of their own: one of them waits, and both get to know how it went."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from decided import MEETING
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.lifecycle.operations import adopt, propose, take_back
from rimlig.lifecycle.revising import begin_revision
from rimlig.lifecycle.rolling import roll_over
from rimlig.organisation.models import User
from rimlig.planning.models import Goal, Plan, PlanState
from rimlig.records.models import Decision, StoredFile

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


class Other(threading.Thread):
    """Somebody else, who does one thing with a connection of their own."""

    def __init__(self, thing: Callable[[], Any]) -> None:
        super().__init__()
        self.thing, self.outcome = thing, None
        self.start()

    def run(self) -> None:
        try:
            with override("sv"):
                self.outcome = self.thing()
        except RuleBroken as refused:
            self.outcome = refused
        finally:
            connection.close()

    def result(self) -> Any:
        self.join(PATIENCE)
        assert not self.is_alive()
        return self.outcome


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


def _rename(goal: Goal) -> None:
    with refusals_in_words(), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(title="Nytt")


def test_who_writes_while_the_plan_is_proposed_waits_and_is_told(written: Plan, head: User) -> None:
    goal = written.goals.get(number="1.1")
    with transaction.atomic():
        propose(written, version=1, by=head)
        editor = Other(lambda: _rename(goal))
        _waits()
    assert str(editor.result()).startswith("Planen föreslogs eller beslutades medan du skrev")
    assert Goal.objects.get(pk=goal.pk).title == "Mål 1.1"


def test_who_proposes_while_somebody_writes_waits_and_gets_what_was_written(written: Plan, head: User) -> None:
    goal = written.goals.get(number="1.1")
    with transaction.atomic():
        _rename(goal)
        proposer = Other(lambda: propose(written, version=1, by=head))
        _waits()
    assert proposer.result().state == PlanState.PROPOSED
    assert Goal.objects.get(pk=goal.pk).title == "Nytt"


def test_two_who_record_the_same_decision_record_one(written: Plan, head: User, controller: User) -> None:
    propose(written, version=1, by=head)
    with transaction.atomic():
        mine = adopt(written, **MEETING, version=2, by=head)
        other = Other(lambda: adopt(written, **MEETING, version=2, by=controller))
        _waits()
    assert other.result() == mine
    assert (Decision.objects.count(), StoredFile.objects.count()) == (1, 2)


def test_two_who_record_different_decisions_record_the_first(written: Plan, head: User, controller: User) -> None:
    propose(written, version=1, by=head)
    with transaction.atomic():
        mine = adopt(written, **MEETING, version=2, by=head)
        other = Other(lambda: adopt(written, **{**MEETING, "paragraph": "7"}, version=2, by=controller))
        _waits()
    refused = other.result()
    assert (type(refused), refused.current) == (Outdated, mine)


def test_a_proposal_taken_back_while_the_decision_is_recorded(written: Plan, head: User, controller: User) -> None:
    propose(written, version=1, by=head)
    with transaction.atomic():
        take_back(written, version=2, by=head)
        other = Other(lambda: adopt(written, **MEETING, version=2, by=controller))
        _waits()
    assert isinstance(other.result(), Outdated)
    assert (Plan.objects.get().state, Decision.objects.count()) == (PlanState.DRAFT, 0)


def test_two_who_begin_a_revision_begin_one(adopted_plan: Plan, head: User, controller: User) -> None:
    with transaction.atomic():
        begin_revision(adopted_plan, "Ny lag", by=head)
        other = Other(lambda: begin_revision(adopted_plan, "Annan lag", by=controller))
        _waits()
    assert "redan på väg" in str(other.result())
    assert Plan.objects.filter(edition=2).count() == 1


def test_two_who_roll_over_make_one_draft(adopted_plan: Plan, head: User, controller: User) -> None:
    with transaction.atomic():
        roll_over(adopted_plan, set(), by=head)
        other = Other(lambda: roll_over(adopted_plan, set(), by=controller))
        _waits()
    assert str(other.result()).startswith("Det finns redan en plan för 2027")
    assert Plan.objects.filter(year=2027).count() == 1
