"""What a board says of its own internal control each year, what the auditors say, and what the levels mean."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.core.models import Versioned, with_history
from rimlig.organisation.held import known_boards, known_municipalities
from rimlig.organisation.models import Board, Municipality, User
from rimlig.records.models import Decision


class Level(models.TextChoices):
    """How good the internal control is, in the three levels that auditors use."""

    SUFFICIENT = "sufficient", _("sufficient")
    NOT_FULLY = "not_fully", _("not fully sufficient")
    INSUFFICIENT = "insufficient", _("insufficient")


class OfBoardQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Keep the assessments of the boards that the person may know of."""
        return self.filter(board__in=known_boards(user))


@with_history("BoardAssessmentHistory")
class BoardAssessment(Versioned):
    """A board's own assessment of its internal control in a year: prepared, and then decided at a meeting.

    What has been decided stays; the board may assess the year again, which is a new edition.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    reasons = models.TextField(_("reasons"))
    criterion = models.TextField(_("what the level means"))
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="assessment", null=True, blank=True)

    objects = OfBoardQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["board", "year", "edition"], name="assessment_edition_once"),
            models.UniqueConstraint(
                fields=["board", "year"], condition=Q(decision=None), name="assessment_prepared_once"
            ),
            models.CheckConstraint(name="assessment_level_is_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(name="assessment_has_its_reasons", condition=~Q(reasons="") & ~Q(criterion="")),
        ]
        triggers = [
            pgtrigger.Protect(
                name="decided_assessment_is_kept",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__decision__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.year}: {self.get_level_display()}"


@with_history("AuditorsAssessmentHistory")
class AuditorsAssessment(Versioned):
    """What the auditors said of a board's internal control in a year, and in which document."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="auditors_assessments")
    year = models.PositiveSmallIntegerField(_("year"))
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    text = models.TextField(_("what the auditors say"), blank=True)
    source = models.CharField(_("document"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    objects = OfBoardQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["board", "year"], name="auditors_assessment_once"),
            models.CheckConstraint(name="auditors_level_is_known", condition=Q(level__in=Level.values)),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.year}: {self.get_level_display()}"


class CriterionQuerySet(models.QuerySet["AssessmentCriterion"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the criteria of the municipalities that the person may know of."""
        return self.filter(municipality__in=known_municipalities(user))


@with_history("AssessmentCriterionHistory")
class AssessmentCriterion(Versioned):
    """What a municipality means by a level. Where it has decided nothing, the product's own words hold (criteria.py)."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="assessment_criteria")
    level = models.CharField(pgettext_lazy("assessment", "level"), max_length=12, choices=Level.choices)
    text = models.TextField(_("criterion"))

    objects = CriterionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "level"], name="criterion_once_per_level"),
            models.CheckConstraint(name="criterion_level_is_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(name="criterion_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.text}"
