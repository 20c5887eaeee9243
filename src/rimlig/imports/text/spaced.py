"""Tables in text from PDF files that Word has made: empty cells are spaces, and the spaces tell the columns.

Every cell was written in the order of the row, each with a space after it. So
how many spaces stand before a text says which column it is in. Cells that are
merged with the one above write nothing. The reader follows that grammar; where
it allows two readings it looks at what else the text says, and where that does
not decide either it refuses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from rimlig.documents import words
from rimlig.imports.text.chunks import (
    ACTION,
    CONTROL,
    DEVIATION,
    END,
    EVENT,
    FOLLOW_UP,
    SPACER,
    STATUS,
    STATUS_CELLS,
    Cells,
    Chunk,
    Cut,
    is_status,
    readings,
)

_LONGEST_ROW: Final = 60  # chunks


@dataclass(frozen=True, slots=True)
class State:
    """Where the reading of a table is: at chunk `at`, what came before, and what a page break allows."""

    at: int = 0
    first: bool = True
    owner: int = 0  # EVENT or FOLLOW_UP: what the last row belongs to; 0 before any
    analysing: int = 0  # FOLLOW_UP or ACTION: the column of the analysis that is open; 0 when none is
    has_control: bool = False
    has_action: bool = False
    open_cells: frozenset[int] = frozenset()  # cells of the last row that may go on after a page break
    begun: tuple[int, str] = (0, "")  # the column and the words of a status that a page break cut in two
    turned: bool = False  # only the control has gone on since the page break


class Kind(Enum):
    """What a step of the reading takes."""

    ROW = auto()
    ACTION = auto()  # a further action of a follow-up, beside its analysis
    MORE = auto()  # cells of the last row that go on after a page break
    CONTROL = auto()  # the control goes on after a page break
    ANALYSIS = auto()
    PARAGRAPH = auto()  # of an analysis
    BLANK = auto()
    UNCLEAR = auto()


@dataclass(frozen=True)
class Step:
    """One step of a reading: the cells it takes, and where it leads."""

    kind: Kind
    cells: Cells
    after: State
    whole: bool = True  # every cell of the row was written, the empty ones too


def steps(chunks: list[Chunk], state: State) -> Iterator[Step]:
    """Give every step that the grammar allows at this place of the table."""
    chunk = chunks[state.at]
    following = replace(state, at=state.at + 1, turned=False)
    if state.begun[0]:
        yield from _after_page_break(chunks, state, following)
    elif not chunk.lines:
        yield Step(Kind.BLANK, {}, replace(following, turned=state.turned))
    elif chunk.lines == (words.ANALYSIS,):
        yield from _analyses(chunks, state, {}, following)
    elif inline := list(_beside_analysis(chunk)):
        for cells in inline:
            yield from _analyses(chunks, state, cells, following)
    elif state.analysing:
        yield from _inside_analysis(chunks, state, following)
    else:
        yield from _rows(chunks, state)
        yield from _after_page_break(chunks, state, following)


def _beside_analysis(chunk: Chunk) -> Iterator[Cells]:
    """Give the action that stands on the same line as the word Analys."""
    label, space, rest = chunk.lines[0].partition(" ")
    if label == words.ANALYSIS and space:
        beside = replace(chunk, lead=0, lines=(rest.lstrip(), *chunk.lines[1:]))
        for cells, end in readings(beside, ACTION, Cut()):
            if end == END and cells.keys() == {ACTION, STATUS}:
                yield cells


def _analyses(chunks: list[Chunk], state: State, cells: Cells, following: State) -> Iterator[Step]:
    """An analysis: the follow-up's when it has the labels, else that of the event's action."""
    if state.analysing:
        return  # one analysis is not followed by another of the same
    labelled = _has_labels(chunks, state.at + 1)
    after = replace(following, open_cells=frozenset(), has_action=state.has_action or bool(cells))
    if state.owner == EVENT and not labelled and state.has_action and not cells:
        yield Step(Kind.ANALYSIS, cells, replace(after, analysing=ACTION))
    elif state.owner == FOLLOW_UP and (labelled or not state.has_action):
        yield Step(Kind.ANALYSIS, cells, replace(after, analysing=FOLLOW_UP))
    elif state.owner == FOLLOW_UP:
        yield Step(Kind.UNCLEAR, cells, following)


def _has_labels(chunks: list[Chunk], at: int) -> bool:
    for chunk in chunks[at:]:
        if chunk.lines and chunk.lines[0].startswith((words.RESULT, words.MEASURES)):
            return True
        if chunk.lines and chunk.lines[0].startswith(words.ANALYSIS):
            return False
        if chunk.lines and chunk.lead and not chunk.page:
            return False
    return False


def _inside_analysis(chunks: list[Chunk], state: State, following: State) -> Iterator[Step]:
    chunk = chunks[state.at]
    turned = chunk.page or state.turned
    before = chunks[state.at - 1]
    left_table = not before.lines and before.lead == 1 and not turned  # as the empty paragraph under a table does
    if turned == bool(chunk.lead) and not left_table:
        yield Step(Kind.PARAGRAPH, {}, following)
    elif turned and state.has_control:
        yield _more_control(chunk, following)
    if state.analysing == FOLLOW_UP and not chunk.lead:
        yield from _further_actions(chunks, state)
    else:
        yield from _rows(chunks, state)


def _more_control(chunk: Chunk, following: State) -> Step:
    """The control goes on after a page break; with wide gaps in its line, other cells may have gone on beside it."""
    kind = Kind.UNCLEAR if "  " in chunk.lines[0] else Kind.CONTROL
    return Step(kind, {CONTROL: chunk.lines}, replace(following, turned=True))


def _further_actions(chunks: list[Chunk], state: State) -> Iterator[Step]:
    """Further actions of a follow-up, which stand beside its analysis, so that nothing comes before them."""
    for cells, end, whole in _row_readings(chunks, state.at, ACTION):
        if whole and cells.keys() == {ACTION, STATUS} and _begun(cells) == (0, ""):
            yield Step(Kind.ACTION, cells, replace(state, at=end, has_action=True, turned=False))


def _rows(chunks: list[Chunk], state: State) -> Iterator[Step]:
    for start in _starts(chunks, state):
        for cells, end, whole in _row_readings(chunks, state.at, start):
            if start in (FOLLOW_UP, ACTION) and not cells.keys() <= {ACTION, STATUS}:
                continue
            if (start == ACTION and STATUS not in cells) or not _is_row(cells, state):
                continue
            owner = EVENT if EVENT in cells else FOLLOW_UP if FOLLOW_UP in cells else state.owner
            goes_on = owner == state.owner and owner not in cells
            after = State(
                end,
                first=False,
                owner=owner,
                has_control=state.has_control or CONTROL in cells,
                has_action=ACTION in cells or (goes_on and state.has_action),
                open_cells=frozenset(cells),
                begun=_begun(cells),
            )
            yield Step(Kind.ROW, cells, after, whole)


def _starts(chunks: list[Chunk], state: State) -> list[int]:
    """Return the columns in which a row may begin here: cells merged with the ones above write nothing."""
    if state.first:
        return [CONTROL]
    if chunks[state.at].lead:
        return [SPACER, FOLLOW_UP] if state.owner == EVENT else [SPACER]
    return [ACTION] if state.owner == FOLLOW_UP else []


def _is_row(cells: Cells, state: State) -> bool:
    if DEVIATION in cells and FOLLOW_UP not in cells:
        return False
    if STATUS in cells and ACTION not in cells:
        return False
    if EVENT in cells or FOLLOW_UP in cells:
        return True
    return (state.first and CONTROL in cells) or (ACTION in cells and state.owner != 0)


def _begun(cells: Cells) -> tuple[int, str]:
    for column in STATUS_CELLS:
        text = " ".join(cells.get(column, ()))
        if text and not is_status(text, column):
            return column, text
    return 0, ""


def _row_readings(
    chunks: list[Chunk], at: int, start: int, begun: tuple[int, str] = (0, "")
) -> Iterator[tuple[Cells, int, bool]]:
    """Give every row that may begin at a chunk, the chunk after it, and whether all its cells were written.

    At the foot of a page the empty cells that end a row may be missing.
    """
    stack: list[tuple[int, int, Cells]] = [(at, start, {})]
    while stack:
        index, column, cells = stack.pop()
        if column == END or index == len(chunks) or (index > at and chunks[index].page):
            if cells:
                yield cells, index, column == END
            continue
        if index - at > _LONGEST_ROW:
            continue
        chunk = chunks[index]
        cut = Cut(index + 1 < len(chunks) and chunks[index + 1].page, *begun)
        for more, end in readings(chunk, column, cut):
            stack.append((index + 1, end, {**cells, **more}))
        last = max(cells, default=0)
        if index > at and column == last + 1 and last not in STATUS_CELLS and chunk.lines and not chunk.lead:
            for more, end in readings(chunk, last, cut):
                stack.append((index + 1, end, {**cells, **more, last: (*cells[last], "", *more[last])}))


def _after_page_break(chunks: list[Chunk], state: State, following: State) -> Iterator[Step]:
    chunk = chunks[state.at]
    if state.first or not chunk.lines or not (chunk.page or state.turned):
        return
    if not chunk.lead and state.has_control and not state.turned:
        yield _more_control(chunk, following)
    if not chunk.lead:
        return
    for cells, end, _whole in _row_readings(chunks, state.at, SPACER, state.begun):
        statuses = {column for column in STATUS_CELLS if column in cells}
        if cells.keys() <= state.open_cells and statuses == ({state.begun[0]} - {0}):
            after = replace(state, at=end, begun=(0, ""), open_cells=frozenset(cells), turned=False)
            yield Step(Kind.MORE, cells, after)
