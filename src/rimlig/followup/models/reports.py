"""The texts that people write around the reports to the board."""

from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.core.models import with_history
from rimlig.documents.document import Kind
from rimlig.followup.models.periods import Period
from rimlig.followup.models.words import KINDS, known
from rimlig.followup.triggers import ANALYSIS_STAYS_WITH_ITS_REPORT, REPORT_STATE_MACHINE, SENT_REPORT_STAYS
from rimlig.planning.models import PartOfPlan, Plan
from rimlig.planning.triggers.plan import OF_PLAN, locked_with_its_plan


class ReportState(models.TextChoices):
    """How far a report has come. Only the texts of a draft can be written; what is frozen opens again as a new edition."""

    DRAFT = "draft", pgettext_lazy("report", "draft")
    SENT = "sent", _("with the head of administration")
    FROZEN = "frozen", pgettext_lazy("report", "approved")


@with_history("BoardReportHistory")
class BoardReport(PartOfPlan):
    """The texts that people write around a report to the board: of the plan, of a period, of the action plans.

    The plan's own texts are decided with the plan and stay a draft here.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reports")
    kind = models.CharField(_("kind"), max_length=12, choices=list(KINDS.items()))
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", null=True, blank=True)
    title = models.TextField(_("title"), blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    approach = models.TextField(_("how the work is done"), blank=True)
    summary = models.TextField(_("summary analysis"), blank=True)
    state = models.CharField(_("state"), max_length=6, choices=ReportState.choices, default=ReportState.DRAFT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "period"], nulls_distinct=False, name="report_once_per_kind_and_period"
            ),
            models.CheckConstraint(name="report_kind_is_known", condition=known("kind", Kind) & ~Q(kind="")),
            models.CheckConstraint(
                name="report_of_follow_up_has_period", condition=~Q(kind=Kind.FOLLOW_UP.value) | Q(period__isnull=False)
            ),
            # Names every state, so it refuses one that there is not, too.
            models.CheckConstraint(
                name="texts_of_the_plan_stay_a_draft",
                condition=Q(state="draft") | (Q(state__in=["sent", "frozen"]) & ~Q(kind=Kind.PLAN.value)),
            ),
        ]
        triggers = [
            locked_with_its_plan(OF_PLAN, "{0}.kind = 'plan'"),
            REPORT_STATE_MACHINE,
            SENT_REPORT_STAYS,
        ]

    @property
    def is_open(self) -> bool:
        """Whether the report's texts can be written."""
        return self.state == ReportState.DRAFT

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.plan}"


@with_history("SummaryAnalysisHistory")
class SummaryAnalysis(PartOfPlan):
    """The controller's text on one goal (sammanfattande analys), with the goal's name as the report words it."""

    WAY_TO_PLAN = "report__plan"

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
            ),
            ANALYSIS_STAYS_WITH_ITS_REPORT,
        ]

    def __str__(self) -> str:
        return f"{self.goal_number} {self.goal_title}".strip()
