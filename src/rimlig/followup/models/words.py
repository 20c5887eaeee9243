"""The levels, statuses and kinds of the field in words, and the columns that hold them."""

from enum import StrEnum
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.documents.document import ActionStatus, Deviation, Kind

DEVIATIONS: Final = {
    Deviation.NONE: _("No deviation"),
    Deviation.MINOR: _("Minor deviation"),
    Deviation.MAJOR: _("Major deviation"),
    Deviation.NOT_DONE: _("Not done"),
}
STATUSES: Final = {
    ActionStatus.NOT_STARTED: _("Not started"),
    ActionStatus.ONGOING: _("Ongoing"),
    ActionStatus.ON_HOLD: _("On hold"),
    ActionStatus.CLOSED: _("Closed"),
}
KINDS: Final = {
    Kind.PLAN: _("Plan"),
    Kind.FOLLOW_UP: _("Follow-up"),
    Kind.ACTION_PLANS: _("Action plans"),
}
DEVIATES: Final = (Deviation.MINOR, Deviation.MAJOR)
"""The levels that say that something was wrong. Not done says that nobody knows."""


def deviation_field() -> "models.CharField[str, str]":
    """Return a column for a deviation level, empty until it has been assessed."""
    return models.CharField(_("deviation level"), max_length=10, blank=True, choices=list(DEVIATIONS.items()))


def status_field() -> "models.CharField[str, str]":
    """Return a column for the status of an action, empty where an old document does not say."""
    return models.CharField(_("status"), max_length=12, blank=True, choices=list(STATUSES.items()))


def known(field: str, values: type[StrEnum]) -> Q:
    """Return the condition that the column is empty or holds one of the values."""
    return Q(**{f"{field}__in": ["", *(value.value for value in values)]})
