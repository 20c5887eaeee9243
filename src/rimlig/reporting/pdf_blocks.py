"""The report as the plain data that the Typst template lays out: headings, paragraphs and tables in order."""

from collections.abc import Iterator
from typing import Any, Final

from rimlig.documents import planned, words
from rimlig.documents.document import ActionPlan, ActionStatus, Deviation, Kind
from rimlig.documents.risk_list import RiskList, risk_list
from rimlig.reporting.pdf_plan import heading, matrix_part, risk_part
from rimlig.reporting.pdf_text import CELL_WORD, TITLE_WORD, breakable, clean, line, paragraphs
from rimlig.reporting.report import Report
from rimlig.reporting.rows import TableRow, table_rows

Data = dict[str, Any]

PAGE_WORD: Final = "Sid"
NO_YEAR: Final = 2000
"""PDF/A wants a date. It is the last day of the report's year, so that equal reports are equal files; or of this one."""

SHORT_ROW: Final = 350
"""Characters in the longest cell of a row that is not worth breaking over a page."""


def report_data(report: Report) -> Data:
    """Return everything the template needs, ready for JSON: texts cleaned, long words with soft hyphens in them."""
    document, title = report.document, report.title
    return {
        "document-title": " ".join(part for part in (clean(title), clean(document.board)) if part),
        "author": clean(report.municipality or document.board),
        "year": document.year or NO_YEAR,
        "page-header": words.PAGE_HEADER,
        "page-word": PAGE_WORD,
        "mark": clean(report.mark),
        "header": clean(report.look.header),
        "footer": clean(report.look.footer),
        "contents": words.CONTENTS,
        "depth": 2 if document.kind == Kind.PLAN else 3,
        "columns": words.COLUMNS,
        "municipality": line(report.municipality),
        "title": breakable(clean(title), TITLE_WORD),
        "facts": [[label, line(value)] for label, value in report.facts],
        "parts": [part for part in _parts(report) if part["blocks"]],
    }


def _parts(report: Report) -> Iterator[Data]:
    """Give the sections, each beginning on a new page; the wide tables stand on wide pages."""
    document = report.document
    risks = risk_list(document)
    yield {"wide": False, "blocks": [*_introduction(report), *_approach(report)]}
    yield {"wide": False, "blocks": list(_summary(report))}
    yield {"wide": True, "blocks": list(matrix_part(document, risks))}
    yield {"wide": True, "blocks": list(risk_part(document, risks))}
    yield {"wide": True, "blocks": list(_goals(report, risks))}
    yield {"wide": False, "blocks": list(_action_plans(report))}
    yield {"wide": True, "blocks": list(_traces(report))}


def _introduction(report: Report) -> Iterator[Data]:
    if report.document.introduction:
        yield heading(1, words.INTRODUCTION)
        yield from _prose(report.document.introduction)


def _approach(report: Report) -> Iterator[Data]:
    if report.document.approach:
        yield heading(1, words.APPROACH)
        yield from _prose(report.document.approach)


def _summary(report: Report) -> Iterator[Data]:
    document = report.document
    if document.summary or document.summary_by_goal:
        yield heading(1, words.SUMMARY)
        yield from _prose(document.summary)
        for summary in document.summary_by_goal:
            yield heading(2, f"{summary.goal} {summary.title}".strip())
            yield from _prose(summary.text)


def _goals(report: Report, risks: RiskList) -> Iterator[Data]:
    document = report.document
    if not document.goals:
        return
    # A plan is no follow-up yet: its tables are a part of their own, and headings must not skip a level.
    top = 1 if document.kind == Kind.PLAN else 2
    if top > 1:
        yield heading(1, words.FOLLOW_UP_PART)
    yield heading(top, words.FOLLOW_UP_TABLES)
    targets: set[str] = set()
    for g, goal in enumerate(document.goals):
        yield heading(top + 1, f"{goal.number} {goal.title}".strip())
        for p, process in enumerate(goal.processes):
            yield heading(top + 2, process.name, words.PROCESS)
            for m, method in enumerate(process.working_methods):
                yield heading(top + 3, method.name, words.WORKING_METHOD)
                rows = table_rows(method, risks.numbers_at(g, p, m), report.traces.at.get((g, p, m), ()))
                if rows:
                    yield {"type": "table", "rows": [_row(row, targets) for row in rows]}


def _traces(report: Report) -> Iterator[Data]:
    """Give the list of what the conclusions rest on, with links to the tables and from them."""
    if report.traces.listed:
        yield heading(1, words.TRACES)
        yield {"type": "paragraph", "text": words.TRACES_LEAD}
        rows = [
            {
                "reference": trace.reference,
                "address": trace.address,
                "link": words.TRACE_LINK,
                "cells": [breakable(clean(cell), CELL_WORD) for cell in trace.cells[1:]],
                "state": f"deviation-{trace.deviation}" if trace.deviation else "",
            }
            for trace in report.traces.listed
        ]
        yield {"type": "traces", "columns": words.TRACE_COLUMNS, "rows": rows}


def _action_plans(report: Report) -> Iterator[Data]:
    if report.document.action_plans:
        yield heading(1, words.ACTION_PLANS_PART)
        for plan in report.document.action_plans:
            yield from _action_plan(plan)


def _action_plan(plan: ActionPlan) -> Iterator[Data]:
    yield heading(2, plan.heading)
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


def _prose(text: str) -> Iterator[Data]:
    for paragraph in paragraphs(text):
        yield {"type": "paragraph", "text": line(paragraph)}


def _row(row: TableRow, targets: set[str]) -> list[Data]:
    """Return the row's cells from left to right; an analysis takes two columns.

    The first row of each reference is what the list of traces leads back to; `targets` are those there are already.
    """
    cells: list[Data] = [_cell(row.control), _cell(row.event) | ({"risk": row.risk} if row.risk else {})]
    if row.follow_up_facts:
        facts = [[label, _cell(text)["texts"]] for label, text in row.follow_up_facts]
        cells.append({"span": 2, "lead": planned.HEADING, "facts": facts})
    elif row.follow_up_analysis:
        labelled = [[label, _cell(text).get("texts", [])] for label, text in row.follow_up_analysis]
        cells.append({"span": 2, "lead": words.ANALYSIS, "labelled": labelled})
    else:
        cells += [_cell(row.follow_up) | _mark(row, targets), {} if row.deviation is None else _state(row.deviation)]
    if row.action_analysis:
        cells.append({"span": 2, "lead": words.ANALYSIS} | _cell(row.action_analysis))
    else:
        cells += [_cell(row.action), {} if row.status is None else _state(row.status)]
    facts_length = sum(len(text) for _label, text in row.follow_up_facts)
    analyses = facts_length, sum(len(text) for _label, text in row.follow_up_analysis), len(row.action_analysis)
    whole = max(len(row.control), len(row.event), len(row.follow_up), len(row.action), *analyses) <= SHORT_ROW
    return [cell | {"whole": True} for cell in cells] if whole else cells


def _mark(row: TableRow, targets: set[str]) -> Data:
    """Return the reference that stands before the text of a follow-up."""
    if row.trace is None:
        return {}
    is_first = row.trace.reference not in targets
    targets.add(row.trace.reference)
    return {"mark": row.trace.mark, "reference": row.trace.reference, "target": is_first}


def _cell(text: str) -> Data:
    return {"texts": [breakable(clean(part), CELL_WORD) for part in paragraphs(text)]} if text else {}


def _state(value: Deviation | ActionStatus) -> Data:
    if isinstance(value, Deviation):
        return {"state": f"deviation-{value}", "word": words.DEVIATION[value]}
    return {"state": f"status-{value}", "word": words.STATUS[value]}
