"""The roles that a person holds today, asked for once per request: a page asks about many places and buttons."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from rimlig.organisation.models import Board, RoleAssignment, Substitution, User
from rimlig.organisation.tree import below_each


class Held(NamedTuple):
    """A role that a person holds today on the narrowest place that is set.

    `owner` is the id of the person whose role it is; `stands_in_for` is that person's name when one holds it as a
    substitute, `until` the last day. `boards` are the ids of the boards that the role lets one know of: its own, or all
    of its municipality.
    """

    role: str
    municipality: int
    board: int | None
    unit: int | None
    municipality_name: str
    stands_in_for: str
    until: date | None
    owner: int
    boards: tuple[int, ...]


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


def known_boards(user: Any) -> list[int]:
    """Return the ids of the boards that the person may know of today: on which, in whose tree, or on whose municipality a role stands."""
    return sorted({board for held in held_today(user) for board in held.boards})


def known_municipalities(user: Any) -> list[int]:
    """Return the ids of the municipalities where the person holds a role today, wherever in them."""
    return sorted({held.municipality for held in held_today(user)})


_SOMEBODY: Final = User(pk=-9_000_000)
"""Stands for whoever asks, where the question is put into words once and for all."""


def _ask(user: Any) -> list[Held]:
    sql, asked = _question(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(sql, [user.pk if value == _SOMEBODY.pk else value for value in asked])
        found = cursor.fetchall()
    user._asked_along = dict(zip(_ALONG, found[0][-len(_ALONG) :], strict=True)) if found and _ALONG else {}  # noqa: SLF001
    return [
        Held(
            role,
            municipality,
            board,
            unit,
            called,
            name if owner != user.pk else "",
            until if owner != user.pk else None,
            owner,
            tuple(boards),
        )
        for role, municipality, board, unit, called, owner, name, until, boards, *_along in found
    ]


@lru_cache(maxsize=1)
def _question(today: date) -> tuple[str, tuple[Any, ...]]:
    """Return the question about a person's roles on the day as SQL, and its values with `_SOMEBODY` for the person.

    Every page asks it, and putting it together takes as long as the rest of what the frame of a page asks and draws: so it is
    put together once a day in each process.
    """
    standing_in = (
        Substitution.objects.valid(today)
        .filter(assignment=OuterRef("pk"), substitute_id=_SOMEBODY.pk)
        .values("assignment")
        .annotate(last=Max("ends"))
        .values("last")
    )
    # Its own board, or every one of the municipality's.
    opened = Board.objects.filter(municipality=OuterRef("municipality"), pk=Coalesce(OuterRef("board"), "pk"))
    rows = (
        RoleAssignment.objects.held_by(_SOMEBODY, today)
        .annotate(
            until=Subquery(standing_in),
            boards=ArraySubquery(opened.order_by().values("pk")),
            **{f"along_{name}": give(_SOMEBODY) for name, give in _ALONG.items()},
        )
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
            "boards",
            *(f"along_{name}" for name in _ALONG),
        )
    )
    sql, values = rows.query.sql_with_params()
    return sql, tuple(values)


def units_below(user: Any, unit: int) -> frozenset[int]:
    """Return the unit and those under it today, asked for once per request like the roles, and for all of these at once."""
    known: dict[int, frozenset[int]] | None = getattr(user, "_units_below", None)
    if known is None:
        known = user._units_below = {}  # noqa: SLF001  # see above
    if unit not in known:
        mine = {held.unit for held in held_today(user) if held.unit is not None}
        known |= below_each({unit, *mine} - known.keys())
    return known[unit]
