"""What the worker does about reminders: it decides the mail of the day in the morning, and sends what is in the outbox."""

from typing import Final

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rimlig.core.queueing import take_up_left_behind
from rimlig.reminders.digest import send_digests
from rimlig.reminders.outbox import QUEUE, SEND, send_what_is_due

_WHEN_DATABASE_IS_AWAY: Final = RetryStrategy(
    max_attempts=3, wait=5, retry_exceptions=[OperationalError, InterfaceError]
)
EARLIEST: Final = 7
"""The hour from which people are reminded; a worker that was not there then reminds when it comes, until the evening."""
LATEST: Final = 20


@app.periodic(cron="*/15 * * * *")
@app.task(name="reminders.remind", queue=QUEUE, queueing_lock="reminders.remind", retry=_WHEN_DATABASE_IS_AWAY)
def remind(timestamp: int) -> None:  # noqa: ARG001  # procrastinate gives it
    """Every quarter of an hour from seven in the morning: decide the mail of the day for those who have not got theirs."""
    now = timezone.localtime()
    if EARLIEST <= now.hour < LATEST:
        send_digests(now.date())


@app.task(name=SEND, queue=QUEUE, retry=_WHEN_DATABASE_IS_AWAY)
def send_mail() -> None:
    """Send what has just been stored."""
    send_what_is_due()


@app.periodic(cron="* * * * *")
@app.task(name="reminders.send_again", queue=QUEUE, queueing_lock="reminders.send_again")
def send_again(timestamp: int) -> None:  # noqa: ARG001
    """Every minute: send what was refused for a while, and what a worker that died has left."""
    take_up_left_behind(QUEUE)
    send_what_is_due()
