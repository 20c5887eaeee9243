"""The roles that a person holds today, asked for once per request: a page asks about many places and buttons."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone

from rimlig.organisation.models import RoleAssignment, Substitution
from rimlig.organisation.tree import below_each


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


_ALONG: dict[str, Callable[[Any], Any]] = {}


def register_along(name: str, expression: Callable[[Any], Any]) -> None:
    """Let something about the person be asked for together with the roles, so that the frame of every page costs no query more.

    `expression` takes the person and returns what the database is to compute.
    """
    _ALONG[name] = expression


def asked_along(user: Any, name: str) -> Any:
    """Return what was asked for under the name; None for somebody without any role."""
    held_today(user)
    return user._asked_along.get(name)  # noqa: SLF001  # ours, on somebody else's object


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
        .annotate(until=Subquery(standing_in), **{f"along_{name}": give(user) for name, give in _ALONG.items()})
        .order_by("municipality__name", "pk")
        .values_list(
            "role",
            "municipality_id",
            "board_id",
            "unit_id",
            F("municipality__name"),
            "user_id",
            "user__name",
            "until",
            *(f"along_{name}" for name in _ALONG),
        )
    )
    found = list(rows)
    user._asked_along = dict(zip(_ALONG, found[0][-len(_ALONG) :], strict=True)) if found and _ALONG else {}  # noqa: SLF001
    return [
        Held(role, municipality, board, unit, called, name, until, owner)
        if owner != user.pk
        else Held(role, municipality, board, unit, called, "", None, owner)
        for role, municipality, board, unit, called, owner, name, until, *_along in found
    ]


def units_below(user: Any, unit: int) -> frozenset[int]:
    """Return the unit and those under it today, asked for once per request like the roles, and for all of these at once."""
    known: dict[int, frozenset[int]] | None = getattr(user, "_units_below", None)
    if known is None:
        known = user._units_below = {}  # noqa: SLF001  # see above
    if unit not in known:
        mine = {held.unit for held in held_today(user) if held.unit is not None}
        known |= below_each({unit, *mine} - known.keys())
    return known[unit]
