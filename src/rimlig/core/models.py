"""What every stored row of the domain has in common: a version to lock by, and a history."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TypeVar

import pghistory
from django.db import models


def exactly_one(*fields: str) -> models.Q:
    """Return the condition that exactly one of the nullable columns has a value."""
    one_each = (models.Q(**{f"{other}__isnull": other != field for other in fields}) for field in fields)
    return reduce(or_, one_each)


_Model = TypeVar("_Model", bound=type[models.Model])


class Versioned(models.Model):
    """A row that two people may have open at once: each change takes the version it was made from and adds one."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def with_history(model_name: str) -> Callable[[_Model], _Model]:
    """Return a class decorator: the database itself keeps every version of each row in an append-only table.

    `model_name` names the history model. Bulk operations and raw SQL are kept
    too, since a trigger writes it.
    """

    def decorate(model: _Model) -> _Model:
        tracked: _Model = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
            model_name=model_name,
            append_only=True,
        )(model)
        return tracked

    return decorate
