"""What is asked about actions by more than one page."""

from typing import Any

from django.db.models import F

from rimlig.followup.models import Action, FollowUpResult, FollowUpRules
from rimlig.organisation.held import held_today


def actions_awaiting(user: Any) -> Any:
    """Return the open actions that await the person, the first to be done first, as a queryset.

    Those that they are responsible for, and those of the people for whom they
    are a substitute today. Of an action that was carried over only the copy counts.
    """
    owners = {user.pk, *(held.owner for held in held_today(user))}
    return (
        Action.objects.visible_to(user)
        .still_open()
        .filter(responsible__in=owners, copies=None)
        .with_plan()
        .select_related("responsible", "unit")
        .order_by(F("due").asc(nulls_last=True), "pk")
    )


def actions_of(result: FollowUpResult) -> list[Action]:
    """Return the actions of an answer in their order, each with who is responsible."""
    return list(Action.objects.filter(result=result).select_related("responsible", "unit").order_by("position"))


def demands_action(result: FollowUpResult) -> bool:
    """Say whether the municipality asks for an action, or a reason for none, at the answer's deviation."""
    rules = FollowUpRules.objects.filter(municipality=result.in_plan.board.municipality_id).first() or FollowUpRules()
    return rules.demands_action(result.deviation)
