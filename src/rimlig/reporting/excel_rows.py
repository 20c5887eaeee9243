"""A document as the rows of the workbook's sheets: one row per row of the six-column table, and nothing merged."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from rimlig.documents import planned, words, workbook
from rimlig.documents.document import Action, ActionPlan, Document, Event, FollowUp, Goal, WorkingMethod
from rimlig.reporting.report import Report, Trace, Traces

Cells: TypeAlias = dict[str, str | int]
"""What a row has, by column; an empty cell is left out."""

# Excel counts in units of UTF-16, at most 32,767 of them. A letter outside the basic plane takes two.
_ROOM = 32_000
_BASIC_PLANE = "\uffff"
NO_TRACES = Traces()


def fact_rows(report: Report) -> Iterator[Cells]:
    """Yield the facts of the cover and the introduction."""
    document = report.document
    values = {
        workbook.KIND: words.TITLE[document.kind],
        workbook.TITLE: document.title,
        workbook.MUNICIPALITY: report.municipality,
        workbook.BOARD: document.board,
        workbook.YEAR: document.year,
        workbook.PERIOD: report.period,
        workbook.REGISTRY_NUMBER: report.registry_number,
        workbook.INTRODUCTION: document.introduction,
        workbook.APPROACH: document.approach,
    }
    for fact, value in values.items():
        yield _filled({workbook.FACT: fact, workbook.VALUE: value})


def decision_rows(report: Report) -> Iterator[Cells]:
    """Yield the facts of a plan's edition and decision that it has."""
    told = (workbook.EDITION, workbook.STATE, workbook.DECISION)
    facts = {label.rstrip(":"): value for label, value in report.facts}
    for fact in told:
        if fact in facts:
            yield {workbook.FACT: fact, workbook.VALUE: facts[fact]}


def scale_rows(document: Document) -> Iterator[Cells]:
    """Yield a row per step and band of the document's scale, and its threshold."""
    scale = document.scale
    if scale is None:
        return
    for axis, steps in ((workbook.LIKELIHOOD, scale.likelihoods), (workbook.CONSEQUENCE, scale.consequences)):
        for value, step in enumerate(steps, start=1):
            yield _filled(
                {
                    workbook.AXIS: axis,
                    workbook.STEP_VALUE: value,
                    workbook.NAME: step.name,
                    workbook.CRITERION: step.criterion,
                }
            )
    for band in scale.bands:
        yield _filled(
            {
                workbook.AXIS: workbook.BAND,
                workbook.STEP_VALUE: band.from_value,
                workbook.NAME: band.name,
                workbook.COLOUR: words.LOOK[band.look],
            }
        )
    if scale.threshold is not None:
        yield {workbook.AXIS: workbook.THRESHOLD, workbook.STEP_VALUE: scale.threshold}


def summary_rows(document: Document) -> Iterator[Cells]:
    """Yield the summary of the whole, which names no goal, and that of each goal."""
    if document.summary:
        yield {workbook.SUMMARY_TEXT: document.summary}
    for summary in document.summary_by_goal:
        number = summary.goal or ("" if summary.title else words.NO_TEXT)
        values = {workbook.GOAL: number, workbook.GOAL_TITLE: summary.title, workbook.SUMMARY_TEXT: summary.text}
        yield _filled(values)


def plan_rows(document: Document, traces: Traces = NO_TRACES) -> Iterator[Cells]:
    """Yield a row per event, follow-up and further action; a goal, process or method without any has one row too.

    Goal, process and working method stand on every row, so that the sheet can
    be filtered. A part whose name has been seen before beside it is marked as
    a new part on its first row, or it would be read as more of the former.
    """
    seen: set[str] = set()
    for number, goal in enumerate(document.goals):
        place = _filled({workbook.GOAL: goal.number or words.NO_TEXT, workbook.GOAL_TITLE: goal.title})
        rows = [place | row for row in _process_rows(number, goal, traces)] or [place]
        yield from _marked(rows, workbook.GOAL, seen)


def action_plan_rows(document: Document) -> Iterator[Cells]:
    """Yield a row per action plan."""
    for plan in document.action_plans:
        yield _action_plan(plan)


def divided(cells: Cells, key: str) -> Iterator[Cells]:
    """Yield the row, and where a text is longer than a cell can hold, rows that go on with it."""
    rest = dict(cells)
    number = 0
    while rest:
        now = {column: _fitting(value) for column, value in rest.items()}
        yield now if number == 0 else {key: workbook.continued(str(cells[key]), number), **now}
        rest = {
            column: value[len(str(now[column])) :]
            for column, value in rest.items()
            if isinstance(value, str) and len(value) > len(str(now[column]))
        }
        number += 1


def _fitting(value: str | int) -> str | int:
    """Return as much of a text as one cell holds."""
    if isinstance(value, int) or len(value) <= _ROOM // 2:
        return value
    return value[: _ROOM if max(value) <= _BASIC_PLANE else _ROOM // 2]


def _filled(values: Mapping[str, str | int | None]) -> Cells:
    return {column: value for column, value in values.items() if value is not None and value != ""}


def _marked(rows: list[Cells], part: str, seen: set[str]) -> list[Cells]:
    """Mark the first row of a part whose name stands in `seen`, and remember the name."""
    name = str(rows[0][part])
    if name in seen:
        rows[0] = rows[0] | {workbook.NEW_PART: part}
    seen.add(name)
    return rows


def _process_rows(number: int, goal: Goal, traces: Traces) -> Iterator[Cells]:
    seen: set[str] = set()
    for p, process in enumerate(goal.processes):
        place: Cells = {workbook.PROCESS: process.name or words.NO_TEXT}
        seen_methods: set[str] = set()
        rows = [
            place | row
            for m, method in enumerate(process.working_methods)
            for row in _marked(_method_rows(method, traces.at.get((number, p, m), ())), workbook.METHOD, seen_methods)
        ] or [place]
        rows[0] = rows[0] | _filled({workbook.REASON: process.reason})
        yield from _marked(rows, workbook.PROCESS, seen)


def _method_rows(method: WorkingMethod, traces: Sequence[Trace]) -> list[Cells]:
    place: Cells = {workbook.METHOD: method.name or words.NO_TEXT}
    rows = [row for event in method.events for row in _event_rows(event)]
    marks: Sequence[Trace | None] = traces or [None] * len(method.follow_ups)
    for follow_up, trace in zip(method.follow_ups, marks, strict=True):
        first, *others = _follow_up_rows(follow_up)
        rows += [first | ({words.REFERENCE_COLUMN: trace.reference} if trace else {}), *others]
    first, *others = [place | row for row in rows or [{}]]
    return [first | _filled({workbook.CONTROL: method.control}), *others]


def _event_rows(event: Event) -> list[Cells]:
    row = _filled(
        {
            workbook.EVENT: event.text or words.NO_TEXT,
            workbook.LIKELIHOOD: event.likelihood,
            workbook.CONSEQUENCE: event.consequence,
            workbook.TREATMENT: words.TREATMENT[event.treatment] if event.treatment else None,
            workbook.LIKELIHOOD_REASON: event.likelihood_reason,
            workbook.CONSEQUENCE_REASON: event.consequence_reason,
            workbook.CATEGORY: event.category,
            workbook.LIKELIHOOD_AFTER: event.likelihood_after,
            workbook.CONSEQUENCE_AFTER: event.consequence_after,
            workbook.TREATMENT_REASON: event.treatment_reason,
            workbook.ACCEPTED_BY: event.accepted_by,
        }
    )
    return _with_actions(row, event.actions)


def _follow_up_rows(follow_up: FollowUp) -> list[Cells]:
    row = _filled(
        {
            workbook.FOLLOW_UP: follow_up.text or words.NO_TEXT,
            workbook.DEVIATION: words.DEVIATION[follow_up.deviation] if follow_up.deviation else None,
            workbook.RESULT: follow_up.result,
            workbook.MEASURES: follow_up.measures,
            workbook.METHOD_OF_FOLLOW_UP: follow_up.method,
            workbook.SCHEDULE: follow_up.schedule,
            workbook.ANSWERING: planned.names_joined(follow_up.answering),
            workbook.PERFORMER: follow_up.performer,
            workbook.REVIEWER: follow_up.reviewer,
            workbook.EXAMINATION: follow_up.examination,
            workbook.CRITERION_NONE: follow_up.criterion_none,
            workbook.CRITERION_MINOR: follow_up.criterion_minor,
            workbook.CRITERION_MAJOR: follow_up.criterion_major,
        }
    )
    return _with_actions(row, follow_up.actions)


def _with_actions(row: Cells, actions: tuple[Action, ...]) -> list[Cells]:
    """Put the first action on the row of its event or follow-up, and each further one on a row below."""
    first, *others = [_action(action) for action in actions] or [{}]
    return [row | first, *others]


def _action(action: Action) -> Cells:
    return _filled(
        {
            workbook.ACTION: action.text or words.NO_TEXT,
            workbook.ACTION_STATUS: words.STATUS[action.status] if action.status else None,
            workbook.ANALYSIS: action.analysis,
        }
    )


def _action_plan(plan: ActionPlan) -> Cells:
    return _filled(
        {
            workbook.HEADING: plan.heading or words.NO_TEXT,
            workbook.FINDING: plan.finding,
            workbook.UNITS_AT_RISK: plan.units_at_risk,
            workbook.UNITS_TOTAL: plan.units_total,
            workbook.ACTION: plan.measures,
            workbook.STATUS: words.STATUS[plan.status] if plan.status else None,
        }
    )
