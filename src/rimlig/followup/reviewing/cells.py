"""A cell of the board: how far one answer has come, as a symbol and in words."""

from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, gettext, pgettext

from rimlig.documents.document import Deviation
from rimlig.followup.concluding.basis import WORST_FIRST
from rimlig.followup.editables import DEVIATION_LOOKS
from rimlig.followup.models import DEVIATES, DEVIATIONS, GIVEN, SETTLED, AnswerState


class Cell(NamedTuple):
    """An answer as the board shows it. `level` is "" for one that is still being written, whatever stands in it."""

    pk: int
    unit: int | None
    state: str
    level: str
    begun: bool
    reviewable: bool
    reviewer: bool
    readable: bool
    version: int
    step: int = 0
    is_late: bool = False

    @property
    def is_given(self) -> bool:
        """Whether it has been filed, at least."""
        return self.state in GIVEN

    @property
    def deviates(self) -> bool:
        """Whether it tells of a deviation."""
        return self.level in DEVIATES


class Sign(NamedTuple):
    """The symbol, the tint and the words of a kind of cell."""

    icon: str
    tint: str
    word: str


def sign_of(cell: Cell) -> Sign:
    """Return how the cell looks and what it says."""
    return _sign(cell.state, cell.level, cell.begun, get_language() or "")


@lru_cache(maxsize=256)
def _sign(state: str, level: str, begun: bool, _language: str) -> Sign:  # noqa: FBT001  # three facts of a row
    if state == AnswerState.OPEN:
        if begun:
            return Sign("edit", "begun", gettext("begun"))
        return Sign("wait", "wait", pgettext("answers", "missing"))
    if state == AnswerState.RETURNED:
        return Sign("back", "begun", gettext("sent back"))
    look, level_in_words = DEVIATION_LOOKS[Deviation(level)], str(DEVIATIONS[Deviation(level)])
    if state in SETTLED:
        return Sign(look, "" if look == "none" else look, level_in_words.lower())
    waits = gettext("to review: {level}").format(level=level_in_words.lower())
    return Sign("ongoing", "" if look == "none" else look, waits)


def worst(levels: list[str]) -> str:
    """Return the worst of the levels; "" when there is none."""
    return next((level.value for level in WORST_FIRST if level.value in levels), "")
