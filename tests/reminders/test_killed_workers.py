"""Worker processes that are killed (SIGKILL) at each step: nothing is lost, and what may be doubled can be told by its id."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from factories import MailFactory
from rimlig.reminders.models import Mail, MailState
from rimlig.reminders.outbox import send_what_is_due
from smtp_server import MailServer
from worker import empty_queue

pytestmark = pytest.mark.django_db(transaction=True)
TESTS = Path(__file__).parents[1]


@contextmanager
def _worker(server: MailServer, where: str) -> Iterator[subprocess.Popen[str]]:
    database = json.dumps({"NAME": connection.settings_dict["NAME"]})
    command = [sys.executable, str(Path(__file__).with_name("killed_worker.py")), database, str(server.port), where]
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    environment = {**os.environ, "PYTHONPATH": paths}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()
            empty_queue()


def _reached(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"


def _two_minutes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(minutes=2, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_killed_before_the_mail_is_handed_over_it_goes_later_and_once(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    MailFactory.create_batch(2)
    with _worker(server, "taken") as process:
        _reached(process)
        process.kill()
        process.wait(30)
    # The other one is sent at once; the one that was taken when it is certain that its worker is dead.
    assert (send_what_is_due(), len(server.taken)) == (1, 1)
    _two_minutes_later(monkeypatch)
    assert (send_what_is_due(), len(server.taken)) == (1, 2)
    assert len({message["Message-ID"] for message in server.taken}) == 2
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_killed_after_the_server_has_it_and_before_we_know_it_may_come_twice_with_one_id(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = MailFactory()
    server.hold = threading.Event()
    with _worker(server, "sending") as process:
        assert server.has_it.wait(60)
        process.kill()
        process.wait(30)
    server.hold.set()
    server.hold = None
    assert Mail.objects.get().state == MailState.SENDING
    assert send_what_is_due() == 0
    _two_minutes_later(monkeypatch)
    assert send_what_is_due() == 1
    assert [message["Message-ID"] for message in server.taken] == [mail.message_id] * 2


def test_killed_when_all_is_done_nothing_goes_again(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    MailFactory.create_batch(3)
    with _worker(server, "end") as process:
        _reached(process)
        process.kill()
        process.wait(30)
    _two_minutes_later(monkeypatch)
    assert (send_what_is_due(), len(server.taken)) == (0, 3)
