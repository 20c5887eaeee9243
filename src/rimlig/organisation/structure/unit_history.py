"""What is known of a unit's past: what it was called, and where it stood."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.core.audit import versions_of
from rimlig.core.history import words_of_operation
from rimlig.organisation.models import OrgUnit, Placement, UnitKind, User

LATEST = 200
"""So many changes of one unit are more than anybody reads."""


@dataclass(frozen=True)
class Change:
    """A change of what a unit is called or how long it exists: who made it, when, and what it was then."""

    when: datetime
    who: str
    operation: str
    said: list[str]


def names_of(unit: OrgUnit) -> list[Change]:
    """Return the changes of the unit's name, kind, code and days, latest first; changes of nothing of these are left out."""
    versions = list(versions_of(unit).annotate(metadata=F("pgh_context__metadata")).order_by("-pgh_id")[: LATEST + 1])
    ids: set[Any] = {(version.metadata or {}).get("user") for version in versions} - {None}
    people = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    successors = {version.merged_into_id for version in versions} - {None}
    units = dict(OrgUnit.objects.filter(pk__in=successors).values_list("pk", "name"))
    changes = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        said = _said(version, before, units)
        if said:
            metadata = version.metadata or {}
            who = people.get(metadata.get("user", 0), _("Rimlig itself"))
            operation = words_of_operation(metadata.get("operation", ""))
            changes.append(Change(version.pgh_created_at, who, operation, said))
    return changes[:LATEST]


def places_of(unit: OrgUnit) -> list[Placement]:
    """Return where the unit has stood, stands and is to stand, latest first."""
    return list(
        Placement.objects.filter(unit=unit).select_related("parent").order_by(F("starts").desc(nulls_last=True))
    )


def _said(version: Any, before: Any, units: dict[int, str]) -> list[str]:
    """Return in words what differs from the version before: all of it, for the first."""
    said = []
    if before is None or version.name != before.name:
        said.append(_("Name: %(name)s") % {"name": version.name})
    if before is None or version.kind != before.kind:
        said.append(_("Kind: %(kind)s") % {"kind": UnitKind(version.kind).label})
    if version.code != (before.code if before else ""):
        said.append(_("Code: %(code)s") % {"code": version.code or "–"})
    if version.starts != (before.starts if before else None):
        said.append(_("First day: %(day)s") % {"day": version.starts or "–"})
    if version.ends != (before.ends if before else None):
        said.append(_("Last day: %(day)s") % {"day": version.ends or "–"})
    if version.merged_into_id and version.merged_into_id != (before.merged_into_id if before else None):
        said.append(_("Goes into %(unit)s") % {"unit": units.get(version.merged_into_id, "–")})
    return said
