"""The reports that have been approved and are kept as they were, as the report's page lists them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from rimlig.followup.models import Period
from rimlig.planning.models import Plan


@dataclass(frozen=True, slots=True)
class Frozen:
    """An approved edition of a report: who approved it, when, its files and their fingerprint."""

    edition: int
    approved_by: str
    approved_at: datetime
    registry_number: str
    sha256: str
    files: tuple[tuple[str, str], ...]  # (name of the format, address), the document first
    reason: str = ""  # why there was a new edition
    replaced: bool = False
    data_sha256: str = ""
    word_fallback: str = ""  # why the Word file is by our template, where the municipality has one of its own


Give = Callable[[Plan, str, Period | None], Iterable[Frozen]]
_GIVERS: list[Give] = []


def register_frozen(give: Give) -> None:
    """Let `give` list the approved editions of a report, the latest first. The room does this in `AppConfig.ready()`."""
    _GIVERS[:] = [give]


def frozen_of(plan: Plan, kind: str, period: Period | None = None) -> list[Frozen]:
    """Return the approved editions of the report of that kind, as the command names it, the latest first."""
    return [one for give in _GIVERS for one in give(plan, kind, period)]
