"""Mail through a real mail server: taken, refused for now, refused for ever, and workers that die."""

import smtplib
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from factories import MailFactory, UserFactory
from rimlig.reminders import outbox
from rimlig.reminders.models import Mail, MailState
from rimlig.reminders.outbox import Letter, post, send_soon, send_what_is_due, try_again
from smtp_server import MailServer
from worker import empty_queue, work

pytestmark = pytest.mark.django_db
LETTER = Letter("Rimlig: 1 sak väntar på dig", "Hej Amira!\nhttps://rimlig.example/svar/1/\n", "<p>Hej Amira!</p>")


def test_a_mail_goes_as_text_and_html_with_its_own_message_id(server: MailServer) -> None:
    mail = post(UserFactory(email="amira@lindhaga.example"), "k", LETTER, language="sv")
    assert mail is not None
    assert send_what_is_due() == 1
    (message,) = server.taken
    assert (message["To"], message["Subject"]) == ("amira@lindhaga.example", "Rimlig: 1 sak väntar på dig")
    assert (message["Message-ID"], message["Auto-Submitted"]) == (mail.message_id, "auto-generated")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text = message.get_body(("plain",))
    assert text is not None
    assert "https://rimlig.example/svar/1/" in text.get_content()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.sent_at is not None) == (MailState.SENT, 1, True)
    assert (send_what_is_due(), len(server.taken)) == (0, 1)


def test_two_of_one_key_are_one() -> None:
    person, other = UserFactory(), UserFactory()
    assert post(person, "digest:2026-09-11", LETTER, language="sv") is not None
    assert post(person, "digest:2026-09-11", LETTER, language="sv") is None
    assert post(other, "digest:2026-09-11", LETTER, language="sv") is not None
    assert Mail.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        MailFactory(person=person, key="digest:2026-09-11")


@pytest.mark.parametrize("answer", ["451 Try later", "421 Too many"])
def test_what_is_refused_for_now_waits_longer_each_time(
    server: MailServer, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 9, 11, 7, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    mail = MailFactory(person__email="full@lindhaga.example")
    server.refusals["full@lindhaga.example"] = answer
    for minutes in (1, 2, 4):
        assert send_what_is_due() == 0
        mail.refresh_from_db()
        assert (mail.state, mail.next_at, mail.error) == (MailState.QUEUED, now + timedelta(minutes=minutes), answer)
        assert (send_what_is_due(), server.taken) == (0, [])
        now += timedelta(minutes=minutes)
    server.refusals.clear()
    assert send_what_is_due() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (MailState.SENT, 4, "")


def test_what_is_refused_for_ever_fails_with_the_servers_words_and_the_others_go(server: MailServer) -> None:
    gone = MailFactory(person__email="gone@lindhaga.example", next_at=datetime(2026, 1, 1, tzinfo=UTC))
    MailFactory(person__email="here@lindhaga.example")
    server.refusals["gone@lindhaga.example"] = "550 No such person"
    assert send_what_is_due() == 1
    gone.refresh_from_db()
    assert (gone.state, gone.error) == (MailState.FAILED, "550 No such person")
    assert server.recipients == ["here@lindhaga.example"]
    assert send_what_is_due() == 0


def test_what_failed_is_tried_again_when_an_administrator_says_so(server: MailServer) -> None:
    mail = MailFactory(state=MailState.FAILED, error="550 No such person", attempts=1)
    assert try_again([mail]) == 1
    assert send_what_is_due() == 1
    assert try_again([mail]) == 0


def test_after_many_attempts_it_is_said_that_it_failed(server: MailServer) -> None:
    mail = MailFactory(person__email="full@lindhaga.example", attempts=11)
    server.refusals["full@lindhaga.example"] = "451 Try later"
    send_what_is_due()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.FAILED, 12)


def test_when_no_server_answers_only_one_mail_uses_up_an_attempt(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    MailFactory.create_batch(3)
    assert send_what_is_due() == 0
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.QUEUED}


def test_two_hundred_mails_go_over_one_connection(server: MailServer) -> None:
    MailFactory.create_batch(200)
    assert send_what_is_due() == 200
    assert (len(server.taken), len({message["Message-ID"] for message in server.taken})) == (200, 200)
    assert server.connections == 1


def test_mail_and_what_decided_it_are_stored_together_or_not_at_all() -> None:
    with transaction.atomic():
        post(UserFactory(), "k", LETTER, language="sv")
        send_soon()
        transaction.set_rollback(True)
    assert (Mail.objects.count(), ProcrastinateJob.objects.filter(task_name=outbox.SEND).count()) == (0, 0)


def test_a_worker_killed_before_the_server_has_the_mail_loses_nothing(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = MailFactory()
    now = timezone.now()
    assert outbox._take() == mail.pk  # and then it is killed
    assert (send_what_is_due(), server.taken) == (0, [])
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=3))
    assert (send_what_is_due(), len(server.taken)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_what_was_stored_and_no_other_worker_takes_the_same(server: MailServer) -> None:
    empty_queue()
    with transaction.atomic():
        for number in range(3):
            post(UserFactory(), f"k{number}", LETTER, language="sv")
        send_soon()
    server.hold = threading.Event()

    def other() -> None:
        # While the first mail is being handed over, another worker takes the two others.
        server.has_it.wait(30)
        hold, server.hold = server.hold, None
        try:
            send_what_is_due()
        finally:
            connection.close()
            assert hold is not None
            hold.set()

    thread = threading.Thread(target=other)
    thread.start()
    work("reminders")
    thread.join(30)
    assert len(server.taken) == 3
    assert len({message["Message-ID"] for message in server.taken}) == 3
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_what_the_library_may_raise_has_its_number() -> None:
    refused = smtplib.SMTPRecipientsRefused({"a@b.example": (452, b"full"), "c@b.example": (550, b"gone")})
    assert (outbox._code(refused), outbox._words(refused)) == (452, "452 full; 550 gone")
    assert outbox._code(smtplib.SMTPDataError(554, b"spam")) == 554
    assert outbox._code(smtplib.SMTPServerDisconnected("gone")) == 0
