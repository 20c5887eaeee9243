"""What people do about substitutes (ersättare): name somebody who holds a role while its holder is away, and end it."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Municipality, RoleAssignment, Substitution, User
from rimlig.organisation.people.roles import lock_people


def possible_substitutes(assignment: RoleAssignment) -> QuerySet[User]:
    """Return who may stand in for the role: people with a role of their own in its municipality, today or later."""
    return people_with_roles(assignment.municipality).exclude(pk=assignment.user_id).order_by("name", "email")


def people_with_roles(municipality: Municipality) -> QuerySet[User]:
    """Return the people who may sign in and have a role of their own in the municipality, today or later."""
    today = timezone.localdate()
    own = RoleAssignment.objects.filter(
        Q(ends=None) | Q(ends__gte=today), user=OuterRef("pk"), municipality=municipality
    )
    return User.objects.filter(Exists(own), is_active=True)


def name_substitute(
    assignment: RoleAssignment, *, substitute: User, starts: date, ends: date, by: User | None
) -> Substitution:
    """Let the other person hold the role from the first day to the last, both included, beside its own holder.

    Raises RuleBroken when the days run backwards, begin before today or go
    beyond the role's own, when the other has no role in the municipality, and
    when they are the same person or named for some of the days already.
    """
    if ends < starts:
        raise RuleBroken(_("The last day is before the first day. Check the two days."))
    if starts < timezone.localdate():
        raise RuleBroken(
            _("A substitute can be named from today, not for days that have passed. Choose a later first day.")
        )
    with refusals_in_words(), transaction.atomic(), recorded("organisation.name_substitute", by):
        lock_people(assignment.municipality)
        assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
        _check_within(assignment, starts, ends)
        if (
            substitute.pk != assignment.user_id
            and not possible_substitutes(assignment).filter(pk=substitute.pk).exists()
        ):
            raise RuleBroken(
                _("%(name)s has no role in %(municipality)s. Choose somebody who has one.")
                % {"name": substitute, "municipality": assignment.municipality}
            )
        return Substitution.objects.create(assignment=assignment, substitute=substitute, starts=starts, ends=ends)


def end_substitution(substitution: Substitution, *, by: User | None) -> None:
    """Let the substitute hold the role no more; what they did in it stands, and so do the days when they held it."""
    with transaction.atomic(), recorded("organisation.end_substitution", by):
        lock_people(substitution.assignment.municipality)
        today = timezone.localdate()
        now = Substitution.objects.select_for_update().filter(pk=substitution.pk).first()
        if now is None or now.ends < today:
            return  # somebody else was first
        if now.starts >= today:
            now.delete()  # no whole day was held; the history keeps the row
        else:
            now.ends = today - timedelta(days=1)
            now.save(update_fields=["ends"])


def _check_within(assignment: RoleAssignment, starts: date, ends: date) -> None:
    if assignment.starts and starts < assignment.starts:
        raise RuleBroken(
            _("The role begins on %(day)s. Choose that day or a later one as the first.") % {"day": assignment.starts}
        )
    if assignment.ends and ends > assignment.ends:
        raise RuleBroken(
            _("The role ends on %(day)s. Choose that day or an earlier one as the last.") % {"day": assignment.ends}
        )
