"""Who may write, read and approve a board's reports, as lists of people."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from rimlig.organisation.abilities import ABILITIES
from rimlig.organisation.models import Board, Role, RoleAssignment, Substitution, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def approvers(board: Board) -> "QuerySet[User]":
    """Return who may approve the board's reports today, substitutes included."""
    return _holders(board, ABILITIES["report.approve"].roles)


def writers(board: Board) -> "QuerySet[User]":
    """Return who may be given a section of the board's reports today, by name."""
    return _holders(board, ABILITIES["report.comment"].roles).order_by("name", "pk")


def _holders(board: Board, roles: Iterable[Role]) -> "QuerySet[User]":
    today = timezone.localdate()
    places = Q(board=board) | Q(municipality=board.municipality_id, board=None)
    held = RoleAssignment.objects.valid(today).filter(places, role__in=roles)
    standing_in = Substitution.objects.valid(today).filter(assignment__in=held)
    people = Q(pk__in=held.values("user")) | Q(pk__in=standing_in.values("substitute"))
    return User.objects.filter(people, is_active=True)
