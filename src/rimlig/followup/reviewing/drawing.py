"""The board as the page shows it: its columns, and each row's cells as HTML.

The cells are written here and not by a template: there are thousands of them,
and each is one of a few kinds.
"""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rimlig.documents.document import Deviation
from rimlig.followup.editables import DEVIATION_LOOKS
from rimlig.followup.models import DEVIATIONS
from rimlig.followup.reviewing.boards import MANY_COLUMNS, AnswerBoard, Column, Row, level_of
from rimlig.followup.reviewing.cells import Cell, sign_of
from rimlig.followup.reviewing.choosing import Chosen

ROWS_AT_ONCE = 6
"""After so many follow-ups a telephone opens no more goals by itself."""
WORTH_FOLDING = 3
"""Fewer answers than these are not folded."""


@dataclass(frozen=True)
class DrawnRow:
    """A row of the board: what it is about, its cells, and the board's own."""

    row: Row
    cells: SafeString
    fine: int = 0
    """How many units' answers ask nothing of the reader: those that a telephone folds."""


@dataclass(frozen=True)
class DrawnGroup:
    """The rows under one goal, or under none."""

    goal: str
    rows: list[DrawnRow]
    what: str = ""
    """What stands in it, in a few words, for the telephone where it is folded."""
    is_open: bool = True
    """Whether a telephone shows its rows at once."""


@dataclass(frozen=True)
class Drawn:
    """What the page shows of a board with a filter."""

    columns: list[Column]
    groups: list[DrawnGroup]

    @property
    def width(self) -> int:
        """The number of columns, with the first and the last."""
        return len(self.columns) + 2


def draw(board: AnswerBoard, chosen: Chosen, query: str) -> Drawn:
    """Draw the rows in which the filter finds something, all without a filter. `query` keeps what the page has chosen."""
    columns = columns_of(board)
    groups: list[DrawnGroup] = []
    shown_at_once = 0
    pairs = zip(board.rows, board.goals, strict=True)
    for goal, rows in groupby(pairs, key=lambda pair: pair[1]):
        shown = [row for row, _goal in rows if chosen.shows(board, row)]
        if shown:
            drawn = [_row(board, row, columns, chosen, query) for row in shown]
            cells = [cell for row in shown for cell in row.answers if board.shows(cell.unit)]
            awaits = any(cell.reviewable for cell in cells)
            is_open = chosen != Chosen() or (awaits and shown_at_once < ROWS_AT_ONCE)
            shown_at_once += len(drawn) if is_open else 0
            groups.append(DrawnGroup(goal, drawn, _what(cells), is_open))
    return Drawn(columns, groups)


def _row(board: AnswerBoard, row: Row, columns: list[Column], chosen: Chosen, query: str) -> DrawnRow:
    units = {column.unit for column in columns if column.unit is not None}
    fine = sum(cell.unit in units and _is_fine(cell, chosen) for cell in row.answers)
    return DrawnRow(row, _cells(board, row, columns, chosen, query), fine if fine >= WORTH_FOLDING else 0)


def _is_fine(cell: Cell, chosen: Chosen) -> bool:
    """Say whether the answer asks nothing of the reader: it is in, without deviation, and it is somebody else's to review or nobody's."""
    return cell.level == Deviation.NONE and not cell.reviewable and not chosen.is_hit(cell)


def _what(cells: list[Cell]) -> str:
    """Return in a few words what the reader would look for first among the answers."""
    review = sum(cell.reviewable for cell in cells)
    missing = sum(not cell.is_given for cell in cells)
    deviating = sum(cell.deviates for cell in cells)
    words = [
        ngettext("%(number)d to review", "%(number)d to review", review) % {"number": review} if review else "",
        ngettext("%(number)d deviation", "%(number)d deviations", deviating) % {"number": deviating}
        if deviating
        else "",
        ngettext("%(number)d missing", "%(number)d missing", missing) % {"number": missing} if missing else "",
    ]
    return " · ".join(filter(None, words)) or (_("all is in") if cells else "")


def columns_of(board: AnswerBoard) -> list[Column]:
    """Return the units in scope, department by department; the departments themselves where the units are too many."""
    units = [pk for pk in board.units if board.shows(pk)]
    columns: list[Column] = []
    placed: set[int] = set()
    for department in board.departments:
        here = [pk for pk in units if pk in department.units and pk not in placed]
        placed.update(here)
        if len(units) > MANY_COLUMNS and here:
            columns.append(Column(department.name, department=department.pk))
        else:
            columns += [Column(board.units[pk], unit=pk) for pk in here]
    columns += [Column(board.units[pk], unit=pk) for pk in units if pk not in placed]
    if any(cell.unit is None for cell in board.cells()):
        columns.append(Column(_("The administration")))
    return columns


def _cells(board: AnswerBoard, row: Row, columns: list[Column], chosen: Chosen, query: str) -> SafeString:
    by_unit = {cell.unit: cell for cell in row.answers}
    departments = {department.pk: department.units for department in board.departments}
    written = []
    for column in columns:
        if column.department is not None:
            below = [cell for cell in row.answers if cell.unit in departments[column.department]]
            written.append(_department(column, below, chosen, query))
        elif column.unit in by_unit:
            written.append(_answer(column, by_unit[column.unit], chosen))
        else:
            written.append('<td class="unasked"></td>')
    return mark_safe("".join(written))  # noqa: S308  # each of them is escaped


def icon(name: str) -> str:
    """Return a symbol that the page's sprite draws: many thousand times the drawing itself would be a heavy page."""
    return (
        f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><use href="#icon-{name}"/></svg>'
    )


def _answer(column: Column, cell: Cell, chosen: Chosen) -> str:
    hit = " hit" if chosen.is_hit(cell) else ""
    fine = " fine" if column.unit is not None and _is_fine(cell, chosen) else ""
    return f'<td class="{sign_of(cell).tint}{hit}{fine}">{cell_html(escape(column.name), cell)}</td>'


def cell_html(unit: str, cell: Cell, *, swapped: bool = False) -> SafeString:
    """Return what stands in the cell: a way to the answer for who may open it. `unit` is escaped; `swapped` puts it in its place."""
    sign = sign_of(cell)
    words = f'<span class="unit">{unit}: </span>{icon(sign.icon)}<span class="word">{escape(sign.word)}</span>'
    more = f' id="answer-{cell.pk}"' + (' hx-swap-oob="true"' if swapped else "")
    if not cell.readable:
        return mark_safe(f'<span class="cell"{more}>{words}</span>')  # noqa: S308  # escaped above
    # What is written on, and what one does not review, is read on the answer's own page.
    if cell.reviewer and cell.is_given:
        address = f' href="{reverse("followup:review", args=[cell.pk])}"'
    else:
        address = f' href="{reverse("followup:answer", args=[cell.pk])}" hx-boost="false"'
    waits = " data-review" if cell.reviewable else ""
    return mark_safe(f'<a class="cell"{more}{address}{waits}>{words}</a>')  # noqa: S308  # escaped above


def legend() -> list[tuple[str, str]]:
    """Return what each symbol on the board means."""
    levels = [(DEVIATION_LOOKS[level], str(DEVIATIONS[level]).lower()) for level in Deviation]
    return [
        *levels,
        ("ongoing", _("to review")),
        ("wait", pgettext("answers", "missing")),
        ("edit", _("begun")),
        ("back", _("sent back")),
    ]


def _department(column: Column, cells: list[Cell], chosen: Chosen, query: str) -> str:
    if not cells:
        return '<td class="unasked"></td>'
    level = level_of(cells)
    given = sum(cell.is_given for cell in cells)
    look = DEVIATION_LOOKS[Deviation(level)] if level else "wait"
    if look == "none" and given < len(cells):
        look = "ongoing"
    tint = "" if look in {"none", "ongoing"} else look
    hit = " hit" if any(chosen.is_hit(cell) for cell in cells) else ""
    word = _("{given} of {all} filed").format(given=given, all=len(cells))
    if level:
        word += ", " + _("worst: {level}").format(level=str(DEVIATIONS[Deviation(level)]).lower())
    return str(
        format_html(
            '<td class="department {}{}"><a class="cell" href="?{}&amp;avdelning={}" hx-boost="false">'
            '<span class="unit">{}: </span>{}<span class="share" aria-hidden="true">{}/{}</span><span class="word">{}</span></a></td>',
            tint,
            hit,
            query,
            column.department,
            column.name,
            mark_safe(icon(look)),  # noqa: S308  # ours
            given,
            len(cells),
            word,
        )
    )
