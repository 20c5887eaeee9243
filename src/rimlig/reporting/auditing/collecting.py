"""All that is known of a planned follow-up, in a number of queries that does not grow with how much it is."""

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from django.db import connection
from django.db.models import Prefetch

from rimlig.followup.models import Action, ActionNote, AnswerComment, Evidence, FollowUpResult, Review
from rimlig.planning.models import (
    FollowUpUnit,
    OngoingControl,
    PlannedFollowUp,
    ProcessGoal,
    UndesiredEvent,
)
from rimlig.planning.rows.histories import Change, changes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE: Final = """
    WITH RECURSIVE up AS (
        SELECT id, origin_id FROM planning_plannedfollowup WHERE id = %s
        UNION SELECT o.id, o.origin_id FROM planning_plannedfollowup o JOIN up ON o.id = up.origin_id
    ), line AS (
        SELECT id FROM up
        UNION SELECT c.id FROM planning_plannedfollowup c JOIN line ON c.origin_id = line.id
    ) SELECT id FROM line
"""


@dataclass(frozen=True)
class Collected:
    """What the file is made of: the follow-up in each edition and year of its board's plan, and what changed when."""

    chosen: PlannedFollowUp
    rows: list[PlannedFollowUp]
    changes: list[Change]

    @property
    def results(self) -> list[FollowUpResult]:
        """The answers and conclusions of all years that the person may read."""
        return [result for row in self.rows for result in row.results.all()]

    @property
    def evidence(self) -> list[Evidence]:
        """What shows that the answers are true, in their order."""
        return [one for result in self.results for one in result.evidence.all()]


def collected(follow_up: PlannedFollowUp, user: Any) -> Collected:
    """Return all of it that the person may read. A copy in another board's plan is that board's, and is left out."""
    rows = list(_rows(follow_up, user))
    results = [result.pk for row in rows for result in row.results.all()]
    actions = [action.pk for row in rows for action in row.actions.all()]
    events = [event.pk for row in rows for event in row.working_method.events.all()]
    controls = [control.pk for row in rows for control in row.working_method.controls.all()]
    kinds: tuple[tuple[str, Iterable[int]], ...] = (
        ("control", controls),
        ("event", events),
        ("follow-up", [row.pk for row in rows]),
        ("result", results),
        ("action", actions),
    )
    found = chain.from_iterable(changes_of(kind, keys) for kind, keys in kinds)
    return Collected(follow_up, rows, sorted(found, key=lambda change: change.when))


def _rows(follow_up: PlannedFollowUp, user: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [follow_up.pk])
        line = [pk for (pk,) in cursor.fetchall()]
    board = follow_up.in_plan.board_id
    answers = (
        FollowUpResult.objects.visible_to(user)
        .select_related("period", "unit", "filed_by", "saved_by")
        .prefetch_related(
            Prefetch("reviews", Review.objects.select_related("by")),
            Prefetch("comments", AnswerComment.objects.select_related("by")),
            Prefetch("evidence", Evidence.objects.select_related("file", "run__outcome", "added_by")),
        )
        .order_by("period__year", "period__ends", "unit__name", "pk")
    )
    notes = Prefetch("notes", ActionNote.objects.select_related("by"))
    actions = Action.objects.select_related("responsible", "unit", "effect_checked_by").prefetch_related(notes)
    return (
        PlannedFollowUp.objects.visible_to(user)
        .filter(pk__in=line, working_method__process__plan__board=board)
        .select_related(
            "performer", "reviewer", "working_method__process__plan__board__municipality",
            "working_method__process__plan__scale", "working_method__process__plan__decision__document",
            "working_method__process__plan__decision__data", "working_method__process__plan__decision__recorded_by",
        )
        .prefetch_related(
            Prefetch(
                "working_method__process__placements",
                ProcessGoal.objects.select_related("goal").order_by("goal__position"),
            ),
            Prefetch("working_method__controls", OngoingControl.objects.order_by("position")),
            Prefetch("working_method__events", UndesiredEvent.objects.select_related("category", "accepted_by")),
            Prefetch("chosen_units", FollowUpUnit.objects.select_related("unit")),
            Prefetch("results", answers),
            Prefetch("actions", actions),
        )
        .order_by("working_method__process__plan__year", "working_method__process__plan__edition", "pk")
    )  # fmt: skip
