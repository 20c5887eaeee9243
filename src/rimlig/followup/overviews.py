"""Counts of each plan, for the start page."""

from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.followup.models import Action, ActionPlan, FollowUpResult
from rimlig.organisation.models import Board
from rimlig.planning.models import Plan, PlannedFollowUp, Process

DEVIATES = (Deviation.MINOR, Deviation.MAJOR)


def boards_with_plans(user: Any) -> QuerySet[Board]:
    """Return the boards that the person may know of, with their plans (newest first) and each plan's counts.

    A plan has `processes_in_all`, `follow_ups_in_all`, `deviations` and
    `open_actions`. A deviation counts when the board's latest own result of the
    follow-up says so.
    """
    return (
        Board.objects.visible_to(user)
        .select_related("municipality")
        .prefetch_related(Prefetch("plans", plans_with_counts()))
        .order_by("municipality__name", "name")
    )


def plans_with_counts() -> QuerySet[Plan]:
    """Return the plan of each board and year with its counts; narrow it before it is shown."""
    return (
        Plan.objects.of_the_year()
        .annotate(
            processes_in_all=_count(Process.objects.all(), "plan"),
            follow_ups_in_all=_count(PlannedFollowUp.objects.all(), "working_method__process__plan"),
            deviations=_count(latest_own_results().filter(deviation__in=DEVIATES), _VIA_FOLLOW_UP),
            open_actions=_count(_open(Action.objects.all()), "plan") + _count(_open(ActionPlan.objects.all()), "plan"),
        )
        .order_by("-year")
    )


_VIA_FOLLOW_UP = "follow_up__working_method__process__plan"


def latest_own_results() -> QuerySet[FollowUpResult]:
    """Return of each follow-up the board's own result (not a unit's) of the last period that has one."""
    own = FollowUpResult.objects.settled().filter(unit=None)
    later = own.filter(follow_up=OuterRef("follow_up"), period__ends__gt=OuterRef("period__ends"))
    # Two periods may end on the same day (tertial 3 and the annual report): the later stored one counts.
    twin = own.filter(follow_up=OuterRef("follow_up"), period__ends=OuterRef("period__ends"), pk__gt=OuterRef("pk"))
    return own.filter(~Exists(later), ~Exists(twin))


def _open(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.filter(status__in=[status for status in ActionStatus if status != ActionStatus.CLOSED])


def _count(rows: "QuerySet[Any]", way_to_plan: str) -> Coalesce:
    """Return the number of the rows in each plan. A subquery each: joins would multiply them with one another."""
    counted = (
        rows.order_by()
        .annotate(in_plan=F(way_to_plan))
        .filter(in_plan=OuterRef("pk"))
        .values("in_plan")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
