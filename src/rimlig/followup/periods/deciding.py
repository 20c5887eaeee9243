"""What a municipality decides about answering: the days of each period, who reviews, when people are reminded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.followup.models import FollowUpRules, Period
from rimlig.followup.periods.asking import ask_soon
from rimlig.followup.periods.dates import period_in
from rimlig.organisation.models import Municipality, User
from rimlig.planning.models import Plan, PlanState
from rimlig.planning.municipality.deciding import deciding


def change_period(
    municipality: Municipality, year: int, code: str, values: Mapping[str, Any], *, version: int, by: User | None
) -> Period:
    """Decide when a period's answers are asked for, due, and no longer taken (`values`: opens, due, closes, reason).

    `version` is that of the period when the person opened it, 0 when nobody had
    decided anything about it. What is still being written is due on the new
    day. Raises Outdated when somebody else was first, and RuleBroken when the
    days do not follow upon each other, or a period that has closed would take
    answers again without a reason.
    """
    with deciding(municipality, "followup.change_period", by):
        now = period_in(municipality, year, code)
        if all(getattr(now, name) == value for name, value in values.items()):
            return now
        if now.version != (version or 1):
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        _must_follow(now, values["opens"], values["due"], values["closes"])
        if now.closes < timezone.localdate() <= values["closes"] and not values["reason"]:
            raise RuleBroken(_("The period has closed. Say why it takes answers again: it will stand in its history."))
        Period.objects.filter(pk=now.pk).update(**values, version=F("version") + 1)
        for plan in Plan.objects.filter(board__municipality=municipality, year=year, state=PlanState.ADOPTED):
            ask_soon(plan)
        return Period.objects.get(pk=now.pk)


def _must_follow(period: Period, opens: date, due: date, closes: date) -> None:
    if opens < period.starts:
        raise RuleBroken(_("The period cannot open before its first day."))
    if due < period.ends:
        raise RuleBroken(_("Answers cannot be due before the period's last day: nobody knows yet how it went."))
    if not opens <= due <= closes:
        raise RuleBroken(
            _("The period opens first, then its answers are due, and then it closes. Look at the days again.")
        )


def change_rules(
    municipality: Municipality, values: Mapping[str, Any], *, version: int, by: User | None
) -> FollowUpRules:
    """Decide how answers are reviewed, which deviations need an action, and when people are reminded.

    It holds from now on: what is approved already stays so. Raises Outdated when somebody else was first.
    """
    with deciding(municipality, "followup.change_rules", by):
        now = FollowUpRules.objects.of(municipality.pk)
        if now.pk is not None and all(getattr(now, name) == value for name, value in values.items()):
            return now
        if now.version != version:
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        if now.pk is None:
            return FollowUpRules.objects.create(municipality=municipality, **values)
        FollowUpRules.objects.filter(pk=now.pk).update(**values, version=F("version") + 1)
        return FollowUpRules.objects.get(pk=now.pk)
