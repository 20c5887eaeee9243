"""What plans expect of a unit after its last day; the organisation asks before it lets a unit end."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import ngettext

from rimlig.organisation.models import OrgUnit
from rimlig.organisation.structure.unit_work import Kind, UnitWork, register_unit_work
from rimlig.planning.models import FollowUpUnit, Plan, PlanState

EXPECTING = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.ADOPTED)


def find_follow_ups(units: Iterable[OrgUnit], last_day: date) -> list[UnitWork]:
    """Return, per unit and plan, how many follow-ups name the unit in years that are not over on its last day.

    What is proposed or adopted stays as it is: the successor answers for it.
    """
    named = {unit.pk: unit for unit in units}
    rows = (
        FollowUpUnit.objects.filter(unit__in=named, **_not_over(last_day))
        .values_list("unit_id", "follow_up__working_method__process__plan")
        .annotate(number=Count("pk"))
        .order_by("unit__name", "follow_up__working_method__process__plan")
    )
    found = list(rows)
    plans = Plan.objects.select_related("board").in_bulk({plan for _unit, plan, _number in found})
    return [_work(named[unit], plans[plan], number) for unit, plan, number in found]


def pass_on_follow_ups(units: Iterable[OrgUnit], last_day: date, successor: OrgUnit) -> None:
    """Let the successor answer instead of the units in the drafts of years that are not over on their last day."""
    in_drafts = FollowUpUnit.objects.filter(
        unit__in=list(units), **_not_over(last_day), follow_up__working_method__process__plan__state=PlanState.DRAFT
    )
    rows: dict[int, list[FollowUpUnit]] = defaultdict(list)
    for row in in_drafts.order_by("pk"):
        rows[row.follow_up_id].append(row)
    answers = set(
        FollowUpUnit.objects.filter(unit=successor, follow_up__in=rows).values_list("follow_up_id", flat=True)
    )
    for follow_up, (first, *others) in rows.items():
        # Two units that merge may both have been chosen, or the successor already: it answers once.
        spare = [first, *others] if follow_up in answers else others
        FollowUpUnit.objects.filter(pk__in=[row.pk for row in spare]).delete()
        if follow_up not in answers:
            first.unit = successor
            first.save(update_fields=["unit"])


def register() -> None:
    """Let the organisation ask for planned follow-ups when units end."""
    register_unit_work("planning.follow_ups", Kind(find_follow_ups, pass_on_follow_ups))


def _not_over(last_day: date) -> dict[str, object]:
    plan = "follow_up__working_method__process__plan__"
    return {f"{plan}year__gte": (last_day + timedelta(days=1)).year, f"{plan}state__in": EXPECTING}


def _work(unit: OrgUnit, plan: Plan, number: int) -> UnitWork:
    said = {"number": number, "year": plan.year, "unit": unit}
    if plan.is_draft:
        text = ngettext(
            "%(unit)s is to answer %(number)d follow-up in the draft of the plan for %(year)s.",
            "%(unit)s is to answer %(number)d follow-ups in the draft of the plan for %(year)s.",
            number,
        )
        return UnitWork(unit, text % said)
    if plan.state == PlanState.PROPOSED:
        text = ngettext(
            "%(unit)s is to answer %(number)d follow-up in the plan for %(year)s, which is proposed to the board.",
            "%(unit)s is to answer %(number)d follow-ups in the plan for %(year)s, which is proposed to the board.",
            number,
        )
        return UnitWork(unit, text % said, stays=True)
    text = ngettext(
        "%(unit)s is to answer %(number)d follow-up in the plan for %(year)s, which the board has adopted.",
        "%(unit)s is to answer %(number)d follow-ups in the plan for %(year)s, which the board has adopted.",
        number,
    )
    return UnitWork(unit, text % said, stays=True)
