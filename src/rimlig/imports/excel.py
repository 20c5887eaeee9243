"""Our own Excel workbook, the report or the template filled in by hand, to a document."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from rimlig.documents import words, workbook
from rimlig.documents.document import ActionPlan, Document, GoalSummary, Kind, Remark
from rimlig.documents.review import review
from rimlig.imports.blocks import Unreadable
from rimlig.imports.excel_cells import goal_number, is_filled, is_fraction, number, text, word
from rimlig.imports.excel_plan import PlanInTheMaking
from rimlig.imports.excel_scale import scale_of
from rimlig.imports.excel_sheets import Line, read_sheets
from rimlig.imports.table import STATUS_BY_WORD

_KIND_BY_TITLE: Final = {title.casefold(): kind for kind, title in words.TITLE.items()}


def read_excel(data: bytes) -> Document:
    """Return the document that the workbook holds, with what a person should look at as its warnings.

    Raises Unreadable, with a sentence that names sheet and row, where a rule
    of the sheet “Så fyller du i” is broken, and for every file that is not an
    Excel workbook of ours.
    """
    sheets = read_sheets(data)
    facts = {text(line, workbook.FACT).casefold().rstrip(":"): line for line in sheets.get(workbook.ABOUT, [])}
    plan = PlanInTheMaking()
    for line in sheets.get(workbook.PLAN, []):
        plan.take(line)
    summary, by_goal = _summaries(sheets.get(workbook.SUMMARY, []))
    document = Document(
        kind=_kind(facts),
        year=_year(facts),
        title=_fact(facts, workbook.TITLE),
        board=_fact(facts, workbook.BOARD),
        introduction=_fact(facts, workbook.INTRODUCTION),
        summary=summary,
        summary_by_goal=by_goal,
        goals=plan.done(),
        action_plans=tuple(_action_plan(line) for line in sheets.get(workbook.ACTION_PLANS, [])),
        approach=_fact(facts, workbook.APPROACH),
        scale=scale_of(sheets.get(workbook.SCALE, [])),
    )
    return replace(document, warnings=(*_remarks(sheets), *review(document)))


def _fact(facts: dict[str, Line], name: str) -> str:
    line = facts.get(name.casefold())
    return "" if line is None else text(line, workbook.VALUE)


def _year(facts: dict[str, Line]) -> int | None:
    line = facts.get(workbook.YEAR.casefold())
    return None if line is None else number(line, workbook.VALUE)


def _kind(facts: dict[str, Line]) -> Kind:
    line = facts.get(workbook.KIND.casefold())
    kind = None if line is None else word(line, workbook.VALUE, workbook.VALUE, _KIND_BY_TITLE, words.TITLE.values())
    if kind is None:
        raise Unreadable(
            _(
                "The sheet %(sheet)s does not say which document this is. Write one of these beside %(fact)s: %(allowed)s."
            )
            % {"sheet": workbook.ABOUT, "fact": workbook.KIND, "allowed": ", ".join(words.TITLE.values())}
        )
    return kind


def _summaries(lines: list[Line]) -> tuple[str, tuple[GoalSummary, ...]]:
    """Return the summary of the whole, which stands beside no goal, and those of the goals."""
    whole: list[str] = []
    by_goal: list[GoalSummary] = []
    for line in lines:
        summary = text(line, workbook.SUMMARY_TEXT)
        if is_filled(line, [workbook.GOAL, workbook.GOAL_TITLE]):
            by_goal.append(GoalSummary(goal_number(line, workbook.GOAL), text(line, workbook.GOAL_TITLE), summary))
        elif summary:
            whole.append(summary)
    return "\n\n".join(whole), tuple(by_goal)


def _action_plan(line: Line) -> ActionPlan:
    if not is_filled(line, [workbook.HEADING]):
        raise Unreadable(
            _("The column %(column)s is empty in %(place)s. Write in a few words what the shortcoming is.")
            % {"column": workbook.HEADING, "place": line.place()}
        )
    return ActionPlan(
        heading=text(line, workbook.HEADING),
        finding=text(line, workbook.FINDING),
        units_at_risk=number(line, workbook.UNITS_AT_RISK),
        units_total=number(line, workbook.UNITS_TOTAL),
        measures=text(line, workbook.ACTION),
        status=word(line, workbook.STATUS, workbook.STATUS, STATUS_BY_WORD, words.STATUS.values()),
    )


def _remarks(sheets: dict[str, list[Line]]) -> Iterator[Remark]:
    """Point at goals whose number Excel may have changed: 1.10 becomes the number 1.1 without a word."""
    for name in (workbook.SUMMARY, workbook.PLAN):
        for line in sheets.get(name, []):
            if is_fraction(line.raw(workbook.GOAL)):
                message = _("Excel holds the goal %(number)s as a number, so a zero at its end would be lost.")
                values = {"number": goal_number(line, workbook.GOAL)}
                yield Remark("goal-as-number", message % values, line.place())
