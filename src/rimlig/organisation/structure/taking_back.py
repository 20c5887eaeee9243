"""Taking back what is planned for a unit and has not happened yet: a move, an ending, the unit itself."""

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded, versions_of
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import OrgUnit, Placement, RoleAssignment, User
from rimlig.organisation.people.roles import lock_people
from rimlig.organisation.structure.restructuring import ONE_DAY, lock_tree, raise_version
from rimlig.organisation.tree import below


def take_back_move(unit: OrgUnit, starts: date, *, by: User | None) -> None:
    """Let the unit stay where it stood before the day on which it was to move.

    Raises RuleBroken when no such move is planned any more, or the day has come.
    """
    with refusals_in_words(), transaction.atomic(), recorded("organisation.take_back_move", by):
        lock_tree(unit.board)
        _must_lie_ahead(starts)
        planned = Placement.objects.filter(unit=unit, starts=starts).first()
        before = Placement.objects.filter(unit=unit, ends=starts - ONE_DAY).first()
        if planned is None or before is None:
            raise RuleBroken(
                _("No move of %(unit)s is planned for %(day)s any more. Nothing has been changed.")
                % {"unit": unit, "day": date_format(starts)}
            )
        _stay(before, planned)
        raise_version(unit)


def take_back_ending(unit: OrgUnit, *, by: User | None) -> list[OrgUnit]:
    """Let a unit go on that was to end today or later, and return it with those that come back with it.

    Back come what the same change ended: the units below, their places and their
    roles, and the units that were to move away. Work that a successor has taken
    over stays there. Raises RuleBroken when the unit has ended or goes on
    already, and when its name is taken by then.
    """
    with refusals_in_words(), transaction.atomic(), recorded("organisation.take_back_ending", by):
        lock_people(unit.board.municipality)
        lock_tree(unit.board)
        now = OrgUnit.objects.select_related("board").get(pk=unit.pk)
        if now.ends is None:
            raise RuleBroken(_("%(unit)s goes on already. Nothing has been changed.") % {"unit": now})
        last_day = now.ends
        if last_day < timezone.localdate():
            raise RuleBroken(
                _("%(unit)s ended on %(day)s, and what has happened stands. Add a new unit instead.")
                % {"unit": now, "day": date_format(last_day)}
            )
        change = _change_that_ended(now)
        back = [now, *_ended_with(now, change)]
        for one in back:
            one.ends, one.merged_into, one.version = None, None, one.version + 1
            one.save(update_fields=["ends", "merged_into", "version"])
        for one in back:
            Placement.objects.filter(unit=one, ends=last_day).update(ends=None)
        _bring_back_those_below(back, last_day, change)
        _give_roles_back(back, last_day, change)
    return back


def take_back_unit(unit: OrgUnit, *, by: User | None) -> None:
    """Remove a unit whose first day has not come. Raises RuleBroken when the day has come or something names the unit."""
    with refusals_in_words(), transaction.atomic(), recorded("organisation.take_back_unit", by):
        lock_tree(unit.board)
        now = OrgUnit.objects.get(pk=unit.pk)
        if now.starts is None:
            raise RuleBroken(_("%(unit)s exists already. End it from a day instead.") % {"unit": now})
        _must_lie_ahead(now.starts)
        try:
            now.delete()
        except (ProtectedError, RestrictedError) as error:
            raise RuleBroken(
                _(
                    "%(unit)s cannot be taken back: units below it, roles or plans name it already. End it instead, or"
                    " change those first."
                )
                % {"unit": now}
            ) from error


def _must_lie_ahead(day: date) -> None:
    if day <= timezone.localdate():
        raise RuleBroken(
            _("%(day)s has come, and what has happened stands. Move or end the unit from another day instead.")
            % {"day": date_format(day)}
        )


def _stay(before: Placement, planned: Placement) -> None:
    """Let the earlier place go on for as long as the planned one would have."""
    ends = planned.ends
    planned.delete()
    before.ends = ends
    before.save(update_fields=["ends"])


def _change_that_ended(unit: OrgUnit) -> object:
    """Return the id of the change that gave the unit its last day, as the database remembers it."""
    change = None
    for version in versions_of(unit).order_by("-pgh_id").values("ends", "pgh_context_id"):
        if version["ends"] != unit.ends:
            break
        change = version["pgh_context_id"]
    return change


def _ended_with(unit: OrgUnit, change: object) -> list[OrgUnit]:
    """Return the units below that the same change ended on the same day."""
    found = below([unit.pk], unit.ends) - {unit.pk}
    rows = OrgUnit.objects.filter(pk__in=found, ends=unit.ends, merged_into=None).order_by("pk")
    return [row for row in rows if change is not None and _change_that_ended(row) == change]


def _bring_back_those_below(back: list[OrgUnit], last_day: date, change: object) -> None:
    """Let the units that the same change moved away stay below those that go on."""
    were_below = Placement.objects.filter(parent__in=back, ends=last_day).exclude(unit__in=back).select_related("unit")
    for before in were_below:
        planned = Placement.objects.filter(unit=before.unit, starts=last_day + ONE_DAY).first()
        if planned is None or change is None:
            continue
        if versions_of(planned).order_by("pgh_id").values_list("pgh_context_id", flat=True).first() == change:
            _stay(before, planned)
            raise_version(before.unit)


def _give_roles_back(back: list[OrgUnit], last_day: date, change: object) -> None:
    """Let the roles that the same change cut short be held as long as they would have been."""
    if change is None:
        return
    for role in RoleAssignment.objects.filter(unit__in=back, ends=last_day):
        versions = list(versions_of(role).order_by("-pgh_id").values("ends", "pgh_context_id")[:2])
        if [version["pgh_context_id"] for version in versions[:1]] == [change] and len(versions) > 1:
            role.ends = versions[1]["ends"]
            role.save(update_fields=["ends"])
