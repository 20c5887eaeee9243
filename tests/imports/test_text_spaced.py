"""Tables in the form that text from Word's PDF files has, with page breaks where they hurt."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from imports.text_writer import ACTION, SpacedTable, Texts
from rimlig.documents import words
from rimlig.imports.blocks import Row, Unreadable
from rimlig.imports.text import read_text

WORDS = (
    "kontroll", "av", "rutiner", "enhetschef", "följer", "upp", "närvaron", "varje", "månad", "och", "Agresso",
    "stickprov", "saknas", "a", "i", "verksamhetsberättelsen", "(T1)", "e-post", "2 gånger", "HR,", "behörigheter.",
)  # fmt: skip
_sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
texts = _sentences.map(lambda text: text[0].upper() + text[1:]) | _sentences
statuses = st.sampled_from(sorted(words.STATUS.values()))
turns = st.sampled_from([0, 0, 0, 1, 2, 3])


@dataclass(frozen=True)
class Owner:
    """An event or a follow-up of the table to write."""

    is_event: bool
    text: str
    deviation: str
    actions: tuple[tuple[str, str], ...]
    analysis: tuple[str, ...]
    turn_row: int
    turn_analysis: int
    turn_before: bool


def owners(*, breaks: bool) -> st.SearchStrategy[Owner]:
    """Owners whose rows are written with page breaks inside and before, or with none."""
    turn = turns if breaks else st.just(0)
    return st.builds(
        Owner,
        is_event=st.booleans(),
        text=texts,
        deviation=st.sampled_from(["", *words.DEVIATION.values()]),
        actions=st.lists(st.tuples(texts, statuses), max_size=2).map(tuple),
        analysis=st.lists(texts, min_size=0, max_size=2).map(tuple),
        turn_row=turn,
        turn_analysis=turn,
        turn_before=st.booleans() if breaks else st.just(False),  # noqa: FBT003
    )


def tables(*, breaks: bool) -> st.SearchStrategy[tuple[str, list[Owner], bool]]:
    """The control, the owners and whether pages have a header."""
    return st.tuples(texts, st.lists(owners(breaks=breaks), min_size=1, max_size=4), st.booleans())


def write(control: str, parts: list[Owner], *, furniture: bool) -> tuple[str, list[Texts]]:
    """Return the table as text, in a document of one working method, and its rows."""
    table = SpacedTable(furniture=furniture)
    table.out.append(" 1.1 Ett mål \n\nProcess: \n\nEn process \n\nArbetssätt: \n\nEtt sätt \n\n")
    table.header()
    rows: list[Texts] = []
    for index, owner in enumerate(parts):
        if owner.turn_before and index:
            table.turn()
        write_owner(table, rows, owner, control if index == 0 else "", first=index == 0)
    table.out.append(" \n\nProcess: \n\nNästa process \n\n")
    return "".join(table.out), rows


def write_owner(table: SpacedTable, rows: list[Texts], owner: Owner, control: str, *, first: bool) -> None:
    """Write an owner's rows, its further actions and its analysis."""
    action, status = owner.actions[0] if owner.actions else ("", "")
    event, follow_up = (owner.text, "") if owner.is_event else ("", owner.text)
    row: Texts = (control, event, follow_up, "" if owner.is_event else owner.deviation, action, status)
    rows.append(row)
    table.row(row, lead=1, first=first, turn_in=owner.turn_row)
    if owner.is_event and owner.actions and owner.analysis:
        table.analysis(owner.analysis, turn_in=owner.turn_analysis)
        rows.append(("", "", "", "", "\n\n".join([words.ANALYSIS, *owner.analysis]), ""))
    elif not owner.is_event:
        paragraphs = (words.RESULT, *owner.analysis, words.MEASURES)
        table.analysis(paragraphs, turn_in=owner.turn_analysis)
        rows.append(("", "", "\n\n".join([words.ANALYSIS, *paragraphs]), "", "", ""))
    for text, status in owner.actions[1:]:
        write_further(table, rows, owner, text, status)


def write_further(table: SpacedTable, rows: list[Texts], owner: Owner, text: str, status: str) -> None:
    """Write a further action: under an event after two spaces, beside a follow-up's analysis after none."""
    further: Texts = ("", "", "", "", text, status)
    table.row(further, lead=2 if owner.is_event else 0)
    if not owner.is_event and not rows[-1][ACTION]:
        rows[-1] = (*rows[-1][:ACTION], text, status)
    else:
        rows.append(further)


def rows_of(text: str) -> list[Texts]:
    """Return the cells of the rows that the reader finds."""
    return [block.cells for block in read_text(text) if isinstance(block, Row)]


def flat(rows: list[Texts]) -> list[Texts]:
    """Return the rows without paragraphs: whether a page ends with one cannot always be told."""
    return [tuple(cell.replace("\n\n", " ") for cell in row) for row in rows]  # type: ignore[misc]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(tables(breaks=False))
def test_table_on_one_page_is_read_cell_by_cell_or_refused(table: tuple[str, list[Owner], bool]) -> None:
    text, rows = write(table[0], table[1], furniture=table[2])
    try:
        found = rows_of(text)
    except Unreadable:
        return
    assert flat(found) == flat(rows)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(tables(breaks=True))
def test_table_broken_over_pages_is_read_cell_by_cell_or_refused(table: tuple[str, list[Owner], bool]) -> None:
    text, rows = write(table[0], table[1], furniture=table[2])
    try:
        found = rows_of(text)
    except Unreadable:
        return
    assert flat(found) == flat(rows)
