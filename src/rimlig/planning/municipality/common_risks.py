"""Common risks as the central controller keeps them: written, sent, withdrawn, copied to the next year."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, User
from rimlig.planning.models import CommonRisk, RiskCategory
from rimlig.planning.municipality.deciding import deciding, present, set_values


@dataclass(frozen=True)
class CommonRiskText:
    """What a common risk says to the boards."""

    text: str
    reason: str = ""
    category: RiskCategory | None = None
    control: str = ""
    follow_up: str = ""
    required: bool = False

    def values(self) -> dict[str, Any]:
        """Return the columns."""
        return dict(vars(self))


def add_common_risk(municipality: Municipality, year: int, says: CommonRiskText, *, by: User | None) -> CommonRisk:
    """Write a common risk for the year; no board sees it until it is sent."""
    with deciding(municipality, "planning.add_common_risk", by):
        return CommonRisk.objects.create(municipality=municipality, year=year, **says.values())


def change_common_risk(risk: CommonRisk, says: CommonRiskText, *, version: int, by: User | None) -> CommonRisk:
    """Let a risk that is not sent say this instead. Outdated when somebody else was first; RuleBroken once it is sent."""
    with deciding(risk.municipality, "planning.change_common_risk", by):
        _not_sent(present(risk))
        return set_values(risk, says.values(), version)


def remove_common_risk(risk: CommonRisk, *, by: User | None) -> None:
    """Remove a risk that is not sent. What is gone already stays gone; RuleBroken once it is sent."""
    with deciding(risk.municipality, "planning.remove_common_risk", by):
        now = CommonRisk.objects.filter(pk=risk.pk).first()
        if now is not None:
            _not_sent(now)
            now.delete()


def _not_sent(risk: CommonRisk) -> None:
    if risk.sent_at is not None:
        raise RuleBroken(
            _(
                "The risk is sent to the boards, so its words stay. Withdraw it, and send a new one that says what it"
                " should say."
            )
        )


def send_common_risk(risk: CommonRisk, *, by: User | None) -> CommonRisk:
    """Send the risk to all boards; from now on its words stay. Sent twice it is sent once."""
    with deciding(risk.municipality, "planning.send_common_risk", by):
        now = present(risk)
        if now.sent_at is not None:
            return now
        return set_values(now, {"sent_at": timezone.now()}, now.version)


def withdraw_common_risk(risk: CommonRisk, *, by: User | None) -> CommonRisk:
    """Take a sent risk back: no board need answer it. What boards have taken up stays in their plans, as their own."""
    with deciding(risk.municipality, "planning.withdraw_common_risk", by):
        now = present(risk)
        if now.sent_at is None:
            raise RuleBroken(_("The risk is not sent, so there is nothing to withdraw. Remove it instead."))
        if now.withdrawn_at is not None:
            return now
        return set_values(now, {"withdrawn_at": timezone.now()}, now.version)


def copy_common_risks(municipality: Municipality, year: int, *, by: User | None) -> list[CommonRisk]:
    """Copy last year's sent risks, unless they were withdrawn or are copied already; the copies are not sent.

    RuleBroken when there is nothing to copy.
    """
    with deciding(municipality, "planning.copy_common_risks", by):
        copied = municipality.common_risks.filter(year=year, origin__isnull=False).values("origin")
        before = municipality.common_risks.filter(year=year - 1, sent_at__isnull=False, withdrawn_at=None)
        to_copy = list(before.exclude(pk__in=copied).order_by("pk"))
        if not to_copy:
            raise RuleBroken(
                _("There are no common risks of %(year)s that are not copied already.") % {"year": year - 1}
            )
        return CommonRisk.objects.bulk_create(
            CommonRisk(municipality=municipality, year=year, origin=risk, **_says(risk).values()) for risk in to_copy
        )


def _says(risk: CommonRisk) -> CommonRiskText:
    return CommonRiskText(
        text=risk.text,
        reason=risk.reason,
        category=risk.category,
        control=risk.control,
        follow_up=risk.follow_up,
        required=risk.required,
    )
