"""Roles by group claims: begun and ended at each sign-in. What somebody has given by hand is never touched."""

import logging
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, Municipality, OrgUnit, RoleAssignment, User
from rimlig.signin.providers import GroupRole, Provider

logger = logging.getLogger(__name__)


class Held(NamedTuple):
    """A role on a place. Without a board it is held on the whole municipality, without a unit on the whole board."""

    role: str
    board: int | None
    unit: int | None


def refresh_roles(person: User, provider: Provider, municipality: Municipality, groups: frozenset[str] | None) -> None:
    """Let the person's roles from this provider be what the groups give, from today. Called inside `welcome`.

    Raises RuleBroken when the provider could not list all groups: a role that is missing may not be one that has ended.
    """
    if not provider.roles:
        return
    if groups is None:
        raise RuleBroken(
            _(
                "You are in more groups than %(provider)s can tell Rimlig, so your roles are not known. Ask your administrator."
            )
            % {"provider": provider.name}
        )
    today = timezone.localdate()
    wanted = _wanted(provider, municipality, groups)
    lasting = RoleAssignment.objects.filter(user=person, municipality=municipality).filter(
        Q(ends=None) | Q(ends__gte=today)
    )
    for assignment in lasting.filter(source=provider.source):
        held = Held(assignment.role, assignment.board_id, assignment.unit_id)
        if held in wanted:
            wanted.discard(held)
        else:
            _end(assignment, today)
    for one in sorted(wanted, key=str):
        _begin(person, provider, municipality, one, today)


def _wanted(provider: Provider, municipality: Municipality, groups: frozenset[str]) -> set[Held]:
    places = (_place(row, provider, municipality) for row in provider.roles if row.group in groups)
    return {place for place in places if place is not None}


def _place(row: GroupRole, provider: Provider, municipality: Municipality) -> Held | None:
    """Find the place by its codes. One that is not there (yet) gives nothing, and stands in the log."""
    if not row.board:
        return Held(row.role, None, None)
    board = Board.objects.filter(municipality=municipality, code=row.board).first()
    unit = OrgUnit.objects.filter(board=board, code=row.unit).valid().first() if board and row.unit else None
    if board is None or (row.unit and unit is None):
        logger.warning("%s: no board %s, unit %s; group %s gives no role", provider.id, row.board, row.unit, row.group)
        return None
    return Held(row.role, board.pk, unit.pk if unit else None)


def _end(assignment: RoleAssignment, today: date) -> None:
    """End the role so that it is not held today. One that began today never was held a whole day and is removed."""
    if assignment.starts and assignment.starts < today:
        assignment.ends = today - timedelta(days=1)
        assignment.save()
    elif assignment.substitutions.exists():
        assignment.ends = today  # somebody already stands in for it, and that is remembered
        assignment.save()
    else:
        assignment.delete()


def _begin(person: User, provider: Provider, municipality: Municipality, held: Held, today: date) -> None:
    """Give the role until further notice, or until one that somebody has given by hand for the same place begins."""
    same = RoleAssignment.objects.filter(
        user=person, municipality=municipality, role=held.role, board=held.board, unit=held.unit
    ).filter(Q(ends=None) | Q(ends__gte=today))
    if same.filter(Q(starts=None) | Q(starts__lte=today)).exists():
        return
    later = same.order_by("starts").values_list("starts", flat=True).first()
    RoleAssignment.objects.create(
        user=person,
        municipality=municipality,
        role=held.role,
        board_id=held.board,
        unit_id=held.unit,
        starts=today,
        ends=later - timedelta(days=1) if later else None,
        source=provider.source,
    )
