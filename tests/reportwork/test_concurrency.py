"""Two people at once, each with a connection of their own: one of them waits, and both get to know how it went."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.followup.models import BoardReport, ReportState, SummaryAnalysis
from rimlig.organisation.models import User
from rimlig.planning.rows.changing import change
from rimlig.reportwork.approving import approve, send
from rimlig.reportwork.freezing import fingerprint, report_now
from rimlig.reportwork.models import FrozenReport

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120


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


def test_who_writes_while_the_report_is_sent_is_refused_and_told(report: BoardReport, controller: User) -> None:
    goal = report.analyses.get()
    with transaction.atomic():
        send(report, version=report.version, by=controller)
        other = Other(lambda: change(goal, {"text": "Sent"}, version=goal.version, by=controller))
        _waits()
    refused = other.result()
    assert isinstance(refused, RuleBroken)
    assert "texterna står kvar som de är" in str(refused)
    assert SummaryAnalysis.objects.get(pk=goal.pk).text == ""


def test_who_sends_waits_for_what_is_being_written_and_sends_it(report: BoardReport, controller: User) -> None:
    goal = report.analyses.get()
    with transaction.atomic(), refusals_in_words():
        change(goal, {"text": "Skrivet i sista stund"}, version=goal.version, by=controller)
        other = Other(lambda: send(report, version=report.version, by=controller))
        _waits()
    assert other.result().state == ReportState.SENT
    assert "Skrivet i sista stund" in str(report_now(report).document)


def test_of_two_who_approve_at_once_one_does_and_the_other_is_told(
    report: BoardReport, head: User, unit_manager: User, controller: User
) -> None:
    sent = send(report, version=report.version, by=controller)
    said = {"registry_number": "LIN 2027/12", "seen": fingerprint(report_now(sent)), "version": sent.version}
    with transaction.atomic():
        frozen = approve(sent, **said, by=head)
        other = Other(lambda: approve(sent, **said, by=unit_manager))
        _waits()
    refused = other.result()
    assert isinstance(refused, Outdated)
    assert "redan godkänd, av Helena Lund" in str(refused)
    assert FrozenReport.objects.get(kind="follow-up") == frozen
