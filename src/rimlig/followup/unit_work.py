"""Answers that a unit has not given when it ends: the organisation tells of them before."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import ngettext

from rimlig.followup.models import AnswerState, FollowUpResult
from rimlig.followup.models.answers import WRITABLE
from rimlig.organisation.models import OrgUnit
from rimlig.organisation.structure.unit_work import Kind, UnitWork, register_unit_work
from rimlig.planning.models import PlanState


def find_answers(units: Iterable[OrgUnit], last_day: date) -> list[UnitWork]:
    """Return, per unit, how many answers it has still to give in periods that take answers after its last day.

    One that nobody has begun, in a period that goes on after that day, is not asked for any longer then.
    """
    named = {unit.pk: unit for unit in units}
    rows = (
        FollowUpResult.objects.filter(
            unit__in=named,
            state__in=WRITABLE,
            period__closes__gt=last_day,
            follow_up__working_method__process__plan__state=PlanState.ADOPTED,
        )
        .filter(Q(period__ends__lte=last_day) | ~Q(state=AnswerState.OPEN) | Q(saved_at__isnull=False))
        .order_by()
        .values_list("unit_id")
        .annotate(number=Count("pk"))
    )
    found = dict(rows)
    return [_work(unit, found[pk]) for pk, unit in named.items() if pk in found]


def pass_on_answers(units: Iterable[OrgUnit], last_day: date, successor: OrgUnit) -> None:
    """Change nothing: an answer stays the unit's own, and whoever manages the successor gives it."""


def register() -> None:
    """Let the organisation ask for answers when units end."""
    register_unit_work("followup.answers", Kind(find_answers, pass_on_answers))


def _work(unit: OrgUnit, number: int) -> UnitWork:
    text = ngettext(
        "%(unit)s has %(number)d answer left to give in an open period.",
        "%(unit)s has %(number)d answers left to give in open periods.",
        number,
    )
    return UnitWork(unit, text % {"unit": unit, "number": number}, stays=True)
