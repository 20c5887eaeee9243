"""The texts that people write around the reports to the board."""

from typing import Any, Self

from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.core.models import with_history
from rimlig.documents.document import Kind
from rimlig.followup.models.periods import Period
from rimlig.followup.models.words import KINDS, known
from rimlig.followup.triggers import ANALYSIS_STAYS_WITH_ITS_REPORT, REPORT_STATE_MACHINE, SENT_REPORT_STAYS
from rimlig.organisation.permitted import where_permitted
from rimlig.planning.models import PartOfPlan, PartQuerySet, Plan
from rimlig.planning.triggers.plan import OF_PLAN, locked_with_its_plan


class ReportState(models.TextChoices):
    """How far a report has come. Only the texts of a draft can be written; what is frozen opens again as a new edition."""

    DRAFT = "draft", pgettext_lazy("report", "draft")
    SENT = "sent", _("with the head of administration")
    FROZEN = "frozen", pgettext_lazy("report", "approved")


class ReportQuerySet(PartQuerySet["BoardReport"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the texts that the person may read: see may_read_texts."""
        return self.known_to(user).filter(may_read_texts(user))


class AnalysisQuerySet(PartQuerySet["SummaryAnalysis"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the analyses of the reports whose texts the person may read."""
        return self.known_to(user).filter(may_read_texts(user, "report__"))


def may_read_texts(user: Any, way: str = "") -> Q:
    """Return the condition that the person may read what is written in a report, to which `way` leads.

    What is approved is for everybody on the board, and so are the texts of the plan, which are a part of it. What is
    still being written is for those whom the table of abilities lets read drafts, wherever it would be shown.
    """
    for_all = Q(**{f"{way}state": ReportState.FROZEN.value}) | Q(**{f"{way}kind": Kind.PLAN.value})
    return for_all | where_permitted(user, "report.draft", f"{way}plan__board")


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

    objects = ReportQuerySet.as_manager()  # type: ignore[misc]  # a narrower manager than that of every row

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

    objects = AnalysisQuerySet.as_manager()  # type: ignore[misc]  # a narrower manager than that of every row

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
