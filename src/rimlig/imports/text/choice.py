"""Where the grammar of a table allows two readings: what else the text says, or nothing at all."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from rimlig.imports.text.chunks import STATUS_CELLS, Cells, Chunk
from rimlig.imports.text.spaced import Kind, State, Step, steps
from rimlig.imports.text.widths import forced, joined, width

_LOOK_AHEAD: Final = 8
_SENTENCE_ENDS: Final = (".", "!", "?", ":")


@dataclass
class Grammar:
    """The readings of one table, each place worked out once."""

    chunks: list[Chunk]
    narrow: float  # the widest line of the single columns, or 0 when it is not known
    _steps: dict[State, list[Step]] = field(default_factory=dict)
    _leads_on: dict[tuple[State, int], bool] = field(default_factory=dict)

    def options(self, state: State) -> list[Step]:
        """Return the steps from here that do not soon end where nothing can follow."""
        return [step for step in self._all(state) if self._goes_on(step.after, _LOOK_AHEAD)]

    def _all(self, state: State) -> list[Step]:
        if state not in self._steps:
            found: list[Step] = []
            for step in steps(self.chunks, state):
                if step not in found:
                    found.append(step)
            self._steps[state] = found
        return self._steps[state]

    def _goes_on(self, state: State, depth: int) -> bool:
        if state.at >= len(self.chunks):
            return not state.begun[0]
        if depth == 0:
            return True
        key = (state, depth)
        if key not in self._leads_on:
            self._leads_on[key] = any(self._goes_on(step.after, depth - 1) for step in self._all(state))
        return self._leads_on[key]

    def choose(self, state: State, last_row: Cells) -> Step | None:
        """Return the one step that the text allows, or None when it leaves more than one, or none."""
        options = self.options(state)
        if any(option.kind is Kind.UNCLEAR for option in options):
            return None
        chunk = self.chunks[state.at]
        if len(options) > 1:
            options = self._by_status(options, chunk) or options
        if len(options) > 1:
            options = self._by_wrapping(options) or options
        if len(options) > 1:
            options = self._by_page(options, last_row) or options
        if len(options) > 1:
            options = self._by_width(options, chunk) or options
        return options[0] if len(options) == 1 else None

    def _by_status(self, options: list[Step], chunk: Chunk) -> list[Step]:
        """A text that ends with a status word has it from the column beside it."""
        return [
            option
            for option in options
            if not (
                any(_ends_with_status(lines) for column, lines in option.cells.items() if column not in STATUS_CELLS)
                or (option.kind is Kind.PARAGRAPH and _ends_with_status(chunk.lines))
            )
        ]

    def _by_wrapping(self, options: list[Step]) -> list[Step]:
        """A line ends where the next word no longer fits, not before."""
        if not self.narrow:
            return []
        return [option for option in options if all(self._wrapped(lines) for lines in option.cells.values())]

    def _wrapped(self, lines: tuple[str, ...]) -> bool:
        pairs = [(one, two) for one, two in pairwise(lines) if one and two]
        return all(forced(one, two, self.narrow * 0.8) and width(one) <= self.narrow * 1.1 for one, two in pairs)

    def _by_page(self, options: list[Step], last_row: Cells) -> list[Step]:
        """After a page break a new row begins, or the cells of the last one go on."""
        kinds = {option.kind for option in options}
        if not kinds <= {Kind.ROW, Kind.MORE} or len(options) != len(kinds):
            return []
        row, more = sorted(options, key=lambda option: option.kind is Kind.MORE)
        if not all(self._may_go_on(last_row.get(column, ()), lines) for column, lines in more.cells.items()):
            return [row]
        if all(_must_go_on(last_row.get(column, ()), lines) for column, lines in more.cells.items()):
            return [more]
        return []

    def _may_go_on(self, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
        return not (self.narrow and before) or forced(before[-1], after[0], self.narrow * 0.7)

    def _by_width(self, options: list[Step], chunk: Chunk) -> list[Step]:
        """An analysis is wider than a single column; after it, one short text with a status is an action."""
        kinds = {option.kind for option in options}
        if Kind.PARAGRAPH not in kinds:
            return []
        paragraph = [option for option in options if option.kind is Kind.PARAGRAPH]
        wide = bool(self.narrow) and any(width(line) > self.narrow * 1.12 for line in chunk.lines)
        actions = [option for option in options if option.kind is Kind.ACTION]
        if kinds == {Kind.PARAGRAPH, Kind.ACTION}:
            several = any("" in lines for action in actions for lines in action.cells.values())
            return (paragraph if wide else actions) if several == wide else []
        if wide:
            return paragraph
        rows = [option for option in options if option.kind is Kind.ROW]
        if kinds == {Kind.PARAGRAPH, Kind.ROW} and any(STATUS_CELLS.keys() & row.cells.keys() for row in rows):
            return rows
        goes_on = chunk.lines[0][:1].islower() and not any(row.whole for row in rows)
        return paragraph if goes_on else []


def _ends_with_status(lines: tuple[str, ...]) -> bool:
    last = [part.casefold() for part in joined(list(lines)).split(" ")[-2:]]
    return any(last[-1:] == word.split() or last == word.split() for words in STATUS_CELLS.values() for word in words)


def _must_go_on(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Tell whether a text was cut: it has no end, and what follows begins in the middle of a sentence."""
    return bool(before) and not before[-1].endswith(_SENTENCE_ENDS) and after[0][:1].islower()
