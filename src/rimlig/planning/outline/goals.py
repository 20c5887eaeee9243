"""What a board's draft plan takes from the council's goals of its year."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import CouncilGoal, Goal, Plan
from rimlig.planning.municipality.deciding import last_position


def take_goals(plan: Plan, goals: Iterable[CouncilGoal], *, by: User | None) -> list[Goal]:
    """Add the council's goals last to the draft, with the council's numbers and words; returns those that were added.

    Goals that the plan has already are left as they are. RuleBroken when the
    plan is no draft, and for goals of another municipality or year.
    """
    with refusals_in_words(), transaction.atomic(), recorded("planning.take_goals", by):
        plan = locked_draft(plan)
        wanted = sorted(goals, key=_position)
        if any((goal.municipality_id, goal.year) != (plan.board.municipality_id, plan.year) for goal in wanted):
            raise RuleBroken(_("A plan takes up goals of its own year and municipality. Nothing was added."))
        there = set(plan.goals.exclude(council_goal=None).values_list("council_goal_id", flat=True))
        first = last_position(plan.goals.all())
        new = [goal for goal in wanted if goal.pk not in there]
        return Goal.objects.bulk_create(
            Goal(plan=plan, council_goal=goal, number=goal.number, title=goal.title, position=position)
            for position, goal in enumerate(new, first)
        )


def use_council_wording(goal: Goal, *, by: User | None) -> Goal:
    """Give the draft's goal the number and the words that the council's goal has now."""
    with refusals_in_words(), transaction.atomic(), recorded("planning.use_council_wording", by):
        plan = locked_draft(goal.plan)
        now = plan.goals.select_related("council_goal").filter(pk=goal.pk).first()
        if now is None or now.council_goal is None:
            raise RuleBroken(_("The goal is no longer one of the council's in this plan. Nothing was changed."))
        council = now.council_goal
        if (now.number, now.title) != (council.number, council.title):
            Goal.objects.filter(pk=now.pk).update(number=council.number, title=council.title, version=F("version") + 1)
            now.refresh_from_db()
        return now


def _position(goal: CouncilGoal) -> int:
    return goal.position
