"""A plan's steps from draft to decision and on: the lock, what the person saw, and the sentence when it is too late."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.planning.models import NEXT_STATES, Plan, PlanState


def locked(plan: Plan) -> Plan:
    """Lock the plan's row until the transaction ends, and return it as it is now.

    Who writes in the plan holds a share of the same lock (the rows' triggers),
    so this waits for them; and they wait for this, and then see its outcome.
    """
    # Two statements: one that has waited for the row sees it as it is now, but what it joins as it was before.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    return Plan.objects.select_related("board__municipality", "scale", "decision", "proposed_by", "revises").get(
        pk=plan.pk
    )


def as_seen(plan: Plan, version: int) -> None:
    """Raise Outdated unless the plan is as the person saw it when they decided to do this."""
    if plan.version != version:
        raise Outdated(
            _("The plan is not as it was when you opened the page: it is now %(state)s. Nothing has been changed.")
            % {"state": plan.get_state_display()},
            plan,
        )


def must_be(plan: Plan, *states: PlanState) -> None:
    """Raise RuleBroken, with how the plan stands, unless it is in one of the states."""
    if plan.state not in states:
        raise RuleBroken(
            _("The plan is %(state)s, so this cannot be done to it. Nothing has been changed.")
            % {"state": plan.get_state_display()}
        )


def move(plan: Plan, state: PlanState, **values: Any) -> Plan:
    """Let a locked plan take a step that the table of steps has, and return it as it is then."""
    if state not in NEXT_STATES[PlanState(plan.state)]:
        must_be(plan, *(old for old, allowed in NEXT_STATES.items() if state in allowed))
    Plan.objects.filter(pk=plan.pk).update(state=state, version=F("version") + 1, **values)
    return Plan.objects.select_related("board__municipality", "scale", "decision", "revises").get(pk=plan.pk)
