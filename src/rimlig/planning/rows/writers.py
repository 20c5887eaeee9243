"""Who may change a row in place: whoever may edit the board's plans, and those to whom a higher room has given the row."""

from collections.abc import Callable
from typing import Any

from rimlig.planning.models import PartOfPlan, Plan
from rimlig.planning.rows.editables import Editable

May = Callable[[Any, Editable, PartOfPlan], bool]
_OTHERS: list[May] = []


def register_writers(may: May) -> None:
    """Let `may` say who else may change a row: given the person, the line of the table and the row. Rooms do this in `ready()`."""
    _OTHERS.append(may)


def may_write(person: Any, editable: Editable, row: PartOfPlan, plan: Plan) -> bool:
    """Say whether the person may change the row's columns at all, however the row stands now."""
    return person.has_perm("plan.edit", plan.board) or any(may(person, editable, row) for may in _OTHERS)
