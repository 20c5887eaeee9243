"""All answers of a plan in a period as an Excel workbook: the board as one sheet, every answer as a line of another."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.documents.document import Deviation
from rimlig.followup.models import DEVIATIONS, GIVEN, AnswerState
from rimlig.followup.reviewing.boards import AnswerBoard
from rimlig.followup.reviewing.cells import sign_of
from rimlig.followup.reviewing.lists import answers_of, order_of_board

_WIDE: Final = 44
_NARROW: Final = 16


def render_answers(board: AnswerBoard) -> bytes:
    """Return the workbook. Texts stay texts whatever they look like; what a draft says is in it for nobody."""
    target = io.BytesIO()
    # Not in constant memory: answers say the same words again and again, and each is written once so. A fifth of the time
    # for a tenth more memory; benchmarks/answers_excel.py.
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    _write(book, _("Matrix"), _matrix(board), head, body)
    _write(book, _("Answers"), _lines(board), head, body)
    book.close()
    return target.getvalue()


def _write(book: Any, name: str, rows: Iterable[list[Any]], head: Any, body: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    long = _long()
    last = width = 0
    for number, row in enumerate(rows):
        if not number:
            width = len(row)
            for column, title in enumerate(row):
                sheet.set_column(column, column, _WIDE if column == 0 or title in long else _NARROW)
        for column, value in enumerate(row):
            if value in (None, ""):
                continue
            if isinstance(value, int):
                sheet.write_number(number, column, value, body)
            else:
                # Never as a formula: not even what somebody wrote with an equals sign first.
                sheet.write_string(number, column, str(value), head if not number else body)
        last = number
    if width:
        sheet.autofilter(0, 0, max(last, 1), width - 1)


def _long() -> set[str]:
    return {_("Result"), _("Measures"), _("Follow-up")}


def _matrix(board: AnswerBoard) -> Iterator[list[Any]]:
    whole = any(cell.unit is None for row in board.rows for cell in row.answers)
    units = list(board.units)
    yield [
        *(_("Follow-up"), _("Goal"), _("Process")),
        *board.units.values(),
        *([_("The administration")] if whole else []),
        *(_("Deviating units"), _("Units in all"), _("The board")),
    ]
    for row, goal in zip(board.rows, board.goals, strict=True):
        words = {cell.unit: sign_of(cell).word for cell in row.answers}
        yield [
            *(row.text, goal, row.process_name),
            *(words.get(unit, "") for unit in units),
            *([words.get(None, "")] if whole else []),
            *(row.deviating, len(row.units), str(DEVIATIONS[Deviation(row.conclusion)]) if row.conclusion else ""),
        ]


def _lines(board: AnswerBoard) -> Iterator[list[Any]]:
    yield [
        *(_("Follow-up"), _("Unit"), _("State"), _("Deviation"), _("Result"), _("Measures"), _("Root cause")),
        *(_("Reason for no action"), _("Population"), _("Sample"), _("Errors"), _("Due"), _("Filed by"), _("Filed")),
    ]
    words = _Words.now()
    answers = answers_of(board.plan, board.period).order_by(*order_of_board("follow_up"), "unit__name", "pk")
    # Values and not rows of a model: half of the time went to making what is read once.
    for values in answers.values_list(*_COLUMNS).iterator(chunk_size=2000):
        yield _line(_Answer(*values), words)


class _Words(NamedTuple):
    """Words that stand in every other line, translated once: a translation costs as much as a cell."""

    states: dict[str, str]
    deviations: dict[str, str]
    whole: str

    @classmethod
    def now(cls) -> "_Words":
        return cls(
            {state.value: str(state.label) for state in AnswerState},
            {"": "", **{level.value: str(label) for level, label in DEVIATIONS.items()}},
            _("The administration as a whole"),
        )


class _Answer(NamedTuple):
    follow_up: str
    unit: str | None
    state: str
    deviation: str
    result: str
    measures: str
    root_cause: str
    no_action_reason: str
    population: int | None
    sample_size: int | None
    errors_found: int | None
    due: date | None
    filed_by: str | None
    filed_at: datetime | None


_COLUMNS: Final = tuple(
    {"follow_up": "follow_up__text", "unit": "unit__name", "filed_by": "filed_by__name"}.get(name, name)
    for name in _Answer._fields
)


def _line(answer: _Answer, words: _Words) -> list[Any]:
    start = [answer.follow_up, answer.unit or words.whole, words.states[answer.state]]
    due = answer.due.isoformat() if answer.due else ""
    if answer.state not in GIVEN:
        return [*start, *[""] * 8, due]
    return [
        *start,
        *(words.deviations[answer.deviation], answer.result, answer.measures),
        *(answer.root_cause, answer.no_action_reason),
        *(answer.population, answer.sample_size, answer.errors_found, due),
        answer.filed_by or "",
        timezone.localtime(answer.filed_at).strftime("%Y-%m-%d %H.%M") if answer.filed_at else "",
    ]
