"""Common risks: what the central controller sends to all boards, to be taken into their analysis."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import Versioned, with_history
from rimlig.organisation.models import Board, Municipality
from rimlig.planning.models.council import OfMunicipality, year_is_plausible
from rimlig.planning.models.scales import RiskCategory
from rimlig.planning.triggers.municipality import ONLY_RECOMMENDED_IS_REFUSED, SENT_RISK_STAYS


@with_history("CommonRiskHistory")
class CommonRisk(Versioned):
    """A risk, with a control and a follow-up, that all boards of the municipality are required or recommended to take up."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="common_risks")
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.TextField(_("undesired event"))
    reason = models.TextField(_("why it concerns all boards"), blank=True)
    category = models.ForeignKey(RiskCategory, models.PROTECT, related_name="common_risks", null=True, blank=True)
    control = models.TextField(_("ongoing control"), blank=True)
    follow_up = models.TextField(_("follow-up"), blank=True)
    required = models.BooleanField(_("required"), default=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    origin = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True, blank=True)

    objects = OfMunicipality.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            year_is_plausible("common_risk_year_is_plausible"),
            models.CheckConstraint(
                name="common_risk_withdrawn_after_sent", condition=Q(withdrawn_at=None) | Q(sent_at__isnull=False)
            ),
        ]
        triggers = [SENT_RISK_STAYS]

    def __str__(self) -> str:
        return self.text


@with_history("CommonRiskRefusalHistory")
class CommonRiskRefusal(models.Model):
    """That a board does not take up a recommended common risk, and why. What it takes up is an event of its plan."""

    common_risk = models.ForeignKey(CommonRisk, models.PROTECT, related_name="refusals")
    board = models.ForeignKey(Board, models.PROTECT, related_name="refused_risks")
    reason = models.TextField(_("reason"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["common_risk", "board"], name="common_risk_refused_once"),
            models.CheckConstraint(name="common_risk_refused_for_a_reason", condition=~Q(reason="")),
        ]
        triggers = [ONLY_RECOMMENDED_IS_REFUSED]

    def __str__(self) -> str:
        return self.reason
