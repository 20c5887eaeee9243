"""Data files for control tests, made of rows, and a run on them."""

import csv
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rimlig.controltests.files import Given
from rimlig.controltests.outcome import Outcome
from rimlig.controltests.registry import control_test
from rimlig.controltests.running import run_test

Rows = Sequence[Mapping[str, Any]]


def as_csv(code: str, name: str, rows: Rows) -> bytes:
    """Return the rows as a CSV file for the input, headed by the first of what systems call each column."""
    wanted = control_test(code).input_called(name)
    assert wanted is not None
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), delimiter=";")
    writer.writerow([column.headers[0] for column in wanted.columns])
    writer.writerows([_cell(row.get(column.name)) for column in wanted.columns] for row in rows)
    return "".join(lines).encode()


def run_on(code: str, tables: Mapping[str, Rows], **parameters: Any) -> Outcome:
    """Run the test on the rows."""
    return run_on_files(code, {name: as_csv(code, name, rows) for name, rows in tables.items()}, **parameters)


def run_on_files(code: str, contents: Mapping[str, bytes], **parameters: Any) -> Outcome:
    """Run the test on files with such content."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for name, content in contents.items():
            path = Path(folder) / name
            path.write_bytes(content)
            files[name] = Given(path, f"{name}.csv")
        return run_test(control_test(code), files, {name: str(value) for name, value in parameters.items()})


@cache
def double_payment() -> Outcome:
    """Return what comes of two payments of the same invoice."""
    payment = {"supplier": "1001", "invoice": "F17", "amount": "1234,50", "date": "2026-03-01"}
    return run_on("double-payments", {"payments": [payment, payment]})


def found(outcome: Outcome) -> list[tuple[int, str]]:
    """Return the rows that are exceptions, and why."""
    return [(one.row, one.reason) for one in outcome.exceptions]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


class _Lines:
    """A file that is a list of lines."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def write(self, line: str) -> int:
        self._lines.append(line)
        return len(line)
