"""Reads of the council's goals: a year, how it differs from the year before, and what plans have taken up."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from rimlig.organisation.models import Municipality
from rimlig.planning.models import CouncilGoal, Goal, OrientationGoal, Plan


@dataclass(frozen=True)
class Section:
    """The goals below an orientation goal, or those below none."""

    orientation: OrientationGoal | None
    goals: tuple[CouncilGoal, ...]


@dataclass(frozen=True)
class YearOfGoals:
    """A year's goals, and what became of last year's."""

    sections: tuple[Section, ...]
    goals: tuple[CouncilGoal, ...]
    dropped: tuple[CouncilGoal, ...]
    """Goals of last year that no goal of this year goes on from."""
    has_last_year: bool


def goals_of_year(municipality: Municipality, year: int) -> YearOfGoals:
    """Return the year's goals below their orientation goals. Each goal has `plans`, the number of plans with it.

    Three queries. A goal's `origin` comes with it.
    """
    orientations = list(municipality.orientation_goals.filter(year=year))
    goals = list(
        municipality.council_goals.filter(year=year)
        .select_related("origin")
        .annotate(plans=Count("plan_goals__plan", distinct=True))
        .order_by("position")
    )
    last_year = list(
        municipality.council_goals.filter(year=year - 1)
        .annotate(gone_on=Count("copies", filter=Q(copies__year=year), distinct=True))
        .order_by("position")
    )
    sections = [Section(row, tuple(goal for goal in goals if goal.orientation_id == row.pk)) for row in orientations]
    below_none = tuple(goal for goal in goals if goal.orientation_id is None)
    if below_none:
        sections.append(Section(None, below_none))
    dropped = tuple(goal for goal in last_year if not goal.gone_on)
    return YearOfGoals(tuple(sections), tuple(goals), dropped, bool(last_year))


def years_with_goals(municipality: Municipality) -> list[int]:
    """Return the years for which there are goals, the earliest first."""
    return sorted(set(municipality.council_goals.values_list("year", flat=True)))


def goals_of_next_year(goal: Goal) -> QuerySet[CouncilGoal]:
    """Return the council's goals of the year after the plan's that go on from the goal; none when it is the board's own."""
    return CouncilGoal.objects.filter(
        municipality=goal.plan.board.municipality_id,
        year=goal.plan.year + 1,
        origin__isnull=False,
        origin=goal.council_goal_id,
    )


def goals_to_take(plan: Plan) -> QuerySet[CouncilGoal]:
    """Return the council's goals of the plan's year that the plan does not have, in the council's order."""
    taken = plan.goals.exclude(council_goal=None).values("council_goal")
    goals = CouncilGoal.objects.filter(municipality=plan.board.municipality_id, year=plan.year)
    return goals.exclude(pk__in=taken).select_related("orientation").order_by("position")


def differing_goals(plan: Plan) -> QuerySet[Goal]:
    """Return the plan's goals that are worded or numbered otherwise than the council's now; `council_goal` comes along."""
    same = Q(number=F("council_goal__number"), title=F("council_goal__title"))
    return plan.goals.exclude(council_goal=None).exclude(same).select_related("council_goal")
