"""What is asked about actions by more than one page."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from rimlig.followup.models import Action, ActionPlanUnit, FollowUpResult, FollowUpRules
from rimlig.organisation.held import held_today
from rimlig.planning.models import UNDECIDED, PlanState


def counting(rows: Any) -> Any:
    """Keep of each action, or action plan, that was carried over the one that counts.

    It is the one in the latest plan that is decided: as long as next year's
    plan is a draft, what it has been given a copy of goes on where it stands.
    """
    model = rows.model
    copies = model.objects.filter(origin=OuterRef("pk")).exclude(plan__state__in=UNDECIDED)
    return rows.filter(~Q(plan__state__in=UNDECIDED) | Q(origin=None)).filter(~Exists(copies))


def current_action_plans(rows: Any) -> Any:
    """Keep the action plans that count, of plans that no later edition has replaced; see `counting`."""
    return counting(rows).exclude(plan__state=PlanState.REPLACED)


def at_units(units: Any) -> Q:
    """Return the condition that the shortcoming of an action plan was found at one of the units."""
    return Q(pk__in=ActionPlanUnit.objects.filter(unit__in=units).values("action_plan"))


def actions_awaiting(user: Any) -> Any:
    """Return the open actions that await the person, the first to be done first, as a queryset.

    Those that they are responsible for, and those of the people for whom they
    are a substitute today. Of an action that was carried over only one counts.
    """
    owners = {user.pk, *(held.owner for held in held_today(user))}
    return (
        counting(Action.objects.visible_to(user))
        .still_open()
        .filter(responsible__in=owners)
        .with_plan()
        .select_related("responsible", "unit")
        .order_by(F("due").asc(nulls_last=True), "pk")
    )


def actions_of(result: FollowUpResult) -> list[Action]:
    """Return the actions of an answer in their order, each with who is responsible."""
    return list(Action.objects.filter(result=result).select_related("responsible", "unit").order_by("position"))


def demands_action(result: FollowUpResult) -> bool:
    """Say whether the municipality asks for an action, or a reason for none, at the answer's deviation."""
    rules = FollowUpRules.objects.of(result.in_plan.board.municipality_id)
    return rules.demands_action(result.deviation)
