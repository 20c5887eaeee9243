"""The boards on which a person may do something, for pages that are about no one board yet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from rimlig.organisation.abilities import ABILITIES
from rimlig.organisation.held import held_today
from rimlig.organisation.models import Board, valid_on


def where_permitted(user: Any, permission: str, way: str) -> Q:
    """Return the condition that the person has the permission today on a row's board, to which `way` leads."""
    ability = ABILITIES[permission]
    giving = [
        held for held in held_today(user) if held.role in ability.roles and (held.unit is None or ability.from_below)
    ]
    boards = {held.board for held in giving if held.board is not None}
    municipalities = {held.municipality for held in giving if held.board is None}
    return Q(**{f"{way}__in": boards}) | Q(**{f"{way}__municipality__in": municipalities})


def permitted_boards(user: Any, permission: str) -> list[Board]:
    """Return the boards of today on which the person has the permission, by name.

    A role on a unit lets one know of its board and gives there what the table
    of abilities gives from below; a board that has ended, or not begun, is not
    worked with. Raises Http404 for those who know of no board at all, and PermissionDenied
    for those who have the permission on none of theirs.
    """
    known = list(Board.objects.visible_to(user).filter(valid_on(timezone.localdate())).select_related("municipality"))
    if not known:
        raise Http404
    permitted = [board for board in known if user.has_perm(permission, board)]
    if not permitted:
        raise PermissionDenied
    return permitted
