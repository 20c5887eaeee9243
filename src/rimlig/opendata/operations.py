"""Deciding whether a municipality's data is open."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.opendata.models import OpenData
from rimlig.organisation.models import Municipality, User


def decided_about(municipality: Municipality) -> OpenData:
    """Return what the municipality has decided, or that nothing is open (version 0, not stored) while it has decided nothing."""
    found = OpenData.objects.filter(municipality=municipality).first()
    return found or OpenData(municipality=municipality, version=0)


def decide(municipality: Municipality, values: Mapping[str, Any], *, version: int, by: User | None) -> OpenData:
    """Open or close the municipality's data (`values`: is_open, with_documents, licence, contact_name, contact_email).

    It holds at once. Raises Outdated when somebody else was first, and
    RuleBroken when data would be open with nobody to ask about it.
    """
    if values["is_open"] and not (values["contact_name"] and values["contact_email"]):
        raise RuleBroken(_("Open data needs somebody to ask about it. Write a contact and an e-mail address."))
    with refusals_in_words(), transaction.atomic(), recorded("opendata.decide", by):
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        now = decided_about(municipality)
        if now.pk is not None and all(getattr(now, name) == value for name, value in values.items()):
            return now
        if now.version != version:
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        if now.pk is None:
            return OpenData.objects.create(municipality=municipality, **values)
        OpenData.objects.filter(pk=now.pk).update(**values, version=F("version") + 1)
        return decided_about(municipality)
