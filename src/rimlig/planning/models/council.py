"""The council's goals of a year in a municipality, grouped by orientation goals."""

from typing import Any, Self

from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import Versioned, with_history
from rimlig.organisation.held import known_municipalities
from rimlig.organisation.models import Municipality
from rimlig.planning.triggers.municipality import GOAL_BELOW_OWN_ORIENTATION

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


def year_is_plausible(name: str) -> models.CheckConstraint:
    """Return the constraint that the row's year lies between the earliest and the latest year that we know of."""
    return models.CheckConstraint(name=name, condition=Q(year__range=(EARLIEST_YEAR, LATEST_YEAR)))


class OfMunicipality(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Keep the rows of the municipalities that the person may know of."""
        return self.filter(municipality__in=known_municipalities(user))


@with_history("OrientationGoalHistory")
class OrientationGoal(Versioned):
    """An orientation goal (inriktningsmål) of the council for a year: the heading of some goals."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="orientation_goals")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.CharField(_("number"), max_length=40)
    title = models.TextField(_("title"))
    position = models.PositiveIntegerField()
    origin = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True, blank=True)

    objects = OfMunicipality.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"],
                name="orientation_goal_number_once",
                violation_error_message=_("The year has an orientation goal with this number already."),
            ),
            models.UniqueConstraint(
                fields=["municipality", "year", "position"],
                name="orientation_goal_position_once",
                deferrable=Deferrable.DEFERRED,
            ),
            year_is_plausible("orientation_goal_year_is_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


@with_history("CouncilGoalHistory")
class CouncilGoal(Versioned):
    """A goal of the council (kommunfullmäktiges mål) for a year, as the council worded it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="council_goals")
    year = models.PositiveSmallIntegerField(_("year"))
    orientation = models.ForeignKey(OrientationGoal, models.PROTECT, related_name="goals", null=True, blank=True)
    number = models.CharField(_("number"), max_length=40)
    title = models.TextField(_("title"))
    position = models.PositiveIntegerField()
    origin = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True, blank=True)

    objects = OfMunicipality.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"],
                name="council_goal_number_once",
                violation_error_message=_("The year has a goal with this number already."),
            ),
            models.UniqueConstraint(
                fields=["municipality", "year", "position"],
                name="council_goal_position_once",
                deferrable=Deferrable.DEFERRED,
            ),
            year_is_plausible("council_goal_year_is_plausible"),
        ]
        triggers = [GOAL_BELOW_OWN_ORIENTATION]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()
