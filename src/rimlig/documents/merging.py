"""Equal copies of a process become one, unequal ones are merged with the difference kept.

On paper a process stands under each goal that it serves. In the system it is
stored once, and a row that not all copies have says which goals it concerns.
`merge` and `take_apart` are each other's inverse: the copies come back exactly
as they stood, in their order.

The rows of two copies are aligned as two versions of a text are: what stands
in both, in the same order, becomes one row; what does not, stays two.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeVar

from rimlig.documents.document import Action, Event, FollowUp, Goal, Process, WorkingMethod

T = TypeVar("T")
Goals = frozenset[int]
"""Goals by their place in the document, from 0."""


@dataclass(frozen=True, slots=True)
class MergedText:
    """An ongoing control, and the goals under which the copies have it."""

    text: str
    goals: Goals


@dataclass(frozen=True, slots=True)
class MergedAction:
    action: Action
    goals: Goals


@dataclass(frozen=True, slots=True)
class MergedEvent:
    event: Event  # without its actions
    goals: Goals
    actions: tuple[MergedAction, ...]


@dataclass(frozen=True, slots=True)
class MergedFollowUp:
    follow_up: FollowUp  # without its actions
    goals: Goals
    actions: tuple[MergedAction, ...]


@dataclass(frozen=True, slots=True)
class MergedMethod:
    name: str
    goals: Goals
    controls: tuple[MergedText, ...]
    events: tuple[MergedEvent, ...]
    follow_ups: tuple[MergedFollowUp, ...]


@dataclass(frozen=True, slots=True)
class MergedProcess:
    """A process stored once; `places` gives its place among the processes of each goal that it serves."""

    name: str
    places: Mapping[int, int]
    working_methods: tuple[MergedMethod, ...]
    reason: str = ""

    @property
    def goals(self) -> Goals:
        """The goals that the process serves."""
        return frozenset(self.places)


def merge(goals: Sequence[Goal]) -> tuple[MergedProcess, ...]:
    """Return each process of the document once, in the order in which the processes first stand.

    Copies that give different reasons why the process is essential are
    different processes, since nobody but a person can tell which one holds.
    """
    copies: dict[tuple[str, str, int], dict[int, tuple[int, Process]]] = {}
    for goal_index, goal in enumerate(goals):
        met: dict[tuple[str, str], int] = {}
        for place, process in enumerate(goal.processes):
            # A process that stands twice under the same goal is two processes.
            same = (process.name, process.reason)
            nth = met[same] = met.get(same, 0) + 1
            copies.setdefault((*same, nth), {})[goal_index] = (place, process)
    return tuple(
        MergedProcess(
            name,
            {goal: place for goal, (place, _process) in copy.items()},
            _methods({goal: process.working_methods for goal, (_place, process) in copy.items()}),
            reason,
        )
        for (name, reason, _nth), copy in copies.items()
    )


def take_apart(processes: Iterable[MergedProcess], goals: Sequence[Goal]) -> tuple[Goal, ...]:
    """Return the goals with the copies that `merge` was given; only number and title of `goals` are used."""
    placed: list[list[tuple[int, Process]]] = [[] for _goal in goals]
    for process in processes:
        for goal, place in process.places.items():
            placed[goal].append((place, _process_under(process, goal)))
    return tuple(
        replace(goal, processes=tuple(process for _place, process in sorted(copies, key=lambda copy: copy[0])))
        for goal, copies in zip(goals, placed, strict=True)
    )


def _process_under(process: MergedProcess, goal: int) -> Process:
    def of_goal(actions: Iterable[MergedAction]) -> tuple[Action, ...]:
        return tuple(merged.action for merged in actions if goal in merged.goals)

    return Process(
        process.name,
        tuple(
            WorkingMethod(
                method.name,
                "\n\n".join(control.text for control in method.controls if goal in control.goals),
                tuple(replace(e.event, actions=of_goal(e.actions)) for e in method.events if goal in e.goals),
                tuple(replace(f.follow_up, actions=of_goal(f.actions)) for f in method.follow_ups if goal in f.goals),
            )
            for method in process.working_methods
            if goal in method.goals
        ),
        process.reason,
    )


def _methods(copies: Mapping[int, Sequence[WorkingMethod]]) -> tuple[MergedMethod, ...]:
    return tuple(
        MergedMethod(
            next(iter(row.values())).name,
            frozenset(row),
            tuple(
                MergedText(next(iter(controls.values())), frozenset(controls))
                for controls in _align({g: (m.control,) if m.control else () for g, m in row.items()}, _itself)
            ),
            tuple(
                MergedEvent(*_bare(events), _actions({g: event.actions for g, event in events.items()}))
                for events in _align({g: m.events for g, m in row.items()}, _without_actions)
            ),
            tuple(
                MergedFollowUp(*_bare(follow_ups), _actions({g: f.actions for g, f in follow_ups.items()}))
                for follow_ups in _align({g: m.follow_ups for g, m in row.items()}, _without_actions)
            ),
        )
        for row in _align(copies, lambda method: method.name)
    )


def _actions(copies: Mapping[int, Sequence[Action]]) -> tuple[MergedAction, ...]:
    return tuple(MergedAction(next(iter(row.values())), frozenset(row)) for row in _align(copies, _itself))


_Row = TypeVar("_Row", Event, FollowUp)


def _without_actions(row: _Row) -> _Row:
    return replace(row, actions=())


def _bare(row: Mapping[int, _Row]) -> tuple[_Row, Goals]:
    return _without_actions(next(iter(row.values()))), frozenset(row)


def _itself(text: T) -> T:
    return text


def _align(copies: Mapping[int, Sequence[T]], key: Callable[[T], Hashable]) -> list[dict[int, T]]:
    """Return the merged rows, each as goal → that copy's row; every copy is found again by its goal, in order."""
    merged: list[dict[int, T]] = []
    for goal, copy in copies.items():
        known = [key(next(iter(row.values()))) for row in merged]
        merged = list(_woven(merged, goal, copy, SequenceMatcher(None, known, [key(row) for row in copy], False)))  # noqa: FBT003
    return merged


def _woven(
    merged: list[dict[int, T]], goal: int, copy: Sequence[T], match: "SequenceMatcher[Hashable]"
) -> Iterator[dict[int, T]]:
    for tag, old_from, old_to, new_from, new_to in match.get_opcodes():
        if tag == "equal":
            for row, new in zip(merged[old_from:old_to], copy[new_from:new_to], strict=True):
                yield {**row, goal: new}
        else:
            yield from merged[old_from:old_to]
            yield from ({goal: new} for new in copy[new_from:new_to])
