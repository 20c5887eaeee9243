"""What the units and the board found: periods, results, actions, and the texts around the report."""

from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import exactly_one, with_history
from rimlig.documents.document import ActionStatus, Deviation, Kind
from rimlig.organisation.models import Municipality, OrgUnit
from rimlig.planning.models import PartOfPlan, Plan, PlannedFollowUp, ProcessGoal, UndesiredEvent
from rimlig.planning.triggers.plan import (
    OF_EVENT,
    OF_FOLLOW_UP,
    OF_PLAN,
    limit_stays_in_its_process,
    locked_with_its_plan,
    not_under_a_replaced_plan,
)

DEVIATIONS = {
    Deviation.NONE: _("No deviation"),
    Deviation.MINOR: _("Minor deviation"),
    Deviation.MAJOR: _("Major deviation"),
    Deviation.NOT_DONE: _("Not done"),
}
STATUSES = {
    ActionStatus.NOT_STARTED: _("Not started"),
    ActionStatus.ONGOING: _("Ongoing"),
    ActionStatus.ON_HOLD: _("On hold"),
    ActionStatus.CLOSED: _("Closed"),
}
KINDS = {
    Kind.PLAN: _("Plan"),
    Kind.FOLLOW_UP: _("Follow-up"),
    Kind.ACTION_PLANS: _("Action plans"),
}


def _deviation_field() -> "models.CharField[str, str]":
    return models.CharField(_("deviation level"), max_length=10, blank=True, choices=list(DEVIATIONS.items()))


def _status_field() -> "models.CharField[str, str]":
    return models.CharField(_("status"), max_length=12, blank=True, choices=list(STATUSES.items()))


def _known(field: str, values: type[Deviation] | type[ActionStatus] | type[Kind]) -> Q:
    """Return the condition that the column is empty or holds one of the values."""
    return Q(**{f"{field}__in": ["", *(value.value for value in values)]})


class PeriodCode(models.TextChoices):
    """The reporting periods of the year. The last is the annual report (verksamhetsberättelse)."""

    T1 = "T1", _("Tertial 1")
    T2 = "T2", _("Tertial 2")
    VB = "VB", _("Annual report")


@with_history("PeriodHistory")
class Period(models.Model):
    """A dated reporting period of a year in a municipality."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="periods")
    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(_("period"), max_length=4, choices=PeriodCode.choices)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"))

    class Meta:
        ordering = ["year", "ends"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "code"], name="period_once_a_year"),
            models.CheckConstraint(name="period_ends_after_start", condition=Q(starts__lt=F("ends"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.year}"


@with_history("FollowUpResultHistory")
class FollowUpResult(PartOfPlan):
    """The answer to a planned follow-up in a period: a unit's, or (without a unit) the board's own conclusion."""

    WAYS_TO_PLAN = ("follow_up__working_method__process__plan",)

    follow_up = models.ForeignKey(PlannedFollowUp, models.PROTECT, related_name="results")
    period = models.ForeignKey(Period, models.PROTECT, related_name="results")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="results", null=True, blank=True)
    deviation = _deviation_field()
    result = models.TextField(_("description of the result"), blank=True)
    measures = models.TextField(_("measures taken"), blank=True)

    class Meta:
        ordering = ["unit__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "period", "unit"], nulls_distinct=False, name="result_once_per_period_and_unit"
            ),
            models.CheckConstraint(name="result_deviation_is_known", condition=_known("deviation", Deviation)),
        ]
        triggers = [not_under_a_replaced_plan(OF_FOLLOW_UP)]

    def __str__(self) -> str:
        return f"{self.follow_up} · {self.period}"


@with_history("ActionHistory")
class Action(PartOfPlan):
    """An action (åtgärd): preventive under an undesired event, corrective under a planned follow-up."""

    WAYS_TO_PLAN = ("event__working_method__process__plan", "follow_up__working_method__process__plan")

    event = models.ForeignKey(UndesiredEvent, models.PROTECT, related_name="actions", null=True, blank=True)
    follow_up = models.ForeignKey(PlannedFollowUp, models.PROTECT, related_name="actions", null=True, blank=True)
    text = models.TextField(_("action"), blank=True)
    status = _status_field()
    analysis = models.TextField(_("analysis"), blank=True)
    origin = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(name="action_answers_one_thing", condition=exactly_one("event", "follow_up")),
            models.CheckConstraint(name="action_status_is_known", condition=_known("status", ActionStatus)),
            models.UniqueConstraint(
                fields=["event", "position"], name="event_action_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["follow_up", "position"], name="follow_up_action_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]
        triggers = [not_under_a_replaced_plan(OF_FOLLOW_UP, OF_EVENT)]

    def __str__(self) -> str:
        return self.text


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


@with_history("BoardReportHistory")
class BoardReport(PartOfPlan):
    """The texts that people write around a report to the board: of the plan, of a period, of the action plans."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reports")
    kind = models.CharField(_("kind"), max_length=12, choices=list(KINDS.items()))
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", null=True, blank=True)
    title = models.TextField(_("title"), blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    approach = models.TextField(_("how the work is done"), blank=True)
    summary = models.TextField(_("summary analysis"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "period"], nulls_distinct=False, name="report_once_per_kind_and_period"
            ),
            models.CheckConstraint(name="report_kind_is_known", condition=_known("kind", Kind) & ~Q(kind="")),
            models.CheckConstraint(
                name="report_of_follow_up_has_period", condition=~Q(kind=Kind.FOLLOW_UP.value) | Q(period__isnull=False)
            ),
        ]
        triggers = [locked_with_its_plan(OF_PLAN, "{0}.kind = 'plan'")]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.plan}"


@with_history("SummaryAnalysisHistory")
class SummaryAnalysis(PartOfPlan):
    """The controller's text on one goal (sammanfattande analys), with the goal's name as the report words it."""

    WAYS_TO_PLAN = ("report__plan",)

    report = models.ForeignKey(BoardReport, models.CASCADE, related_name="analyses")
    goal_number = models.CharField(_("goal"), max_length=40, blank=True)
    goal_title = models.TextField(_("title"), blank=True)
    text = models.TextField(_("analysis"), blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "summary analyses"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"], name="analysis_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]
        triggers = [
            locked_with_its_plan(
                "(SELECT plan_id FROM followup_boardreport WHERE id = {0}.report_id)",
                "(SELECT kind FROM followup_boardreport WHERE id = {0}.report_id) = 'plan'",
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal_number} {self.goal_title}".strip()


@with_history("ActionPlanHistory")
class ActionPlan(PartOfPlan):
    """A shortcoming, at how many units it was found, and what is done about it (handlingsplan)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="action_plans")
    heading = models.TextField(_("shortcoming"))
    finding = models.TextField(_("what was found"), blank=True)
    units_at_risk = models.PositiveIntegerField(_("units concerned"), null=True, blank=True)
    units_total = models.PositiveIntegerField(_("units in all"), null=True, blank=True)
    measures = models.TextField(_("actions"), blank=True)
    status = _status_field()
    origin = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="action_plan_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="action_plan_status_is_known", condition=_known("status", ActionStatus)),
            models.CheckConstraint(
                name="action_plan_units_within_total",
                condition=Q(units_at_risk=None) | Q(units_total=None) | Q(units_at_risk__lte=F("units_total")),
            ),
        ]

    def __str__(self) -> str:
        return self.heading
