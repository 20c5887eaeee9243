"""Every risk of a document once and numbered: what the risk analysis lists, and what the tables per goal point to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from rimlig.documents.document import Document, Event, Kind
from rimlig.documents.merging import MergedProcess, merge

Place: TypeAlias = tuple[int, int, int]
"""A working method's goal, process and place in the document, each counted from 0 in what it stands in."""


@dataclass(frozen=True, slots=True)
class ListedRisk:
    """A risk and its number, from 1."""

    number: int
    event: Event  # without its actions


@dataclass(frozen=True, slots=True)
class ListedMethod:
    """A working method with its risks."""

    name: str
    risks: tuple[ListedRisk, ...]


@dataclass(frozen=True, slots=True)
class ListedProcess:
    """A process once, with the numbers of the goals that it serves and its working methods that have risks."""

    name: str
    reason: str
    goals: tuple[str, ...]
    working_methods: tuple[ListedMethod, ...]


@dataclass(frozen=True, slots=True)
class RiskList:
    """The risk analysis. `numbers` has those of each working method's events, wherever the method stands."""

    processes: tuple[ListedProcess, ...] = ()
    numbers: Mapping[Place, tuple[int, ...]] | None = None

    @property
    def risks(self) -> tuple[ListedRisk, ...]:
        """All risks in order."""
        return tuple(risk for process in self.processes for method in process.working_methods for risk in method.risks)

    def numbers_at(self, goal: int, process: int, method: int) -> tuple[int, ...]:
        """Return the numbers of the events of a working method; nothing where risks are not listed."""
        return self.numbers.get((goal, process, method), ()) if self.numbers else ()


def risk_list(document: Document) -> RiskList:
    """Return the document's risks, those not assessed too; an empty list when no risk analysis has been made.

    A follow-up says beside each risk what its values are, and has an analysis
    only where it tells more of a risk than those.
    A process without risks is there when it says why it is essential.
    """
    merged = merge(document.goals)
    if not any(_is_analysed(process, document.kind) for process in merged):
        return RiskList()
    listed: list[ListedProcess] = []
    numbers: dict[Place, tuple[int, ...]] = {}
    last = 0
    for process in merged:
        by_method: list[tuple[int, ...]] = []
        for method in process.working_methods:
            by_method.append(tuple(range(last + 1, last + 1 + len(method.events))))
            last += len(method.events)
        numbers |= _places(process, by_method)
        listed.append(_listed(process, by_method, tuple(document.goals[goal].number for goal in process.places)))
    return RiskList(tuple(process for process in listed if process.reason or process.working_methods), numbers)


def _is_analysed(process: MergedProcess, kind: Kind) -> bool:
    """Say whether more is known of the process's risks than such a document tells anyway, or why it is essential."""
    events = (row.event for method in process.working_methods for row in method.events)
    return bool(process.reason) or any(event != _told_anyway(event, kind) for event in events)


def _told_anyway(event: Event, kind: Kind) -> Event:
    if kind == Kind.PLAN:
        return Event(event.text)
    return Event(event.text, event.likelihood, event.consequence, event.treatment)


def _listed(process: MergedProcess, numbers: list[tuple[int, ...]], goals: tuple[str, ...]) -> ListedProcess:
    methods = (
        ListedMethod(method.name, tuple(ListedRisk(n, row.event) for n, row in zip(own, method.events, strict=True)))
        for method, own in zip(process.working_methods, numbers, strict=True)
        if own
    )
    return ListedProcess(process.name, process.reason, goals, tuple(methods))


def _places(process: MergedProcess, numbers: list[tuple[int, ...]]) -> dict[Place, tuple[int, ...]]:
    """Return the numbers as each copy of the process has them."""
    found: dict[Place, tuple[int, ...]] = {}
    for goal, place in process.places.items():
        copy = [each for each in zip(process.working_methods, numbers, strict=True) if goal in each[0].goals]
        for position, (method, own) in enumerate(copy):
            events = zip(own, method.events, strict=True)
            found[goal, place, position] = tuple(number for number, row in events if goal in row.goals)
    return found
