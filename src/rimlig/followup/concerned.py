"""Whom an answer concerns: who is to give it, who is to review it, and who may read it while it is a draft.

The plan names a role, or a person, for each follow-up; where it names neither,
a unit's manager answers and the manager above reviews. People are never
written on an answer before they act: whoever holds the role today is the one
it awaits, so a change of people changes nothing else.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from rimlig.organisation.abilities import EXPERTS, MANAGERS, Ability, holds
from rimlig.organisation.held import Held, held_today, units_below
from rimlig.organisation.models import Board, OrgUnit, Role

if TYPE_CHECKING:
    from rimlig.followup.models import FollowUpResult

WRITERS: Final = MANAGERS | {Role.PERFORMER}
"""Roles that are given on a unit, a department or the whole administration, and work with its answers."""


def performing_role(result: "FollowUpResult") -> Role:
    """Return the role that is to give the answer. `follow_up` should be fetched with it."""
    if result.follow_up.performer_role:
        return Role(result.follow_up.performer_role)
    return Role.CONTROLLER if result.unit_id is None else Role.UNIT_MANAGER


def reviewing_role(result: "FollowUpResult") -> Role:
    """Return the role that is to review the answer first. `follow_up` should be fetched with it."""
    if result.follow_up.reviewer_role:
        return Role(result.follow_up.reviewer_role)
    return Role.HEAD_OF_ADMINISTRATION if result.unit_id is None else Role.DEPARTMENT_MANAGER


def place_of(result: "FollowUpResult") -> Board | OrgUnit:
    """Return where the answer's people hold their roles: its unit, the one that this has gone into, or the board."""
    unit = result.unit
    while unit is not None and unit.merged_into is not None:
        unit = unit.merged_into
    return result.in_plan.board if unit is None else unit


def is_or_stands_in_for(user: Any, person_id: int | None) -> bool:
    """Say whether the user is the person, or holds one of the person's roles today as a substitute."""
    return person_id is not None and (user.pk == person_id or any(held.owner == person_id for held in held_today(user)))


def may_write(user: Any, result: "FollowUpResult") -> bool:
    """Say whether the person may write the answer: its performer, the manager of its unit, and the experts who help."""
    if result.follow_up.performer_id is not None and is_or_stands_in_for(user, result.follow_up.performer_id):
        return True
    roles = EXPERTS if result.unit_id is None else EXPERTS | {Role.UNIT_MANAGER}
    if result.follow_up.performer_id is None:
        roles = roles | {performing_role(result)}
    return _holds_there(user, result, frozenset(roles))


def may_review(user: Any, result: "FollowUpResult") -> bool:
    """Say whether the person may review the answer: its reviewer, and the experts, who review all."""
    if result.follow_up.reviewer_id is not None:
        if is_or_stands_in_for(user, result.follow_up.reviewer_id):
            return True
        return _holds_there(user, result, EXPERTS)
    return _holds_there(user, result, EXPERTS | {reviewing_role(result)})


def _holds_there(user: Any, result: "FollowUpResult", roles: frozenset[Role]) -> bool:
    """Say whether the person holds one of the roles at the answer's place or above it.

    For the administration as a whole the plan may name a role that is held in a
    part of it, a department manager's: then any of them may.
    """
    return holds(user, place_of(result), Ability(roles, from_below=result.unit_id is None))


def may_read_drafts(user: Any) -> Q:
    """Return the condition that an answer concerns the person so that they may read it while it is being written."""
    owners = {user.pk, *(held.owner for held in held_today(user))}
    concerned = Q(follow_up__performer__in=owners) | Q(follow_up__reviewer__in=owners)
    for held in held_today(user):
        if held.role in EXPERTS or held.role in WRITERS:
            concerned |= at_place(user, held)
    return concerned


def at_place(user: Any, held: Held) -> Q:
    """Return the condition that an answer stands at the place of the role, or below it.

    Answers of a unit that has gone into another one stand at that one too, and those of the administration as a whole
    at every place of the role that the plan names.
    """
    way = "follow_up__working_method__process__plan__board"
    if held.unit is not None:
        named = Q(follow_up__performer_role=held.role) | Q(follow_up__reviewer_role=held.role)
        return of_units(units_below(user, held.unit)) | (Q(**{"unit": None, way: held.board}) & named)
    if held.board is not None:
        return Q(**{way: held.board})
    return Q(**{f"{way}__municipality": held.municipality})


def of_units(units: Iterable[int]) -> Q:
    """Return the condition that an answer is of one of the units, or of a unit that has gone into one of them."""
    here = list(units)
    return Q(unit__in=here) | Q(unit__merged_into__in=here) | Q(unit__merged_into__merged_into__in=here)
