"""What the worker does about periods: it asks for the answers of those that are open.

Asking is as good twice as once, and each plan is a transaction of its own: a
worker that dies loses nothing that the next one does not do.
"""

from typing import Final

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rimlig.core.queueing import take_up_left_behind
from rimlig.followup.periods.asking import ASK, QUEUE
from rimlig.followup.periods.opening import ask_for_answers, open_what_is_due
from rimlig.planning.models import Plan

_WHEN_DATABASE_IS_AWAY: Final = RetryStrategy(
    max_attempts=3, wait=5, retry_exceptions=[OperationalError, InterfaceError]
)


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="followup.open_what_is_due",
    queue=QUEUE,
    queueing_lock="followup.open_what_is_due",
    retry=_WHEN_DATABASE_IS_AWAY,
)
def open_periods(timestamp: int) -> None:  # noqa: ARG001  # procrastinate gives it
    """Every ten minutes: ask for the answers of all open periods, also those that plans and units of today ask for anew."""
    take_up_left_behind(QUEUE)
    open_what_is_due(by=None)


@app.task(name=ASK, queue=QUEUE, retry=_WHEN_DATABASE_IS_AWAY)
def ask_for_answers_of(plan_id: int) -> None:
    """Ask for the answers of one plan, which has just come into force. Nothing when it is gone meanwhile."""
    plan = Plan.objects.filter(pk=plan_id).first()
    if plan is not None:
        ask_for_answers(plan, by=None)
