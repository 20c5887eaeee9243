"""Where a row of the outline stands: its kind, its parent, and its siblings in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from rimlig.planning.models import (
    Goal,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    PlanRow,
    Process,
    UndesiredEvent,
    WorkingMethod,
)


@dataclass(frozen=True)
class Kind:
    """A kind of row: the column that names its parent, the parent's model, and the column of its text."""

    model: type[PlanRow]
    parent: str
    under: type[Any]
    text: str


KINDS: Final[Mapping[str, Kind]] = {
    "goal": Kind(Goal, "plan", Plan, "title"),
    "process": Kind(Process, "plan", Plan, "name"),
    "method": Kind(WorkingMethod, "process", Process, "name"),
    "control": Kind(OngoingControl, "working_method", WorkingMethod, "text"),
    "event": Kind(UndesiredEvent, "working_method", WorkingMethod, "text"),
    "follow-up": Kind(PlannedFollowUp, "working_method", WorkingMethod, "text"),
}
"""The kinds that the outline consists of, by their names in editables.py. A process serves goals beside (ProcessGoal)."""

LIMIT_OWNERS: Final[Mapping[str, str]] = {
    "method": "working_method",
    "control": "control",
    "event": "event",
    "follow-up": "follow_up",
}
"""The kinds that can be limited to some of their process's goals, and the column of Limit that names each."""

WAYS_FROM_PROCESS: Final[Mapping[str, str]] = {
    "process": "pk",
    "method": "working_methods",
    "control": "working_methods__controls",
    "event": "working_methods__events",
    "follow-up": "working_methods__follow_ups",
}
"""How to find the process of a row of each kind."""


def kind_of(row: PlanRow) -> str:
    """Return the name of the row's kind."""
    return next(name for name, kind in KINDS.items() if isinstance(row, kind.model))


def siblings(row: PlanRow) -> QuerySet[Any]:
    """Return the rows of the same kind under the same parent, the row included, in order."""
    kind = KINDS[kind_of(row)]
    parent = f"{kind.parent}_id"
    return kind.model._default_manager.filter(**{parent: getattr(row, parent)}).order_by("position")  # noqa: SLF001


def process_of(row: PlanRow) -> Process:
    """Return the process that the row is or stands under; LookupError for a goal."""
    if isinstance(row, Process):
        return row
    if isinstance(row, WorkingMethod):
        return row.process
    if isinstance(row, OngoingControl | UndesiredEvent | PlannedFollowUp):
        return row.working_method.process
    raise LookupError(f"{row!r} stands under no process")


def events_under(row: PlanRow) -> QuerySet[UndesiredEvent]:
    """Return the undesired events that the row is or that stand under it. Under a goal stand none: it has processes beside."""
    return UndesiredEvent.objects.filter(**_way(row, UndesiredEvent))


def follow_ups_under(row: PlanRow) -> QuerySet[PlannedFollowUp]:
    """Return the planned follow-ups that the row is or that stand under it."""
    return PlannedFollowUp.objects.filter(**_way(row, PlannedFollowUp))


def controls_under(row: PlanRow) -> QuerySet[OngoingControl]:
    """Return the ongoing controls that the row is or that stand under it."""
    return OngoingControl.objects.filter(**_way(row, OngoingControl))


def _way(row: PlanRow, model: type[PlanRow]) -> dict[str, Any]:
    if isinstance(row, Process):
        return {"working_method__process": row.pk}
    if isinstance(row, WorkingMethod):
        return {"working_method": row.pk}
    return {"pk": row.pk} if isinstance(row, model) else {"pk__in": []}
