"""The six-column table of a working method, row by row, for every renderer.

Columns: control, event, follow-up, deviation, action, status. An analysis has
a row of its own under what it belongs to: the follow-up (columns 3 and 4) or
the action (columns 5 and 6).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rimlig.documents import words
from rimlig.documents.document import Action, ActionStatus, Deviation, Event, FollowUp, WorkingMethod


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; an empty string or None is an empty cell."""

    control: str = ""
    event: str = ""
    risk: str = ""  # the assessed event's values, a paragraph of their own under its text
    follow_up: str = ""
    deviation: Deviation | None = None
    action: str = ""
    status: ActionStatus | None = None
    follow_up_analysis: tuple[tuple[str, str], ...] = ()  # (label, text) under the word Analys, in columns 3 and 4
    action_analysis: str = ""  # under the word Analys, in columns 5 and 6


def table_rows(method: WorkingMethod) -> tuple[TableRow, ...]:
    """Return the rows of a working method's table; the control stands on the first. Nothing to show gives no rows."""
    rows = [row for event in method.events for row in _event_rows(event)]
    rows += [row for follow_up in method.follow_ups for row in _follow_up_rows(follow_up)]
    if not method.control:
        return tuple(rows)
    first, rest = (rows[0], rows[1:]) if rows else (TableRow(), [])
    return (replace(first, control=method.control), *rest)


def _event_rows(event: Event) -> Iterator[TableRow]:
    row = TableRow(event=event.text or words.NO_TEXT, risk=words.risk_line(event))
    yield from _with_actions(row, (), event.actions)


def _follow_up_rows(follow_up: FollowUp) -> Iterator[TableRow]:
    row = TableRow(follow_up=follow_up.text or words.NO_TEXT, deviation=follow_up.deviation)
    analysis: tuple[tuple[str, str], ...] = ()
    if follow_up.result or follow_up.measures:
        analysis = ((words.RESULT, follow_up.result), (words.MEASURES, follow_up.measures))
    yield from _with_actions(row, analysis, follow_up.actions)


def _with_actions(
    row: TableRow, analysis: tuple[tuple[str, str], ...], actions: tuple[Action, ...]
) -> Iterator[TableRow]:
    """Put the first action beside its event or follow-up, the others and every analysis below."""
    for number, action in enumerate(actions or (None,)):
        start = row if number == 0 else TableRow()
        yield start if action is None else replace(start, action=action.text or words.NO_TEXT, status=action.status)
        if number == 0 and analysis:
            yield TableRow(follow_up_analysis=analysis)
        if action is not None and action.analysis:
            yield TableRow(action_analysis=action.analysis)
