import io

import openpyxl
import pytest

from factories import CouncilGoalFactory, OrientationGoalFactory
from rimlig.core.errors import RuleBroken, Unreadable
from rimlig.organisation.models import Board, Municipality
from rimlig.planning.municipality.goal_import import Verdict, read_lines, text_of_file, to_store


@pytest.fixture
def municipality(board: Board) -> Municipality:
    return board.municipality


def _read(text: str, municipality: Municipality) -> list[tuple[str, str, Verdict]]:
    return [(line.number, line.title, line.verdict) for line in read_lines(text, municipality, 2027)]


@pytest.mark.parametrize(
    "line",
    [
        "1.1 Barn får en trygg start",
        "1.1\tBarn får en trygg start",
        "1.1;Barn får en trygg start",
        '"1.1";"Barn får en trygg start"',
        "1.1. Barn får en trygg start",
        "1.1: Barn  får en trygg start ",
        "1.1 – Barn får en trygg start;;",
    ],
)
def test_number_and_words_are_told_apart_however_they_are_parted(line: str, municipality: Municipality) -> None:
    assert _read(f"1 Växa upp\n{line}", municipality)[1] == ("1.1", "Barn får en trygg start", Verdict.GOAL)


def test_numbers_without_a_dot_are_orientation_goals_unless_no_number_has_one(municipality: Municipality) -> None:
    levels = read_lines("1 Växa upp\n1.1 Trygg start\n2.1 Utan rubrik", municipality, 2027)
    assert [(line.verdict, line.orientation) for line in levels] == [
        (Verdict.ORIENTATION, ""),
        (Verdict.GOAL, "1"),
        (Verdict.GOAL, ""),
    ]
    assert [line.verdict for line in read_lines("1 Trygg start\n2 Balans", municipality, 2027)] == [Verdict.GOAL] * 2


def test_what_the_columns_are_called_is_no_goal(municipality: Municipality) -> None:
    assert _read("Nr;Mål\n1;Trygg start", municipality) == [("1", "Trygg start", Verdict.GOAL)]


def test_each_line_is_judged_against_what_is_there(municipality: Municipality) -> None:
    OrientationGoalFactory(municipality=municipality, year=2027, number="1", title="Växa upp")
    CouncilGoalFactory(municipality=municipality, year=2027, number="1.1", title="Trygg start")
    text = "1 Växa upp\n1.1 Otrygg start\n1.2 Två\n1.2 Tre\n1.3\nutan nummer"
    assert [verdict for _number, _title, verdict in _read(text, municipality)] == [
        Verdict.THERE,
        Verdict.TAKEN,
        Verdict.TWICE,
        Verdict.TWICE,
        Verdict.NO_TITLE,
        Verdict.NO_NUMBER,
    ]


def test_a_goal_goes_on_from_last_years_with_the_same_words_or_the_same_number_and_nearly(
    municipality: Municipality,
) -> None:
    for number, title in (("1.1", "Barn får en trygg start"), ("1.2", "Alla elever når målen"), ("1.3", "Unga trivs")):
        CouncilGoalFactory(municipality=municipality, year=2026, number=number, title=title)
    text = "1.1 Barnen får en trygg start\n1.2 Vägarna hålls hela\n1.9 Unga trivs"
    origins = [line.origin and line.origin.number for line in read_lines(text, municipality, 2027)]
    assert origins == ["1.1", None, "1.3"]


def test_nothing_is_to_be_stored_while_a_line_is_wrong(municipality: Municipality) -> None:
    with pytest.raises(RuleBroken, match="Ingenting har lagrats"):
        to_store(read_lines("1.1 Trygg start\n1.1 Igen", municipality, 2027))
    above, goals = to_store(read_lines("1 Växa upp\n1.1 Trygg start", municipality, 2027))
    assert [(one.number, one.title) for one in above] == [("1", "Växa upp")]
    assert [(one.number, one.orientation) for one in goals] == [("1.1", "1")]


@pytest.mark.parametrize(("text", "sentence"), [(" \n;;", "Det finns inget"), ("1 A\n" * 501, "fler än 500")])
def test_no_lines_and_too_many_are_refused_in_words(text: str, sentence: str, municipality: Municipality) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        read_lines(text, municipality, 2027)


def test_a_workbook_becomes_lines_from_its_first_filled_sheet() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Mål")
    for row in (("Nr", "Mål"), (1, "Växa upp"), (None, None), (1.1, "Trygg\nstart")):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    assert text_of_file(file.getvalue()) == "Nr\tMål\n1\tVäxa upp\n1.1\tTrygg start"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file_is_read_whatever_its_encoding(encoding: str) -> None:
    assert text_of_file("1;Växa upp\r\n".encode(encoding)) == "1;Växa upp\r\n"


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a workbook", bytes(range(256)) * 20, b"x" * 5_000_001])
def test_what_is_no_list_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        text_of_file(data)
    assert str(refused.value).endswith(".")
