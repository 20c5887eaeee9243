"""Tables with columns at their places, to rows.

The columns are known from the header. Where a row ends and the next begins is
not: there is no empty line between them. A status, the word Analys and a
column that begins again tell it; where only the wrapping of lines could, and
the document has rows that end without a sign, the reader refuses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from rimlig.documents import words
from rimlig.imports.blocks import Row
from rimlig.imports.table import DEVIATION_BY_WORD, STATUS_BY_WORD
from rimlig.imports.text.cells import LABELS, Part, analysis, cell
from rimlig.imports.text.columns import ACTION, CONTROL, DEVIATION, EVENT, FOLLOW_UP, STATUS, ColumnLine
from rimlig.imports.text.prose import line_place
from rimlig.imports.text.unclear import Unclear
from rimlig.imports.text.widths import forced, width

_STATUSES: Final = {DEVIATION: DEVIATION_BY_WORD.keys(), STATUS: STATUS_BY_WORD.keys()}
_UNFINISHED: Final = (
    *(
        ",",
        " av",
        " i",
        " på",
        " till",
        " för",
        " med",
        " och",
        " att",
        " från",
        " om",
        " vid",
        " eller",
        " samt",
        " hos",
    ),
    *(" den", " det", " de", " en", " ett", " är"),
)
"""What no text ends with: a line that does goes on, even with a capital."""
_OFTEN: Final = 10
_LEAST_FILLED: Final = 0.75  # of a column's room: so wide is a full line at least
_PARTNER: Final = {EVENT: ACTION, FOLLOW_UP: DEVIATION, ACTION: STATUS}
"""What a document whose rows are all complete has beside each text: the sign that a new row begins."""


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide a full line of each column is, alone and where an analysis runs over two."""

    single: dict[int, float]
    spanning: dict[int, float]

    @classmethod
    def of(cls, tables: Iterable[list[ColumnLine]]) -> "Widths":
        """Return the widths of a whole document's tables."""
        single: dict[int, float] = {}
        spanning: dict[int, float] = {}
        for table in tables:
            analysing: set[int] = set()
            for line in table:
                analysing -= {column for column, partner in _PARTNER.items() if partner in line.cells}
                analysing |= {column for column, text in line.cells.items() if text == words.ANALYSIS}
                for column, room in enumerate(line.room):
                    single[column] = max(single.get(column, 0.0), room * _LEAST_FILLED)
                for column, text in line.cells.items():
                    into = spanning if column in analysing else single
                    into[column] = max(into.get(column, 0.0), width(text))
        return cls(single, spanning)

    def full(self, column: int, *, spanning: bool) -> float:
        """Return the width of a full line."""
        alone = self.single.get(column, 0.0)
        return max(alone, self.spanning.get(column, 0.0)) if spanning else alone


@dataclass
class TableRow:
    """A row in the making: the lines of its cells, and the columns in which a line break may begin another row."""

    number: int
    cells: dict[int, list[str]] = field(default_factory=dict)
    analysis: int = 0
    cuts: set[int] = field(default_factory=set)  # in an analysis: lines before which a paragraph ends
    doubts: dict[int, int] = field(default_factory=dict)  # column to line number

    def row(self, widths: Widths) -> Row:
        """Return the finished row."""
        texts = [cell(self.cells.get(column, ())) for column in range(6)]
        if self.analysis:
            full = widths.full(self.analysis, spanning=True)
            texts[self.analysis] = analysis(list(_parts(self.cells[self.analysis][1:])), full)
        first, second, third, fourth, fifth, sixth = texts
        return Row((first, second, third, fourth, fifth, sixth), line_place(self.number))


def _parts(lines: list[str]) -> Iterable[Part]:
    group: list[str] = []
    for line in lines:
        label = line.startswith(LABELS)
        if group and (label or not line or group[-1] in LABELS):
            yield Part(tuple(group))
            group = []
        if line:
            group.append(line)
    if group:
        yield Part(tuple(group))


@dataclass
class ColumnTable:
    """Reads one table, line by line."""

    widths: Widths
    rows: list[TableRow] = field(default_factory=list)
    control: list[str] = field(default_factory=list)
    _open: dict[int, TableRow] = field(default_factory=dict)  # the row whose cell the line before had words of
    _number: int = 0

    def take(self, line: ColumnLine) -> None:
        """Take the next line."""
        if not self._number:
            self._number = line.number
        if line.page and self.rows:
            # A cell that ended above the foot of the page may not go on; one of the last row may.
            self._open |= dict.fromkeys(self.rows[-1].cells, self.rows[-1])
        cells = dict(line.cells)
        if CONTROL in cells:
            self.control.append(cells.pop(CONTROL))
        if cells:
            self._take_cells(cells, line)
        if not line.follows and not line.page:
            self._open = {column: row for column, row in self._open.items() if column in cells}

    def _take_cells(self, cells: dict[int, str], line: ColumnLine) -> None:
        starting = {column for column in cells if self._starts(column, cells[column], line)}
        if line.wide - starting - self._analysing() or self._wide_start(line, starting, cells):
            raise Unclear(line.number)
        going_on = cells.keys() - starting
        if starting:
            self._check_going_on(going_on, starting, line)
            row = TableRow(line.number)
            self.rows.append(row)
            for column in starting:
                row.cells[column] = [cells[column]]
                if cells[column] == words.ANALYSIS and column in (FOLLOW_UP, ACTION):
                    if row.analysis or (len(self.rows) > 1 and self._analysed(column)):
                        raise Unclear(line.number)
                    row.analysis = column
        for column in going_on:
            self._go_on(column, cells, line)
        self._open = {column: self.rows[-1] if column in starting else self._open[column] for column in cells}

    def _analysed(self, column: int) -> bool:
        """Tell whether the last follow-up or action has its analysis: then a row was taken for a part of it."""
        owners = (row for row in reversed(self.rows[:-1]) if row.analysis == column or column in row.cells)
        return next((row.analysis == column for row in owners), False)

    def _analysing(self) -> set[int]:
        return {column for column, row in self._open.items() if row.analysis == column}

    def _wide_start(self, line: ColumnLine, starting: set[int], cells: dict[int, str]) -> bool:
        """Tell whether a text that runs over two columns begins here: only an analysis does, with its own word."""
        return any(cells[column] != words.ANALYSIS for column in line.wide & starting)

    def _starts(self, column: int, text: str, line: ColumnLine) -> bool:
        """Tell whether a cell begins here, or one from the line before goes on."""
        before = self._open.get(column)
        if column in _STATUSES:
            folded = text.casefold()
            if before is not None:
                whole = " ".join([*before.cells[column], text]).casefold()
                if any(word == whole or word.startswith(whole + " ") for word in _STATUSES[column]):
                    return False
            if any(word == folded or word.startswith(folded + " ") for word in _STATUSES[column]):
                return True
            raise Unclear(line.number)
        if before is None or text == words.ANALYSIS:
            return True
        partner = _PARTNER[column]
        if column in (FOLLOW_UP, ACTION) and partner in line.cells and self._starts(partner, line.cells[partner], line):
            return before.analysis != column or not self._beside_analysis(column, line)
        if column == EVENT and ACTION in line.cells and self._starts(ACTION, line.cells[ACTION], line):
            return not self._is_same_sentence(before.cells[EVENT][-1], text, column)
        return False

    def _beside_analysis(self, column: int, line: ColumnLine) -> bool:
        return column in line.wide

    def _is_same_sentence(self, before: str, text: str, column: int) -> bool:
        full = self.widths.full(column, spanning=False)
        return forced(before, text, full) and text[:1].islower() and not before.endswith((".", "!", "?", ":"))

    def _check_going_on(self, going_on: set[int], starting: set[int], line: ColumnLine) -> None:
        """A cell beside which a new row begins goes on only when it is merged over rows, and only surely so."""
        for column in going_on - {EVENT}:
            if column in _STATUSES or self._open[column].analysis != column or starting - {ACTION, STATUS}:
                raise Unclear(line.number)

    def _go_on(self, column: int, cells: dict[int, str], line: ColumnLine) -> None:
        row = self._open[column]
        lines = row.cells[column]
        text, before = cells[column], lines[-1]
        spanning = row.analysis == column
        full = self.widths.full(column, spanning=spanning)
        beside_label = spanning and (text.startswith(LABELS) or before in LABELS or before == words.ANALYSIS)
        if column not in _STATUSES:
            small = text[:1].islower() or text.startswith("(")
            if not forced(before, text, full) and not small and not beside_label:
                lines.append("")
            unfinished = (small or before.endswith(_UNFINISHED)) and forced(before, text, full)
            if text.startswith(words.MEASURES) and spanning:
                row.doubts.pop(column, None)  # all above it was the result
            elif before not in (words.ANALYSIS, words.RESULT) and column not in line.wide and not unfinished:
                self._doubt(row, column, line)
        lines.append(text)

    def _doubt(self, row: TableRow, column: int, line: ColumnLine) -> None:
        row.doubts.setdefault(column, line.number)

    def done(self) -> list[TableRow]:
        """Return the rows, the control on the first."""
        if self.control:
            if not self.rows or self.rows[0].analysis:
                self.rows.insert(0, TableRow(self._number))
            self.rows[0].cells[CONTROL] = self.control
        return self.rows


def check_doubts(tables: Iterable[list[TableRow]]) -> None:
    """Raise Unclear where a line break may part two rows, in a document that may have rows without a sign of their own.

    A document whose rows all have theirs is trusted to have no others: at once
    inside analyses, elsewhere when it has shown it often.
    """
    rows = [row for table in tables for row in table]
    for column, partner in _PARTNER.items():
        texts = [row for row in rows if column in row.cells and row.analysis != column]
        complete = all(partner in row.cells for row in texts)
        for row in rows:
            trusted = complete and (len(texts) >= _OFTEN or row.analysis == column)
            if column in row.doubts and not trusted:
                raise Unclear(row.doubts[column])
