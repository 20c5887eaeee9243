"""The six-column table of a working method, row by row, for every renderer.

Columns: control, event, follow-up, deviation, action, status. How a follow-up
is done, and an analysis, have rows of their own under what they belong to: the
follow-up (columns 3 and 4) or the action (columns 5 and 6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rimlig.documents import planned, words
from rimlig.documents.document import Action, ActionStatus, Deviation, Event, FollowUp, WorkingMethod
from rimlig.reporting.report import Trace


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; an empty string or None is an empty cell."""

    control: str = ""
    event: str = ""
    risk: str = ""  # the assessed event's values, a paragraph of their own under its text
    follow_up: str = ""
    trace: Trace | None = None  # of the follow-up, in a report that says what its conclusions rest on
    deviation: Deviation | None = None
    action: str = ""
    status: ActionStatus | None = None
    follow_up_facts: tuple[tuple[str, str], ...] = ()  # (label, text) under planned.HEADING, in columns 3 and 4
    follow_up_analysis: tuple[tuple[str, str], ...] = ()  # (label, text) under the word Analys, in columns 3 and 4
    action_analysis: str = ""  # under the word Analys, in columns 5 and 6


def table_rows(
    method: WorkingMethod, numbers: Sequence[int] = (), traces: Sequence[Trace] = ()
) -> tuple[TableRow, ...]:
    """Return the rows of a working method's table; the control stands on the first. Nothing to show gives no rows.

    `numbers` are those of its events in the risk analysis, `traces` those of its follow-ups, where there are any.
    """
    own: Sequence[int | None] = numbers or [None] * len(method.events)
    numbered = zip(method.events, own, strict=True)
    rows = [row for event, number in numbered for row in _event_rows(event, number)]
    traced: Sequence[Trace | None] = traces or [None] * len(method.follow_ups)
    for follow_up, trace in zip(method.follow_ups, traced, strict=True):
        rows += _follow_up_rows(follow_up, trace)
    if not method.control:
        return tuple(rows)
    first, rest = (rows[0], rows[1:]) if rows else (TableRow(), [])
    return (replace(first, control=method.control), *rest)


def _event_rows(event: Event, number: int | None) -> Iterator[TableRow]:
    row = TableRow(event=event.text or words.NO_TEXT, risk=words.risk_line(event, number))
    yield from _with_actions(row, [], event.actions)


def _follow_up_rows(follow_up: FollowUp, trace: Trace | None) -> Iterator[TableRow]:
    row = TableRow(follow_up=follow_up.text or words.NO_TEXT, trace=trace, deviation=follow_up.deviation)
    below = []
    if facts := planned.facts_of(follow_up):
        below.append(TableRow(follow_up_facts=facts))
    if follow_up.result or follow_up.measures:
        analysis = ((words.RESULT, follow_up.result), (words.MEASURES, follow_up.measures))
        below.append(TableRow(follow_up_analysis=analysis))
    yield from _with_actions(row, below, follow_up.actions)


def _with_actions(row: TableRow, below: list[TableRow], actions: tuple[Action, ...]) -> Iterator[TableRow]:
    """Put the first action beside its event or follow-up; what tells more of that, the others and every analysis below."""
    for number, action in enumerate(actions or (None,)):
        start = row if number == 0 else TableRow()
        yield start if action is None else replace(start, action=action.text or words.NO_TEXT, status=action.status)
        if number == 0:
            yield from below
        if action is not None and action.analysis:
            yield TableRow(action_analysis=action.analysis)
