"""Several people assess the same risks: each their own values, before the group concludes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import Versioned, with_history
from rimlig.organisation.models import User
from rimlig.planning.models.outline import PartOfPlan, Plan, UndesiredEvent
from rimlig.planning.models.scales import LONGEST_SCALE
from rimlig.planning.triggers.workshops import ASSESSED_AT_AN_OPEN_WORKSHOP


@with_history("WorkshopHistory")
class Workshop(PartOfPlan):
    """An occasion where several people assess the plan's risks; open until the controller closes it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="workshops")
    name = models.CharField(_("name"), max_length=150)
    day = models.DateField(_("day"))
    is_open = models.BooleanField(_("open"), default=True)

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.name


@with_history("AssessmentHistory")
class Assessment(Versioned):
    """One person's values for one risk at a workshop, with their motivation."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="assessments")
    event = models.ForeignKey(UndesiredEvent, models.CASCADE, related_name="assessments")
    person = models.ForeignKey(User, models.PROTECT, related_name="assessments")
    likelihood = models.PositiveSmallIntegerField(_("likelihood"))
    consequence = models.PositiveSmallIntegerField(_("consequence"))
    motivation = models.TextField(_("motivation"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "event", "person"], name="assessed_once_by_person"),
            models.CheckConstraint(
                name="assessment_on_a_scale",
                condition=Q(likelihood__range=(1, LONGEST_SCALE)) & Q(consequence__range=(1, LONGEST_SCALE)),
            ),
        ]
        triggers = [ASSESSED_AT_AN_OPEN_WORKSHOP]

    def __str__(self) -> str:
        return f"{self.person}: {self.likelihood} × {self.consequence}"
