"""The annual plan: goals, the processes that serve them, and what is controlled and followed up."""

from functools import reduce
from operator import and_, attrgetter
from typing import Any, ClassVar, Final, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.errors import RuleBroken
from rimlig.core.models import Versioned, exactly_one, with_history
from rimlig.documents.document import Treatment
from rimlig.organisation.held import known_boards
from rimlig.organisation.models import Board, OrgUnit, Role, User
from rimlig.planning.models.common import CommonRisk
from rimlig.planning.models.council import CouncilGoal, year_is_plausible
from rimlig.planning.models.scales import LONGEST_SCALE, RiskCategory, RiskScale
from rimlig.planning.triggers.plan import (
    DECIDED_PLAN_STAYS,
    EVENT_VALUES_WITHIN_SCALE,
    FOLLOW_UP_AT_OWN_UNITS,
    FOLLOW_UP_IS_NUMBERED,
    OF_FOLLOW_UP,
    OF_METHOD,
    OF_PLACEMENT,
    OF_PLAN,
    OF_PROCESS,
    PLAN_SCALE_HOLDS_ITS_VALUES,
    PLAN_STATE_MACHINE,
    limit_stays_in_its_process,
    locked_with_its_plan,
)
from rimlig.records.models import Decision

TREATMENTS: Final = {
    Treatment.ACCEPT: _("accept"),
    Treatment.WATCH: _("watch"),
    Treatment.REDUCE: _("reduce"),
    Treatment.CONTROL: _("control"),
}
RISK_VALUES: Final = ("likelihood", "consequence", "likelihood_after", "consequence_after")

_Row = TypeVar("_Row", bound="PartOfPlan")


class PlanState(models.TextChoices):
    """How far a plan has come towards a decision. What a board has decided changes only by a new edition."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", _("adopted")
    CLOSED = "closed", _("closed")
    REPLACED = "replaced", _("replaced")


NEXT_STATES: Final[dict[PlanState, frozenset[PlanState]]] = {
    PlanState.DRAFT: frozenset({PlanState.PROPOSED}),
    PlanState.PROPOSED: frozenset({PlanState.DRAFT, PlanState.ADOPTED}),
    PlanState.ADOPTED: frozenset({PlanState.CLOSED, PlanState.REPLACED}),
    PlanState.CLOSED: frozenset(),
    PlanState.REPLACED: frozenset(),
}
UNDECIDED: Final = (PlanState.DRAFT, PlanState.PROPOSED)
IN_FORCE: Final = (PlanState.ADOPTED, PlanState.CLOSED)


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the plans of the boards that the person may know of."""
        return self.filter(board__in=known_boards(user))

    def of_the_year(self) -> Self:
        """Keep, for each board and year, the one edition that counts: the one in force, or the first while none is."""
        return self.filter(Q(state__in=IN_FORCE) | Q(state__in=UNDECIDED, edition=1))

    def revisions(self) -> Self:
        """Keep the new editions that are being written while an earlier one is in force."""
        return self.filter(state__in=UNDECIDED, edition__gt=1)


@with_history("PlanHistory")
class Plan(Versioned):
    """A board's internal-control plan (internkontrollplan) for a year, in one of its editions.

    Only a draft's rows can be changed (triggers keep it). The board's decision
    makes it the plan in force; a revision is a new edition that takes its
    place when it is adopted in its turn.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    scale = models.ForeignKey(RiskScale, models.PROTECT, related_name="plans", null=True, blank=True)
    revises = models.ForeignKey("self", models.PROTECT, related_name="revised_by", null=True, blank=True)
    revision_reason = models.TextField(_("reason for the revision"), blank=True)
    rolled_from = models.ForeignKey("self", models.SET_NULL, related_name="rolled_to", null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="plan", null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["board", "year", "edition"], name="plan_edition_once"),
            models.UniqueConstraint(
                fields=["board", "year"],
                condition=Q(state__in=["draft", "proposed"]),
                name="plan_undecided_once",
                violation_error_message=_("There is a draft for this year already."),
            ),
            models.UniqueConstraint(
                fields=["board", "year"],
                condition=Q(state__in=["adopted", "closed"]),
                name="plan_in_force_once",
                violation_error_message=_("There is a plan in force for this year already."),
            ),
            # Names every state, so it refuses one that there is not, too.
            models.CheckConstraint(
                name="plan_in_force_has_its_decision",
                condition=Q(state__in=["draft", "proposed"], decision=None)
                | Q(state__in=["adopted", "closed", "replaced"], decision__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_revision_has_its_reason",
                condition=Q(edition=1, revises=None)
                | (Q(edition__gt=1, revises__isnull=False) & ~Q(revision_reason="")),
            ),
            year_is_plausible("plan_year_is_plausible"),
        ]
        triggers = [PLAN_STATE_MACHINE, DECIDED_PLAN_STAYS, PLAN_SCALE_HOLDS_ITS_VALUES]

    def __str__(self) -> str:
        return f"{self.board} {self.year}"

    @property
    def is_draft(self) -> bool:
        """Whether the plan's rows can be changed."""
        return self.state == PlanState.DRAFT

    def must_be_draft(self) -> None:
        """Raise RuleBroken, with what to do instead, unless the plan's rows can be changed."""
        if self.state == PlanState.DRAFT:
            return
        if self.state == PlanState.PROPOSED:
            raise RuleBroken(
                _("The plan is proposed to the board, so it cannot be changed. Take the proposal back first.")
            )
        raise RuleBroken(
            _("The plan is decided, so it cannot be changed. Begin a revision: it becomes a new edition to decide on.")
        )


class PartQuerySet(models.QuerySet[_Row]):
    def visible_to(self, user: Any) -> Self:
        """Keep the rows that the person may read: where nothing else is said, those that they may know of."""
        return self.known_to(user)

    def known_to(self, user: Any) -> Self:
        """Keep the rows of the plans that the person may know of."""
        return self.filter(**{f"{self.model.WAY_TO_PLAN}__board__in": known_boards(user)})

    def with_plan(self, beyond: str = "") -> Self:
        """Fetch the plan and the board of each row with it, which `PartOfPlan.in_plan` and permissions ask for.

        `beyond` is what is fetched from the board on, such as its municipality.
        """
        board = f"board__{beyond}" if beyond else "board"
        return self.select_related(f"{self.model.WAY_TO_PLAN}__{board}")


class PartOfPlan(Versioned):
    """A row that stands somewhere in a plan. `WAY_TO_PLAN` are the relations that lead to it."""

    WAY_TO_PLAN: ClassVar[str] = "plan"

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def in_plan(self) -> "Plan":
        """The plan that the row stands in."""
        plan: Plan = attrgetter(self.WAY_TO_PLAN.replace("__", "."))(self)
        return plan


class PlanRow(PartOfPlan):
    """A row of the plan itself: locked once the plan is proposed. `origin` is the row that it was copied from."""

    origin = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True, blank=True)

    class Meta:
        abstract = True


@with_history("GoalHistory")
class Goal(PlanRow):
    """A goal of the council that concerns the board, numbered and worded as in the board's plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    number = models.CharField(_("number"), max_length=40, blank=True)
    title = models.TextField(_("title"), blank=True)
    council_goal = models.ForeignKey(CouncilGoal, models.PROTECT, related_name="plan_goals", null=True, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="goal_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]
        triggers = [locked_with_its_plan(OF_PLAN)]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


@with_history("ProcessHistory")
class Process(PlanRow):
    """An essential process: written once, shown under each goal that it serves."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="processes")
    name = models.TextField(_("process"))
    reason = models.TextField(_("why it is essential"), blank=True)
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
        triggers = [locked_with_its_plan(OF_PLAN)]

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
        triggers = [locked_with_its_plan(OF_PROCESS)]

    def __str__(self) -> str:
        return f"{self.goal.number} {self.process}"


@with_history("WorkingMethodHistory")
class WorkingMethod(PlanRow):
    """How a process is carried out (arbetssätt)."""

    WAY_TO_PLAN = "process__plan"

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
        triggers = [locked_with_its_plan(OF_PROCESS)]

    def __str__(self) -> str:
        return self.name


@with_history("OngoingControlHistory")
class OngoingControl(PlanRow):
    """What checks the working method as part of the work (löpande kontroll)."""

    WAY_TO_PLAN = "working_method__process__plan"

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
        triggers = [locked_with_its_plan(OF_METHOD)]

    def __str__(self) -> str:
        return self.text


@with_history("UndesiredEventHistory")
class UndesiredEvent(PlanRow):
    """What could happen (oönskad händelse): the risk, with its values where they have been assessed."""

    WAY_TO_PLAN = "working_method__process__plan"

    working_method = models.ForeignKey(WorkingMethod, models.CASCADE, related_name="events")
    text = models.TextField(_("undesired event"), blank=True)
    category = models.ForeignKey(RiskCategory, models.PROTECT, related_name="events", null=True, blank=True)
    common_risk = models.ForeignKey(CommonRisk, models.PROTECT, related_name="events", null=True, blank=True)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), null=True, blank=True)
    likelihood_reason = models.TextField(_("motivation of the likelihood"), blank=True)
    consequence = models.PositiveSmallIntegerField(_("consequence"), null=True, blank=True)
    consequence_reason = models.TextField(_("motivation of the consequence"), blank=True)
    likelihood_after = models.PositiveSmallIntegerField(_("likelihood after controls"), null=True, blank=True)
    consequence_after = models.PositiveSmallIntegerField(_("consequence after controls"), null=True, blank=True)
    treatment = models.CharField(
        _("treatment"),
        max_length=10,
        blank=True,
        choices=[(treatment.value, label) for treatment, label in TREATMENTS.items()],
    )
    treatment_reason = models.TextField(_("reason for the treatment"), blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("accepted by")
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
                condition=reduce(
                    and_, (Q(**{name: None}) | Q(**{f"{name}__range": (1, LONGEST_SCALE)}) for name in RISK_VALUES)
                ),
            ),
            models.CheckConstraint(
                name="event_treatment_is_known", condition=Q(treatment__in=["", *(item.value for item in Treatment)])
            ),
            models.CheckConstraint(
                name="event_accepted_by_somebody_is_accepted",
                condition=Q(accepted_by=None) | Q(treatment=Treatment.ACCEPT.value),
            ),
        ]
        triggers = [locked_with_its_plan(OF_METHOD), EVENT_VALUES_WITHIN_SCALE]

    def __str__(self) -> str:
        return self.text

    @property
    def risk_value(self) -> int | None:
        """Likelihood × consequence, or None until both are assessed."""
        if self.likelihood is None or self.consequence is None:
            return None
        return self.likelihood * self.consequence

    @property
    def risk_value_after(self) -> int | None:
        """The same after controls and planned actions, or None until both are assessed."""
        if self.likelihood_after is None or self.consequence_after is None:
            return None
        return self.likelihood_after * self.consequence_after


class Schedule(models.TextChoices):
    """How often a planned follow-up is answered."""

    PERIODS = "periods", _("each chosen reporting period")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    ONCE = "once", _("once")


class Examination(models.TextChoices):
    """What the follow-up looks at, when it is not simply what the unit knows."""

    SAMPLE = "sample", _("sample")
    DATA_TEST = "data_test", _("test on data")


class Answering(models.TextChoices):
    """Who answers a planned follow-up."""

    BOARD = "board", _("the administration as a whole")
    ALL_UNITS = "all_units", _("all units")
    SOME_UNITS = "some_units", _("chosen units")


PERIOD_CODES: Final = ("T1", "T2", "VB")


@with_history("PlannedFollowUpHistory")
class PlannedFollowUp(PlanRow):
    """What the plan says will be followed up (uppföljning av arbetssätt/löpande kontroll).

    The criteria say when each deviation level is right for this follow-up;
    where one is empty the municipality's own hold.
    `reference` is the number by which reports call it: the database gives it, see FOLLOW_UP_IS_NUMBERED.
    """

    WAY_TO_PLAN = "working_method__process__plan"

    working_method = models.ForeignKey(WorkingMethod, models.CASCADE, related_name="follow_ups")
    text = models.TextField(_("follow-up"), blank=True)
    method = models.TextField(_("method"), blank=True)
    schedule = models.CharField(_("how often"), max_length=10, choices=Schedule.choices, blank=True)
    periods = ArrayField(models.CharField(max_length=2), verbose_name=_("periods"), default=list, blank=True)
    due = models.DateField(_("day"), null=True, blank=True)
    answering = models.CharField(_("who answers"), max_length=10, choices=Answering.choices, default=Answering.BOARD)
    performer_role = models.CharField(_("performed by"), max_length=30, choices=Role.choices, blank=True)
    performer = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    reviewer_role = models.CharField(_("reviewed by"), max_length=30, choices=Role.choices, blank=True)
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    examination = models.CharField(_("examination"), max_length=10, choices=Examination.choices, blank=True)
    examination_note = models.TextField(_("what is examined"), blank=True)
    criterion_none = models.TextField(_("when there is no deviation"), blank=True)
    criterion_minor = models.TextField(_("when a deviation is minor"), blank=True)
    criterion_major = models.TextField(_("when a deviation is major"), blank=True)
    reference = models.PositiveIntegerField(_("reference"), db_default=0, editable=False)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["working_method", "position"], name="follow_up_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="follow_up_schedule_is_known", condition=Q(schedule__in=["", *Schedule.values])
            ),
            models.CheckConstraint(
                name="follow_up_periods_are_known",
                condition=Q(periods__contained_by=list(PERIOD_CODES)) & (Q(periods=[]) | Q(schedule=Schedule.PERIODS)),
            ),
            models.CheckConstraint(
                name="follow_up_reviewed_by_another",
                condition=Q(performer=None) | Q(reviewer=None) | ~Q(performer=F("reviewer")),
                violation_error_message=_("Who performs the follow-up cannot review it too."),
            ),
            models.CheckConstraint(
                name="follow_up_once_has_the_day", condition=Q(due=None) | Q(schedule=Schedule.ONCE)
            ),
            models.CheckConstraint(name="follow_up_answering_is_known", condition=Q(answering__in=Answering.values)),
            models.CheckConstraint(
                name="follow_up_examination_is_known", condition=Q(examination__in=["", *Examination.values])
            ),
        ]
        triggers = [locked_with_its_plan(OF_METHOD), FOLLOW_UP_IS_NUMBERED]

    def __str__(self) -> str:
        return self.text


@with_history("FollowUpUnitHistory")
class FollowUpUnit(models.Model):
    """That a unit answers a planned follow-up for which units have been chosen."""

    follow_up = models.ForeignKey(PlannedFollowUp, models.CASCADE, related_name="chosen_units")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="follow_ups")

    class Meta:
        ordering = ["unit__name"]
        constraints = [models.UniqueConstraint(fields=["follow_up", "unit"], name="unit_chosen_once")]
        triggers = [locked_with_its_plan(OF_FOLLOW_UP), FOLLOW_UP_AT_OWN_UNITS]

    def __str__(self) -> str:
        return str(self.unit)


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
            locked_with_its_plan(OF_PLACEMENT),
            limit_stays_in_its_process(
                "COALESCE("
                "(SELECT process_id FROM planning_workingmethod WHERE id = NEW.working_method_id),"
                "(SELECT m.process_id FROM planning_ongoingcontrol r"
                " JOIN planning_workingmethod m ON m.id = r.working_method_id WHERE r.id = NEW.control_id),"
                "(SELECT m.process_id FROM planning_undesiredevent r"
                " JOIN planning_workingmethod m ON m.id = r.working_method_id WHERE r.id = NEW.event_id),"
                "(SELECT m.process_id FROM planning_plannedfollowup r"
                " JOIN planning_workingmethod m ON m.id = r.working_method_id WHERE r.id = NEW.follow_up_id))"
            ),
        ]

    def __str__(self) -> str:
        return str(self.placement)
