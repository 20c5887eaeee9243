"""`rimlig import` as it is typed: what it writes where, what it stores, and its exit codes."""

import json
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from office_files import DOCUMENT
from rimlig.config import cli
from rimlig.config.cli import main
from rimlig.documents.document import Document, Kind
from rimlig.documents.interchange import from_json, to_json
from rimlig.followup.models import Period
from rimlig.followup.queries import document_of
from rimlig.organisation.models import Board
from rimlig.planning.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command would let go of the database at its end, and the test's transaction with it."""
    monkeypatch.setattr(cli, "held_database", nullcontext)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "rapport.json"
    path.write_text(to_json(DOCUMENT), encoding="utf-8")
    return str(path)


def test_a_dry_run_writes_the_document_and_stores_nothing(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", file, "--dry-run", "--json", "-"]) == 0
    said = capsys.readouterr()
    assert from_json(said.out) == DOCUMENT
    assert said.err.splitlines()[0] == (
        "Uppföljning 2031: 2 mål, 2 processer, 2 oönskade händelser, 2 uppföljningar, 3 åtgärder, 2 handlingsplaner."
    )
    assert (Plan.objects.count(), Board.objects.count()) == (0, 0)


def test_it_is_stored_for_the_board_year_and_period(file: str, board: Board, tmp_path: Path) -> None:
    out = tmp_path / "ut.json"
    assert main(["import", file, "--board", "sdn", "--year", "2025", "--period", "t2", "--json", str(out)]) == 0
    stored = document_of(Plan.objects.get(board=board, year=2025), Kind.FOLLOW_UP, Period.objects.get(code="T2"))
    expected = replace(DOCUMENT, board=board.name, year=2025)
    assert replace(stored, warnings=()) == expected
    assert from_json(out.read_text(encoding="utf-8")) == expected


def test_the_same_again_changes_nothing_and_says_so(
    file: str, board: Board, capsys: pytest.CaptureFixture[str]
) -> None:
    for _time in range(2):
        assert main(["import", file, "--board", "sdn"]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == (
        "Samma dokument är redan lagrat för Lindhaga stadsdelsnämnd 2031; inget har ändrats."
    )


def test_other_content_is_replaced_on_demand_only(file: str, board: Board, tmp_path: Path) -> None:
    main(["import", file, "--board", "sdn"])
    other = tmp_path / "annan.json"
    other.write_text(to_json(replace(DOCUMENT, goals=DOCUMENT.goals[:1])), encoding="utf-8")
    assert main(["import", str(other), "--board", "sdn"]) == 1
    assert Plan.objects.get().goals.count() == 2
    assert main(["import", str(other), "--board", "sdn", "--replace"]) == 0
    assert Plan.objects.get().goals.count() == 1


def test_a_year_is_asked_for_where_the_document_names_none(
    board: Board, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rapport.json"
    path.write_text(to_json(Document(Kind.FOLLOW_UP)), encoding="utf-8")
    assert main(["import", str(path)]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        "rimlig: Dokumentet säger inte vilket år det gäller. Ange det med --year."
    )
    assert Plan.objects.count() == 0


def test_an_unknown_board_is_said_with_those_there_are(
    file: str, board: Board, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", file, "--board", "xyz"]) == 1
    assert capsys.readouterr().err == "rimlig: Det finns ingen nämnd med koden xyz. Det finns: sdn.\n"


def test_a_file_that_is_not_there_is_no_document(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["import", str(tmp_path / "borta.pdf")]) == 2
    assert capsys.readouterr().err == f"rimlig: {tmp_path}/borta.pdf: No such file or directory\n"


def test_what_is_odd_is_listed_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(to_json(DOCUMENT))
    data["warnings"] = [{"code": "x", "message": "Ser konstigt ut.", "where": "1.1"}]
    path = tmp_path / "rapport.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert main(["import", str(path), "--dry-run"]) == 0
    assert capsys.readouterr().err.splitlines()[1] == "  1.1: Ser konstigt ut."
