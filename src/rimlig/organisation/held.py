"""The roles that a person holds today, asked for once per request: a page asks about many places and buttons."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone

from rimlig.organisation.models import RoleAssignment, Substitution
from rimlig.organisation.tree import below


class Held(NamedTuple):
    """A role that a person holds today on the narrowest place that is set.

    `owner` is the id of the person whose role it is; `stands_in_for` is that person's name when one holds it as a
    substitute, `until` the last day.
    """

    role: str
    municipality: int
    board: int | None
    unit: int | None
    municipality_name: str
    stands_in_for: str
    until: date | None
    owner: int


def held_today(user: Any) -> list[Held]:
    """Return the person's roles and places of today, their own and those that they hold as a substitute.

    They live as long as the object that the request's session gave, so a role
    that is taken away is gone at the next request.
    """
    # Not in user.__dict__: the request's user is a lazy object with one of its own beside that of the person behind it.
    found: list[Held] | None = getattr(user, "_held_today", None)
    if found is None:
        found = user._held_today = _ask(user)  # noqa: SLF001  # ours, on somebody else's object
    return found


def _ask(user: Any) -> list[Held]:
    today = timezone.localdate()
    standing_in = (
        Substitution.objects.valid(today)
        .filter(assignment=OuterRef("pk"), substitute_id=user.pk)
        .values("assignment")
        .annotate(last=Max("ends"))
        .values("last")
    )
    rows = (
        RoleAssignment.objects.held_by(user, today)
        .annotate(until=Subquery(standing_in))
        .order_by("municipality__name", "pk")
        .values_list(
            "role", "municipality_id", "board_id", "unit_id", F("municipality__name"), "user_id", "user__name", "until"
        )
    )
    return [
        Held(role, municipality, board, unit, called, name, until, owner)
        if owner != user.pk
        else Held(role, municipality, board, unit, called, "", None, owner)
        for role, municipality, board, unit, called, owner, name, until in rows
    ]


def units_below(user: Any, unit: int) -> frozenset[int]:
    """Return the unit and those under it today, asked for once per request like the roles."""
    known: dict[int, frozenset[int]] | None = getattr(user, "_units_below", None)
    if known is None:
        known = user._units_below = {}  # noqa: SLF001  # see above
    if unit not in known:
        known[unit] = below([unit])
    return known[unit]
