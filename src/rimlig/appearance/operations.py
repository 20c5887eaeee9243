"""Deciding how a municipality's documents look."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.appearance.colours import LEAST_CONTRAST, WHITE, contrast, is_colour
from rimlig.appearance.fonts import FONTS
from rimlig.appearance.logo import safe_logo
from rimlig.appearance.models import Appearance
from rimlig.appearance.queries import appearance_of
from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.words import REGISTRY_LABELS
from rimlig.organisation.models import Municipality, User
from rimlig.records.files import store_file
from rimlig.records.models import StoredFile

KEPT = None
"""The logo stays as it is."""


def change_appearance(
    municipality: Municipality,
    values: Mapping[str, Any],
    *,
    logo: bytes | None = KEPT,
    remove_logo: bool = False,
    version: int,
    by: User | None,
) -> Appearance:
    """Decide the look of what is made from now on; documents that are adopted or frozen keep theirs.

    `values`: accent, family, header, footer, registry_label, logo_alt. `logo`
    is a new picture's bytes, or None to keep the one there is; `remove_logo`
    takes it away. `version` is that of the look when the person opened it, 0
    when nobody had decided anything. Raises Outdated when somebody else was
    first, and RuleBroken for a colour that cannot be read, a font that there
    is not, or a picture that is not taken.
    """
    must_be_possible(values)
    safe = safe_logo(logo) if logo is not None else None
    with refusals_in_words(), transaction.atomic(), recorded("appearance.change_appearance", by):
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        now = appearance_of(municipality)
        picture = now.logo
        if safe is not None:
            picture = store_file(*safe, municipality, by=by)
        elif remove_logo:
            picture = None
        wanted = _wanted(values, picture)
        if all(getattr(now, name) == value for name, value in wanted.items()):
            return now
        if now.version != version:
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        if now.pk is None:
            return Appearance.objects.create(municipality=municipality, **wanted)
        Appearance.objects.filter(pk=now.pk).update(**wanted, version=F("version") + 1)
        return appearance_of(municipality)


def must_be_possible(values: Mapping[str, Any]) -> None:
    """Raise RuleBroken with a sentence when a value cannot be: see `change_appearance`."""
    if not is_colour(values["accent"]):
        raise RuleBroken(_("Write the colour as # and six digits or letters a to f, for example #0a5563."))
    ratio = contrast(values["accent"], WHITE)
    if ratio < LEAST_CONTRAST:
        raise RuleBroken(
            _(
                "The colour %(colour)s has a contrast of %(ratio)s : 1 against white, and text needs at least 4.5 : 1."
                " Choose a darker one."
            )
            # Rounded down: 4.46 must not be said to be 4.5.
            % {"colour": values["accent"], "ratio": f"{int(ratio * 10) / 10}"}
        )
    if values["family"] not in FONTS:
        raise RuleBroken(_("Choose one of the fonts in the list."))
    if values["registry_label"] not in REGISTRY_LABELS:
        raise RuleBroken(_("Choose one of the words in the list."))


def _wanted(values: Mapping[str, Any], logo: StoredFile | None) -> dict[str, Any]:
    wanted = {name: values[name] for name in ("accent", "family", "header", "footer", "registry_label")}
    return wanted | {"logo": logo, "logo_alt": values["logo_alt"] if logo is not None else ""}
