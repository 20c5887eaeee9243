"""What each role may do, in one table."""

from typing import Any, Final

import rules
from django.db.models import Q

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
    return (
        RoleAssignment.objects.filter(user_id=user.pk, role__in=roles, municipality_id=board.municipality_id)
        .filter(Q(board=board) | Q(board=None))
        .exists()
    )


def on_board(permission: str) -> Any:
    """Return the predicate that says whether a person has the permission on the board given as object."""

    @rules.predicate(f"role gives {permission}")
    def role_gives(user: Any, board: Board | None) -> bool:
        return board is not None and holds(user, board, ABILITIES[permission])

    return role_gives
