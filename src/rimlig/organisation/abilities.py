"""What each role may do, in one table.

A role holds on a place and everything below it: on the municipality, on one
board, or on a unit and the units under it. Reading what a board decides is
for everybody who has a role anywhere in that board.
"""

from dataclasses import dataclass
from typing import Any, Final

import rules

from rimlig.organisation.models import Board, Municipality, OrgUnit, Role, RoleAssignment
from rimlig.organisation.tree import below

EVERYBODY: Final = frozenset(Role)
EXPERTS: Final = frozenset({Role.CONTROLLER, Role.CENTRAL_CONTROLLER})
CENTRAL: Final = frozenset({Role.CENTRAL_CONTROLLER})
HEADS: Final = frozenset({Role.HEAD_OF_ADMINISTRATION})
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
MANAGERS: Final = frozenset({Role.UNIT_MANAGER, Role.DEPARTMENT_MANAGER, Role.HEAD_OF_ADMINISTRATION})

Place = Municipality | Board | OrgUnit


@dataclass(frozen=True)
class Ability:
    """The roles that give a permission. `from_below`: a role held anywhere under the place gives it too."""

    roles: frozenset[Role]
    from_below: bool = False


ABILITIES: Final[dict[str, Ability]] = {
    "organisation.read": Ability(EVERYBODY, from_below=True),
    "organisation.edit": Ability(ADMINISTRATORS),
    "people.read": Ability(ADMINISTRATORS | EXPERTS | HEADS),
    "people.edit": Ability(ADMINISTRATORS),
    "goals.read": Ability(EVERYBODY, from_below=True),
    "goals.edit": Ability(CENTRAL | ADMINISTRATORS),
    "scales.read": Ability(EVERYBODY, from_below=True),
    "scales.edit": Ability(CENTRAL | ADMINISTRATORS),
    "common.read": Ability(EXPERTS | frozenset({Role.AUDITOR}), from_below=True),
    "common.edit": Ability(CENTRAL),
    "plan.read": Ability(EVERYBODY, from_below=True),
    "plan.edit": Ability(EXPERTS),
    "plan.assess": Ability(EXPERTS | MANAGERS | frozenset({Role.PERFORMER}), from_below=True),
    "plan.accept": Ability(HEADS | frozenset({Role.DEPARTMENT_MANAGER, Role.BOARD_MEMBER}), from_below=True),
    "plan.propose": Ability(HEADS),
    "plan.adopt": Ability(EXPERTS | HEADS),
    "system.read": Ability(EVERYBODY, from_below=True),
    "system.edit": Ability(EXPERTS),
    "system.adopt": Ability(EXPERTS | HEADS),
    "report.read": Ability(EVERYBODY, from_below=True),
    "history.read": Ability(EVERYBODY, from_below=True),
    "document.import": Ability(EXPERTS),
}
"""Permission → the roles that give it on the place that is asked about: a municipality, a board or a unit."""


def holds(user: Any, place: Place, ability: Ability) -> bool:
    """Say whether the person holds one of the ability's roles today on the place or above it (or below, where that does)."""
    return any(
        role in ability.roles and (_covers(user, held, place) or (ability.from_below and _lies_in(held, place)))
        for role, *held in _assignments(user)
    )


def _covers(user: Any, held: list[int | None], place: Place) -> bool:
    municipality, board, unit = held
    if isinstance(place, Municipality):
        return municipality == place.pk and board is None
    if isinstance(place, Board):
        return municipality == place.municipality_id and (board is None or (board == place.pk and unit is None))
    if unit is not None:
        return place.pk in _units_below(user, unit)
    return board == place.board_id if board is not None else municipality == place.board.municipality_id


def _lies_in(held: list[int | None], place: Place) -> bool:
    municipality, board, _unit = held
    if isinstance(place, Municipality):
        return municipality == place.pk
    return board == (place.pk if isinstance(place, Board) else place.board_id)


def _assignments(user: Any) -> list[tuple[str, int, int | None, int | None]]:
    """Return the person's roles and places of today, asked for once: a page asks about many boards and buttons.

    They live as long as the object that the request's session gave, so a role
    that is taken away is gone at the next request.
    """
    if "_assignments" not in user.__dict__:
        held = RoleAssignment.objects.held_by(user)
        user.__dict__["_assignments"] = list(held.values_list("role", "municipality_id", "board_id", "unit_id"))
    found: list[tuple[str, int, int | None, int | None]] = user.__dict__["_assignments"]
    return found


def _units_below(user: Any, unit: int) -> frozenset[int]:
    """Return the units under one on which the person has a role, asked for once like the assignments."""
    known: dict[int, frozenset[int]] = user.__dict__.setdefault("_units_below", {})
    if unit not in known:
        known[unit] = below([unit])
    return known[unit]


def permit(*permissions: str) -> None:
    """Register the permissions: a role on the place that is asked about gives them, as the table says."""
    for permission in permissions:
        rules.add_perm(permission, on_place(permission))  # type: ignore[attr-defined,no-untyped-call]


def on_place(permission: str) -> Any:
    """Return the predicate that says whether a person has the permission on the place given as object."""

    @rules.predicate(f"role gives {permission}")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
    def role_gives(user: Any, place: Place | None) -> bool:
        return place is not None and holds(user, place, ABILITIES[permission])

    return role_gives
