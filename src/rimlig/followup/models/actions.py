"""What is done about risks and shortcomings: actions, action plans, and the log of both."""

from typing import Any, Final, Self

import pgtrigger
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rimlig.core.errors import RuleBroken
from rimlig.core.models import exactly_one, with_history
from rimlig.documents.document import ActionStatus
from rimlig.followup.models.answers import FollowUpResult
from rimlig.followup.models.periods import Period
from rimlig.followup.models.words import STATUSES, known, status_field
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import PartOfPlan, PartQuerySet, Plan, PlannedFollowUp, ProcessGoal, UndesiredEvent
from rimlig.planning.triggers.plan import (
    OF_EVENT,
    OF_FOLLOW_UP,
    knows_its_plan,
    limit_stays_in_its_process,
    not_under_a_replaced_plan,
)

NEXT_ACTION_STATUSES: Final[dict[str, frozenset[ActionStatus]]] = {
    # What an old document left without a status can get any.
    "": frozenset(ActionStatus),
    ActionStatus.NOT_STARTED: frozenset({ActionStatus.ONGOING, ActionStatus.ON_HOLD, ActionStatus.CLOSED}),
    ActionStatus.ONGOING: frozenset({ActionStatus.ON_HOLD, ActionStatus.CLOSED}),
    ActionStatus.ON_HOLD: frozenset({ActionStatus.ONGOING, ActionStatus.CLOSED}),
    ActionStatus.CLOSED: frozenset({ActionStatus.ONGOING}),
}


class Tracked(models.Model):
    """Something that somebody is to have done by a day. An old document may name neither."""

    responsible = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("responsible")
    )
    due = models.DateField(_("done by"), null=True, blank=True)
    hold_reason = models.TextField(_("why it waits"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    effect_checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    effect_checked_at = models.DateTimeField(_("effect checked"), null=True, blank=True)

    class Meta:
        abstract = True

    status: str

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.status != ActionStatus.CLOSED

    @property
    def days_late(self) -> int:
        """How many days it is past its day; 0 when it is not, or is closed."""
        if self.due is None or not self.is_open:
            return 0
        return max((timezone.localdate() - self.due).days, 0)

    def move_to(self, status: ActionStatus) -> None:
        """Change the status, without saving. Raises RuleBroken when it cannot become that from where it is."""
        if status not in NEXT_ACTION_STATUSES[self.status]:
            raise RuleBroken(
                _(
                    "It is “%(now)s”, and cannot become “%(then)s” from there. Load the page again to see it as it is now."
                )
                % {"now": STATUSES[ActionStatus(self.status)], "then": STATUSES[status]}
            )
        self.status = status


class TrackedQuerySet(PartQuerySet[Any]):
    def still_open(self) -> Self:
        """Keep what is not closed. What has no status, in an old document, is not known to be."""
        return self.filter(status__in=["not_started", "ongoing", "on_hold"])

    def overdue(self) -> Self:
        """Keep what is not closed and past its day."""
        return self.still_open().filter(due__lt=timezone.localdate())


def _effect_check(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(effect_checked_by=None, effect_checked_at=None)
        | (Q(effect_checked_by__isnull=False, effect_checked_at__isnull=False, status="closed") & ~Q(effect="")),
    )


def _waits_for_a_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(hold_reason="") | Q(status="on_hold"))


@with_history("ActionHistory")
class Action(PartOfPlan, Tracked):
    """An action (åtgärd): preventive under an undesired event, corrective under a planned follow-up.

    `plan` is that of its event or follow-up: the database sets it, whatever is written, so that all actions of a board
    are found without going through both. `result` is the answer whose deviation it corrects, `unit` where it is done.
    One that somebody closes in Rimlig has its effect checked (`effect`, by
    whom, when); one from an old document may be closed without.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="actions", null=True, editable=False)
    event = models.ForeignKey(UndesiredEvent, models.PROTECT, related_name="actions", null=True, blank=True)
    follow_up = models.ForeignKey(PlannedFollowUp, models.PROTECT, related_name="actions", null=True, blank=True)
    result = models.ForeignKey(FollowUpResult, models.PROTECT, related_name="actions", null=True, blank=True)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="actions", null=True, blank=True)
    text = models.TextField(_("action"), blank=True)
    status = status_field()
    analysis = models.TextField(_("analysis"), blank=True)
    origin = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True, blank=True)
    position = models.PositiveIntegerField()

    objects = TrackedQuerySet.as_manager()  # type: ignore[misc]  # a narrower manager than that of every row

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(name="action_answers_one_thing", condition=exactly_one("event", "follow_up")),
            models.CheckConstraint(
                name="action_of_result_is_of_its_follow_up", condition=Q(result=None) | Q(follow_up__isnull=False)
            ),
            models.CheckConstraint(name="action_status_is_known", condition=known("status", ActionStatus)),
            _effect_check("action_effect_is_checked_when_closed"),
            _waits_for_a_reason("action_reason_to_wait_while_on_hold"),
            models.UniqueConstraint(
                fields=["event", "position"], name="event_action_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["follow_up", "position"], name="follow_up_action_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]
        indexes = [
            models.Index(fields=["responsible", "status"], name="action_by_responsible"),
            models.Index(fields=["unit", "status"], name="action_by_unit"),
        ]
        triggers = [knows_its_plan(OF_FOLLOW_UP, OF_EVENT), not_under_a_replaced_plan(OF_FOLLOW_UP, OF_EVENT)]

    def __str__(self) -> str:
        return self.text

    @property
    def in_plan(self) -> Plan:
        """The plan that the row stands in, for one that has just been made too."""
        if self.plan is not None:
            return self.plan
        above = self.event or self.follow_up
        if above is None:
            raise LookupError(f"{self!r} stands in no plan")
        return above.in_plan


@with_history("ActionLimitHistory")
class ActionLimit(models.Model):
    """That an action concerns this one of its process's goals; see planning.models.Limit."""

    placement = models.ForeignKey(ProcessGoal, models.RESTRICT, related_name="action_limits")
    action = models.ForeignKey(Action, models.CASCADE, related_name="limits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "action"], name="action_limit_once")]
        triggers = [
            limit_stays_in_its_process(
                "(SELECT m.process_id FROM followup_action a"
                " LEFT JOIN planning_undesiredevent e ON e.id = a.event_id"
                " LEFT JOIN planning_plannedfollowup f ON f.id = a.follow_up_id"
                " JOIN planning_workingmethod m ON m.id = COALESCE(e.working_method_id, f.working_method_id)"
                " WHERE a.id = NEW.action_id)"
            )
        ]

    def __str__(self) -> str:
        return str(self.placement)


@with_history("ActionPlanHistory")
class ActionPlan(PartOfPlan, Tracked):
    """A shortcoming, at how many units it was found, and what is done about it (handlingsplan)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="action_plans")
    heading = models.TextField(_("shortcoming"))
    finding = models.TextField(_("what was found"), blank=True)
    units_at_risk = models.PositiveIntegerField(_("units concerned"), null=True, blank=True)
    units_total = models.PositiveIntegerField(_("units in all"), null=True, blank=True)
    measures = models.TextField(_("actions"), blank=True)
    status = status_field()
    follow_up = models.ForeignKey(PlannedFollowUp, models.PROTECT, related_name="action_plans", null=True, blank=True)
    units = models.ManyToManyField(OrgUnit, through="ActionPlanUnit", related_name="action_plans")
    origin = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True, blank=True)
    position = models.PositiveIntegerField()

    objects = TrackedQuerySet.as_manager()  # type: ignore[misc]  # a narrower manager than that of every row

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="action_plan_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="action_plan_status_is_known", condition=known("status", ActionStatus)),
            models.CheckConstraint(
                name="action_plan_units_within_total",
                condition=Q(units_at_risk=None) | Q(units_total=None) | Q(units_at_risk__lte=F("units_total")),
            ),
            _effect_check("action_plan_effect_is_checked_when_closed"),
            _waits_for_a_reason("action_plan_reason_to_wait_while_on_hold"),
        ]

    def __str__(self) -> str:
        return self.heading


@with_history("ActionPlanUnitHistory")
class ActionPlanUnit(models.Model):
    """That the shortcoming of an action plan was found at this unit."""

    action_plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="unit_rows")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="action_plan_rows")

    class Meta:
        ordering = ["unit__name"]
        constraints = [models.UniqueConstraint(fields=["action_plan", "unit"], name="action_plan_unit_once")]

    def __str__(self) -> str:
        return str(self.unit)


class ActionNote(models.Model):
    """A line in the log of an action or an action plan: what has happened, and how it stood then. Never changed.

    `period` is set when it is the follow-up of an action plan at T1, T2 or the annual report.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="notes", null=True, blank=True)
    action_plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="notes", null=True, blank=True)
    period = models.ForeignKey(Period, models.PROTECT, related_name="action_notes", null=True, blank=True)
    text = models.TextField(_("what has happened"))
    status = status_field()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="note_is_of_one_thing", condition=exactly_one("action", "action_plan")),
            models.CheckConstraint(name="note_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="note_status_is_known", condition=known("status", ActionStatus)),
            models.CheckConstraint(
                name="note_of_period_is_of_an_action_plan", condition=Q(period=None) | Q(action_plan__isnull=False)
            ),
            models.UniqueConstraint(fields=["action_plan", "period"], name="action_plan_followed_up_once_a_period"),
        ]
        triggers = [pgtrigger.Protect(name="note_is_kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.text
