"""What has happened to a person in a municipality, as the database remembers it: who did it, when, and what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import F, Q
from django.utils.translation import gettext as _

from rimlig.core.history import words_of_operation
from rimlig.organisation.models import Board, Municipality, OrgUnit, Role, RoleAssignment, Substitution, User
from rimlig.organisation.people.operations import belongs_only_to
from rimlig.organisation.people.wording import days

PAGE = 20


@dataclass(frozen=True)
class Event:
    """One thing that happened: `what` is a sentence, `how` the words of the operation that did it."""

    when: datetime
    who: str
    how: str
    what: str


def history_of(person: User, municipality: Municipality, page: int = 1) -> tuple[list[Event], bool]:
    """Return what happened to the person in the municipality, latest first, and whether there is more on a next page.

    Changes of name, address and account are told only when no other
    municipality has anything to do with the person.
    """
    most = page * PAGE + 1
    versions = [*_of_roles(person, municipality, most), *_of_substitutes(person, municipality, most)]
    if belongs_only_to(person, municipality):
        versions += _of_account(person, most)
    versions.sort(key=lambda version: (version.pgh_created_at, version.pgh_id), reverse=True)
    shown = versions[(page - 1) * PAGE : page * PAGE]
    words = _Words(shown)
    return [words.event(version) for version in shown], len(versions) > page * PAGE


def _history(model: Any) -> Any:
    manager = cast("Any", model)._meta.get_field("history").related_model._default_manager  # noqa: SLF001
    return manager.annotate(metadata=F("pgh_context__metadata")).order_by("-pgh_id")


def _of_roles(person: User, municipality: Municipality, most: int) -> list[Any]:
    return list(_history(RoleAssignment).filter(user_id=person.pk, municipality_id=municipality.pk)[:most])


def _of_substitutes(person: User, municipality: Municipality, most: int) -> list[Any]:
    # A role that was taken back is gone; its versions still tell where it was and whose.
    of_person = _history(RoleAssignment).filter(user_id=person.pk, municipality_id=municipality.pk)
    here = _history(RoleAssignment).filter(municipality_id=municipality.pk)
    concerned = Q(assignment_id__in=of_person.order_by().values("id")) | Q(
        substitute_id=person.pk, assignment_id__in=here.order_by().values("id")
    )
    return list(_history(Substitution).filter(concerned)[:most])


def _of_account(person: User, most: int) -> list[Any]:
    """Return the versions in which something that people read differs from the version before; signing in writes others."""
    versions = list(_history(User).filter(id=person.pk).order_by("pgh_id"))
    changed = []
    for before, version in zip([None, *versions], versions, strict=False):
        seen = (version.name, version.email, version.is_active)
        if before is None or seen != (before.name, before.email, before.is_active):
            version.before = before
            changed.append(version)
    return changed[::-1][:most]


class _Words:
    """Sentences on versions; what they name is fetched once for all of them."""

    def __init__(self, versions: Iterable[Any]) -> None:
        versions = list(versions)
        self.roles = self._roles_behind(versions)
        rows = [version for version in versions if hasattr(version, "role")] + list(self.roles.values())
        self.boards = Board.objects.in_bulk({row.board_id for row in rows} - {None})
        self.units = OrgUnit.objects.in_bulk({row.unit_id for row in rows} - {None})
        people: set[Any] = {(version.metadata or {}).get("user") for version in versions}
        people |= {version.substitute_id for version in versions if hasattr(version, "substitute_id")}
        people |= {row.user_id for row in self.roles.values()}
        self.people = dict(User.objects.filter(pk__in=people - {None}).values_list("pk", "name"))

    def _roles_behind(self, versions: list[Any]) -> dict[int, Any]:
        """Return the last version of each role that substitutes were named for."""
        ids = {version.assignment_id for version in versions if hasattr(version, "assignment_id")}
        return {row.id: row for row in _history(RoleAssignment).filter(id__in=ids).order_by("pgh_id")}

    def event(self, version: Any) -> Event:
        metadata = version.metadata or {}
        operation = metadata.get("operation", "")
        tell = self._role if hasattr(version, "role") else self._substitute
        return Event(
            when=version.pgh_created_at,
            who=self.people.get(metadata.get("user", 0), "Rimlig"),
            how=words_of_operation(operation) if operation else _("Changed directly in the database"),
            what=self._account(version) if hasattr(version, "email") else tell(version),
        )

    def _place(self, row: Any) -> str:
        role = str(Role(row.role).label)
        place = self.units.get(row.unit_id) or self.boards.get(row.board_id)
        return f"{role}, {place}" if place else role

    def _role(self, version: Any) -> str:
        names = {"role": self._place(version), "days": days(version.starts, version.ends)}
        if version.pgh_label == "delete":
            return _("The role %(role)s was taken away.") % names
        return _("Role: %(role)s, %(days)s.") % names

    def _substitute(self, version: Any) -> str:
        role = self.roles[version.assignment_id]
        names = {
            "name": self.people.get(version.substitute_id, ""),
            "holder": self.people.get(role.user_id, ""),
            "role": self._place(role),
            "days": days(version.starts, version.ends),
        }
        if version.pgh_label == "delete":
            return _("%(name)s is no longer to stand in for %(holder)s (%(role)s).") % names
        return _("%(name)s stands in for %(holder)s (%(role)s), %(days)s.") % names

    def _account(self, version: Any) -> str:
        before = version.before
        if before is None:
            return _("The person came into Rimlig as %(name)s, %(email)s.") % {
                "name": version.name,
                "email": version.email,
            }
        changes = []
        if before.name != version.name:
            changes.append(_("The name %(old)s became %(new)s.") % {"old": before.name, "new": version.name})
        if before.email != version.email:
            changes.append(_("The address %(old)s became %(new)s.") % {"old": before.email, "new": version.email})
        if before.is_active != version.is_active:
            changes.append(_("May sign in.") if version.is_active else _("May no longer sign in."))
        return " ".join(changes)
