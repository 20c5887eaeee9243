"""What every operation on a municipality's own rows begins with: one at a time in each municipality, nothing overwritten."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.models import Versioned
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Municipality, User

_Row = TypeVar("_Row", bound=Versioned)
Direction = Literal[-1, 1]
"""Up, or down."""


@contextmanager
def deciding(municipality: Municipality, operation: str, by: User | None) -> Iterator[None]:
    """Do something for a municipality in one transaction, while nobody else changes what it decides for all boards.

    What happens inside is recorded as the operation. What the database refuses
    becomes RuleBroken.
    """
    with refusals_in_words(), transaction.atomic(), recorded(operation, by):
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        yield


def set_values(row: _Row, values: Mapping[str, Any], version: int) -> _Row:
    """Set the row's columns and return the row as it is then. To be called inside `deciding`.

    `version` is that of the row when the person opened it: Outdated tells what
    the row holds now when somebody else has changed it since. The same change
    sent twice is made once. Raises RuleBroken when the row is gone.
    """
    now = present(row)
    if all(getattr(now, name) == value for name, value in values.items()):
        return now
    if now.version != version:
        raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
    _rows_of(row).filter(pk=row.pk).update(**values, version=F("version") + 1)
    return present(row)


def present(row: _Row) -> _Row:
    """Return the row as it is stored now; RuleBroken when somebody has removed it."""
    now: _Row | None = _rows_of(row).filter(pk=row.pk).first()
    if now is None:
        raise RuleBroken(_("Somebody has removed this meanwhile. What you wrote has not been saved."))
    return now


def last_position(rows: QuerySet[Any]) -> int:
    """Return the position after that of the last of the rows."""
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def move_past_neighbour(row: Any, siblings: QuerySet[Any], direction: Direction) -> bool:
    """Let the row and its neighbour among the siblings change places; says whether there was one.

    To be called inside `deciding`: the positions are compared when it ends.
    """
    if direction < 0:
        neighbour = siblings.filter(position__lt=row.position).order_by("-position").first()
    else:
        neighbour = siblings.filter(position__gt=row.position).order_by("position").first()
    if neighbour is None:
        return False
    for one, position in ((row, neighbour.position), (neighbour, row.position)):
        siblings.filter(pk=one.pk).update(position=position)
    return True


def _rows_of(row: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = type(row)._default_manager.all()  # noqa: SLF001
    return rows
