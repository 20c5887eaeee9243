"""`rimlig check` as it is typed: what it writes where, and its exit codes."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from rimlig.config.cli import main
from rimlig.controltests.outcome import from_json, to_json
from rimlig.controltests.registry import all_tests

HEADINGS = "Ver.nr;Reg. av;Attestant;Belopp\n"
ASKED = ["check", "same-person-attests"]


@pytest.fixture
def vouchers(tmp_path: Path) -> str:
    path = tmp_path / "verifikat.csv"
    path.write_text(f"{HEADINGS}V1;anna;bo;10\nV2;cia;Cia ;2 000,00\nV3;dan;;5\n", encoding="cp1252")
    return f"vouchers={path}"


def test_the_json_goes_to_standard_output_and_words_to_standard_error(
    vouchers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ASKED, "--data", vouchers, "--json", "-"]) == 0
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "Samma person har registrerat och attesterat: 3 verifikat, 2 avvikelser.",
        "  rad 3: cia har både registrerat och attesterat verifikat V2.",
        "  rad 4: Ingen har attesterat verifikat V3, som dan har registrerat.",
    ]
    data = json.loads(said.out)
    assert data["engine"].keys() == {"duckdb", "ibis", "rimlig"}
    del data["engine"]
    assert data == {
        "format": "rimlig-control-test/1",
        "test": {
            "code": "same-person-attests",
            "version": 1,
            "name": "Samma person har registrerat och attesterat",
        },
        "parameters": {"from_amount": "0.00"},
        "data": [
            {
                "name": "vouchers",
                "file": "verifikat.csv",
                "sha256": hashlib.sha256(Path(vouchers.partition("=")[2]).read_bytes()).hexdigest(),
                "rows": 3,
            }
        ],
        "population": {"count": 3, "of": "verifikat"},
        "exceptions": {
            "count": 2,
            "listed": 2,
            "rows": [
                {
                    "row": 3,
                    "reason": "same_person",
                    "sentence": "cia har både registrerat och attesterat verifikat V2.",
                    "values": {
                        "voucher": "V2",
                        "registered_by": "cia",
                        "attested_by": "Cia",
                        "amount": "2000.00",
                        "date": None,
                    },
                },
                {
                    "row": 4,
                    "reason": "not_attested",
                    "sentence": "Ingen har attesterat verifikat V3, som dan har registrerat.",
                    "values": {
                        "voucher": "V3",
                        "registered_by": "dan",
                        "attested_by": None,
                        "amount": "5.00",
                        "date": None,
                    },
                },
            ],
        },
    }


def test_the_same_files_give_the_same_bytes(vouchers: str, tmp_path: Path) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    for out in (first, second):
        assert main([*ASKED, "--data", vouchers, "--param", "from_amount=6", "--json", str(out)]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert to_json(from_json(first.read_bytes())) == first.read_text(encoding="utf-8")


def test_many_exceptions_are_told_shortly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "många.csv"
    path.write_text(HEADINGS + "V1;anna;anna;10\n" * 25, encoding="utf-8")
    assert main([*ASKED, "--data", f"vouchers={path}"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert (len(told), told[-1]) == (22, "  … och 5 till; --json listar dem.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([], "Ange vilken granskning som ska köras; rimlig check --list visar dem."),
        (["dubbla"], f"Det finns ingen granskning dubbla. De som finns är: {', '.join(all_tests())}."),
        (["cases-too-old"], "Granskningen behöver en fil för cases (Ärenden från verksamhetssystemet)."),
        (["cases-too-old", "--data", "cases"], "--data cases: skriv det som namn=värde."),
        (["cases-too-old", "--data", "cases={0}", "cases={0}"], "--data: cases är angivet två gånger."),
        (["cases-too-old", "--data", "cases={0}/x"], "{0}/x: No such file or directory"),
        (["cases-too-old", "--data", "cases={0}"], "{0}: Is a directory"),
        (["cases-too-old", "--data", "fall={1}"], "Granskningen har inga data som heter fall. Den behöver: cases."),
        (["cases-too-old", "--data", "cases={1}"], "Parametern date (Vilken dag) saknas."),
        (
            ["cases-too-old", "--data", "cases={1}", "--param", "date=31/3"],
            "Parametern date är ”31/3”; skriv ett datum, till exempel 2026-12-31.",
        ),
        (
            ["cases-too-old", "--data", "cases={1}", "--param", "date=2026-03-31", "months=0"],
            "Parametern months är 0; den ska vara från 1 till 120.",
        ),
        (
            ["cases-too-old", "--data", "cases={1}", "--param", "dag=2026-03-31"],
            "Granskningen har ingen parameter dag. Den har: date, months.",
        ),
    ],
)
def test_a_slip_is_told_in_a_sentence(
    typed: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tom.csv"
    file.write_text("Ärendenr;Inlett;Avslutat\n", encoding="utf-8")
    names = (str(tmp_path), str(file))
    assert main(["check", *(word.format(*names) for word in typed)]) == 2
    assert capsys.readouterr().err == f"rimlig: {sentence.format(*names)}\n"


def test_the_list_names_each_test_with_its_data_and_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--list"]) == 0
    told = capsys.readouterr().out
    for code, test in all_tests().items():
        assert f"{code}  {test.name}" in told
        assert all(f"--data {one.name}=FILE" in told for one in test.inputs)
        assert all(f"--param {one.name}=" in told for one in test.parameters)


def test_it_needs_no_database(vouchers: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rimlig.config.cli", *ASKED, "--data", vouchers]
    done = subprocess.run(
        command, env={"PYTHONPATH": "src", "RIMLIG_VAR": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert not (tmp_path / "postgres").exists()
