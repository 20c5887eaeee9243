"""Who works with actions: the one who is responsible, those who answer for the place, and the experts of the board."""

from typing import Any, Final

from rimlig.followup.concerned import is_or_stands_in_for, may_write, place_of
from rimlig.followup.models import Action, ActionPlan, FollowUpResult
from rimlig.organisation.abilities import ABILITIES, EXPERTS, MANAGERS, Ability, holds
from rimlig.organisation.models import Board, OrgUnit

ANSWERING_FOR_THE_PLACE: Final = Ability(EXPERTS | MANAGERS)
ADDING: Final = Ability(ABILITIES["action.edit"].roles)


def place_of_action(row: Action | ActionPlan) -> Board | OrgUnit:
    """Return where the action's people hold their roles: its unit, the one that this has gone into, or the board."""
    unit = getattr(row, "unit", None)
    while unit is not None and unit.merged_into is not None:
        unit = unit.merged_into
    return row.in_plan.board if unit is None else unit


def may_write_action(user: Any, row: Action | ActionPlan) -> bool:
    """Say whether the person may note, change and close it: its responsible, the managers above its place, the experts.

    At the board as a whole only the experts and the head of the administration answer for the place.
    """
    return is_or_stands_in_for(user, row.responsible_id) or holds(user, place_of_action(row), ANSWERING_FOR_THE_PLACE)


def may_add_at(user: Any, place: Board | OrgUnit) -> bool:
    """Say whether the person may add an action that is done at the place."""
    return holds(user, place, ADDING)


def may_add_to_answer(user: Any, result: FollowUpResult) -> bool:
    """Say whether the person may add an action to the answer: who writes it, and who answers for its place."""
    return may_write(user, result) or may_add_at(user, place_of(result))
