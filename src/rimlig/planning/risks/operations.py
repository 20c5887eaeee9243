"""What people do to the risks of a draft: value and treat one, add one, take the municipality's scale into use."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.audit import recorded, versions_of
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Treatment
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import Plan, UndesiredEvent, WorkingMethod
from rimlig.planning.municipality.scales import refuse_values_beyond
from rimlig.planning.outline.operations import add
from rimlig.planning.risks.acceptance import people_who_may_accept
from rimlig.planning.standards import scale_in_force

LABELS: Final[dict[str, str | Promise]] = {
    "category_id": gettext_lazy("Category"),
    "likelihood": gettext_lazy("Likelihood"),
    "likelihood_reason": gettext_lazy("Motivation of the likelihood"),
    "consequence": gettext_lazy("Consequence"),
    "consequence_reason": gettext_lazy("Motivation of the consequence"),
    "likelihood_after": gettext_lazy("Likelihood after controls"),
    "consequence_after": gettext_lazy("Consequence after controls"),
    "treatment": gettext_lazy("Treatment"),
    "treatment_reason": gettext_lazy("Reason for the treatment"),
    "accepted_by_id": gettext_lazy("Accepted by"),
}
ASSESSED: Final = tuple(LABELS)
"""The columns of an undesired event that its assessment consists of, and above what people call them."""

TREATED: Final[Mapping[str, str | Promise]] = {
    Treatment.ACCEPT.value: gettext_lazy("Accepted"),
    Treatment.WATCH.value: gettext_lazy("Watched"),
    Treatment.REDUCE.value: gettext_lazy("Reduced"),
    Treatment.CONTROL.value: gettext_lazy("Controlled"),
}
"""What is done with a risk, said of the risk."""


def changed_since(event: UndesiredEvent, version: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the values that differ from what the row held at the version: what the person meant to change."""
    seen = versions_of(event).filter(version=version).order_by("-pgh_id").first() or event
    return {name: value for name, value in values.items() if getattr(seen, name) != value}


def assess_risk(
    event: UndesiredEvent,
    values: Mapping[str, Any],
    *,
    version: int,
    by: User | None,
    operation: str = "planning.assess_risk",
) -> UndesiredEvent:
    """Set columns of the risk's assessment (names of ASSESSED) and return the row as it is then.

    `version` is that of the row when the person opened it: what somebody else
    has changed since, in other columns, stays. Raises Outdated with the present
    row when both changed the same column to different values, and RuleBroken
    when the plan is no draft, the risk is gone, the scale has no such step, or
    an acceptance lacks its reason or its person.
    `operation` is the name in the history.
    """
    with refusals_in_words(), transaction.atomic():
        plan = locked_draft(event.in_plan)
        now = _present(event)
        mine = changed_since(now, version, values) if version != now.version else dict(values)
        seen = versions_of(now).filter(version=version).order_by("-pgh_id").first()
        if any(getattr(now, name) not in {value, getattr(seen, name, object())} for name, value in mine.items()):
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        mine = {name: value for name, value in mine.items() if getattr(now, name) != value}
        if not mine:
            return now
        if mine.get("treatment", Treatment.ACCEPT) != Treatment.ACCEPT:
            mine["accepted_by_id"] = None
        _check(plan, now, mine)
        with recorded(operation, by):
            UndesiredEvent.objects.filter(pk=now.pk).update(**mine, version=F("version") + 1)
        return _present(event)


def _present(event: UndesiredEvent) -> UndesiredEvent:
    now = UndesiredEvent.objects.filter(pk=event.pk).with_plan().select_related("category", "accepted_by").first()
    if now is None:
        raise RuleBroken(_("The risk has been taken out of the plan meanwhile. What you wrote has not been saved."))
    return now


def _check(plan: Plan, now: UndesiredEvent, mine: Mapping[str, Any]) -> None:
    """Refuse in words an assessment that would not hold together."""
    after = {name: mine.get(name, getattr(now, name)) for name in ASSESSED}
    for before, controlled in (("likelihood", "likelihood_after"), ("consequence", "consequence_after")):
        if None not in {after[before], after[controlled]} and after[controlled] > after[before]:
            raise RuleBroken(
                _("A value after controls cannot be higher than the value before them. Look at both again.")
            )
    if after["treatment"] == Treatment.ACCEPT and {"treatment", "treatment_reason", "accepted_by_id"} & mine.keys():
        if not after["treatment_reason"]:
            raise RuleBroken(_("A risk is accepted for a reason. Write why the board can live with it."))
        if after["accepted_by_id"] is None:
            raise RuleBroken(_("A risk is accepted by somebody. Choose the person who takes it on."))
    accepting = mine.get("accepted_by_id")
    if accepting is not None and not people_who_may_accept(plan.board).filter(pk=accepting).exists():
        raise RuleBroken(_("That person may not accept risks for the board. Choose somebody who may."))
    category = mine.get("category_id")
    if category is not None and not plan.board.municipality.risk_categories.filter(pk=category, in_use=True).exists():
        raise RuleBroken(_("That category can no longer be chosen. Choose another one."))


def add_risk(method: WorkingMethod, *, text: str, category: int | None, by: User | None) -> UndesiredEvent:
    """Add an undesired event last under the working method, and return it; the same twice is added once.

    `category` is the id of one of the municipality's categories, or None.
    Raises RuleBroken when the plan is no draft, or the category cannot be chosen.
    """
    with refusals_in_words(), transaction.atomic():
        plan = locked_draft(method.in_plan)
        if category is not None:
            _check(plan, UndesiredEvent(working_method=method), {"category_id": category})
        values = {"text": text, "category_id": category}
        return cast("UndesiredEvent", add("event", method, values, by=by, operation="planning.add_risk"))


def take_scale_into_use(plan: Plan, *, by: User | None) -> Plan:
    """Let a draft value its risks on the edition of the scales that is in force, and return the plan as it is then.

    Done twice it is done once. Raises RuleBroken when the plan is no draft, or
    holds a value that the scale does not have.
    """
    with refusals_in_words(), transaction.atomic():
        now = locked_draft(plan)
        scale = scale_in_force(now.board.municipality)
        if now.scale_id != scale.pk:
            refuse_values_beyond(now, scale)
            with recorded("planning.take_scale_into_use", by):
                Plan.objects.filter(pk=now.pk).update(scale=scale, version=F("version") + 1)
            now = locked_draft(plan)
        return now
