"""Which rows and cells of the board a person is looking at: the choices in the page's address, as data and as conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.followup.models import DEVIATIONS, AnswerState
from rimlig.followup.reviewing.boards import AnswerBoard, Row, level_of
from rimlig.followup.reviewing.cells import Cell

ALL_ANSWERS: Final = "alla"
FILTERS: Final = {
    ALL_ANSWERS: _("All"),
    "granska": _("To review"),
    "avvikelser": _("Deviations"),
    "saknas": pgettext_lazy("filter of answers", "Missing"),
}
"""The choices that the page offers at all times."""
MORE_FILTERS: Final = {
    "sena": pgettext_lazy("filter of answers", "Late"),
    "att-svara": pgettext_lazy("filter of answers", "Not answered, in time"),
    "skickade": pgettext_lazy("filter of answers", "Sent back"),
    "inlamnade": pgettext_lazy("filter of answers", "Filed, not reviewed"),
    "granskade": pgettext_lazy("filter of answers", "Reviewed once"),
    "godkanda": pgettext_lazy("filter of answers", "Approved"),
    "inne": pgettext_lazy("filter of answers", "Given"),
}
"""Those that other pages lead to; the page shows the one that it was asked for. All but the last never overlap."""
LEVELS: Final = {level.value: words for level, words in DEVIATIONS.items()}

_IS_HIT: Final[dict[str, Callable[[Cell], bool]]] = {
    "granska": lambda cell: cell.reviewable,
    "avvikelser": lambda cell: cell.deviates,
    "saknas": lambda cell: not cell.is_given,
    "inne": lambda cell: cell.is_given,
    "sena": lambda cell: cell.is_late,
    "att-svara": lambda cell: cell.state == AnswerState.OPEN and not cell.is_late,
    "skickade": lambda cell: cell.state == AnswerState.RETURNED and not cell.is_late,
    "inlamnade": lambda cell: cell.state == AnswerState.FILED and cell.step <= 1,
    "granskade": lambda cell: cell.state == AnswerState.FILED and cell.step > 1,
    "godkanda": lambda cell: cell.state == AnswerState.APPROVED,
}


@dataclass(frozen=True)
class Chosen:
    """What the address asks for: answers of a kind, follow-ups of one process, follow-ups that come to a level."""

    visa: str = ALL_ANSWERS
    niva: str = ""
    process: int = 0

    @classmethod
    def read(cls, asked: Any) -> Self:
        """Return the choice of an address's parameters (a QueryDict). What cannot be understood is not asked for."""
        visa, niva, process = (asked.get(name, "") for name in ("visa", "niva", "process"))
        return cls(
            visa if visa in FILTERS or visa in MORE_FILTERS else ALL_ANSWERS,
            niva if niva in LEVELS else "",
            int(process) if process.isascii() and process.isdecimal() and len(process) < len("1000000000") else 0,
        )

    def in_address(self) -> dict[str, str]:
        """Return the parameters that ask for it."""
        kept = {"visa": self.visa} if self.visa != ALL_ANSWERS else {}
        return (
            kept | ({"niva": self.niva} if self.niva else {}) | ({"process": str(self.process)} if self.process else {})
        )

    def is_hit(self, cell: Cell) -> bool:
        """Say whether the cell is one of those that are asked for by kind."""
        return self.visa in _IS_HIT and _IS_HIT[self.visa](cell)

    def shows(self, board: AnswerBoard, row: Row) -> bool:
        """Say whether the row is asked for, and has something in scope."""
        if self.process and row.process != self.process:
            return False
        cells = [cell for cell in row.answers if board.shows(cell.unit)]
        if self.niva and level_of_row(board, row, cells) != self.niva:
            return False
        if self.visa == ALL_ANSWERS:
            return bool(cells) or (board.in_scope is None and row.is_concluded)
        return any(self.is_hit(cell) for cell in cells)


def level_of_row(board: AnswerBoard, row: Row, cells: list[Cell]) -> str:
    """Return what a follow-up comes to: the board's own level, or the worst of the answers in scope while there is none."""
    return (row.conclusion if board.in_scope is None else "") or level_of(cells)
