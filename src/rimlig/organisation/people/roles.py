"""What people do with roles: give one, end one, take back one that has not begun."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, Municipality, OrgUnit, Role, RoleAssignment, User, Valid

MUNICIPALITY, BOARD, UNIT = "municipality", "board", "unit"
PLACES: Final[dict[Role, frozenset[str]]] = {
    Role.UNIT_MANAGER: frozenset({BOARD, UNIT}),
    Role.PERFORMER: frozenset({BOARD, UNIT}),
    Role.DEPARTMENT_MANAGER: frozenset({BOARD, UNIT}),
    Role.CONTROLLER: frozenset({BOARD}),
    Role.HEAD_OF_ADMINISTRATION: frozenset({BOARD, UNIT}),
    Role.BOARD_MEMBER: frozenset({BOARD}),
    Role.CENTRAL_CONTROLLER: frozenset({MUNICIPALITY}),
    Role.AUDITOR: frozenset({MUNICIPALITY, BOARD}),
    Role.ADMINISTRATOR: frozenset({MUNICIPALITY}),
}
"""Role → the kinds of place where it means something. A unit manager of a whole municipality is a slip of the mouse."""


@dataclass(frozen=True)
class RolePlace:
    """A role on a place: the unit, else the board, else the whole municipality."""

    role: Role
    municipality: Municipality
    board: Board | None = None
    unit: OrgUnit | None = None

    @property
    def kind(self) -> str:
        """Which of the three kinds of place it is."""
        return UNIT if self.unit else BOARD if self.board else MUNICIPALITY


def give_role(
    person: User, wanted: RolePlace, *, starts: date | None, ends: date | None, by: User | None
) -> RoleAssignment:
    """Give the person the role on the place from the first day to the last, both included.

    A missing first day is today; a missing last day is until further notice.
    Raises RuleBroken when the role means nothing on such a place, when the days
    run backwards, are over, or go beyond those of the place, when the person
    may not sign in, or has the role there during some of the days.
    """
    starts = starts or timezone.localdate()
    must_make_sense(wanted, starts, ends)
    with refusals_in_words(), transaction.atomic(), recorded("organisation.give_role", by):
        lock_people(wanted.municipality)
        if not User.objects.filter(pk=person.pk, is_active=True).exists():
            raise RuleBroken(_("%(name)s may not sign in. Let them in first, then give the role.") % {"name": person})
        return RoleAssignment.objects.create(
            user=person,
            role=wanted.role,
            municipality=wanted.municipality,
            board=wanted.board,
            unit=wanted.unit,
            starts=starts,
            ends=ends,
        )


def must_make_sense(wanted: RolePlace, starts: date, ends: date | None) -> None:
    """Raise RuleBroken when the role means nothing on such a place, or the days are over or go beyond those of the place."""
    _check_place(wanted)
    _check_days(starts, ends, timezone.localdate())
    for place in (wanted.board, wanted.unit):
        if place is not None:
            _check_within(place, starts, ends)


def end_role(assignment: RoleAssignment, *, last_day: date, by: User | None) -> RoleAssignment:
    """Let the role be held to the last day and not after it; its substitutes end no later.

    Yesterday ends it at once. Raises RuleBroken for a day further back or before
    the role's first, for a role that an identity provider gives, and when the
    municipality would be left without an administrator.
    """
    with refusals_in_words(), transaction.atomic(), recorded("organisation.end_role", by):
        lock_people(assignment.municipality)
        assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
        _check_by_hand(assignment)
        if assignment.starts and last_day < assignment.starts:
            raise RuleBroken(_("The last day is before the role's first day. Nothing has been changed."))
        if last_day < timezone.localdate() - timedelta(days=1):
            raise RuleBroken(
                _("A role cannot be ended further back than yesterday: what was done in it stands. Choose a later day.")
            )
        keep_an_administrator(assignment.municipality, RoleAssignment.objects.filter(pk=assignment.pk))
        end_row(assignment, last_day)
    return assignment


def take_back_role(assignment: RoleAssignment, *, by: User | None) -> None:
    """Take back a role that begins today or later: a slip that is seen at once leaves no role behind.

    Raises RuleBroken for a role that was held before today, for one that an
    identity provider gives, and for the last administrator's.
    """
    with transaction.atomic(), recorded("organisation.take_back_role", by):
        lock_people(assignment.municipality)
        assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
        _check_by_hand(assignment)
        if was_held_before_today(assignment):
            raise RuleBroken(_("The role has been held and cannot be taken back. End it from a day instead."))
        keep_an_administrator(assignment.municipality, RoleAssignment.objects.filter(pk=assignment.pk))
        remove_row(assignment)


def was_held_before_today(assignment: RoleAssignment) -> bool:
    """Say whether the role's first day lies before today."""
    return assignment.starts is None or assignment.starts < timezone.localdate()


def end_row(assignment: RoleAssignment, last_day: date) -> None:
    """Write the last day on the role and on what stands in for it. Called inside an operation that has locked."""
    assignment.substitutions.filter(starts__gt=last_day).delete()
    assignment.substitutions.filter(ends__gt=last_day).update(ends=last_day)
    assignment.ends = last_day
    assignment.save(update_fields=["ends"])


def remove_row(assignment: RoleAssignment) -> None:
    """Remove a role that was not held before today; the history keeps it. Called inside an operation that has locked."""
    assignment.substitutions.all().delete()
    assignment.delete()


def lock_people(municipality: Municipality) -> None:
    """Let one at a time change who holds what in the municipality: two administrators may end each other's role at once."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


def keep_an_administrator(municipality: Municipality, without: "QuerySet[RoleAssignment]") -> None:
    """Raise RuleBroken when nobody would be left who administers the municipality until further notice.

    `without` are the roles that are about to end. Called after `lock_people`.
    """
    administers = RoleAssignment.objects.filter(municipality=municipality, board=None, role=Role.ADMINISTRATOR)
    if not administers.filter(pk__in=without.values("pk")).exists():
        return
    lasting = administers.filter(ends=None, user__is_active=True).exclude(pk__in=without.values("pk"))
    if not lasting.filter(Q(starts=None) | Q(starts__lte=timezone.localdate())).exists():
        raise RuleBroken(
            _(
                "Nobody else administers %(municipality)s until further notice, and without an administrator nobody could be"
                " let in. Nothing has been changed. Give somebody else the role of administrator first."
            )
            % {"municipality": municipality}
        )


def _check_place(wanted: RolePlace) -> None:
    if wanted.kind in PLACES[wanted.role]:
        return
    sentences = {
        MUNICIPALITY: _("This role belongs to a board or a unit, not to the whole municipality. Choose where."),
        BOARD: _("This role is for the whole municipality. Choose “the whole municipality” as the place."),
        UNIT: _("This role is for a whole board. Choose the board without a unit."),
    }
    only_central = PLACES[wanted.role] == {MUNICIPALITY}
    raise RuleBroken(sentences[BOARD] if only_central else sentences[wanted.kind])


def _check_days(starts: date, ends: date | None, today: date) -> None:
    if ends is not None and ends < starts:
        raise RuleBroken(_("The last day is before the first day. Check the two days."))
    if ends is not None and ends < today:
        raise RuleBroken(_("The last day has passed already, so the role would never be held. Check the two days."))


def _check_within(place: Valid, starts: date, ends: date | None) -> None:
    """Refuse a role on days when its place does not exist."""
    if place.starts and starts < place.starts:
        raise RuleBroken(
            _("%(place)s does not exist before %(day)s. Choose that day or a later one as the first.")
            % {"place": place, "day": place.starts}
        )
    if place.ends and (ends is None or ends > place.ends):
        raise RuleBroken(
            _("%(place)s ends on %(day)s. Choose that day or an earlier one as the last.")
            % {"place": place, "day": place.ends}
        )


def _check_by_hand(assignment: RoleAssignment) -> None:
    if assignment.source:
        raise RuleBroken(
            _(
                "The sign-in of your organisation gives this role and would give it again. Take the person out of the"
                " group there, or close their account here."
            )
        )
