"""The report as the plain data that the Typst template lays out: headings, paragraphs and tables in order."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from rimlig.documents import words
from rimlig.documents.document import ActionPlan, ActionStatus, Deviation, Goal
from rimlig.reporting.report import Report
from rimlig.reporting.rows import TableRow, table_rows

Data = dict[str, Any]

PAGE_WORD: Final = "Sid"
NO_YEAR: Final = 2000
"""PDF/A wants a date. It is the last day of the report's year, so that equal reports are equal files; or of this one."""

CELL_WORD: Final = 24
"""Letters of ordinary width that surely fit on a cell's line; a longer word may need to break."""

LINE_WORD: Final = 50
"""The same for running text and headings."""

TITLE_WORD: Final = 20
"""The same for the title on the cover."""

SHORT_ROW: Final = 350
"""Characters in the longest cell of a row that is not worth breaking over a page."""

_NO_HYPHEN_GLYPH: Final = str.maketrans({"\u2010": "-", "\u2011": "-", "\t": " "})
_VOWELS: Final = "aeiouyåäöéAEIOUYÅÄÖÉ"
_WIDE: Final = re.compile(r"[A-ZÅÄÖmwMW@%—…]")
_BREAK: Final = re.compile(rf"(?<=\w{{3}})(?<!n(?=g))(?=[^\W\d_{_VOWELS}][{_VOWELS}]\w)")


def report_data(report: Report) -> Data:
    """Return everything the template needs, ready for JSON: texts cleaned, long words with soft hyphens in them."""
    document = report.document
    title = document.title or words.TITLE[document.kind]
    return {
        "document-title": " ".join(part for part in (_clean(title), _clean(document.board)) if part),
        "author": _clean(report.municipality or document.board),
        "year": document.year or NO_YEAR,
        "page-header": words.PAGE_HEADER,
        "page-word": PAGE_WORD,
        "contents": words.CONTENTS,
        "columns": words.COLUMNS,
        "municipality": _line(report.municipality),
        "title": _breakable(_clean(title), TITLE_WORD),
        "facts": [[label, _line(value)] for label, value in _facts(report) if value],
        "parts": [part for part in _parts(report) if part["blocks"]],
    }


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    document = report.document
    return (
        (words.KIND_LABEL, words.TITLE[document.kind]),
        (words.BOARD_LABEL, document.board),
        (words.YEAR_LABEL, "" if document.year is None else str(document.year)),
        (words.PERIOD_LABEL, report.period),
        (words.REGISTRY_LABEL, report.registry_number),
    )


def _parts(report: Report) -> Iterator[Data]:
    """Give the sections, each beginning on a new page; the six-column tables stand on wide pages."""
    yield {"wide": False, "blocks": list(_introduction(report))}
    yield {"wide": False, "blocks": list(_summary(report))}
    yield {"wide": True, "blocks": list(_goals(report))}
    yield {"wide": False, "blocks": list(_action_plans(report))}


def _introduction(report: Report) -> Iterator[Data]:
    if report.document.introduction:
        yield _heading(1, words.INTRODUCTION)
        yield from _prose(report.document.introduction)


def _summary(report: Report) -> Iterator[Data]:
    document = report.document
    if document.summary or document.summary_by_goal:
        yield _heading(1, words.SUMMARY)
        yield from _prose(document.summary)
        for summary in document.summary_by_goal:
            yield _heading(2, f"{summary.goal} {summary.title}".strip())
            yield from _prose(summary.text)


def _goals(report: Report) -> Iterator[Data]:
    if report.document.goals:
        yield _heading(1, words.FOLLOW_UP_PART)
        yield _heading(2, words.FOLLOW_UP_TABLES)
        for goal in report.document.goals:
            yield from _goal(goal)


def _goal(goal: Goal) -> Iterator[Data]:
    yield _heading(3, f"{goal.number} {goal.title}".strip())
    for process in goal.processes:
        yield _heading(4, process.name, words.PROCESS)
        for method in process.working_methods:
            yield _heading(5, method.name, words.WORKING_METHOD)
            rows = table_rows(method)
            if rows:
                yield {"type": "table", "rows": [_row(row) for row in rows]}


def _action_plans(report: Report) -> Iterator[Data]:
    if report.document.action_plans:
        yield _heading(1, words.ACTION_PLANS_PART)
        for plan in report.document.action_plans:
            yield from _action_plan(plan)


def _action_plan(plan: ActionPlan) -> Iterator[Data]:
    yield _heading(2, plan.heading)
    yield from _prose(plan.finding)
    if plan.units_at_risk is not None or plan.units_total is not None:
        at_risk, total = ("–" if number is None else number for number in (plan.units_at_risk, plan.units_total))
        yield {"type": "paragraph", "label": words.UNITS, "text": f"{at_risk} av {total}"}
    if plan.measures:
        first, *others = _prose(plan.measures)
        yield first | {"label": words.ACTION}
        yield from others
    if plan.status is not None:
        yield {"type": "paragraph", "label": words.STATUS_LABEL, "text": words.STATUS[plan.status]} | _state(
            plan.status
        )


def _heading(level: int, text: str, label: str = "") -> Data:
    return {"type": "heading", "level": level, "text": _line(text)} | ({"label": label} if label else {})


def _prose(text: str) -> Iterator[Data]:
    for paragraph in _paragraphs(text):
        yield {"type": "paragraph", "text": _line(paragraph)}


def _row(row: TableRow) -> list[Data]:
    """Return the row's cells from left to right; an analysis takes two columns."""
    cells: list[Data] = [_cell(row.control), _cell(row.event) | ({"risk": row.risk} if row.risk else {})]
    if row.follow_up_analysis:
        labelled = [[label, _cell(text).get("texts", [])] for label, text in row.follow_up_analysis]
        cells.append({"span": 2, "lead": words.ANALYSIS, "labelled": labelled})
    else:
        cells += [_cell(row.follow_up), {} if row.deviation is None else _state(row.deviation)]
    if row.action_analysis:
        cells.append({"span": 2, "lead": words.ANALYSIS} | _cell(row.action_analysis))
    else:
        cells += [_cell(row.action), {} if row.status is None else _state(row.status)]
    analyses = sum(len(text) for _label, text in row.follow_up_analysis), len(row.action_analysis)
    whole = max(len(row.control), len(row.event), len(row.follow_up), len(row.action), *analyses) <= SHORT_ROW
    return [cell | {"whole": True} for cell in cells] if whole else cells


def _cell(text: str) -> Data:
    return {"texts": [_breakable(_clean(part), CELL_WORD) for part in _paragraphs(text)]} if text else {}


def _state(value: Deviation | ActionStatus) -> Data:
    if isinstance(value, Deviation):
        return {"state": f"deviation-{value}", "word": words.DEVIATION[value]}
    return {"state": f"status-{value}", "word": words.STATUS[value]}


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n") if text else []


def _line(text: str) -> str:
    return _breakable(_clean(text), LINE_WORD)


def _clean(text: str) -> str:
    """Return the text without what cannot be seen on paper: control and format characters, and pasted accents apart."""
    text = unicodedata.normalize("NFC", text).translate(_NO_HYPHEN_GLYPH).replace("\n", " ")
    return "".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs"})


def _breakable(text: str, fits: int) -> str:
    """Return the text with soft hyphens in words longer than what fits.

    Swedish breaks a word before a single consonant with a vowel after it.
    What has no such place, an address or a row of digits, is broken by a space of no width.
    """
    return " ".join(word if _width(word) <= fits else _broken(word, fits) for word in text.split(" "))


def _width(word: str) -> float:
    """Return the width of the word in letters of ordinary width, at most."""
    return len(word) + 0.8 * len(_WIDE.findall(word))


def _broken(word: str, fits: int) -> str:
    pieces = _BREAK.sub("\u00ad", word).split("\u00ad")
    return "\u00ad".join("\u200b".join(_slices(piece, fits // 2)) for piece in pieces)


def _slices(piece: str, size: int) -> list[str]:
    return [piece[start : start + size] for start in range(0, len(piece), size)]
