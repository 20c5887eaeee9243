"""What each role may do, in one table."""

from typing import Any, Final

import rules

from rimlig.organisation.models import Board, Role, RoleAssignment

EVERYBODY: Final = frozenset(Role)
EXPERTS: Final = frozenset({Role.CONTROLLER, Role.CENTRAL_CONTROLLER})

ABILITIES: Final[dict[str, frozenset[Role]]] = {
    "plan.read": EVERYBODY,
    "plan.edit": EXPERTS,
    "report.read": EVERYBODY,
    "history.read": EVERYBODY,
    "document.import": EXPERTS,
}
"""Permission → the roles that have it on a board, whether the role is held on the board or on its municipality."""


def holds(user: Any, board: Board, roles: frozenset[Role]) -> bool:
    """Say whether the person holds one of the roles on the board or on its whole municipality."""
    return any(
        role in roles and municipality == board.municipality_id and place in (None, board.pk)
        for role, municipality, place in _assignments(user)
    )


def _assignments(user: Any) -> list[tuple[str, int, int | None]]:
    """Return the person's roles and places, asked for once: a page asks about many boards and buttons.

    They live as long as the object that the request's session gave, so a role
    that is taken away is gone at the next request.
    """
    if "_assignments" not in user.__dict__:
        rows = RoleAssignment.objects.filter(user_id=user.pk).values_list("role", "municipality_id", "board_id")
        user.__dict__["_assignments"] = list(rows)
    found: list[tuple[str, int, int | None]] = user.__dict__["_assignments"]
    return found


def permit(*permissions: str) -> None:
    """Register the permissions: a role on the board that is asked about gives them, as the table says."""
    for permission in permissions:
        rules.add_perm(permission, on_board(permission))  # type: ignore[attr-defined,no-untyped-call]


def on_board(permission: str) -> Any:
    """Return the predicate that says whether a person has the permission on the board given as object."""

    @rules.predicate(f"role gives {permission}")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
    def role_gives(user: Any, board: Board | None) -> bool:
        return board is not None and holds(user, board, ABILITIES[permission])

    return role_gives
