"""What is done about people in a municipality: they are let in, renamed, closed out and let in again.

A person is one row whatever municipalities they have roles in, and belongs to
those where they have, or have had, a role. What is the person's own (name,
address, whether they may sign in) is changed by the administrators of a
municipality only while no other municipality has anything to do with them;
see docs/people.md.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Municipality, RoleAssignment, Substitution, User
from rimlig.organisation.people.roles import (
    RolePlace,
    end_row,
    give_role,
    keep_an_administrator,
    lock_people,
    remove_row,
    was_held_before_today,
)


def belongs_to(person: User, municipality: Municipality) -> bool:
    """Say whether the person has, or has had, a role in the municipality."""
    return RoleAssignment.objects.filter(user=person, municipality=municipality).exists()


def belongs_only_to(person: User, municipality: Municipality) -> bool:
    """Say whether the person has, or has had, roles in the municipality and in no other."""
    own = RoleAssignment.objects.filter(user=person)
    return own.filter(municipality=municipality).exists() and not own.exclude(municipality=municipality).exists()


@transaction.atomic
def add_person(
    wanted: RolePlace, *, email: str, name: str, starts: date | None, ends: date | None, by: User | None
) -> User:
    """Let somebody into the municipality by their first role there, and return them.

    A person whom Rimlig knows from elsewhere gets the role as they are: their
    name stays their own, and nothing tells whether they were known. Raises
    RuleBroken when they belong to the municipality already, and as `give_role`.
    """
    address = _address(email)
    with recorded("organisation.add_person", by):
        lock_people(wanted.municipality)
        # Another municipality may add the same person at this moment.
        person, made = User.objects.get_or_create(email=address, defaults={"name": name.strip(), "password": ""})
        if made:
            person.set_unusable_password()
            person.save(update_fields=["password"])
        elif belongs_to(person, wanted.municipality):
            raise RuleBroken(
                _("%(name)s (%(email)s) is among the people of the municipality already. Give the role on their page.")
                % {"name": person, "email": address}
            )
        elif not person.is_active:
            _wake(person, address)
        give_role(person, wanted, starts=starts, ends=ends, by=by)
        return person


@transaction.atomic
def change_person(
    person: User, municipality: Municipality, *, name: str, email: str, seen: tuple[str, str], by: User | None
) -> User:
    """Set the person's name and address. `seen` are the name and the address that were shown when it was asked for.

    Raises RuleBroken for a person who is not the municipality's alone and for an
    address that cannot be used, Outdated when somebody else was first.
    """
    wanted = (name.strip(), _address(email))
    with recorded("organisation.change_person", by):
        person = _lock_own(person, municipality)
        now = (person.name, person.email)
        if now == wanted:
            return person
        if now != seen:
            raise Outdated(
                _(
                    "Somebody else changed the name or the address while you were writing. Nothing has been overwritten."
                ),
                person,
            )
        if User.objects.filter(email=wanted[1]).exclude(pk=person.pk).exists():
            raise RuleBroken(
                _("%(email)s cannot be used for this person. Nothing has been changed. Check the address.")
                % {"email": wanted[1]}
            )
        person.name, person.email = wanted
        person.save(update_fields=["name", "email"])
        return person


def change_own_name(person: User, *, name: str, by: User) -> None:
    """Set one's own name; nobody else's (RuleBroken)."""
    if by.pk != person.pk:
        raise RuleBroken(_("Only the person can change this name."))
    with recorded("organisation.change_own_name", by):
        User.objects.filter(pk=person.pk).update(name=name.strip())


@transaction.atomic
def close_out(person: User, municipality: Municipality, *, by: User | None) -> None:
    """End all that the person has in the municipality; nobody else's account than its own is closed by it.

    Roles and standing in for others end with yesterday; what begins today or
    later is taken back. A person who is the municipality's alone may no longer
    sign in, and their sessions end.
    Raises RuleBroken for oneself and for the last administrator.
    """
    if by is not None and by.pk == person.pk:
        raise RuleBroken(_("You cannot close your own account. Ask another administrator to do it."))
    with recorded("organisation.close_out", by):
        lock_people(municipality)
        rows = lasting_roles(person, municipality)
        keep_an_administrator(municipality, rows)
        yesterday = timezone.localdate() - timedelta(days=1)
        _stop_standing_in(person, municipality, yesterday)
        for assignment in rows:
            if was_held_before_today(assignment):
                end_row(assignment, yesterday)
            else:
                remove_row(assignment)
        if belongs_only_to(person, municipality):
            User.objects.filter(pk=person.pk).update(is_active=False)


@transaction.atomic
def let_in_again(person: User, municipality: Municipality, *, by: User | None) -> None:
    """Let the person sign in again. Their roles have ended and are given anew. Raises RuleBroken as `change_person`."""
    with recorded("organisation.let_in_again", by):
        person = _lock_own(person, municipality)
        person.is_active = True
        person.save(update_fields=["is_active"])


def lasting_roles(person: User, municipality: Municipality) -> QuerySet[RoleAssignment]:
    """Return the person's own roles in the municipality that are held today or will be."""
    today = timezone.localdate()
    return RoleAssignment.objects.filter(Q(ends=None) | Q(ends__gte=today), user=person, municipality=municipality)


def _stop_standing_in(person: User, municipality: Municipality, last_day: date) -> None:
    standing_in = Substitution.objects.filter(substitute=person, assignment__municipality=municipality)
    standing_in.filter(starts__gt=last_day).delete()
    standing_in.filter(ends__gt=last_day).update(ends=last_day)


def _wake(person: User, address: str) -> None:
    """Let somebody whose account was closed elsewhere sign in again, now that they have no role left there."""
    if RoleAssignment.objects.filter(user=person).filter(Q(ends=None) | Q(ends__gte=timezone.localdate())).exists():
        raise RuleBroken(
            _("%(email)s cannot be used for a new person. Nothing has been stored. Ask who runs Rimlig for you.")
            % {"email": address}
        )
    person.is_active = True
    person.save(update_fields=["is_active"])


def _lock_own(person: User, municipality: Municipality) -> User:
    """Lock the person's row, or refuse: whoever acts in two municipalities is nobody's to change but their own."""
    lock_people(municipality)
    person = User.objects.select_for_update().get(pk=person.pk)
    if not belongs_only_to(person, municipality):
        raise RuleBroken(
            _("The account of %(name)s is not the municipality's alone to change. Nothing has been changed.")
            % {"name": person}
        )
    return person


def _address(email: str) -> str:
    """Return the address in small letters, or refuse what is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    return address
