"""What people do to a plan and its results: change a text, conclude for a period, begin a report's texts."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, F
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded, versions_of
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, FollowUpResult, Period, PeriodCode, SummaryAnalysis
from rimlig.organisation.models import User
from rimlig.planning.models import PartOfPlan, Plan, PlannedFollowUp

_Row = TypeVar("_Row", bound=PartOfPlan)

_DATES = {PeriodCode.T1: (1, 1, 4, 30), PeriodCode.T2: (5, 1, 8, 31), PeriodCode.VB: (1, 1, 12, 31)}
"""First month and day, last month and day. The annual report looks back on the whole year."""


@transaction.atomic
def change(row: _Row, values: Mapping[str, Any], *, version: int, by: User | None) -> _Row:
    """Set the row's columns to the values and return the row as it is then.

    `version` is that of the row when the person opened it. When somebody else
    has changed the row since, nothing is overwritten and Outdated tells what it
    holds now. The same change sent twice is made once. Raises RuleBroken when
    the database would not hold the values.
    """
    model: Any = type(row)
    now: _Row = model.objects.get(pk=row.pk)
    if all(getattr(now, name) == value for name, value in values.items()):
        return now
    seen = versions_of(now).filter(version=version).first()
    if version != now.version and seen is not None and _agree(seen, now, values):
        version = now.version  # the other person changed other columns of the row: no collision
    _check(copy(now), values)
    with recorded("followup.change", by):
        changed = model.objects.filter(pk=row.pk, version=version).update(**values, version=F("version") + 1)
    now = model.objects.get(pk=row.pk)
    if not changed and any(getattr(now, name) != value for name, value in values.items()):
        raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
    return now


def _agree(one: Any, other: Any, names: Iterable[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _check(row: PartOfPlan, values: Mapping[str, Any]) -> None:
    """Refuse in words what a constraint of the database would refuse."""
    for name, value in values.items():
        setattr(row, name, value)
    others = [field.name for field in row._meta.fields if field.name not in values]  # noqa: SLF001
    try:
        row.clean_fields(exclude=others)
        for constraint in row._meta.constraints:  # noqa: SLF001
            if isinstance(constraint, CheckConstraint):  # no column that can be changed here takes part in the others
                constraint.validate(type(row), row)
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error


def period_of(plan: Plan, code: PeriodCode) -> Period:
    """Return the period of the plan's year in its municipality; it is made with its dates at the first use."""
    first_month, first_day, last_month, last_day = _DATES[code]
    dates = {"starts": date(plan.year, first_month, first_day), "ends": date(plan.year, last_month, last_day)}
    period, _made = Period.objects.get_or_create(
        municipality_id=plan.board.municipality_id, year=plan.year, code=code, defaults=dates
    )
    return period


@transaction.atomic
def conclude(  # what a conclusion consists of
    follow_up: PlannedFollowUp, code: PeriodCode, *, deviation: str, result: str, measures: str, by: User | None
) -> FollowUpResult:
    """Store the board's own result of the follow-up for the period, which must not have one yet.

    The same result sent twice is stored once. Raises Outdated with the other
    one when somebody else has concluded differently meanwhile.
    """
    values = {"deviation": deviation, "result": result, "measures": measures}
    with recorded("followup.conclude", by):
        row, made = FollowUpResult.objects.get_or_create(
            follow_up=follow_up, period=period_of(follow_up.in_plan, code), unit=None, defaults=values
        )
    if not made and any(getattr(row, name) != value for name, value in values.items()):
        raise Outdated(
            _("Somebody else has written the board's result for this period. Nothing has been overwritten."), row
        )
    return row


@transaction.atomic
def begin_texts(plan: Plan, code: PeriodCode, *, by: User | None) -> BoardReport:
    """Make the follow-up report's texts for the period, empty, with one analysis for each of the plan's goals.

    Those that are there already are returned as they are.
    """
    with recorded("followup.begin_texts", by):
        report, made = BoardReport.objects.get_or_create(
            plan=plan, kind=Kind.FOLLOW_UP.value, period=period_of(plan, code)
        )
        if made:
            SummaryAnalysis.objects.bulk_create(
                SummaryAnalysis(report=report, goal_number=goal.number, goal_title=goal.title, position=position)
                for position, goal in enumerate(plan.goals.all())
            )
    return report
