"""What the template of an editable row needs, worked out once: a page draws hundreds of them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from rimlig.planning.models import Goal, PartOfPlan, Plan
from rimlig.planning.outline.places import KINDS
from rimlig.planning.rows.editables import Editable

LONGEST_NAME = 60
"""Characters of the row's text that a screen reader says after “change” and “history”."""


def may_change(editable: Editable, row: PartOfPlan, plan: Plan, *, may_edit: bool) -> bool:
    """Say whether the row can be changed in place now by who may edit the board's plan: a decided plan's rows stay."""
    return may_edit and editable.is_open(row) and (plan.is_draft or not editable.of_plan(row))


def row_context(
    editable: Editable, row: PartOfPlan, *, look: str, may_edit: bool, way_back: str, **more: Any
) -> dict[str, Any]:
    """Return the context of planning/row.html.

    `may_edit` says whether this row can be changed. `way_back` is the address
    to lead back to without htmx. `more` may say `swapped` (htmx put it there,
    so it takes the focus), `saved`, and what `outline_context` gives.
    """
    name = str(row)
    come_back = urlencode({"next": way_back, **({"look": look} if look else {})})
    where = [editable.slug, row.pk]
    return {
        "editable": editable,
        "row": row,
        "look": look,
        "may_edit": may_edit,
        "name": f"{editable.label}: {name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + '…'}",
        "change_url": f"{reverse('planning:change', args=where)}?{come_back}" if may_edit else "",
        "history_url": f"{reverse('planning:history', args=where)}?{come_back}",
        **more,
    }


def outline_context(
    editable: Editable, row: PartOfPlan, *, may_edit: bool, goal: Goal | None, lines: Sequence[str]
) -> dict[str, Any]:
    """Return what planning/row.html needs beside when the row stands in the plan's outline, where it can be moved.

    `goal` is the one under which it is shown, None for a process without goals.
    `lines` are what higher rooms say beside the row.
    """
    if editable.kind not in KINDS:
        return {}
    under = getattr(row, f"{KINDS[editable.kind].parent}_id")
    if editable.kind == "process":
        under = goal.pk if goal else ""
    return {
        "in_outline": may_edit,
        "goal": goal,
        "seen": f"?mal={goal.pk}" if goal else "",
        "move_url": reverse("planning:move", args=[editable.slug, row.pk]) if may_edit else "",
        "lines": lines,
        "under": under,
    }
