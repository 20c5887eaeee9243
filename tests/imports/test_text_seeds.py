"""The real documents, read as text. What is expected here was read by eye from the documents, row by row.

No words of theirs stand here: cells are named by the lines of the file that hold them.
"""

from pathlib import Path

import pytest

from rimlig.documents import words
from rimlig.imports.blocks import Block, Paragraph, Row
from rimlig.imports.encoding import decode
from rimlig.imports.text import read_text

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
REPORT = SEEDS / "000_1997bd9ad46c05a1.txt"
PLANS = SEEDS / "002_9f0a72d07446e412.txt"

pytestmark = [
    pytest.mark.seeds,
    pytest.mark.skipif(not REPORT.exists(), reason="the real documents are not beside the project"),
]


def lines_of(path: Path, first: int, last: int | None = None) -> str:
    """Return the file's lines from `first` to `last`, counted from 1, as one text."""
    raw = path.read_text(encoding="utf-8").split("\n")
    return " ".join(" ".join(raw[first - 1 : last or first]).split())


def line(first: int, last: int | None = None) -> str:
    return lines_of(REPORT, first, last)


@pytest.fixture(scope="module")
def blocks() -> list[Block]:
    return read_text(decode(REPORT.read_bytes()))


@pytest.fixture(scope="module")
def tables(blocks: list[Block]) -> list[list[tuple[str, ...]]]:
    """The tables in order, each as its rows' cells."""
    found: list[list[tuple[str, ...]]] = []
    after_row = False
    for block in blocks:
        if isinstance(block, Row):
            if not after_row:
                found.append([])
            found[-1].append(block.cells)
        after_row = isinstance(block, Row)
    return found


def analysis(*paragraphs: str) -> str:
    return "\n\n".join([words.ANALYSIS, *paragraphs])


def test_structure_is_that_of_the_document(blocks: list[Block], tables: list[list[tuple[str, ...]]]) -> None:
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert texts.count(words.PROCESS) == 37
    assert texts.count(words.WORKING_METHOD) == len(tables) == 41
    rows = [row for table in tables for row in table]
    analyses = [row for row in rows if row[2].startswith(words.ANALYSIS) or row[4].startswith(words.ANALYSIS)]
    assert sum(bool(row[1]) for row in rows) == 43
    assert sum(bool(row[3]) for row in rows) == 42
    assert {row[3] for row in rows} == {"", "Ingen avvikelse", "Mindre avvikelse"}
    assert sum(row[2].startswith(words.ANALYSIS) for row in analyses) == 42
    assert sum(bool(row[5]) for row in rows) == 55
    assert sorted({row[5] for row in rows}) == ["", "Avslutad", "Pågående", "Väntläge"]


def test_no_furniture_and_no_header_is_left(blocks: list[Block]) -> None:
    everything = "\n".join(block.text if isinstance(block, Paragraph) else "\n".join(block.cells) for block in blocks)
    assert words.PAGE_HEADER + " Sid" not in everything
    assert "(41)" not in everything
    assert words.COLUMNS[1] not in everything


def test_every_word_of_the_document_is_there_once(blocks: list[Block]) -> None:
    found = " ".join(block.text if isinstance(block, Paragraph) else " ".join(block.cells) for block in blocks)
    raw = REPORT.read_text(encoding="utf-8")
    header = " ".join(words.COLUMNS).split()
    expected = sorted(raw.split())
    for _table in range(63):
        for word in header:
            expected.remove(word)
    for page in range(19, 42):
        for word in (words.PAGE_HEADER, "Sid", str(page), "(41)"):
            expected.remove(word)
    assert sorted(found.split()) == expected


def test_first_table_has_its_four_rows(tables: list[list[tuple[str, ...]]]) -> None:
    assert tables[0] == [
        (line(107)[:18], line(107)[19:] + " " + line(108, 109), "", "", line(111, 112), line(114)),
        ("", "", "", "", analysis(line(118)), ""),
        ("", "", line(120, 121), line(123, 124), "", ""),
        ("", "", analysis(line(130), line(132, 137)), "", "", ""),
    ]


def test_control_broken_over_a_page_without_header_is_whole(tables: list[list[tuple[str, ...]]]) -> None:
    control, event, *_rest = tables[6][0]
    assert control == line(449, 450) + " " + line(469, 474)
    assert event == line(452, 453)


def test_control_broken_over_a_page_with_header_is_the_same(tables: list[list[tuple[str, ...]]]) -> None:
    copies = [table[0][0] for table in tables if table[0][0] == tables[6][0][0]]
    assert len(copies) == 5


def test_follow_up_with_an_action_and_no_event(tables: list[list[tuple[str, ...]]]) -> None:
    table = next(table for table in tables if table[0][0] == line(645, 646))
    assert table == [
        (line(645, 646), "", line(648, 650), line(652, 653), line(655, 656), line(658)),
        ("", "", analysis(line(662), line(664, 669)), "", "", ""),
    ]


def test_slip_of_one_letter_is_kept(tables: list[list[tuple[str, ...]]]) -> None:
    slips = [row for table in tables for row in table if len(row[4]) == 1]
    assert slips == [("", "", line(1185, 1190), line(1192, 1193), "a", "Väntläge")]


def test_table_without_a_control_and_a_second_action_beside_the_analysis(tables: list[list[tuple[str, ...]]]) -> None:
    table = next(table for table in tables if table[0][4] == line(1308).split()[0])
    assert table == [
        ("", "", line(1301, 1303), line(1305, 1306), line(1308).split()[0], line(1308).split()[1]),
        ("", "", analysis(line(1312), line(1314), line(1316)), "", *line(1320).split()),
    ]


def test_single_line_control_runs_on_in_the_follow_ups_line(tables: list[list[tuple[str, ...]]]) -> None:
    table = next(table for table in tables if line(1343).split()[0] == table[0][4])
    control, _spaces, rest = REPORT.read_text(encoding="utf-8").split("\n")[1335].partition("   ")
    assert table[0][:4] == (control, "", f"{rest.strip()} {line(1337, 1338)}", line(1340, 1341))


def test_second_action_of_an_event_is_a_row_of_its_own(tables: list[list[tuple[str, ...]]]) -> None:
    table = next(table for table in tables if line(1489).startswith(table[0][0] + " ") and len(table) > 6)
    assert [bool(row[1]) for row in table] == [True, True, True, False, True, False, False, False, False, False]
    assert table[3] == ("", "", "", "", line(1531, 1536), line(1538))
    assert table[4][4] == line(1563, 1571)


def test_analysis_broken_over_a_page_with_three_actions_beside_it(tables: list[list[tuple[str, ...]]]) -> None:
    table = next(table for table in tables if len(table) == 10)
    label, measures = line(1634).partition(": ")[2], line(1646).partition(": ")[2]
    assert table[5:] == [
        ("", "", line(1575, 1577), line(1579, 1580), line(1582, 1583), line(1585)),
        (
            "",
            "",
            analysis(
                words.RESULT,
                line(1589)[25:] + " " + line(1591, 1594),
                words.MEASURES,
                line(1598)[19:] + " " + line(1600, 1601),
            ),
            "",
            "",
            "",
        ),
        ("", "", line(1607, 1610), line(1612, 1613), line(1615).rpartition(" ")[0], line(1615).rpartition(" ")[2]),
        (
            "",
            "",
            analysis(words.RESULT, label + " " + line(1636, 1642), words.MEASURES, measures + " " + line(1648)),
            "",
            line(1617).removeprefix("Analys ").rpartition(" ")[0],
            line(1617).rpartition(" ")[2],
        ),
        ("", "", "", "", line(1652, 1653), line(1655)),
    ]


def test_row_of_four_cells_in_one_line(tables: list[list[tuple[str, ...]]]) -> None:
    table = next(table for table in tables if line(1799).startswith(table[0][0] + " "))
    raw = REPORT.read_text(encoding="utf-8").split("\n")[1798]
    control, rest = raw.split("  ", 1)
    event, rest = rest.split("   ", 1)
    assert table[0] == (control, event, "", "", *rest.split())


def test_event_without_an_action(tables: list[list[tuple[str, ...]]]) -> None:
    lonely = [row for table in tables for row in table if row[1] and not row[4]]
    assert lonely == [(line(2617, 2619), line(2621), "", "", "", "")]


def test_wrapped_goal_heading_is_one_paragraph(blocks: list[Block]) -> None:
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert texts.count(line(1889, 1891)) == texts.count(line(74)) == 2


def test_introduction_has_its_three_paragraphs(blocks: list[Block]) -> None:
    texts = [block.text for block in blocks[:6] if isinstance(block, Paragraph)]
    assert texts == [line(1), line(3, 9), line(11, 13), line(15, 21), line(22), line(24)]


def test_summary_paragraphs_stand_under_their_goals(blocks: list[Block]) -> None:
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    start, end = texts.index(line(26, 28)), texts.index(line(84))
    assert texts[start:end] == [
        *(line(26, 28), line(30), line(32), line(34, 36), line(38), line(40, 42), line(44), line(46, 48)),
        *(line(50), line(52), line(54, 56), line(58), line(60), line(62), line(64), line(66), line(68, 72)),
        *(line(74), line(75, 77), line(79), line(81, 83)),
    ]


def test_action_plans_have_title_introduction_and_five_shortcomings() -> None:
    found = [block for block in read_text(decode(PLANS.read_bytes())) if isinstance(block, Paragraph)]
    raw = PLANS.read_text(encoding="utf-8").split("\n")
    actions = [number for number, text in enumerate(raw, start=1) if text.strip().startswith(words.ACTION)]
    assert [block.text for block in found if block.level is None] == [lines_of(PLANS, 1, 2)]
    assert [block.text for block in found if block.level == 1] == [words.INTRODUCTION, words.ACTION_PLANS_PART]
    assert len([block for block in found if block.level == 2]) == len(actions) == 5
    last = found[[block.level for block in found].index(2) :]
    assert [block.level for block in last] == [2, 0, 0] * 5 + [0, 0, 0]
    words_found = " ".join(block.text for block in found if block.level != 1).replace("BBiC-licensen", "BBiC- licensen")
    assert words_found.split() == lines_of(PLANS, 1, len(raw)).split()
