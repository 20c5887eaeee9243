"""What has been counted is not counted again while nothing that it was counted from has changed.

The database itself writes down every change of the rows that an overview is made from (their histories), so the newest
lines of those say whether there is anything new: one quick question instead of a dozen slow ones. A change whose
transaction was still open when the figures were counted can be missed by that, so they are kept for seconds only.
"""

from collections.abc import Callable
from functools import cache as once
from hashlib import sha256
from typing import Any, Final, TypeVar

from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from rimlig.followup.models import Action, ActionPlan, ActionPlanUnit, FollowUpResult, Period
from rimlig.organisation.models import Board, OrgUnit, Placement
from rimlig.planning.models import (
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    RiskBand,
    RiskCategory,
    RiskScale,
    UndesiredEvent,
    WorkingMethod,
)

SECONDS: Final = 10
"""No figure is older than this, whatever happens at the same time."""
COUNTED_FROM: Final[tuple[Any, ...]] = (
    *(FollowUpResult, Action, ActionPlan, ActionPlanUnit, Period),
    *(UndesiredEvent, PlannedFollowUp, OngoingControl, WorkingMethod, Process, Plan),
    *(RiskBand, RiskCategory, RiskScale, Board, OrgUnit, Placement),
)
_Counted = TypeVar("_Counted")


def remembered(key: tuple[object, ...], count: Callable[[], _Counted]) -> _Counted:
    """Return what `count` gives, or what it gave a moment ago under the same key if nothing has changed since. One query more."""
    at = (key, _newest_changes(), timezone.localdate(), get_language(), connection.settings_dict["NAME"])
    name = f"overview-{sha256(repr(at).encode()).hexdigest()}"
    found: _Counted | None = caches["figures"].get(name)
    if found is None:
        found = count()
        caches["figures"].set(name, found, SECONDS)
    return found


def _newest_changes() -> tuple[int | None, ...]:
    """Return the number of the newest line in each history."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        return tuple(cursor.fetchone())


@once
def _question() -> str:
    tables = [model.history.rel.related_model._meta.db_table for model in COUNTED_FROM]  # noqa: SLF001  # Django's own way to a name
    return "SELECT " + ", ".join(f'(SELECT max(pgh_id) FROM "{table}")' for table in tables)  # noqa: S608  # the names are ours
