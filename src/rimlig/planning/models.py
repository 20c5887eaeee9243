"""The annual plan: goals, the processes that serve them, and what is controlled and followed up."""

from functools import reduce
from operator import attrgetter, or_
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import Versioned, exactly_one, with_history
from rimlig.documents.document import Treatment
from rimlig.organisation.models import Board
from rimlig.planning.triggers import limit_stays_in_its_process

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
LONGEST_SCALE = 10

_Row = TypeVar("_Row", bound="PartOfPlan")


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the plans of the boards that the person may know of."""
        return self.filter(board__in=Board.objects.visible_to(user))


@with_history("PlanHistory")
class Plan(Versioned):
    """A board's internal-control plan (internkontrollplan) for a year: at most one for each."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("year"))

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["board", "year"], name="plan_once_per_board_and_year"),
            models.CheckConstraint(
                name="plan_year_is_plausible", condition=Q(year__range=(EARLIEST_YEAR, LATEST_YEAR))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.year}"


class PartQuerySet(models.QuerySet[_Row]):
    def visible_to(self, user: Any) -> Self:
        """Keep the rows of the plans that the person may know of."""
        plans = Plan.objects.visible_to(user).values("pk")
        return self.filter(reduce(or_, (Q(**{f"{way}__in": plans}) for way in self.model.WAYS_TO_PLAN)))

    def with_plan(self) -> Self:
        """Fetch the plan and the board of each row with it, which `PartOfPlan.in_plan` and permissions ask for."""
        return self.select_related(*(f"{way}__board" for way in self.model.WAYS_TO_PLAN))


class PartOfPlan(Versioned):
    """A row that stands somewhere in a plan. `WAYS_TO_PLAN` are the relations to it, of which one is set."""

    WAYS_TO_PLAN: ClassVar[tuple[str, ...]] = ("plan",)

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def in_plan(self) -> "Plan":
        """The plan that the row stands in."""
        for way in self.WAYS_TO_PLAN:
            first, *_others = way.split("__")
            if getattr(self, f"{first}_id") is not None:
                plan: Plan = attrgetter(way.replace("__", "."))(self)
                return plan
        raise LookupError(f"{self!r} stands in no plan")


@with_history("GoalHistory")
class Goal(PartOfPlan):
    """A goal of the council that concerns the board, numbered and worded as in the board's plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    number = models.CharField(_("number"), max_length=40, blank=True)
    title = models.TextField(_("title"), blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="goal_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


@with_history("ProcessHistory")
class Process(PartOfPlan):
    """An essential process: written once, shown under each goal that it serves."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="processes")
    name = models.TextField(_("process"))
    position = models.PositiveIntegerField()
    goals = models.ManyToManyField(Goal, through="ProcessGoal", related_name="processes")

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "processes"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="process_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.name


@with_history("ProcessGoalHistory")
class ProcessGoal(models.Model):
    """That a process serves a goal, and its place among the goal's processes."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="placements")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="placements")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["goal__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["process", "goal"], name="process_serves_goal_once"),
            models.UniqueConstraint(
                fields=["goal", "position"], name="placement_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal.number} {self.process}"


@with_history("WorkingMethodHistory")
class WorkingMethod(PartOfPlan):
    """How a process is carried out (arbetssätt)."""

    WAYS_TO_PLAN = ("process__plan",)

    process = models.ForeignKey(Process, models.CASCADE, related_name="working_methods")
    name = models.TextField(_("working method"))
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "position"], name="method_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.name


@with_history("OngoingControlHistory")
class OngoingControl(PartOfPlan):
    """What checks the working method as part of the work (löpande kontroll)."""

    WAYS_TO_PLAN = ("working_method__process__plan",)

    working_method = models.ForeignKey(WorkingMethod, models.CASCADE, related_name="controls")
    text = models.TextField(_("ongoing control"))
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["working_method", "position"], name="control_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.text


@with_history("UndesiredEventHistory")
class UndesiredEvent(PartOfPlan):
    """What could happen (oönskad händelse): the risk, with its values where they have been assessed."""

    WAYS_TO_PLAN = ("working_method__process__plan",)

    working_method = models.ForeignKey(WorkingMethod, models.CASCADE, related_name="events")
    text = models.TextField(_("undesired event"), blank=True)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), null=True, blank=True)
    consequence = models.PositiveSmallIntegerField(_("consequence"), null=True, blank=True)
    treatment = models.CharField(
        _("treatment"),
        max_length=10,
        blank=True,
        choices=[(treatment.value, treatment.name) for treatment in Treatment],
    )
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["working_method", "position"], name="event_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="event_values_on_a_scale",
                condition=(Q(likelihood=None) | Q(likelihood__range=(1, LONGEST_SCALE)))
                & (Q(consequence=None) | Q(consequence__range=(1, LONGEST_SCALE))),
            ),
            models.CheckConstraint(
                name="event_treatment_is_known", condition=Q(treatment__in=["", *(item.value for item in Treatment)])
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def risk_value(self) -> int | None:
        """Likelihood × consequence, or None until both are assessed."""
        if self.likelihood is None or self.consequence is None:
            return None
        return self.likelihood * self.consequence


@with_history("PlannedFollowUpHistory")
class PlannedFollowUp(PartOfPlan):
    """What the plan says will be followed up (uppföljning av arbetssätt/löpande kontroll)."""

    WAYS_TO_PLAN = ("working_method__process__plan",)

    working_method = models.ForeignKey(WorkingMethod, models.CASCADE, related_name="follow_ups")
    text = models.TextField(_("follow-up"), blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["working_method", "position"], name="follow_up_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.text


@with_history("LimitHistory")
class Limit(models.Model):
    """That a row concerns this one of its process's goals. A row without limits concerns them all.

    RESTRICT: a process cannot stop serving a goal to which something is
    limited, or the row would silently concern all the others.
    """

    OWNERS = ("working_method", "control", "event", "follow_up")

    placement = models.ForeignKey(ProcessGoal, models.RESTRICT, related_name="limits")
    working_method = models.ForeignKey(WorkingMethod, models.CASCADE, null=True, related_name="limits")
    control = models.ForeignKey(OngoingControl, models.CASCADE, null=True, related_name="limits")
    event = models.ForeignKey(UndesiredEvent, models.CASCADE, null=True, related_name="limits")
    follow_up = models.ForeignKey(PlannedFollowUp, models.CASCADE, null=True, related_name="limits")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="limit_is_of_one_row", condition=exactly_one("working_method", "control", "event", "follow_up")
            ),
            models.UniqueConstraint(
                fields=["placement", "working_method", "control", "event", "follow_up"],
                nulls_distinct=False,
                name="limit_once",
            ),
        ]
        triggers = [
            limit_stays_in_its_process(
                "COALESCE("
                "(SELECT process_id FROM planning_workingmethod WHERE id = NEW.working_method_id),"
                "(SELECT m.process_id FROM planning_ongoingcontrol r"
                " JOIN planning_workingmethod m ON m.id = r.working_method_id WHERE r.id = NEW.control_id),"
                "(SELECT m.process_id FROM planning_undesiredevent r"
                " JOIN planning_workingmethod m ON m.id = r.working_method_id WHERE r.id = NEW.event_id),"
                "(SELECT m.process_id FROM planning_plannedfollowup r"
                " JOIN planning_workingmethod m ON m.id = r.working_method_id WHERE r.id = NEW.follow_up_id))"
            )
        ]

    def __str__(self) -> str:
        return str(self.placement)
