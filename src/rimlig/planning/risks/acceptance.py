"""Who may take on a risk for a board."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from rimlig.organisation.abilities import ABILITIES
from rimlig.organisation.models import Board, RoleAssignment, Substitution, User


def people_who_may_accept(board: Board) -> QuerySet[User]:
    """Return the people who may accept a risk for the board today, in their own role or as a substitute, by name.

    They are those to whom the table of abilities gives `plan.accept` at the board or anywhere under it.
    """
    today = timezone.localdate()
    held = RoleAssignment.objects.valid(today).filter(
        Q(board=board) | Q(board=None, municipality=board.municipality_id), role__in=ABILITIES["plan.accept"].roles
    )
    standing_in = Substitution.objects.valid(today).filter(assignment__in=held)
    people = Q(pk__in=held.values("user")) | Q(pk__in=standing_in.values("substitute"))
    return User.objects.filter(people, is_active=True).order_by("name")
