"""Tables whose columns stand at their places, as pdftotext -layout writes them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.test_text_spaced import Owner, flat, owners, rows_of, texts
from imports.text_writer import LaidOutTable, Texts
from rimlig.documents import words
from rimlig.imports.blocks import Unreadable

HEAD = "1.1 Ett mål\nProcess: En process\nArbetssätt: Ett sätt"


def rows_to_write(control: str, parts: list[Owner]) -> list[Texts]:
    """Return the rows of a table in the order of the page; a follow-up's further actions stand below its analysis."""
    rows: list[Texts] = []
    for owner in parts:
        text = owner.text[0].upper() + owner.text[1:]  # a small letter goes on with the line above
        action, status = owner.actions[0] if owner.actions else ("", "")
        event, follow_up = (text, "") if owner.is_event else ("", text)
        control_here = "" if rows else control
        rows.append((control_here, event, follow_up, "" if owner.is_event else owner.deviation, action, status))
        if owner.is_event and owner.actions and owner.analysis:
            rows.append(("", "", "", "", "\n\n".join([words.ANALYSIS, *owner.analysis]), ""))
        elif not owner.is_event:
            rows.append(
                ("", "", "\n\n".join([words.ANALYSIS, words.RESULT, *owner.analysis, words.MEASURES]), "", "", "")
            )
        rows += [("", "", "", "", *further) for further in owner.actions[1:]]
    return rows


def write(rows: list[Texts], page_lines: int) -> str:
    """Return the table as text, with what comes before and after it."""
    table = LaidOutTable(page_lines)
    table.out.append(HEAD)
    table.header()
    for row in rows:
        table.rows(row)
    return f"{table.text}\n\nProcess: Nästa process\n"


@settings(derandomize=True, max_examples=60, deadline=None)
@given(texts, st.lists(owners(breaks=False), min_size=1, max_size=4), st.sampled_from([3, 5, 8, 200]))
def test_table_in_columns_is_read_cell_by_cell_or_refused(control: str, parts: list[Owner], page_lines: int) -> None:
    rows = rows_to_write(control, parts)
    try:
        found = rows_of(write(rows, page_lines))
    except Unreadable:
        return
    assert flat(found) == flat(rows)


FULL: list[Texts] = [
    ("Chefen attesterar varje månad alla utlägg", "Fel belopp betalas ut till fel person", "", "", "Utbilda alla chefer i rutinen", "Pågående"),
    ("", "", "", "", "Analys\n\nUtbildningen har börjat och fortsätter i höst.", ""),
    ("", "Kvitton saknas i bokföringen", "", "", "Stickprov", "Avslutad"),
    ("", "", "Stickprov av tjugo utlägg per tertial i alla enheter", "Mindre avvikelse", "Ny rutin", "Ej påbörjad"),
    ("", "", "Analys\n\nBeskrivning av resultat:\n\nTvå av tjugo utlägg saknade kvitto.\n\nVidtagna åtgärder:\n\nPåminnelse till berörda chefer.", "", "", ""),
    ("", "", "", "", "Ny kontroll till våren", "Väntläge"),
]  # fmt: skip


@pytest.mark.parametrize("page_lines", [1, 2, 3, 4, 5, 6, 7, 9, 11, 100])
def test_complete_rows_are_read_wherever_the_page_ends(page_lines: int) -> None:
    assert flat(rows_of(write(FULL, page_lines))) == flat(FULL)


def test_paragraphs_of_an_analysis_are_kept() -> None:
    assert rows_of(write(FULL, 100))[4][2] == FULL[4][2]


def test_text_that_runs_from_one_column_into_the_next_is_refused_by_place() -> None:
    text = write(FULL, 100).replace("Fel belopp betalas ut till fel", "Fel belopp betalas ut till fel person i")
    with pytest.raises(Unreadable, match="Process: En process, Arbetssätt: Ett sätt"):
        rows_of(text)


def test_two_follow_ups_without_any_sign_between_them_are_refused() -> None:
    rows: list[Texts] = [("", "", "Kontroll av rutin", "", "", ""), ("", "", "Kontroll av attest", "", "", "")]
    with pytest.raises(Unreadable):
        rows_of(write(rows, 100))


def test_word_cut_by_a_soft_hyphen_goes_on_in_its_own_column() -> None:
    rows: list[Texts] = [
        ("Chefen attesterar löpande utläggen", "", "Stickprov", "Ingen avvikelse", "Uppföljning", "Pågående")
    ]
    text = write(rows, 100).replace("utläggen", "ut\u00ad").replace("Process: Nästa", "Process: Nästa")
    cut = text.replace("\n\nProcess:", "\n läggen\n\nProcess:")
    assert rows_of(cut) == rows
