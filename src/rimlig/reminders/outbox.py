"""The outbox: mail is stored with what decided it, and handed to the mail server afterwards, whatever happens in between.

A worker first notes that it is sending (and commits), then holds the mail's row
while the mail server takes it, then notes that it is sent. Killed before the
server has taken it, nothing is lost: the mail is sent later. Killed after that
and before the note, it is sent once more, as nobody can know; it carries the
same Message-ID, by which most mailboxes show one of the two.
"""

import logging
import smtplib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rimlig.core.queueing import put_in_queue
from rimlig.organisation.models import User
from rimlig.reminders.models import Mail, MailState

log = logging.getLogger(__name__)

QUEUE: Final = "reminders"
SEND: Final = "reminders.send_mail"
MOST_ATTEMPTS: Final = 12
LONGEST_WAIT: Final = timedelta(hours=6)
SENDER_IS_DEAD: Final = timedelta(minutes=2)
"""Longer than the mail server is ever waited for: what is noted as being sent for longer has lost its worker."""
_GONE: Final = 500
"""From this code on the mail server will never take the mail."""


@dataclass(frozen=True)
class Letter:
    """What a mail says."""

    subject: str
    text: str
    html: str


def post(person: User, key: str, letter: Letter, *, language: str) -> Mail | None:
    """Store a mail to the person in this transaction; None when they have got, or will get, one of the same key.

    Call `send_soon` when all mail of the transaction is stored.
    """
    host = urlsplit(settings.RIMLIG_ADDRESSES[0]).hostname or "localhost"
    with transaction.atomic():
        mail, made = Mail.objects.get_or_create(
            person=person,
            key=key,
            defaults={
                "to": person.email,
                "language": language,
                "subject": letter.subject[:200],
                "text": letter.text,
                "html": letter.html,
                "message_id": f"<{uuid.uuid4()}@{host}>",
                "next_at": timezone.now(),
            },
        )
    return mail if made else None


def send_soon() -> None:
    """Let a worker send what is stored as soon as this transaction is over."""
    put_in_queue(SEND, QUEUE)


def send_what_is_due() -> int:
    """Send every mail whose time has come, and return how many went. Several workers may do it at once."""
    sent = 0
    connection = get_connection()
    try:
        while (pk := _take()) is not None:
            outcome = _hand_over(pk, connection)
            sent += outcome is True
            if outcome is None:
                # The server cannot be reached: the others would only use up their attempts.
                break
    finally:
        connection.close()
    return sent


def try_again(mail: Iterable[Mail]) -> int:
    """Put mail that was not sent in the queue once more, and return how many."""
    with transaction.atomic():
        number = Mail.objects.filter(pk__in=[one.pk for one in mail], state=MailState.FAILED).update(
            state=MailState.QUEUED, attempts=0, next_at=timezone.now(), error=""
        )
        send_soon()
    return number


def _take() -> int | None:
    """Note that the next mail is being sent, for ever, and return its id; None when there is nothing to send now."""
    now = timezone.now()
    waiting = Q(state=MailState.QUEUED, next_at__lte=now) | Q(
        state=MailState.SENDING, next_at__lte=now - SENDER_IS_DEAD
    )
    with transaction.atomic():
        row = Mail.objects.select_for_update(skip_locked=True).filter(waiting).order_by("next_at", "pk").first()
        if row is None:
            return None
        if row.state == MailState.SENDING:
            log.warning("Mail %s may go twice: its worker died while it was sent", row.pk)
        row.state, row.attempts, row.next_at = MailState.SENDING, row.attempts + 1, now
        row.save(update_fields=["state", "attempts", "next_at"])
    return int(row.pk)


def _hand_over(pk: int, connection: BaseEmailBackend) -> bool | None:
    """Hand the mail to the server while its row is held, and note what it said.

    True: taken. False: refused, for now or for ever. None: no server answered.
    """
    with transaction.atomic():
        row = Mail.objects.select_for_update(skip_locked=True).filter(pk=pk, state=MailState.SENDING).first()
        if row is None:
            return False
        reached: bool | None = True
        try:
            # Opened by us, it stays open for the mail that comes after.
            connection.open()
            _message(row, connection).send()
        except smtplib.SMTPException as refusal:
            reached = None if isinstance(refusal, smtplib.SMTPConnectError | smtplib.SMTPServerDisconnected) else False
            _note_refusal(row, _words(refusal), for_ever=_code(refusal) >= _GONE)
            connection.close()  # a refused one may be in any state
        except OSError as problem:
            reached = None
            _note_refusal(row, str(problem), for_ever=False)
        else:
            row.state, row.sent_at, row.error = MailState.SENT, timezone.now(), ""
            row.save(update_fields=["state", "sent_at", "error"])
    return reached


def _message(row: Mail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        row.subject,
        row.text,
        to=[row.to],
        connection=connection,
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated", "Content-Language": row.language},
    )
    message.attach_alternative(row.html, "text/html")
    return message


def _note_refusal(row: Mail, words: str, *, for_ever: bool) -> None:
    row.error = words[:1000]
    if for_ever or row.attempts >= MOST_ATTEMPTS:
        row.state = MailState.FAILED
    else:
        row.state, row.next_at = MailState.QUEUED, _next_attempt(row.attempts)
    row.save(update_fields=["state", "next_at", "error"])


def _next_attempt(attempts: int) -> datetime:
    """Return when a mail is tried again: after 1 minute, 2, 4 … and at most six hours."""
    return timezone.now() + min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)


def _code(refusal: smtplib.SMTPException) -> int:
    """Return the number that the mail server answered with; 0 when it gave none."""
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return min(code for code, _words in refusal.recipients.values())
    return int(getattr(refusal, "smtp_code", 0))


def _words(refusal: smtplib.SMTPException) -> str:
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_decoded(words)}" for code, words in refusal.recipients.values())
    if isinstance(refusal, smtplib.SMTPResponseException):
        return f"{refusal.smtp_code} {_decoded(refusal.smtp_error)}"
    return str(refusal)


def _decoded(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
