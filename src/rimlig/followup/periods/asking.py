"""Putting in the queue that a plan's answers are asked for; what carries it out stands in `tasks.py`."""

from typing import Final

from rimlig.core.queueing import put_in_queue
from rimlig.planning.models import Plan

QUEUE: Final = "followup"
ASK: Final = "followup.ask_for_answers_of"


def ask_soon(plan: Plan) -> None:
    """Let a worker ask for the plan's answers as soon as this transaction is over. For a plan that has just come into force."""
    put_in_queue(ASK, QUEUE, plan_id=plan.pk)
