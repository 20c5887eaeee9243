"""Chunks of a table to its rows, step by step."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rimlig.imports.blocks import Row
from rimlig.imports.text.cells import Part, analysis, cell
from rimlig.imports.text.choice import Grammar
from rimlig.imports.text.chunks import ACTION, CONTROL, DEVIATION, EVENT, FOLLOW_UP, STATUS, Cells, Chunk
from rimlig.imports.text.prose import line_place
from rimlig.imports.text.spaced import Kind, State, Step
from rimlig.imports.text.unclear import Unclear
from rimlig.imports.text.widths import width

_ENOUGH = 12  # lines, to tell how wide a column is
_PLACE_IN_ROW = {CONTROL: 0, EVENT: 1, FOLLOW_UP: 2, DEVIATION: 3, ACTION: 4, STATUS: 5}


@dataclass
class _RowInTheMaking:
    number: int
    cells: Cells
    analysis: int = 0  # FOLLOW_UP or ACTION
    body: list[Chunk] = field(default_factory=list)

    def go_on(self, cells: Cells) -> None:
        for column, lines in cells.items():
            self.cells[column] = (*self.cells.get(column, ()), *lines)

    def row(self, full: float) -> Row:
        texts = [""] * len(_PLACE_IN_ROW)
        for column, lines in self.cells.items():
            texts[_PLACE_IN_ROW[column]] = cell(lines)
        if self.analysis:
            parts = [Part(chunk.lines, cut=chunk.page) for chunk in self.body]
            texts[_PLACE_IN_ROW[self.analysis]] = analysis(parts, full)
        first, second, third, fourth, fifth, sixth = texts
        return Row((first, second, third, fourth, fifth, sixth), line_place(self.number))


def narrow_width(tables: Iterable[list[Chunk]]) -> float:
    """Return the width of the widest line that surely stands in a single column, or 0 when there is none.

    Text with spaces before it is no analysis, and its first line may hold several cells; the others do not.
    """
    found = [
        width(line) for table in tables for chunk in table if chunk.lead and not chunk.page for line in chunk.lines[1:]
    ]
    return max(found) if len(found) > _ENOUGH else 0.0


def read_table(chunks: list[Chunk], narrow: float) -> list[Row]:
    """Return the rows of a table. Raises Unclear with the line number where the text does not tell cells apart."""
    grammar = Grammar(chunks, narrow)
    rows: list[_RowInTheMaking] = []
    state = State()
    while state.at < len(chunks):
        last = next((row.cells for row in reversed(rows) if not row.analysis), {})
        step = grammar.choose(state, last)
        if step is None:
            raise Unclear(chunks[state.at].number)
        _take(rows, step, chunks[state.at])
        state = step.after
    full = max((width(line) for row in rows for chunk in row.body for line in chunk.lines), default=0.0)
    return [row.row(full) for row in rows]


def _take(rows: list[_RowInTheMaking], step: Step, chunk: Chunk) -> None:
    if step.kind is Kind.ROW or step.kind is Kind.ACTION:
        beside = step.kind is Kind.ACTION and rows[-1].analysis and ACTION not in rows[-1].cells
        if beside:
            rows[-1].cells |= step.cells
        else:
            rows.append(_RowInTheMaking(chunk.number, dict(step.cells)))
    elif step.kind is Kind.ANALYSIS:
        rows.append(_RowInTheMaking(chunk.number, dict(step.cells), step.after.analysing))
    elif step.kind is Kind.PARAGRAPH:
        next(row for row in reversed(rows) if row.analysis).body.append(chunk)
    elif step.kind is Kind.CONTROL:
        rows[0].go_on(step.cells)
    elif step.kind is Kind.MORE:
        next(row for row in reversed(rows) if not row.analysis).go_on(step.cells)
