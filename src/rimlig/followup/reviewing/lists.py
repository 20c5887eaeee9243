"""The answers of a plan in a period as their people walk through them: in the order of the board."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from rimlig.followup.models import AnswerState, FollowUpResult, Period
from rimlig.followup.reviewing.reviewers import reviewable_by
from rimlig.planning.models import Plan, ProcessGoal


def first_goal(process: str) -> Subquery:
    """Return the position of the first goal that the process serves. `process` is the way to it from the row."""
    placed = ProcessGoal.objects.filter(process=OuterRef(process)).order_by("goal__position", "position")
    return Subquery(placed.values("goal__position")[:1])


def order_of_board(follow_up: str) -> tuple[Any, ...]:
    """Return how rows are ordered on the board: each process under its first goal. `follow_up` is the way to it, "" for itself."""
    way = f"{follow_up}__" if follow_up else ""
    method = f"{way}working_method"
    return (
        first_goal(f"{method}__process").asc(nulls_last=True),
        F(f"{method}__process__position"),
        F(f"{method}__position"),
        F(f"{way}position"),
        F("pk") if not way else F(follow_up),
    )


def answers_of(plan: Plan, period: Period) -> "QuerySet[FollowUpResult]":
    """Return what the plan asks for in the period; not what the controller has concluded from it."""
    of_plan = FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan, period=period)
    return of_plan.exclude(state=AnswerState.CONCLUDED)


def to_review(user: Any, plan: Plan, period: Period) -> list[int]:
    """Return the ids of the answers that the person may review now, in the order of the board."""
    mine = (
        answers_of(plan, period).filter(reviewable_by(user)).order_by(*order_of_board("follow_up"), "unit__name", "pk")
    )
    return list(mine.values_list("pk", flat=True))


def around(pks: list[int], pk: int) -> tuple[int | None, int | None]:
    """Return the one before and the one after in the list; for one that is not in it, none and the first."""
    if pk not in pks:
        return None, (pks[0] if pks else None)
    place = pks.index(pk)
    return (pks[place - 1] if place else None), (pks[place + 1] if place + 1 < len(pks) else None)


def periods_of_plan(plan: Plan) -> list[Period]:
    """Return the periods in which the plan has asked for answers, in the order of the year."""
    asked = FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan)
    return list(Period.objects.filter(pk__in=asked.values("period")).order_by("ends", "starts", "pk"))


def period_shown(periods: list[Period], code: str) -> Period | None:
    """Return the period with the code; without one the latest that takes answers today, else the latest."""
    named = [period for period in periods if period.code == code]
    now = [period for period in periods if period.takes_answers]
    return next(reversed(named or now or periods), None)
