"""How a municipality values its risks: scales in editions, their steps and colour bands, and categories of risk."""

from typing import Any, Self

from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import Versioned, with_history
from rimlig.organisation.held import known_municipalities
from rimlig.organisation.models import Municipality
from rimlig.planning.models.council import OfMunicipality
from rimlig.planning.triggers.municipality import AN_IRREGULARITY_REMAINS, scales_hang_together
from rimlig.planning.triggers.plan import scale_in_use_stays

SHORTEST_SCALE, LONGEST_SCALE = 2, 10


@with_history("RiskScaleHistory")
class RiskScale(Versioned):
    """An edition of the municipality's scales for likelihood and consequence, with the threshold for the plan.

    An edition that a plan uses never changes (a trigger keeps it): a change
    makes the next edition, and last year's values keep their meaning.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="risk_scales")
    edition = models.PositiveSmallIntegerField(_("edition"))
    likelihood_size = models.PositiveSmallIntegerField(_("steps of likelihood"))
    consequence_size = models.PositiveSmallIntegerField(_("steps of consequence"))
    threshold = models.PositiveSmallIntegerField(_("threshold"))
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfMunicipality.as_manager()

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "edition"], name="scale_edition_once"),
            models.CheckConstraint(
                name="scale_has_plausible_size",
                condition=Q(likelihood_size__range=(SHORTEST_SCALE, LONGEST_SCALE))
                & Q(consequence_size__range=(SHORTEST_SCALE, LONGEST_SCALE)),
                violation_error_message=_("A scale has from 2 to 10 steps."),
            ),
            models.CheckConstraint(
                name="scale_threshold_can_be_reached",
                condition=Q(threshold__gte=1) & Q(threshold__lte=F("likelihood_size") * F("consequence_size")),
                violation_error_message=_("The threshold must be a value that a risk can have."),
            ),
        ]
        triggers = [scale_in_use_stays("OLD.id"), scales_hang_together("COALESCE(NEW.id, OLD.id)")]

    def __str__(self) -> str:
        return f"{self.municipality} {self.edition}"


class PartOfScale(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Keep the rows of the municipalities that the person may know of."""
        return self.filter(scale__municipality__in=known_municipalities(user))


class Axis(models.TextChoices):
    LIKELIHOOD = "likelihood", _("likelihood")
    CONSEQUENCE = "consequence", _("consequence")


@with_history("ScaleStepHistory")
class ScaleStep(models.Model):
    """A step of one of the scales: its value, its name, and the criterion by which one knows it."""

    scale = models.ForeignKey(RiskScale, models.CASCADE, related_name="steps")
    axis = models.CharField(max_length=12, choices=Axis.choices)
    value = models.PositiveSmallIntegerField(_("value"))
    name = models.CharField(_("name"), max_length=60)
    criterion = models.TextField(_("criterion"), blank=True)

    objects = PartOfScale.as_manager()

    class Meta:
        ordering = ["axis", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "axis", "value"], name="scale_step_once"),
            models.CheckConstraint(name="scale_step_axis_is_known", condition=Q(axis__in=Axis.values)),
            models.CheckConstraint(name="scale_step_on_scale", condition=Q(value__range=(1, LONGEST_SCALE))),
        ]
        triggers = [
            scale_in_use_stays("COALESCE(NEW.scale_id, OLD.scale_id)", on_insert=True),
            scales_hang_together("COALESCE(NEW.scale_id, OLD.scale_id)"),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.name}"


class Look(models.TextChoices):
    """The four looks of a band, from calm to alarming. What they are called is the municipality's own."""

    LOW = "low", _("green")
    MODERATE = "moderate", _("grey")
    HIGH = "high", _("yellow")
    CRITICAL = "critical", _("red")


@with_history("RiskBandHistory")
class RiskBand(models.Model):
    """A colour band of the matrix: the risk values from `from_value` up to where the next band begins."""

    scale = models.ForeignKey(RiskScale, models.CASCADE, related_name="bands")
    from_value = models.PositiveSmallIntegerField(_("from risk value"))
    name = models.CharField(_("name"), max_length=60)
    look = models.CharField(_("colour"), max_length=10, choices=Look.choices)

    objects = PartOfScale.as_manager()

    class Meta:
        ordering = ["from_value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "from_value"],
                name="band_begins_once",
                violation_error_message=_("Two bands cannot begin at the same value."),
            ),
            models.CheckConstraint(name="band_look_is_known", condition=Q(look__in=Look.values)),
        ]
        triggers = [
            scale_in_use_stays("COALESCE(NEW.scale_id, OLD.scale_id)", on_insert=True),
            scales_hang_together("COALESCE(NEW.scale_id, OLD.scale_id)"),
        ]

    def __str__(self) -> str:
        return self.name


@with_history("RiskCategoryHistory")
class RiskCategory(Versioned):
    """A category of risk. Those marked as irregularities (fraud, bribery, conflict of interest) answer the law's demand."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="risk_categories")
    name = models.CharField(_("name"), max_length=80)
    irregularity = models.BooleanField(_("irregularity"), default=False)
    in_use = models.BooleanField(_("can be chosen"), default=True)
    position = models.PositiveIntegerField()

    objects = OfMunicipality.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "risk categories"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"],
                name="category_name_once",
                violation_error_message=_("There is a category with this name already."),
            ),
            models.UniqueConstraint(
                fields=["municipality", "position"], name="category_position_once", deferrable=Deferrable.DEFERRED
            ),
        ]
        triggers = [AN_IRREGULARITY_REMAINS]

    def __str__(self) -> str:
        return self.name
