"""Who writes which section, what is said about it, the suggestions that were taken, and the report's way to its approval."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.core.models import Versioned, with_history
from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.organisation.held import known_boards
from rimlig.organisation.models import User
from rimlig.organisation.permitted import where_permitted


class SectionName(models.TextChoices):
    """The sections of a report, in its order. A goal's analysis is a part of the summary with a writer of its own."""

    COVER = "cover", _("Decision page")
    INTRODUCTION = "introduction", _("Introduction")
    APPROACH = "approach", _("How the work is done")
    SUMMARY = "summary", _("Summary analysis")
    TABLES = "tables", _("Follow-up by goal")
    ACTION_PLANS = "action-plans", _("Action plans")
    ASSESSMENT = "assessment", _("The board's assessment")


class OfReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Keep what belongs to reports that the person may read while they are written: all of it is work on a draft."""
        return self.known_to(user).filter(where_permitted(user, "report.draft", "report__plan__board"))

    def known_to(self, user: Any) -> Self:
        """Keep what belongs to reports that the person may know of: for pages that refuse those who may not read drafts."""
        return self.filter(report__plan__board__in=known_boards(user))


class OfSection(models.Model):
    """Something about a section of a report, or about the analysis of one goal in it."""

    section = models.CharField(_("section"), max_length=12, choices=SectionName.choices)
    analysis = models.ForeignKey(SummaryAnalysis, models.CASCADE, related_name="+", null=True, blank=True)

    class Meta:
        abstract = True


def _section_is_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(section__in=SectionName.values) & (Q(analysis=None) | Q(section=SectionName.SUMMARY.value)),
    )


@with_history("SectionAssignmentHistory")
class SectionAssignment(OfSection, Versioned):
    """That a person writes a section, and by when. It ends when they, or the controller, say that it is done."""

    report = models.ForeignKey(BoardReport, models.CASCADE, related_name="assignments")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    due = models.DateField(_("to be written by"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section", "analysis"], nulls_distinct=False, name="section_assigned_once"
            ),
            _section_is_known("assigned_section_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}: {self.person}"


@with_history("SectionCommentHistory")
class SectionComment(OfSection):
    """What somebody said about a section of a draft. Kept as it was said; settled when it has been seen to."""

    report = models.ForeignKey(BoardReport, models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            _section_is_known("commented_section_is_known"),
            models.CheckConstraint(name="section_comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="settled_comment_says_by_whom",
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="section_comment_stays_as_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("text", "by", "at", "report", "section", "analysis"),
            )
        ]

    def __str__(self) -> str:
        return self.text


@with_history("TakenDraftHistory")
class TakenDraft(models.Model):
    """The suggested sentences that a text began with, and the figures behind them: so that one sees when those change.

    `sentences` is a list of {"text", "basis"} as the room that drafts gave them.
    """

    report = models.ForeignKey(BoardReport, models.CASCADE, related_name="taken_drafts")
    analysis = models.ForeignKey(SummaryAnalysis, models.CASCADE, related_name="+", null=True, blank=True)
    sentences = models.JSONField(default=list)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField(auto_now=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "analysis"], nulls_distinct=False, name="draft_taken_once"),
        ]

    def __str__(self) -> str:
        return " ".join(one["text"] for one in self.sentences)


class StepKind(models.TextChoices):
    """What happens to a report on its way to being frozen."""

    SENT = "sent", _("Sent to the head of administration")
    TAKEN_BACK = "taken-back", _("Taken back")
    RETURNED = "returned", pgettext_lazy("report", "Sent back")
    FROZEN = "frozen", _("Approved and frozen")
    REOPENED = "reopened", _("A new edition begun")


@with_history("ReportStepHistory")
class ReportStep(models.Model):
    """A step on a report's way: sent, sent back with a reason, approved, opened again with a reason. Never changed."""

    report = models.ForeignKey(BoardReport, models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=StepKind.choices)
    text = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="report_step_is_known", condition=Q(kind__in=StepKind.values)),
            models.CheckConstraint(
                name="report_step_has_its_reason", condition=~Q(kind__in=["returned", "reopened"]) | ~Q(text="")
            ),
        ]
        triggers = [pgtrigger.Protect(name="report_step_is_kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return str(self.get_kind_display())
