"""The look that holds for a municipality now, and those that held before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import F

from rimlig.appearance.house_style import STANDARD, HouseStyle, Logo
from rimlig.appearance.models import Appearance
from rimlig.core.audit import versions_of
from rimlig.core.history import words_of_operation
from rimlig.organisation.models import Municipality, User
from rimlig.records.files import open_file


def appearance_of(municipality: Municipality) -> Appearance:
    """Return what the municipality has decided, or the defaults (version 0, not stored) while it has decided nothing."""
    found = Appearance.objects.filter(municipality=municipality).select_related("logo").first()
    return found or Appearance(municipality=municipality, version=0)


def house_style_of(municipality: Municipality) -> HouseStyle:
    """Return the municipality's look. Costs no query when `appearance__logo` was fetched with the municipality."""
    try:
        return house_style(municipality.appearance)
    except Appearance.DoesNotExist:
        return STANDARD


def house_style(row: Appearance) -> HouseStyle:
    """Return a row as the frozen value that renderers lay out by; the logo's bytes are read when they are needed."""
    logo = None
    if row.logo is not None:
        logo = Logo(row.logo.media_type, row.logo_alt, row.logo.sha256, partial(open_file, row.logo))
    return HouseStyle(row.accent, row.family, row.header, row.footer, row.registry_label, logo)


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody decided about the look at a time: the names of the columns with what they became."""

    when: datetime
    who: str
    how: str
    fields: Sequence[tuple[str, str]]


SHOWN = ("accent", "family", "header", "footer", "registry_label", "logo_alt")


def changes_of(row: Appearance) -> list[Change]:
    """Return the changes of the look, latest first, each with the columns that it changed."""
    if row.pk is None:
        return []
    versions = list(versions_of(row).annotate(metadata=F("pgh_context__metadata")).order_by("pgh_id"))
    asked: set[Any] = {(one.metadata or {}).get("user") for one in versions} - {None}
    people = dict(User.objects.filter(pk__in=asked).values_list("pk", "name"))
    return [
        Change(
            version.pgh_created_at,
            people.get((version.metadata or {}).get("user", 0), "Rimlig"),
            words_of_operation((version.metadata or {}).get("operation", "")),
            _differences(before, version),
        )
        for before, version in zip([None, *versions], versions, strict=False)
    ][::-1]


def _differences(before: Any, version: Any) -> list[tuple[str, str]]:
    return [
        (name, str(getattr(version, name) or ""))
        for name in (*SHOWN, "logo_id")
        if before is None or getattr(before, name) != getattr(version, name)
    ]
