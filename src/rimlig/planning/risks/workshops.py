"""What people do at a workshop: open it, give their own values, conclude the group's, close it."""

from datetime import date
from typing import Final

import pghistory
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import Assessment, Plan, UndesiredEvent, Workshop
from rimlig.planning.risks.operations import assess_risk

NOT_GIVEN: Final = 0
"""The version of an assessment that the person has not made yet."""


def open_workshop(plan: Plan, *, name: str, day: date, by: User | None) -> Workshop:
    """Open a workshop on the plan's risks and return it. Raises RuleBroken unless the plan is a draft with a scale."""
    with refusals_in_words(), transaction.atomic():
        now = locked_draft(plan)
        if now.scale is None:
            raise RuleBroken(
                _("The plan has no scale to value its risks on. Take the municipality's scale into use first.")
            )
        with recorded("planning.open_workshop", by):
            return Workshop.objects.create(plan=now, name=name, day=day)


def set_open(workshop: Workshop, *, is_open: bool, by: User | None) -> Workshop:
    """Close the workshop, or open it again, and return it as it is then. Done twice it is done once.

    Who is giving values when it closes is waited for. Raises RuleBroken when it
    would be opened while the plan is no draft.
    """
    with refusals_in_words(), transaction.atomic():
        if is_open:
            locked_draft(workshop.plan)
        with recorded("planning.open_workshop_again" if is_open else "planning.close_workshop", by):
            Workshop.objects.filter(pk=workshop.pk, is_open=not is_open).update(
                is_open=is_open, version=F("version") + 1
            )
        return Workshop.objects.select_related("plan__board").get(pk=workshop.pk)


def give_values(
    workshop: Workshop,
    event: UndesiredEvent,
    *,
    likelihood: int,
    consequence: int,
    motivation: str,
    version: int,
    by: User,
) -> Assessment:
    """Store the person's own values of the risk at the workshop, and return them as they are then.

    `version` is that of the person's assessment when the page was opened,
    NOT_GIVEN when there was none. Raises Outdated with the stored one when the
    same person has given other values meanwhile (in another window), and
    RuleBroken when the workshop is closed, the plan no draft, the risk gone or
    not of this plan, or the scale has no such step.
    """
    workshop.plan.must_be_draft()
    values = {"likelihood": likelihood, "consequence": consequence, "motivation": motivation}
    with refusals_in_words(), transaction.atomic(), recorded("planning.give_values", by):
        if not UndesiredEvent.objects.filter(pk=event.pk).exists():
            raise RuleBroken(_("The risk has been taken out of the plan meanwhile. What you wrote has not been saved."))
        # The unique constraint decides between two windows of the same person; get_or_create then finds the first's.
        own, made = Assessment.objects.get_or_create(workshop=workshop, event=event, person=by, defaults=values)
        if made or all(getattr(own, name) == value for name, value in values.items()):
            return own
        changed = Assessment.objects.filter(pk=own.pk, version=version).update(**values, version=F("version") + 1)
        own.refresh_from_db()
        if not changed:
            raise Outdated(
                _("You have given other values in another window meanwhile. Nothing has been overwritten."), own
            )
        return own


def conclude(
    workshop: Workshop,
    event: UndesiredEvent,
    *,
    likelihood: int,
    likelihood_reason: str,
    consequence: int,
    consequence_reason: str,
    version: int,
    by: User | None,
) -> UndesiredEvent:
    """Write the group's values with their motivation into the risk, and return it as it is then.

    The history tells which workshop they came from. `version` is the risk's
    when the page was opened; raises Outdated and RuleBroken as `assess_risk`
    does, and RuleBroken when nobody has given values for the risk at the workshop.
    """
    if not Assessment.objects.filter(workshop=workshop, event=event).exists():
        raise RuleBroken(
            _("Nobody has given values for this risk at the workshop, so there is nothing to conclude from.")
        )
    with pghistory.context(workshop=workshop.pk):
        return assess_risk(
            event,
            {
                "likelihood": likelihood,
                "likelihood_reason": likelihood_reason,
                "consequence": consequence,
                "consequence_reason": consequence_reason,
            },
            version=version,
            by=by,
            operation="planning.conclude",
        )
