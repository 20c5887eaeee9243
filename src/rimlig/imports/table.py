"""Rows of a six-column table to a working method's control, events, follow-ups and actions."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from rimlig.documents import planned, words
from rimlig.documents.document import (
    Action,
    ActionStatus,
    Deviation,
    Event,
    FollowUp,
    Remark,
    WorkingMethod,
)
from rimlig.imports.blocks import Row
from rimlig.imports.headers import squeezed

STATUS_BY_WORD: Final = {word.casefold(): status for status, word in words.STATUS.items()} | {
    "inte påbörjad": ActionStatus.NOT_STARTED,
    "pågår": ActionStatus.ONGOING,
    "i väntläge": ActionStatus.ON_HOLD,
    "klar": ActionStatus.CLOSED,
    "avslutat": ActionStatus.CLOSED,
}
DEVIATION_BY_WORD: Final = {word.casefold(): deviation for deviation, word in words.DEVIATION.items()} | {
    "inga avvikelser": Deviation.NONE,
    "större avvikelser": Deviation.MAJOR,
    "mindre avvikelser": Deviation.MINOR,
    "inte genomförd": Deviation.NOT_DONE,
    "ej genomfört": Deviation.NOT_DONE,
}
_SYMBOL: Final = re.compile(r"^[^\w(]+\s*")
_Word = TypeVar("_Word", ActionStatus, Deviation)


def is_header(row: Row) -> bool:
    """Say whether the row repeats the table's header."""
    return squeezed("".join(row.cells[:3])) == squeezed("".join(words.COLUMNS[:3]))


@dataclass(slots=True)
class _Owner:
    """An event or a follow-up while its rows are still coming."""

    text: str = ""
    deviation: Deviation | None = None
    analysis: list[str] = field(default_factory=list)
    planning: list[str] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


@dataclass(slots=True)
class MethodInTheMaking:
    """A working method to which the reader hands its table's rows, one by one."""

    name: str = ""
    where: str = ""
    control: list[str] = field(default_factory=list)
    events: list[_Owner] = field(default_factory=list)
    follow_ups: list[_Owner] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _owner: _Owner | None = None

    def add(self, row: Row) -> None:
        """Take one row, whichever it is: header rows are dropped, analyses go to what stands above them."""
        if is_header(row):
            return
        control, event, follow_up, deviation, action, status = row.cells
        if control:
            self.control.append(control)
        if _is_analysis(follow_up) and self.follow_ups:
            self._owner = self.follow_ups[-1]
            self._owner.analysis.append(follow_up)
        elif _is_planning(follow_up) and self.follow_ups:
            self._owner = self.follow_ups[-1]
            self._owner.planning.append(follow_up)
        elif not (event or follow_up or deviation or status) and _is_analysis(action) and self._last_action():
            self._analyse_action(action)
            return
        else:
            self._start(event, follow_up, deviation, row)
        if action or status:
            self._act(action, status, row)

    def _start(self, event: str, follow_up: str, deviation: str, row: Row) -> None:
        """Begin the event or the follow-up that this row has words of."""
        started: _Owner | None = None
        if follow_up or deviation:
            started = _Owner(follow_up, self._word(deviation, DEVIATION_BY_WORD, row))
            self.follow_ups.append(started)
        if event:
            # A row with both: its action is the event's, as in the column beside which it stands first.
            started = _Owner(event)
            self.events.append(started)
        self._owner = started or self._owner

    def _act(self, action: str, status: str, row: Row) -> None:
        if self._owner is None:
            self._owner = _Owner()
            self.events.append(self._owner)
        self._owner.actions.append(Action(_text(action), self._word(status, STATUS_BY_WORD, row)))

    def _last_action(self) -> Action | None:
        return self._owner.actions[-1] if self._owner and self._owner.actions else None

    def _analyse_action(self, cell: str) -> None:
        assert self._owner is not None
        last = self._owner.actions[-1]
        analysis = "\n\n".join(part for part in (last.analysis, _after_label(cell, words.ANALYSIS)) if part)
        self._owner.actions[-1] = Action(last.text, last.status, analysis)

    def _word(self, cell: str, by_word: dict[str, _Word], row: Row) -> _Word | None:
        """Return what the status cell says; a word of nobody's is kept as a remark."""
        cell = _SYMBOL.sub("", cell)
        if not cell or cell in {"-", "–"}:
            return None
        found = by_word.get(cell.casefold().rstrip("."))
        if found is None:
            message = _("“%(word)s” is not a status that Rimlig knows; the status was left empty.") % {"word": cell}
            self.remarks.append(
                Remark("unknown-status", message, f"{self.where}, {row.place}" if row.place else self.where)
            )
        return found

    def done(
        self, analysed: Callable[[int], Event | None] = lambda _number: None, *, marked: bool = False
    ) -> WorkingMethod:
        """Return the finished working method. `analysed` gives the risk that has a number in the risk analysis.

        `marked` says that a reference stands before the text of each follow-up, which is no part of it.
        """
        return WorkingMethod(
            self.name,
            "\n\n".join(self.control),
            tuple(_event(owner, analysed) for owner in self.events),
            tuple(_follow_up(owner, marked=marked) for owner in self.follow_ups),
        )


def _text(cell: str) -> str:
    return "" if cell == words.NO_TEXT else cell


def _is_analysis(cell: str) -> bool:
    first, _sep, rest = cell.partition("\n\n")
    return first == words.ANALYSIS or (first.startswith(words.ANALYSIS + " ") and words.RESULT in first + rest)


def _is_planning(cell: str) -> bool:
    return cell.partition("\n\n")[0] == planned.HEADING


def _after_label(cell: str, label: str) -> str:
    return cell.removeprefix(label).strip()


def _event(owner: _Owner, analysed: Callable[[int], Event | None]) -> Event:
    text, sep, last = owner.text.rpartition("\n\n")
    actions = tuple(owner.actions)
    line = words.read_risk_line(last)
    # “Risk 7” alone in a cell is what somebody called the event.
    if line is None or not (sep or line.number is None):
        return Event(_text(owner.text), actions=actions)
    found = None if line.number is None else analysed(line.number)
    if found is not None:
        return replace(found, text=_text(text), actions=actions)
    return Event(_text(text), line.likelihood, line.consequence, line.treatment, actions)


def _follow_up(owner: _Owner, *, marked: bool) -> FollowUp:
    text = _text(words.without_reference_mark(owner.text) if marked else owner.text)
    analysis = [part for cell in owner.analysis for part in _after_label(cell, words.ANALYSIS).split("\n\n")]
    found = _parted(analysis, (words.RESULT, words.MEASURES))
    follow_up = FollowUp(text, owner.deviation, found[words.RESULT], found[words.MEASURES], tuple(owner.actions))
    if not owner.planning:
        return follow_up
    planning = [part for cell in owner.planning for part in _after_label(cell, planned.HEADING).split("\n\n")]
    return planned.with_facts(follow_up, _parted(planning, planned.LABELS))


def _parted(paragraphs: Iterable[str], labels: tuple[str, ...]) -> dict[str, str]:
    """Part paragraphs at their labels; text before any label belongs to the first."""
    parts: dict[str, list[str]] = {label: [] for label in labels}
    current = labels[0]
    seen: set[str] = set()
    for paragraph in paragraphs:
        text = paragraph
        for label in labels:
            if label not in seen and text.startswith(label):
                current = label
                seen.add(label)
                text = text.removeprefix(label).strip()
        if text:
            parts[current].append(text)
    return {label: "\n\n".join(texts) for label, texts in parts.items()}
