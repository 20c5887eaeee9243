"""Approved reports, kept as they were."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import with_history
from rimlig.followup.models import Period
from rimlig.organisation.held import known_boards
from rimlig.organisation.models import User
from rimlig.planning.models import Plan
from rimlig.records.models import LONGEST_REGISTRY_NUMBER, StoredFile


class ReportKind(models.TextChoices):
    """Which report is approved. The plan itself is not among them: the board decides on it."""

    FOLLOW_UP = "follow-up", _("Follow-up")
    ACTION_PLANS = "action-plans", _("Action plans")
    BOARD_SUMMARY = "board-summary", _("Summary for the board")


class FrozenReportQuerySet(models.QuerySet["FrozenReport"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the reports of the boards that the person may know of."""
        return self.filter(plan__board__in=known_boards(user))

    def of_year(self, plan: Plan) -> Self:
        """Keep those of the plan's board and year, whichever edition of the plan they were approved under."""
        return self.filter(plan__board=plan.board_id, plan__year=plan.year)


@with_history("FrozenReportHistory")
class FrozenReport(models.Model):
    """An edition of a report as it was approved: its bytes, and the data that they were made from. Never changed or removed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="frozen_reports")
    kind = models.CharField(_("kind"), max_length=13, choices=ReportKind.choices)
    period = models.ForeignKey(Period, models.PROTECT, related_name="frozen_reports", null=True, blank=True)
    edition = models.PositiveSmallIntegerField(_("edition"))
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True, blank=True)
    reason = models.TextField(_("reason for the new edition"), blank=True)
    registry_number = models.CharField(_("registry number"), max_length=LONGEST_REGISTRY_NUMBER)
    document = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    word = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, blank=True)
    word_fallback = models.TextField(_("why Word is by our own template"), blank=True)
    data = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved"))

    objects = FrozenReportQuerySet.as_manager()

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "period", "edition"], nulls_distinct=False, name="frozen_report_edition_once"
            ),
            models.CheckConstraint(name="frozen_report_kind_is_known", condition=Q(kind__in=ReportKind.values)),
            models.CheckConstraint(
                name="frozen_follow_up_has_period", condition=~Q(kind="follow-up") | Q(period__isnull=False)
            ),
            models.CheckConstraint(
                name="new_edition_has_its_reason",
                condition=Q(edition=1, replaces=None) | (Q(edition__gt=1, replaces__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(name="frozen_report_is_registered", condition=~Q(registry_number="")),
        ]
        triggers = [pgtrigger.Protect(name="frozen_report_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period or self.plan.year}, {self.edition}"
