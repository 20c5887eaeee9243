"""One run of a control test: files in, outcome out. The same files and parameters give the same outcome."""

import tempfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext as _
from django.utils.translation import override

from rimlig.controltests.definition import REASON, ROW, ControlTest, Input, Kind
from rimlig.controltests.files import Given, prepared
from rimlig.controltests.loading import engine, load, lock, number_of, rows_of, version_of_engine
from rimlig.controltests.outcome import DataFile, Found, Outcome, plain, sentence_of
from rimlig.controltests.parameters import values_of
from rimlig.core.errors import Unreadable

MOST_LISTED: Final = 100_000
"""Exceptions that are listed one by one; all of them are counted."""

_TYPES: Final = {Kind.TEXT: "string", Kind.AMOUNT: "decimal(18, 4)", Kind.DATE: "date"}

Progress = Callable[[int, int], None]
"""Told how many bytes of how many have been read; may raise to stop."""


def run_test(
    test: ControlTest,
    files: Mapping[str, Given],
    written: Mapping[str, str],
    *,
    progress: Progress | None = None,
    memory: int | None = None,
) -> Outcome:
    """Run the test on the files, by the names of its inputs, with the parameters as they are written.

    Raises Unreadable, with a sentence for people, for a file that is missing,
    cannot be read or lacks a column, and for a parameter that cannot be used.
    """
    _all_are_there(test, files)
    values = values_of(test, written)
    total = sum(given.path.stat().st_size for given in files.values())
    read = 0

    def tell(more: int) -> None:
        nonlocal read
        read += more
        if progress is not None:
            progress(min(read, total), total)

    with tempfile.TemporaryDirectory(prefix="rimlig-check-") as folder:
        room = Path(folder)
        tables = {one.name: prepared(one, files[one.name], room, tell) for one in test.inputs}
        with engine(room, memory) as connection:
            lock(connection, room)
            data = tuple(
                DataFile(
                    one.name, tables[one.name].file, tables[one.name].sha256, load(connection, one, tables[one.name])
                )
                for one in test.inputs
            )
            asked = {one.name: _asked(one) for one in test.inputs}
            population = number_of(connection, _sql(test.population(asked, values)))
            found = _sql(test.exceptions(asked, values))
            connection.execute(f"CREATE TEMPORARY TABLE found AS {found}").fetchall()
            count = number_of(connection, "SELECT count(*) FROM found")
            names, rows = rows_of(connection, f"SELECT * FROM found ORDER BY {ROW} LIMIT {MOST_LISTED}")  # noqa: S608  # both are ours
    # What is kept is Swedish whoever runs it: the same data give the same bytes.
    with override("sv"):
        return Outcome(
            test=test.code,
            version=test.version,
            name=str(test.name),
            parameters={name: plain(value) for name, value in values.items()},
            data=data,
            population=population,
            counts=str(test.counts),
            count=count,
            exceptions=tuple(_exception(test, dict(zip(names, row, strict=True))) for row in rows),
            engine={"duckdb": version_of_engine(), "ibis": version("ibis-framework"), "rimlig": version("rimlig")},
        )


def _asked(wanted: Input) -> ir.Table:
    """Return the input's table as Ibis knows it: its columns, bound to no engine."""
    types = {column.name: _TYPES[column.kind] for column in wanted.columns}
    return ibis.table({ROW: "int64", **types}, name=wanted.name)


def _sql(expression: ir.Expr) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _all_are_there(test: ControlTest, files: Mapping[str, Given]) -> None:
    unknown = sorted(name for name in files if test.input_called(name) is None)
    if unknown:
        known = ", ".join(one.name for one in test.inputs)
        raise Unreadable(
            _("The test has no data called %(name)s. It needs: %(known)s.") % {"name": unknown[0], "known": known}
        )
    for one in test.inputs:
        if one.name not in files:
            raise Unreadable(
                _("The test needs a file for %(name)s (%(label)s).") % {"name": one.name, "label": one.label}
            )


def _exception(test: ControlTest, found: dict[str, Any]) -> Found:
    row, reason = found.pop(ROW), found.pop(REASON)
    values = {name: plain(value) for name, value in found.items()}
    return Found(row, reason, values, sentence_of(test, reason, values))
