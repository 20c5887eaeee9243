"""Who reviews an answer now, and whether another review comes after theirs."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.followup.concerned import at_place, may_review, place_of
from rimlig.followup.models import Action, AnswerState, FollowUpResult, FollowUpRules
from rimlig.organisation.abilities import EXPERTS, Ability, holds
from rimlig.organisation.held import Held, held_today
from rimlig.organisation.models import Role, User

BY_THE_REVIEWER = 1
BY_THE_CONTROLLER = 2


def is_expert(user: Any, result: FollowUpResult) -> bool:
    """Say whether the person is a controller where the answer stands."""
    return holds(user, place_of(result), Ability(EXPERTS))


def why_not_review(user: User, result: FollowUpResult, rules: FollowUpRules) -> str:
    """Return a sentence on why the person cannot review the answer at its present step; "" when they can.

    It says nothing of the answer's state. `result` is fetched with what `locked_answer` fetches.
    """
    if not may_review(user, result):
        return _("You are not one of those who review this answer.")
    if result.step == BY_THE_CONTROLLER and not is_expert(user, result):
        return _("The first review is done. The answer waits for the controller now.")
    if rules.reviewer_is_another and user.pk in {result.filed_by_id, result.saved_by_id}:
        return _("You have written or filed this answer yourself, so somebody else reviews it.")
    return ""


def is_last_review(user: User, result: FollowUpResult, rules: FollowUpRules) -> bool:
    """Say whether the answer is settled when the person approves it at its present step.

    The controller sees every answer where the municipality wants it: one that
    a controller has reviewed first, or has filed, has been seen.
    """
    return (
        result.step == BY_THE_CONTROLLER
        or not rules.controller_reviews
        or is_expert(user, result)
        or (result.filed_by is not None and is_expert(result.filed_by, result))
    )


def lacks_action(result: FollowUpResult, rules: FollowUpRules) -> bool:
    """Say whether the answer's deviation needs an action, or a reason for none, and has neither."""
    return (
        rules.demands_action(result.deviation)
        and not result.no_action_reason
        and not Action.objects.filter(result=result).exists()
    )


def reviewable_by(user: Any) -> Q:
    """Return the condition that an answer can be reviewed by the person today: the same as `why_not_review`, for lists."""
    today = timezone.localdate()
    may_be_the_same = Q(period__municipality__follow_up_rules__reviewer_is_another=False)
    open_now = Q(period__opens__lte=today, period__closes__gte=today)
    another = ~Q(filed_by=user) & ~Q(saved_by=user) | may_be_the_same
    return Q(state=AnswerState.FILED) & open_now & _at_their_step(user) & another


def shown_to_reviewer(user: Any) -> Q:
    """Return the condition that the person is one of those who review the answer at some step, however far it has come."""
    return _theirs(user, {})


def _at_their_step(user: Any) -> Q:
    """Return the condition that the answer waits for a review of the kind that the person gives."""
    return _theirs(user, {"step": BY_THE_REVIEWER})


def _theirs(user: Any, unless_expert: dict[str, int]) -> Q:
    owners = {user.pk, *(held.owner for held in held_today(user))}
    theirs = Q(**unless_expert, follow_up__reviewer__in=owners)
    for held in held_today(user):
        if held.role in EXPERTS:
            theirs |= at_place(user, held)
        else:
            theirs |= Q(**unless_expert, follow_up__reviewer=None) & _by_role(held) & at_place(user, held)
    return theirs


def _by_role(held: Held) -> Q:
    """Return the condition that the plan lets the role review; where it says nothing, the manager above does."""
    named = Q(follow_up__reviewer_role=held.role)
    if held.role == Role.HEAD_OF_ADMINISTRATION:
        return named | Q(follow_up__reviewer_role="", unit=None)
    if held.role == Role.DEPARTMENT_MANAGER:
        return named | Q(follow_up__reviewer_role="", unit__isnull=False)
    return named
