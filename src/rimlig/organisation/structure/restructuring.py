"""What people do with one unit of a board's tree: add it, change what it is called, move it from a day on.

Each operation locks the board first, so that a tree has one writer at a time.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, OrgUnit, Placement, UnitKind, User

ONE_DAY = timedelta(days=1)


def lock_tree(board: Board) -> None:
    """Let one at a time change the board's tree. Called inside a transaction."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)


def must_be_as_seen(unit: OrgUnit, version: int) -> None:
    """Raise Outdated when the unit has been changed since the person opened it. Called after `lock_tree`."""
    if unit.version != version:
        raise Outdated(
            _(
                "Somebody else has changed %(unit)s meanwhile. Nothing has been changed by you. Look at it again, then decide."
            )
            % {"unit": unit},
            unit,
        )


def days_must_run_forward(starts: date | None, ends: date | None) -> None:
    """Raise RuleBroken when the last day comes before the first."""
    if starts and ends and ends < starts:
        raise RuleBroken(_("The last day is before the first day. Check the two days."))


def add_unit(
    board: Board,
    *,
    name: str,
    kind: UnitKind,
    code: str = "",
    under: OrgUnit | None,
    starts: date | None,
    ends: date | None = None,
    by: User | None,
) -> OrgUnit:
    """Add a unit to the board's tree, under another unit or directly under the board, and return it.

    A missing first day means: always so far. Raises RuleBroken when the days run
    backwards, when the name or the code is taken on some of them, and when the
    board or the unit above does not exist during all of them.
    """
    days_must_run_forward(starts, ends)
    with refusals_in_words(), transaction.atomic(), recorded("organisation.add_unit", by):
        lock_tree(board)
        unit = OrgUnit.objects.create(board=board, name=name, kind=kind, code=code, starts=starts, ends=ends)
        Placement.objects.create(unit=unit, parent=under, starts=starts, ends=ends)
    return unit


def change_unit(unit: OrgUnit, *, name: str, kind: UnitKind, code: str, version: int, by: User | None) -> OrgUnit:
    """Give the unit another name, kind or code at once; it stays the same unit. Return it as it is then.

    `version` is that of the unit when the person opened it. Raises Outdated when
    somebody else changed it since, RuleBroken when name or code are taken.
    """
    with refusals_in_words(), transaction.atomic(), recorded("organisation.change_unit", by):
        lock_tree(unit.board)
        now: OrgUnit = OrgUnit.objects.select_related("board").get(pk=unit.pk)
        if (now.name, now.kind, now.code) == (name, kind, code):
            return now
        must_be_as_seen(now, version)
        now.name, now.kind, now.code, now.version = name, kind, code, now.version + 1
        now.save(update_fields=["name", "kind", "code", "version"])
    return now


def move_unit(unit: OrgUnit, *, under: OrgUnit | None, on: date, version: int, by: User | None) -> Placement:
    """Let the unit stand under another unit, or directly under the board, from the day on; return its new place.

    Where it stood before the day is kept. The units below it come along. Raises
    Outdated when somebody else changed the unit since `version`, and RuleBroken
    when it does not exist on the day, stands there already, is to move later
    anyhow, or would come to stand below itself.
    """
    with refusals_in_words(), transaction.atomic(), recorded("organisation.move_unit", by):
        lock_tree(unit.board)
        now = OrgUnit.objects.get(pk=unit.pk)
        must_be_as_seen(now, version)
        _must_exist(now, on)
        _must_not_move_later(now, on)
        placement = place_from(now, under, on)
        raise_version(now)
    return placement


def place_from(unit: OrgUnit, under: OrgUnit | None, on: date) -> Placement:
    """End the unit's place the day before and begin the new one. Called inside an operation that has locked."""
    here: Placement | None = Placement.objects.valid(on).filter(unit=unit).first()
    if here is None:
        return Placement.objects.create(unit=unit, parent=under, starts=on, ends=unit.ends)
    if here.parent_id == (under.pk if under else None):
        raise RuleBroken(
            _("%(unit)s stands there already on %(day)s. Choose another place or another day.")
            % {"unit": unit, "day": date_format(on)}
        )
    if here.starts == on:
        here.parent = under
        here.save(update_fields=["parent"])
        return here
    ends, here.ends = here.ends, on - ONE_DAY
    here.save(update_fields=["ends"])
    return Placement.objects.create(unit=unit, parent=under, starts=on, ends=ends)


def raise_version(unit: OrgUnit) -> None:
    """Let those who have the unit open know that it has changed. Called inside an operation that has locked."""
    OrgUnit.objects.filter(pk=unit.pk).update(version=F("version") + 1)


def _must_exist(unit: OrgUnit, on: date) -> None:
    if (unit.starts and on < unit.starts) or (unit.ends and on > unit.ends):
        raise RuleBroken(
            _("%(unit)s does not exist on %(day)s. Choose a day when it does.") % {"unit": unit, "day": date_format(on)}
        )


def _must_not_move_later(unit: OrgUnit, on: date) -> None:
    later = Placement.objects.filter(unit=unit, starts__gt=on).order_by("starts").first()
    if later is not None and later.starts is not None:
        raise RuleBroken(
            _("%(unit)s moves on %(day)s, and what you ask for comes before that. Take that move back first.")
            % {"unit": unit, "day": date_format(later.starts)}
        )
