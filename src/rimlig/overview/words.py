"""The series of the charts: what each kind of number is called, and how it looks."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.followup.models import DEVIATIONS, STATUSES
from rimlig.overview.charts import Series

Words = str | Promise

STATUS_WORDS: Final[dict[str, tuple[Words, str]]] = {
    "approved": (pgettext_lazy("overview of answers", "Approved"), "none"),
    "reviewed": (pgettext_lazy("overview of answers", "Reviewed once"), "calm"),
    "filed": (pgettext_lazy("overview of answers", "To review"), "ongoing"),
    "returned": (pgettext_lazy("overview of answers", "Sent back"), "hold"),
    "open": (pgettext_lazy("overview of answers", "Not answered"), "wait"),
    "late": (pgettext_lazy("overview of answers", "Late"), "late"),
}
"""How far an answer has come → its word and look, in the order in which the bars show it."""
STATUS_FILTERS: Final = {
    "approved": "godkanda",
    "reviewed": "granskade",
    "filed": "inlamnade",
    "returned": "skickade",
    "open": "att-svara",
    "late": "sena",
}
"""The same → what the board of answers calls its filter."""
_LEVELS: Final = (
    (Deviation.NONE, "none"),
    (Deviation.NOT_DONE, "notdone"),
    (Deviation.MINOR, "minor"),
    (Deviation.MAJOR, "major"),
)
_ACTIONS: Final = (
    (ActionStatus.NOT_STARTED, "wait"),
    (ActionStatus.ONGOING, "ongoing"),
    (ActionStatus.ON_HOLD, "hold"),
)
LOOKS_OF_BANDS: Final = {
    "low": _("Low"),
    "moderate": pgettext_lazy("risk level", "Moderate"),
    "high": _("High"),
    "critical": pgettext_lazy("risk level", "Critical"),
}
"""What the looks of the bands are called where boards with different scales stand beside each other."""


def status_series() -> tuple[Series, ...]:
    """Return the series of a chart of answers."""
    return tuple(Series(key, str(word), look) for key, (word, look) in STATUS_WORDS.items())


def level_series() -> tuple[Series, ...]:
    """Return the series of a chart of deviation levels."""
    return tuple(Series(level.value, str(DEVIATIONS[level]), look) for level, look in _LEVELS)


def action_series() -> tuple[Series, ...]:
    """Return the series of a chart of open actions."""
    return tuple(Series(status.value, str(STATUSES[status]), look) for status, look in _ACTIONS)


def look_series() -> tuple[Series, ...]:
    """Return the series of a chart of risks on different scales."""
    return tuple(Series(look, str(word), look) for look, word in LOOKS_OF_BANDS.items())
