"""The report as a Word document: our template, or the municipality's own, filled in by docxtpl.

What a template may use: municipality, title, kind, board, year, period,
registry_label, registry_number, page_header, page_footer, logo, edition, state,
mark, decision; introduction, approach,
summary (lists of paragraphs), summaries, matrices, not_in_matrix, threshold,
scale_tables, risk_processes, is_plan, goals, action_plans, has_sections,
planning_heading; traces, and row.mark before the text of a follow-up; and the
words of documents/words.py as `words`. The default template in word_parts/
shows each of them at work.
"""

import io
from typing import Any, Final

from docxtpl import DocxTemplate, RichText
from markupsafe import Markup, escape

from rimlig.documents import planned, words
from rimlig.documents.document import (
    ActionPlan,
    Document,
    Goal,
    GoalSummary,
    Kind,
)
from rimlig.documents.risk_list import RiskList, risk_list
from rimlig.reporting.packing import repacked
from rimlig.reporting.report import Report, Trace, Traces
from rimlig.reporting.rows import TableRow, table_rows
from rimlig.reporting.word_contents import fill_contents
from rimlig.reporting.word_environment import TemplateEnvironment
from rimlig.reporting.word_logo import describe_pictures, picture_of
from rimlig.reporting.word_mark import mark_every_page
from rimlig.reporting.word_plan import plan_context
from rimlig.reporting.word_template import default_template
from rimlig.reporting.word_text import SIGN_FONT, SIGNS, state_properties, writable

_WORDS: Final = {name: value for name, value in vars(words).items() if isinstance(value, str | tuple)}
_OWN_BOOKMARKS: Final = 1_000_000
"""Bookmarks have numbers, and those of the contents begin at 1."""
_BRACES: Final = str.maketrans({"{": "&#123;", "}": "&#125;", "%": "&#37;"})


def render_word(report: Report, template: bytes | None = None) -> bytes:
    """Return the report as a .docx, by the given template (the bytes of a .docx) or by our own.

    The same report and template give the same bytes. A template that names
    something unknown or breaks Jinja's rules raises jinja2.TemplateError.
    """
    look = report.look
    filled = DocxTemplate(io.BytesIO(default_template(look.accent, look.family) if template is None else template))
    environment = TemplateEnvironment(literally)
    mark_every_page(filled.get_docx(), report.mark)
    filled.render(context_of(report, filled) | {"logo": picture_of(filled, look.logo)}, environment, autoescape=True)
    fill_contents(filled.docx.element.body)
    describe_pictures(filled.docx.element.body, look.logo)
    state_properties(
        filled.docx.core_properties, title=report.title, author=report.document.board or report.municipality
    )
    saved = io.BytesIO()
    filled.save(saved)
    return repacked(saved.getvalue())


def literally(value: Any) -> Any:
    """Return a value so that its text arrives in Word as it is.

    Besides what XML needs, docxtpl itself would take `{_{` in a text for an
    escaped brace, and a character that XML cannot hold would end the document.
    """
    if hasattr(value, "__html__"):
        return value
    text = writable(str(value))
    return Markup(str(escape(text)).translate(_BRACES))  # noqa: S704  (escaped on this line)


def context_of(report: Report, filled: DocxTemplate | None = None) -> dict[str, Any]:
    """Return everything that a template may name, apart from the logo, which is made for its document.

    Links lead somewhere only in a document, `filled`.
    """
    document = report.document
    facts = dict(report.facts)
    risks = risk_list(document)
    return {
        "words": _WORDS,
        "planning_heading": planned.HEADING,
        "municipality": report.municipality,
        "title": report.title,
        "kind": words.TITLE[document.kind],
        "board": document.board,
        "year": document.year,
        "period": report.period,
        "registry_label": f"{report.look.registry_label}:",
        "registry_number": report.number,
        "page_header": report.look.header,
        "page_footer": report.look.footer,
        "edition": facts.get(words.EDITION_LABEL, ""),
        "state": report.state,
        "mark": report.mark,
        "decision": facts.get(words.DECISION_LABEL, ""),
        **plan_context(document, risks),
        "introduction": _paragraphs(document.introduction),
        "approach": _paragraphs(document.approach),
        "summary": _paragraphs(document.summary),
        "summaries": [_summary(summary) for summary in document.summary_by_goal],
        "is_plan": document.kind == Kind.PLAN,
        "goals": _goals(document, risks, report.traces),
        "action_plans": [_action_plan(plan) for plan in document.action_plans],
        "traces": [_trace(number, trace, filled) for number, trace in enumerate(report.traces.listed)],
        "has_sections": bool(
            document.introduction
            or document.approach
            or document.scale
            or document.summary
            or document.summary_by_goal
            or document.goals
            or document.action_plans
        ),
    }


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n") if text else []


def _cell(text: str) -> list[str]:
    """Return a cell's paragraphs; even an empty cell has one, or Word calls the file damaged."""
    return text.split("\n\n")


def _heading(number: str, title: str) -> str:
    return f"{number} {title}".strip()


def _summary(summary: GoalSummary) -> dict[str, Any]:
    return {"heading": _heading(summary.goal, summary.title), "paragraphs": _paragraphs(summary.text)}


def _goals(document: Document, risks: RiskList, traces: Traces) -> list[dict[str, Any]]:
    marked: set[str] = set()
    return [_goal(place, goal, risks, traces, marked) for place, goal in enumerate(document.goals)]


def _goal(place: int, goal: Goal, risks: RiskList, traces: Traces, marked: set[str]) -> dict[str, Any]:
    return {
        "heading": _heading(goal.number, goal.title),
        "number": goal.number,
        "title": goal.title,
        "processes": [
            {
                "name": process.name,
                "working_methods": [
                    {
                        "name": method.name,
                        "rows": [
                            _row(row) | _mark(row.trace, marked)
                            for row in table_rows(
                                method, risks.numbers_at(place, p, m), traces.at.get((place, p, m), ())
                            )
                        ],
                    }
                    for m, method in enumerate(process.working_methods)
                ],
            }
            for p, process in enumerate(goal.processes)
        ],
    }


def _row(row: TableRow) -> dict[str, Any]:
    return {
        "control": _cell(row.control),
        "event": _cell(row.event),
        "risk": row.risk,
        "follow_up": _cell(row.follow_up),
        "deviation": _sign(words.DEVIATION[row.deviation], *SIGNS[row.deviation]) if row.deviation else RichText(),
        "action": _cell(row.action),
        "status": _sign(words.STATUS[row.status], *SIGNS[row.status]) if row.status else RichText(),
        "follow_up_facts": [{"label": label, "paragraphs": _paragraphs(text)} for label, text in row.follow_up_facts],
        "follow_up_analysis": [
            {"label": label, "paragraphs": _paragraphs(text)} for label, text in row.follow_up_analysis
        ],
        "action_analysis": _paragraphs(row.action_analysis),
    }


def _mark(trace: Trace | None, marked: set[str]) -> dict[str, Any]:
    """Return the reference before the text of a follow-up. The first of each is what the list of traces leads back to."""
    if trace is None:
        return {"mark": "", "reference": "", "bookmark": 0}
    is_first = trace.reference not in marked
    marked.add(trace.reference)
    return {
        "mark": f"{trace.mark} ",
        "reference": trace.reference,
        "bookmark": _OWN_BOOKMARKS + len(marked) if is_first else 0,
    }


def _trace(number: int, trace: Trace, filled: DocxTemplate | None) -> dict[str, Any]:
    """Return a row of the list of what the conclusions rest on; `link` is the page in Rimlig, "" where there is none."""
    _reference, *cells = trace.cells
    level = words.DEVIATION[trace.deviation] if trace.deviation else ""
    return {
        "reference": trace.reference,
        "bookmark": 2 * _OWN_BOOKMARKS + number,
        "link": filled.build_url_id(trace.address) if filled is not None and trace.address else "",
        "follow_up": _cell(cells[0]),
        "level": _sign(level, *SIGNS[trace.deviation]) if trace.deviation else RichText(cells[1]),
        "cells": cells[2:],
    }


def _sign(word: str, symbol: str, style: str) -> RichText:
    """Return symbol and word in the style, with air around for its background; the symbol in a font that has it."""
    text = RichText()
    text.add(f"\u00a0{symbol}", style=style, font=SIGN_FONT)
    text.add(f" {word}\u00a0", style=style)
    return text


def _action_plan(plan: ActionPlan) -> dict[str, Any]:
    numbers = (plan.units_at_risk, plan.units_total)
    at_risk, total = ("–" if number is None else str(number) for number in numbers)
    return {
        "heading": plan.heading,
        "finding": _paragraphs(plan.finding),
        "units": "" if numbers == (None, None) else f"{at_risk} av {total}",
        "measures": _paragraphs(plan.measures),
        "status": words.STATUS[plan.status] if plan.status else "",
    }
