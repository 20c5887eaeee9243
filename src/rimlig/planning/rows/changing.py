"""Changing a text or a status in place: the one operation for every kind of row in editables.py."""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, F
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded, versions_of
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import PartOfPlan, PlanRow

_Row = TypeVar("_Row", bound=PartOfPlan)


def change(row: _Row, values: Mapping[str, Any], *, version: int, by: User | None) -> _Row:
    """Set the row's columns to the values and return the row as it is then.

    `version` is that of the row when the person opened it. When somebody else
    has changed the row since, nothing is overwritten and Outdated tells what it
    holds now. The same change sent twice is made once. Raises RuleBroken when
    the row is gone, when its plan is no draft, or when the database would not
    hold the values.
    """
    with refusals_in_words(), transaction.atomic():
        if isinstance(row, PlanRow):
            locked_draft(row.in_plan)
        now = present(row)
        if all(getattr(now, name) == value for name, value in values.items()):
            return now
        seen = versions_of(now).filter(version=version).first()
        if version != now.version and seen is not None and _agree(seen, now, values):
            version = now.version  # the other person changed other columns of the row: no collision
        _check(copy(now), values)
        with recorded("planning.change", by):
            rows = type(row)._default_manager.filter(pk=row.pk, version=version)  # noqa: SLF001
            changed = rows.update(**values, version=F("version") + 1)
        now = present(row)
        if not changed and not all(getattr(now, name) == value for name, value in values.items()):
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        return now


def present(row: _Row) -> _Row:
    """Return the row as it is stored now; RuleBroken when somebody has removed it."""
    model: Any = type(row)
    now: _Row | None = model.objects.filter(pk=row.pk).first()
    if now is None:
        raise RuleBroken(_("Somebody has removed this from the plan meanwhile. What you wrote has not been saved."))
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
