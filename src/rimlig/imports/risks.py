"""The risk analysis of a plan (väsentlighets- och riskanalys): values from its own table to the events they are of."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from rimlig.documents import words
from rimlig.documents.document import Event, Goal, Process, Remark, Treatment, WorkingMethod
from rimlig.imports.blocks import OtherRow

HEADERS: Final = {
    "event": ("oönskad händelse", "oönskade händelser", "risk", "riskbeskrivning"),
    "likelihood": ("sannolikhet", "s"),
    "consequence": ("konsekvens", "väsentlighet", "k"),
    "treatment": ("hantering", "riskhantering", "hantering av risk"),
    "process": ("process", "väsentlig process"),
    "working_method": ("arbetssätt",),
    "number": ("nr",),
    "category": ("kategori", "riskkategori"),
    "after": ("efter kontroller",),
    "goal": ("mål", "kf:s mål", "kommunfullmäktiges mål", "mål för verksamhetsområdet"),
}
_TREATMENTS: Final = {
    "accept": Treatment.ACCEPT,
    "bevak": Treatment.WATCH,
    "reduc": Treatment.REDUCE,
    "minsk": Treatment.REDUCE,
    "kontroll": Treatment.CONTROL,
}
_NUMBER: Final = re.compile(r"\d+")
_AFTER: Final = re.compile(rf"(\d+|{words.NONE}) × (\d+|{words.NONE})(?: = .*)?")


@dataclass(frozen=True, slots=True)
class Risk:
    """A row of the risk analysis, with the goal and process under which it stands."""

    event: Event
    goal: tuple[str, str]
    process: str
    working_method: str
    place: str
    number: int | None = None  # in the risk analysis, to which the tables per goal may point


@dataclass(slots=True)
class RiskTables:
    """Takes the rows of tables with other columns than the follow-up's, and puts the risks among them in place."""

    risks: list[Risk] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _pointed_to: set[int] = field(default_factory=set)
    _unknown: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, row: OtherRow, goal: tuple[str, str], process: str, method: str) -> None:
        """Take a row standing under the goal, process and working method; what is no risk is told once per table."""
        columns = _columns(row.header)
        if not has_risks(row.header):
            if row.header not in self._unknown:
                self._unknown.add(row.header)
                message = _("A table with the columns %(columns)s has no place in a plan and was left out.") % {
                    "columns": ", ".join(header for header in row.header if header)
                }
                self.remarks.append(Remark("unplaced-table", message, row.place))
            return
        cells = {name: row.cells[column] for name, column in columns.items() if column < len(row.cells)}
        if not cells.get("event"):
            return
        self.risks.append(
            Risk(
                _event(cells),
                _goal(cells.get("goal", "")) or goal,
                cells.get("process") or process,
                cells.get("working_method") or method,
                row.place,
                _number(cells.get("number", "")),
            )
        )

    def numbered(self, number: int) -> Event | None:
        """Return the risk with a number, which then belongs to the event that points to it."""
        found = next((risk.event for risk in self.risks if risk.number == number), None)
        if found is not None:
            self._pointed_to.add(number)
        return found

    def into(self, goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
        """Return the goals with each risk's values on its event: on every copy, or as a new event where none has its words."""
        for risk in self.risks:
            if risk.number in self._pointed_to:
                continue
            assessed = _each_event(goals, partial(_assessed, risk))
            goals = assessed if assessed != goals or _stands(risk, goals) else _added(risk, goals)
        return goals


def has_risks(header: tuple[str, ...]) -> bool:
    """Say whether a table with this header row is of risks: it has a column for the event and one that assesses it."""
    columns = _columns(header)
    return "event" in columns and bool(columns.keys() & {"likelihood", "consequence", "treatment"})


def _columns(header: tuple[str, ...]) -> dict[str, int]:
    """Return which column holds what; the first of two alike counts."""
    found: dict[str, int] = {}
    for column, text in enumerate(header):
        heading = " ".join(text.replace("\u00ad", "").split()).casefold().rstrip(":")
        for name, known in HEADERS.items():
            if heading in known:
                found.setdefault(name, column)
    return found


def _event(cells: dict[str, str]) -> Event:
    """Return the risk of a row. A motivation stands in the cell of what it motivates, as paragraphs of its own."""
    first = {name: cells.get(name, "").partition("\n\n") for name in ("likelihood", "consequence", "treatment")}
    reason, _sep, last = first["treatment"][2].rpartition("\n\n")
    accepted_by = last.removeprefix(words.ACCEPTED_BY).strip() if last.startswith(words.ACCEPTED_BY) else ""
    after = _AFTER.fullmatch(cells.get("after", ""))
    return Event(
        cells["event"],
        _number(first["likelihood"][0]),
        _number(first["consequence"][0]),
        _treatment(first["treatment"][0]),
        likelihood_after=_number(after[1]) if after else None,
        consequence_after=_number(after[2]) if after else None,
        likelihood_reason=first["likelihood"][2],
        consequence_reason=first["consequence"][2],
        category=cells.get("category", ""),
        treatment_reason=reason if accepted_by else first["treatment"][2],
        accepted_by=accepted_by,
    )


def _number(cell: str) -> int | None:
    match = _NUMBER.match(cell)
    return int(match[0]) if match else None


def _treatment(cell: str) -> Treatment | None:
    return next((known for start, known in _TREATMENTS.items() if cell.casefold().startswith(start)), None)


def _goal(cell: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"(\d+(?:\.\d+)*)\.?(?:\s+(.*))?", cell, re.DOTALL)
    return (match[1], match[2] or "") if match else None


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold().rstrip(".") == " ".join(other.split()).casefold().rstrip(".")


def _assessed(risk: Risk, process: Process, event: Event) -> Event:
    """Return the event with the risk's values, if it is the one that the risk speaks of."""
    if not _same(risk.event.text, event.text) or (risk.process and not _same(risk.process, process.name)):
        return event
    return replace(risk.event, text=event.text, actions=event.actions)


def _stands(risk: Risk, goals: tuple[Goal, ...]) -> bool:
    return any(
        _same(risk.event.text, event.text) and (not risk.process or _same(risk.process, process.name))
        for goal in goals
        for process in goal.processes
        for method in process.working_methods
        for event in method.events
    )


def _each_event(goals: tuple[Goal, ...], change: Callable[[Process, Event], Event]) -> tuple[Goal, ...]:
    return tuple(
        replace(
            goal,
            processes=tuple(
                replace(
                    process,
                    working_methods=tuple(
                        replace(method, events=tuple(change(process, event) for event in method.events))
                        for method in process.working_methods
                    ),
                )
                for process in goal.processes
            ),
        )
        for goal in goals
    )


def _added(risk: Risk, goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """Return the goals with the risk as a new event, under its process wherever that stands, else under its goal."""
    if any(_same(process.name, risk.process) for goal in goals for process in goal.processes):
        return tuple(
            replace(
                goal,
                processes=tuple(
                    _with_event(process, risk) if _same(process.name, risk.process) else process
                    for process in goal.processes
                ),
            )
            for goal in goals
        )
    new = _with_event(Process(risk.process), risk)
    if any(goal.number == risk.goal[0] for goal in goals):
        return tuple(
            replace(goal, processes=(*goal.processes, new)) if goal.number == risk.goal[0] else goal for goal in goals
        )
    return (*goals, Goal(*risk.goal, (new,)))


def _with_event(process: Process, risk: Risk) -> Process:
    methods = process.working_methods
    for place, method in enumerate(methods):
        if not risk.working_method or _same(method.name, risk.working_method):
            changed = replace(method, events=(*method.events, risk.event))
            return replace(process, working_methods=(*methods[:place], changed, *methods[place + 1 :]))
    return replace(process, working_methods=(*methods, WorkingMethod(risk.working_method, events=(risk.event,))))
