"""All answers of a plan in a period as an Excel workbook: the board as one sheet, every answer as a line of another."""

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.documents.document import Deviation
from rimlig.followup.models import DEVIATIONS, GIVEN, FollowUpResult
from rimlig.followup.reviewing.boards import AnswerBoard
from rimlig.followup.reviewing.cells import sign_of
from rimlig.followup.reviewing.lists import answers_of, order_of_board

_WIDE: Final = 44
_NARROW: Final = 16


def render_answers(board: AnswerBoard) -> bytes:
    """Return the workbook. Texts stay texts whatever they look like; what a draft says is in it for nobody."""
    target = io.BytesIO()
    options = {
        "constant_memory": True,
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
    last = width = 0
    for number, row in enumerate(rows):
        if not number:
            width = len(row)
            for column, title in enumerate(row):
                sheet.set_column(column, column, _WIDE if column == 0 or title in _long() else _NARROW)
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
    answers = answers_of(board.plan, board.period).select_related("follow_up", "unit", "filed_by")
    ordered = answers.order_by(*order_of_board("follow_up"), "unit__name", "pk")
    for answer in ordered.iterator(chunk_size=500):
        yield _line(answer)


def _line(answer: FollowUpResult) -> list[Any]:
    start = [
        answer.follow_up.text,
        answer.unit.name if answer.unit else _("The administration as a whole"),
        answer.get_state_display(),
    ]
    due = answer.due.isoformat() if answer.due else ""
    if answer.state not in GIVEN:
        return [*start, *[""] * 8, due]
    return [
        *start,
        *(answer.get_deviation_display(), answer.result, answer.measures, answer.root_cause, answer.no_action_reason),
        *(answer.population, answer.sample_size, answer.errors_found, due),
        answer.filed_by.name if answer.filed_by else "",
        timezone.localtime(answer.filed_at).strftime("%Y-%m-%d %H.%M") if answer.filed_at else "",
    ]
