"""`rimlig report` as it is typed."""

import json
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from factories import BoardFactory, PeriodFactory
from office_files import DOCUMENT
from rimlig.config import cli
from rimlig.config.cli import main
from rimlig.documents.interchange import from_json
from rimlig.imports.operations import store_document
from rimlig.imports.reading import read_document
from rimlig.organisation.models import Board

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command would let go of the database at its end, and the test's transaction with it."""
    monkeypatch.setattr(cli, "held_database", nullcontext)


@pytest.fixture(autouse=True)
def _stored(board: Board) -> None:
    store_document(DOCUMENT, board, year=2025, by=None)


def _report(*more: str, kind: str = "follow-up", extension: str = "json") -> int:
    return main(["report", kind, "--board", "sdn", "--year", "2025", "--format", extension, *more])


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "json"])
def test_a_report_taken_out_is_read_back_as_it_was(board: Board, tmp_path: Path, extension: str) -> None:
    out = tmp_path / f"rapport.{extension}"
    assert _report("--out", str(out), extension=extension) == 0
    content = out.read_bytes()
    read = from_json(content) if extension == "json" else read_document(content)
    assert replace(read, warnings=()) == replace(DOCUMENT, board=board.name, year=2025)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_action_plans_have_no_period(tmp_path: Path) -> None:
    out = tmp_path / "rapport.json"
    assert _report("--out", str(out), kind="action-plans") == 0
    assert from_json(out.read_bytes()).action_plans == DOCUMENT.action_plans


def test_standard_output_gets_the_report_alone(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert _report("--out", "-") == 0
    said = capfdbinary.readouterr()
    assert from_json(said.out).goals == DOCUMENT.goals
    assert said.err == b""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--period", "T1"], "Det finns ingen uppföljning för Tertial 1 2025."),
        (["--year", "1999"], "Lindhaga stadsdelsnämnd har ingen plan för 1999. Det finns planer för: 2025."),
        (["--board", "xyz"], "Det finns ingen nämnd med koden xyz. Det finns: sdn."),
    ],
)
def test_what_there_is_not_is_said_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    out = tmp_path / "rapport.json"
    assert _report("--out", str(out), *more) == 1
    assert capsys.readouterr().err == f"rimlig: {said}\n"
    assert not out.exists()


def test_a_report_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    assert _report("--out", str(tmp_path / "borta" / "rapport.json")) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("extension", ["pdf", "docx", "html", "json"])
def test_the_boards_summary_is_taken_out(tmp_path: Path, extension: str) -> None:
    out = tmp_path / f"sammanfattning.{extension}"
    assert _report("--out", str(out), kind="board-summary", extension=extension) == 0
    begins = {
        "pdf": b"%PDF-1.7",
        "docx": b"PK",
        "html": b"<!doctype html>",
        "json": b'{\n "format": "rimlig-board-summary/1"',
    }
    assert out.read_bytes().lstrip().startswith(begins[extension])


@pytest.mark.parametrize(
    ("extension", "begins"),
    [
        ("pdf", b"%PDF-1.7"),
        ("docx", b"PK"),
        ("xlsx", b"PK"),
        ("html", b"<!doctype html>"),
        ("json", b'{\n "format": "rimlig-all-boards/1"'),
    ],
)
def test_the_overview_of_all_boards_is_taken_out(tmp_path: Path, extension: str, begins: bytes) -> None:
    out = tmp_path / f"alla.{extension}"
    assert _all_boards("--format", extension, "--out", str(out)) == 0
    assert out.read_bytes().lstrip().startswith(begins)


def test_all_boards_of_the_municipality_that_is_named(board: Board, tmp_path: Path) -> None:
    BoardFactory(municipality=board.municipality, name="Miljönämnden")
    other = BoardFactory(municipality__code="annan", name="Annan nämnd")
    PeriodFactory(municipality=other.municipality, year=2025, code="VB")
    out = tmp_path / "alla.json"
    said = ("--format", "json", "--out", str(out))
    assert _all_boards(*said) == 1
    for code, names in ((board.municipality.code, [board.name, "Miljönämnden"]), ("annan", ["Annan nämnd"])):
        assert _all_boards("--municipality", code, *said) == 0
        assert [row["board"] for row in json.loads(out.read_bytes())["boards"]] == names


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--municipality", "xyz"], "Det finns ingen kommun med koden xyz. Det finns: lindhaga."),
        (["--period", "T1"], "Det finns ingen uppföljning för Tertial 1 2025."),
    ],
)
def test_what_there_is_not_of_all_boards_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    out = tmp_path / "alla.json"
    assert _all_boards("--format", "json", "--out", str(out), *more) == 1
    assert capsys.readouterr().err == f"rimlig: {said}\n"
    assert not out.exists()


@pytest.mark.parametrize("words", [["plan"], ["all-boards", "--board", "sdn"]])
def test_a_board_is_named_where_there_is_one(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["report", *words, "--year", "2025", "--format", "json", "--out", "-"])
    assert stopped.value.code == 2
    assert "--board" in capsys.readouterr().err


def _all_boards(*more: str) -> int:
    return main(["report", "all-boards", "--year", "2025", *more])


def test_there_is_no_workbook_of_the_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sammanfattning.xlsx"
    assert _report("--out", str(out), kind="board-summary", extension="xlsx") == 1
    assert "pdf, docx, html, json" in capsys.readouterr().err
    assert not out.exists()
