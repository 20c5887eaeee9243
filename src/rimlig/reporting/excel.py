"""The report as an Excel workbook, and the empty workbook that people fill in: one layout for both.

Texts are written as texts whatever they look like, so that nothing in a
report can run as a formula, and a status is exactly its word: colour and
symbol come from the cell's format.
"""

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

from rimlig.appearance.colours import light_palette
from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.documents import words, workbook
from rimlig.documents.document import ActionStatus, Deviation, Document, Kind
from rimlig.reporting.excel_guide import EXAMPLE, GUIDE_LINES, HEADING
from rimlig.reporting.excel_matrix import write_matrix
from rimlig.reporting.excel_print import A3, A4, set_up_print
from rimlig.reporting.excel_rows import (
    Cells,
    action_plan_rows,
    decision_rows,
    divided,
    fact_rows,
    plan_rows,
    scale_rows,
    summary_rows,
)
from rimlig.reporting.packing import repacked
from rimlig.reporting.report import Report, Traces

# Equal reports must be equal files, so no hour is stored in them.
_THE_SAME_MOMENT: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ROWS_TO_FILL: Final = 2_000  # lists to choose from reach at least so far down
_WIDTHS: Final = {
    words.REFERENCE_COLUMN: 10,
    workbook.FACT: 18,
    workbook.VALUE: 100,
    workbook.ROW: 6,
    workbook.NEW_PART: 10,
    workbook.GOAL: 8,
    workbook.GOAL_TITLE: 26,
    workbook.PROCESS: 26,
    workbook.METHOD: 26,
    workbook.DEVIATION: 21,
    workbook.ACTION_STATUS: 17,
    workbook.STATUS: 17,
    workbook.TREATMENT: 14,
    workbook.LIKELIHOOD: 12,
    workbook.CONSEQUENCE: 12,
    workbook.UNITS_AT_RISK: 16,
    workbook.UNITS_TOTAL: 10,
    workbook.SUMMARY_TEXT: 90,
    workbook.FINDING: 50,
    workbook.HEADING: 40,
}
_WIDTH: Final = 36
_TRACE_WIDTHS: Final = (8, 60, 22, 26, 14, 10, 10)
_LONGEST_CELL: Final = 16_000  # letters that surely fit in a cell
_LINE: Final = 16  # points; merged cells do not find their height by themselves
_LETTERS_IN_LINE: Final = 150
# Symbol, ink and weak background of each word that a status column can hold.
_SIGNS: Final = {
    words.DEVIATION[Deviation.NONE]: ("✓", "#1A6B43", "#E2F2E8"),
    words.DEVIATION[Deviation.MINOR]: ("△", "#7D5200", "#FCEFCF"),
    words.DEVIATION[Deviation.MAJOR]: ("✖", "#A8211A", "#FAE3E0"),
    words.DEVIATION[Deviation.NOT_DONE]: ("⊘", "#54457F", "#EAE6F5"),
    words.STATUS[ActionStatus.NOT_STARTED]: ("○", "#55616A", "#E9E8E3"),
    words.STATUS[ActionStatus.ONGOING]: ("◐", "#0A5563", "#E1EFF1"),
    words.STATUS[ActionStatus.ON_HOLD]: ("□", "#7D5200", "#FCEFCF"),
    words.STATUS[ActionStatus.CLOSED]: ("●", "#1A6B43", "#E2F2E8"),
}
_CHOICES: Final = {
    workbook.DEVIATION: [*words.DEVIATION.values()],
    workbook.ACTION_STATUS: [*words.STATUS.values()],
    workbook.STATUS: [*words.STATUS.values()],
    workbook.TREATMENT: [*words.TREATMENT.values()],
    workbook.NEW_PART: [*workbook.PARTS],
    workbook.AXIS: [*workbook.AXES],
    workbook.COLOUR: [*words.LOOK.values()],
}
_NUMBERS: Final = {
    *(workbook.LIKELIHOOD, workbook.CONSEQUENCE, workbook.LIKELIHOOD_AFTER, workbook.CONSEQUENCE_AFTER),
    *(workbook.UNITS_AT_RISK, workbook.UNITS_TOTAL, workbook.STEP_VALUE),
}


def render_excel(report: Report) -> bytes:
    """Return the report as an .xlsx. Equal reports give equal bytes."""
    return _workbook(report, report.title, author=report.document.board or report.municipality)


def render_template() -> bytes:
    """Return the empty workbook, to be filled in by hand and imported."""
    return _workbook(None, "Mall för internkontrollplan och uppföljning", author="")


def _workbook(report: Report | None, title: str, author: str) -> bytes:
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title[:255], "author": author[:255], "created": _THE_SAME_MOMENT})
    document = report.document if report else Document(Kind.PLAN)
    facts: Iterable[Cells] = [{workbook.FACT: fact} for fact in workbook.FACTS]
    if report is not None:
        facts = [*fact_rows(report), *decision_rows(report)]
    style = report.look if report else STANDARD
    look = _Look.of(book, style)
    mark = report.mark if report else ""
    _Sheet(book, look, workbook.ABOUT, mark).write(facts, numbered=False)
    _Sheet(book, look, workbook.SUMMARY, mark).write(summary_rows(document))
    traces = report.traces if report else Traces()
    own_columns = (words.REFERENCE_COLUMN,) if traces.listed else ()
    _Sheet(book, look, workbook.PLAN, mark, own_columns).write(plan_rows(document, traces))
    if report is not None and document.scale is not None:
        write_matrix(book, document, mark=report.mark, look=style)
    _Sheet(book, look, workbook.SCALE, mark).write(scale_rows(document))
    _Sheet(book, look, workbook.ACTION_PLANS, mark).write(action_plan_rows(document))
    if traces.listed:
        _write_traces(book, look, traces, mark)
    guide = _write_guide(book, look)
    if report is None:
        guide.activate()
    book.close()
    return repacked(target.getvalue())


@dataclass(frozen=True, slots=True)
class _Look:
    """The formats of cells. A text format keeps what a person types from becoming a number or a date."""

    text: Any
    number: Any
    heading: Any
    title: Any
    link: Any
    by_word: dict[str, Any]
    style: HouseStyle

    @classmethod
    def of(cls, book: Any, style: HouseStyle) -> "_Look":
        colours = light_palette(style.accent)
        cell = {"valign": "top", "text_wrap": True, "font_color": "#1C2428", "border": 1, "border_color": "#D8D5CC"}
        by_word = {
            word: book.add_format({"font_color": ink, "bg_color": paper, "bold": True, "num_format": f'"{symbol} "@'})
            for word, (symbol, ink, paper) in _SIGNS.items()
        }
        heading = {**cell, "bold": True, "font_color": colours.accent, "bg_color": colours.weak}
        return cls(
            text=book.add_format({**cell, "num_format": "@"}),
            number=book.add_format({**cell, "num_format": "0", "align": "left"}),
            heading=book.add_format(heading),
            link=book.add_format({**cell, "font_color": colours.accent, "underline": 1}),
            title=book.add_format({"bold": True, "font_color": colours.accent, "font_size": 14, "valign": "vcenter"}),
            by_word=by_word,
            style=style,
        )


class _Sheet:
    """One sheet with a header row, from which it can be filtered, sorted and printed."""

    def __init__(self, book: Any, look: _Look, name: str, mark: str, more: tuple[str, ...] = ()) -> None:
        self.columns = (*workbook.COLUMNS[name], *more)  # readers pass over what they do not know
        self.look = look
        self.sheet = book.add_worksheet(name)
        for number, column in enumerate(self.columns):
            self.sheet.set_column(number, number, _WIDTHS.get(column, _WIDTH), self._format(column))
        self.sheet.freeze_panes(1, 0 if name == workbook.ABOUT else 1)
        set_up_print(self.sheet, mark, paper=A3 if name == workbook.PLAN else A4, look=look.style)
        self.sheet.repeat_rows(0)

    def write(self, rows: Iterable[Cells], *, numbered: bool = True) -> None:
        """Write the header, the rows, and what helps the person who goes on writing below them."""
        self._write_row(0, {column: workbook.header(column) for column in self.columns}, self.look.heading)
        last = 0
        for number, row in enumerate(rows, start=1):
            for cells in divided({workbook.ROW: number, **row} if numbered else row, self.columns[0]):
                last += 1
                self._write_row(last, cells)
        self._help(max(last, _ROWS_TO_FILL), is_list=numbered)
        if numbered:
            self.sheet.autofilter(0, 0, max(last, 1), len(self.columns) - 1)

    def _write_row(self, number: int, cells: Cells, style: Any = None) -> None:
        for place, column in enumerate(self.columns):
            value = cells.get(column, "")
            own_style = style or self._format(column)
            if isinstance(value, int):
                self.sheet.write_number(number, place, value, self.look.number)
            elif value:
                self.sheet.write_string(number, place, value, own_style)
            else:
                self.sheet.write_blank(number, place, None, own_style)

    def _format(self, column: str) -> Any:
        return self.look.number if column in _NUMBERS or column == workbook.ROW else self.look.text

    def _help(self, last: int, *, is_list: bool) -> None:
        """Offer lists to choose from, and give each status its colour and symbol."""
        if not is_list:
            self._offer(1, 1, 1, [*words.TITLE.values()])
        for place, column in enumerate(self.columns):
            if column in _CHOICES:
                self._offer(1, last, place, _CHOICES[column])
                for word in _CHOICES[column]:
                    if word in self.look.by_word:
                        rule = {
                            "type": "cell",
                            "criteria": "==",
                            "value": f'"{word}"',
                            "format": self.look.by_word[word],
                        }
                        self.sheet.conditional_format(1, place, last, place, rule)
            elif column in _NUMBERS:
                self._ask_for_number(last, place)

    def _offer(self, first: int, last: int, place: int, choices: list[str]) -> None:
        rule = {
            "validate": "list",
            "source": choices,
            "error_title": "Välj i listan",
            "error_message": f"Skriv något av: {', '.join(choices)}.",
        }
        self.sheet.data_validation(first, place, last, place, rule)

    def _ask_for_number(self, last: int, place: int) -> None:
        rule = {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "Skriv ett heltal",
            "error_message": "Här behövs ett heltal, till exempel 3.",
        }
        self.sheet.data_validation(1, place, last, place, rule)


def _write_traces(book: Any, look: _Look, traces: Traces, mark: str) -> None:
    """List what the conclusions rest on: a sheet that readers pass over. Its links lead to Rimlig, and to no other place."""
    sheet = book.add_worksheet(words.TRACES)
    for place, (name, width) in enumerate(zip(words.TRACE_COLUMNS, _TRACE_WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, look.heading)
    for number, trace in enumerate(traces.listed, start=1):
        for place, cell in enumerate(trace.cells):
            if place == 0 and trace.address:
                sheet.write_url(number, place, trace.address, look.link, cell)
            else:
                sheet.write_string(number, place, cell[:_LONGEST_CELL], look.text)
        if trace.deviation:
            word = words.DEVIATION[trace.deviation]
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look.by_word[word]}
            sheet.conditional_format(number, 2, number, 2, rule)
    sheet.freeze_panes(1, 1)
    set_up_print(sheet, mark)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(traces.listed), len(words.TRACE_COLUMNS) - 1)


def _write_guide(book: Any, look: _Look) -> Any:
    sheet = book.add_worksheet(workbook.GUIDE)
    sheet.hide_gridlines(2)
    set_up_print(sheet)
    columns = [column for column in workbook.COLUMNS[workbook.PLAN] if any(column in row for row in EXAMPLE)]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, min(_WIDTHS.get(column, _WIDTH), 26))
    prose = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#1C2428"})
    line = 0
    for kind, text in GUIDE_LINES:
        style = look.title if kind == HEADING else prose
        sheet.set_row(line, 2 * _LINE if kind == HEADING or len(text) > _LETTERS_IN_LINE else _LINE)
        sheet.merge_range(line, 0, line, 6, "", style)
        sheet.write_string(line, 0, text, style)
        line += 1
    example: list[tuple[Cells, Any]] = [({column: workbook.header(column) for column in columns}, look.heading)]
    for cells, style in example + [(dict(row), look.text) for row in EXAMPLE]:
        sheet.set_row(line, 4 * _LINE)
        for place, column in enumerate(columns):
            sheet.write_string(line, place, str(cells.get(column, "")), style)
        line += 1
    return sheet
