"""The people of a municipality as its pages show them: a list to search in, and one person's roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from rimlig.organisation.models import Board, Municipality, RoleAssignment, Substitution, User

ACTIVE, FORMER, ALL = "active", "former", "all"
ORDERS: Final = {
    "name": ("name", "email"),
    "-name": ("-name", "-email"),
    "email": ("email",),
    "-email": ("-email",),
}


def people_of(municipality: Municipality) -> QuerySet[User]:
    """Return everybody who has, or has had, a role in the municipality."""
    return User.objects.filter(Exists(RoleAssignment.objects.filter(user=OuterRef("pk"), municipality=municipality)))


def searched(municipality: Municipality, wanted: Mapping[str, Any]) -> QuerySet[User]:
    """Return the people whom the list is to show.

    `wanted` may hold `text` (in the name or the address), `role`, `board`,
    `state` (ACTIVE, FORMER or ALL; ACTIVE when missing) and `order`.
    """
    people = people_of(municipality).order_by(*ORDERS[wanted.get("order") or "name"])
    if text := wanted.get("text"):
        people = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
    state = wanted.get("state") or ACTIVE
    lasting = Exists(lasting_in(municipality).filter(user=OuterRef("pk")))
    if state == ACTIVE:
        people = people.filter(lasting, is_active=True)
    elif state == FORMER:
        people = people.exclude(lasting, is_active=True)
    roles = (
        RoleAssignment.objects.filter(municipality=municipality) if state == FORMER else lasting_in(municipality)
    ).filter(user=OuterRef("pk"))
    role, board = wanted.get("role"), wanted.get("board")
    if role or board:
        roles = roles.filter(role=role) if role else roles
        roles = roles.filter(board=board) if board else roles
        people = people.filter(Exists(roles))
    return people


def with_roles(people: QuerySet[User], municipality: Municipality) -> QuerySet[User]:
    """Fetch with each person `roles_now` and `standing_in`: what they hold today or will hold."""
    roles = lasting_in(municipality).select_related("municipality", "board", "unit__board").order_by("role", "pk")
    standing_in = lasting_substitutions(municipality).select_related("assignment__user").order_by("starts", "pk")
    return people.prefetch_related(
        Prefetch("assignments", roles, to_attr="roles_now"),
        Prefetch("substitutions", standing_in, to_attr="standing_in"),
    )


def lasting_in(municipality: Municipality) -> QuerySet[RoleAssignment]:
    """Return the roles of the municipality that are held today or will be."""
    today = timezone.localdate()
    return RoleAssignment.objects.filter(Q(ends=None) | Q(ends__gte=today), municipality=municipality)


def lasting_substitutions(municipality: Municipality) -> QuerySet[Substitution]:
    """Return what substitutes of the municipality hold today or will hold."""
    return Substitution.objects.filter(assignment__municipality=municipality, ends__gte=timezone.localdate())


@dataclass(frozen=True)
class RolesOfPerson:
    """A person's roles in a municipality, and what they hold for others."""

    now: list[RoleAssignment]
    past: list[RoleAssignment]
    standing_in: list[Substitution]


def roles_of(person: User, municipality: Municipality) -> RolesOfPerson:
    """Return the person's roles in the municipality, each with its `substitutes` of today and later."""
    today = timezone.localdate()
    substitutes = lasting_substitutions(municipality).select_related("substitute").order_by("starts", "pk")
    rows = list(
        RoleAssignment.objects.filter(user=person, municipality=municipality)
        .select_related("municipality", "board", "unit__board")
        .prefetch_related(Prefetch("substitutions", substitutes, to_attr="substitutes"))
        .order_by("role", "starts", "pk")
    )
    standing_in = (
        lasting_substitutions(municipality)
        .filter(substitute=person)
        .select_related("assignment__user", "assignment__municipality", "assignment__board", "assignment__unit__board")
    )
    return RolesOfPerson(
        now=[row for row in rows if row.ends is None or row.ends >= today],
        past=[row for row in rows if row.ends is not None and row.ends < today],
        standing_in=list(standing_in.order_by("starts", "pk")),
    )


def boards_of(municipality: Municipality) -> QuerySet[Board]:
    """Return the municipality's boards that exist today or will."""
    today = timezone.localdate()
    return Board.objects.filter(Q(ends=None) | Q(ends__gte=today), municipality=municipality)
