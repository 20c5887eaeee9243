"""Ending units: closed, or gone into another one. What was stays; what would come after the last day finds its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, OrgUnit, Placement, RoleAssignment, User
from rimlig.organisation.people.roles import end_row, lock_people, remove_row
from rimlig.organisation.structure.restructuring import ONE_DAY, lock_tree, must_be_as_seen, place_from, raise_version
from rimlig.organisation.structure.unit_work import UnitWork, pass_on_work, work_left
from rimlig.organisation.tree import above, below


class Below(models.TextChoices):
    """What becomes of the units below one that ends."""

    MOVE_UP = "move_up", gettext_lazy("They move up one level")
    END_TOO = "end_too", gettext_lazy("They end on the same day")


@dataclass(frozen=True)
class Effects:
    """What an ending did, or would do: units ended, units that got another place, roles that ended, work and where it goes."""

    units: tuple[OrgUnit, ...]
    moved: tuple[OrgUnit, ...]
    roles: tuple[RoleAssignment, ...]
    work: tuple[UnitWork, ...]


class WorkLeft(RuleBroken):
    """Units cannot end before somebody takes over what they have left to do: `work`."""

    def __init__(self, message: str, work: list[UnitWork]) -> None:
        super().__init__(message)
        self.work = work


def end_units(
    units: Iterable[OrgUnit],
    *,
    last_day: date,
    into: OrgUnit | None = None,
    those_below: Below = Below.MOVE_UP,
    versions: Mapping[int, int],
    by: User | None,
) -> Effects:
    """End the units of one board after the day; with `into` they go into that unit, which takes over.

    Their places and their roles end the same day, and what would begin later is
    taken back. The units below move under the successor, or without one up or
    end too. What the units have left to do goes to the successor; without one
    WorkLeft refuses, with the list. `versions` are those of the units, by id,
    when the person opened them: Outdated when somebody else was first.
    """
    asked = list(units)
    board = asked[0].board
    with refusals_in_words(), transaction.atomic(), recorded("organisation.end_units", by):
        lock_people(board.municipality)
        lock_tree(board)
        ending = _ending(asked, last_day, versions)
        if into is None and those_below == Below.END_TOO:
            ending = _with_those_below(ending, last_day)
        work = work_left(ending, last_day)
        if into is not None:
            into = _successor(board, into, ending, last_day)
            pass_on_work(ending, last_day, into)
        elif work:
            raise WorkLeft(_what_is_left(ending), work)
        moved = _move_those_below(ending, into, last_day)
        _end_places(ending, last_day)
        roles = _end_roles(ending, last_day)
        for unit in ending:
            unit.ends, unit.merged_into, unit.version = last_day, into, unit.version + 1
            unit.save(update_fields=["ends", "merged_into", "version"])
    return Effects(tuple(ending), tuple(moved), tuple(roles), tuple(work))


def _what_is_left(ending: list[OrgUnit]) -> str:
    return _(
        "%(units)s have work left after that day. Choose a unit that takes over, or take the work away from them first."
        " Nothing has been changed."
    ) % {"units": ", ".join(unit.name for unit in ending)}


def _ending(asked: list[OrgUnit], last_day: date, versions: Mapping[int, int]) -> list[OrgUnit]:
    """Return the units as they are now; refuse those that cannot end on the day."""
    ending = list(OrgUnit.objects.filter(pk__in=[unit.pk for unit in asked]).select_related("board").order_by("name"))
    for unit in ending:
        must_be_as_seen(unit, versions[unit.pk])
        if unit.board_id != asked[0].board_id:
            raise RuleBroken(_("The units belong to different boards. Choose units of one board."))
        if unit.ends is not None:
            raise RuleBroken(
                _("%(unit)s ends on %(day)s already. Take that back first, if another day is right.")
                % {"unit": unit, "day": date_format(unit.ends)}
            )
        if unit.starts and last_day < unit.starts:
            raise RuleBroken(
                _("%(unit)s begins on %(day)s, so it cannot end before that.")
                % {"unit": unit, "day": date_format(unit.starts)}
            )
    return ending


def _with_those_below(ending: list[OrgUnit], last_day: date) -> list[OrgUnit]:
    """Add the units that stand below on the last day. One that ends sooner keeps its day."""
    found = below([unit.pk for unit in ending], last_day) - {unit.pk for unit in ending}
    others = OrgUnit.objects.filter(pk__in=found).filter(Q(ends=None) | Q(ends__gt=last_day)).select_related("board")
    return [*ending, *others.order_by("name")]


def _successor(board: Board, into: OrgUnit, ending: list[OrgUnit], last_day: date) -> OrgUnit:
    """Return the unit that takes over, as it is now; refuse one that cannot."""
    first_day = last_day + ONE_DAY
    found: OrgUnit | None = OrgUnit.objects.valid(first_day).filter(pk=into.pk, board=board).first()
    if found is None:
        raise RuleBroken(
            _("%(unit)s is no unit of the board on %(day)s. Choose another one to take over.")
            % {"unit": into, "day": date_format(first_day)}
        )
    if found in ending:
        raise RuleBroken(_("A unit cannot go into itself. Choose another one to take over."))
    if above([found.pk], first_day) & {unit.pk for unit in ending}:
        raise RuleBroken(
            _("%(unit)s stands below a unit that would go into it. Move %(unit)s first.") % {"unit": found}
        )
    return found


def _move_those_below(ending: list[OrgUnit], into: OrgUnit | None, last_day: date) -> list[OrgUnit]:
    """Give the units that would stand below an ended one their new place from the day after, and return them."""
    first_day = last_day + ONE_DAY
    gone = {unit.pk for unit in ending}
    rows = (
        Placement.objects.filter(Q(ends=None) | Q(ends__gt=last_day), parent__in=gone)
        .exclude(unit__in=gone)
        .select_related("unit", "parent")
        .order_by("unit__name")
    )
    moved = []
    for row in rows:
        assert row.parent is not None
        under = into or _next_above(row.parent, gone, first_day)
        place_from(row.unit, under, max(first_day, row.starts or first_day))
        raise_version(row.unit)
        moved.append(row.unit)
    return moved


def _next_above(unit: OrgUnit, gone: set[int], on: date) -> OrgUnit | None:
    """Return the nearest unit above that goes on, or None for the board itself."""
    row = Placement.objects.valid(on).filter(unit=unit).select_related("parent").first()
    while row is not None and row.parent is not None and row.parent.pk in gone:
        row = Placement.objects.valid(on).filter(unit=row.parent).select_related("parent").first()
    return row.parent if row else None


def _end_places(ending: list[OrgUnit], last_day: date) -> None:
    places = Placement.objects.filter(unit__in=ending)
    places.filter(starts__gt=last_day).delete()
    places.filter(Q(ends=None) | Q(ends__gt=last_day)).update(ends=last_day)


def _end_roles(ending: list[OrgUnit], last_day: date) -> list[RoleAssignment]:
    """End the roles that are held on the units, and return those that would have gone on."""
    lasting = RoleAssignment.objects.filter(Q(ends=None) | Q(ends__gt=last_day), unit__in=ending)
    rows = list(lasting.select_related("user", "unit").order_by("unit__name", "user__name", "pk"))
    for row in rows:
        if row.starts and row.starts > last_day:
            remove_row(row)
        else:
            end_row(row, last_day)
    return rows
