"""What the cells of a row mean, and what becomes of the row."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from rimlig.organisation.models import Role, UnitKind
from rimlig.organisation.structure.tables.tables import KIND, ROLE, Row

KINDS: Final = {
    UnitKind.ADMINISTRATION: "förvaltning",
    UnitKind.DEPARTMENT: "avdelning",
    UnitKind.UNIT: "enhet",
}
ROLES: Final = {
    Role.UNIT_MANAGER: "enhetschef",
    Role.PERFORMER: "kontrollutförare",
    Role.DEPARTMENT_MANAGER: "avdelningschef",
    Role.CONTROLLER: "internkontrollsamordnare",
    Role.HEAD_OF_ADMINISTRATION: "förvaltningschef",
    Role.BOARD_MEMBER: "ledamot",
    Role.CENTRAL_CONTROLLER: "central samordnare",
    Role.AUDITOR: "revisor",
    Role.ADMINISTRATOR: "administratör",
}
_DAYS: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/. ](?P<year>\d{4})"),
)


class RowError(Exception):
    """A row that cannot be carried out. The message is a sentence for the person who made the table."""


class Verdict(StrEnum):
    """What becomes of a row. Of several the first that applies."""

    ERROR = "error"
    NEW = "new"
    ENDED = "ended"
    MOVED = "moved"
    RENAMED = "renamed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the row, and the sentences that say so. Stored beside the row, and compared when it is carried out."""

    number: int
    verdict: Verdict
    said: list[str] = field(default_factory=list)

    def stored(self) -> list[object]:
        """Return the outcome as it is kept in the import."""
        return [self.number, self.verdict.value, self.said]


def verdict_of(found: set[Verdict]) -> Verdict:
    """Return the most telling of several."""
    return next((verdict for verdict in Verdict if verdict in found), Verdict.UNCHANGED)


def day_in(row: Row, column: str) -> date | None:
    """Return the day in the column, None for an empty one. Raises RowError for anything else."""
    text = row.cells.get(column, "")
    if not text:
        return None
    for pattern in _DAYS:
        match = pattern.fullmatch(text)
        if match:
            try:
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                break
    raise RowError(
        _("“%(text)s” in %(column)s is no day. Write year-month-day, for example 2026-07-31.")
        % {"text": text[:40], "column": column}
    )


def kind_in(row: Row) -> UnitKind | None:
    """Return the kind of unit, None for an empty cell. Raises RowError for a word that is none."""
    found = _word(row, KIND, KINDS)
    return None if found is None else UnitKind(found)


def role_in(row: Row) -> Role:
    """Return the role. Raises RowError for an empty cell and for a word that is none."""
    found = _word(row, ROLE, ROLES)
    if found is None:
        raise RowError(
            _("The row has no role. Write one of these: %(allowed)s.") % {"allowed": ", ".join(ROLES.values())}
        )
    return Role(found)


def _word(row: Row, column: str, words: "dict[UnitKind, str] | dict[Role, str]") -> str | None:
    text = row.cells.get(column, "").casefold()
    if not text:
        return None
    for value, word in words.items():
        if text in {word, str(value)}:
            return str(value)
    raise RowError(
        _("“%(text)s” in %(column)s is not known. Write one of these: %(allowed)s.")
        % {"text": text[:40], "column": column, "allowed": ", ".join(words.values())}
    )
