"""The engine: an embedded DuckDB that can read nothing but the folder it is given, and a table in it for each file.

What is put together to SQL here are names of our own, and texts from outside only through `literal` and `quoted`.
"""
# ruff: noqa: S608

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
from django.utils.translation import gettext as _

from rimlig.controltests.cells import SLIP, Cell, cell_of, cell_with_kind, column_of, literal, quoted
from rimlig.controltests.definition import Input, Kind
from rimlig.controltests.files import Table, rewritten
from rimlig.controltests.headers import Header, best_header, must_be_complete
from rimlig.core.errors import Unreadable

GIGABYTE: Final = 1_000_000_000
MOST_MEMORY: Final = 4 * GIGABYTE
MOST_ON_DISK: Final = 20 * GIGABYTE
MOST_THREADS: Final = 8


def engine(room: Path, memory: int | None = None) -> duckdb.DuckDBPyConnection:
    """Return a database in memory that may read and write in the folder `room` and nowhere else.

    Lock it with `lock` when everything that sets it up is done.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": min(MOST_THREADS, os.cpu_count() or 1),
        "memory_limit": f"{memory or _memory()}B",
        "temp_directory": str(room / "spilled"),
        "max_temp_directory_size": f"{MOST_ON_DISK}B",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    return duckdb.connect(config=settings)


def lock(connection: duckdb.DuckDBPyConnection, room: Path) -> None:
    """Close the engine: from now on it reads nothing outside the folder, and nothing can be set any more."""
    for setting in (
        f"allowed_directories = [{literal(str(room))}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}").fetchall()


def _memory() -> int:
    return min(MOST_MEMORY, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)


def load(connection: duckdb.DuckDBPyConnection, wanted: Input, table: Table) -> int:
    """Make the table of the input, with the test's columns and `row`, and return how many rows it has.

    A column that the file lacks is empty. Raises Unreadable where an amount or a day cannot be read.
    """
    if not table.separator:
        return _load_parquet(connection, wanted, table)
    try:
        return _load(connection, wanted, _csv(table), _cells_of(wanted, table.header), table)
    except duckdb.InvalidInputException as error:
        if not table.is_plain or "CSV Error" not in str(error):
            raise
    # A row is wider than the headings: Python sees which, and whether anything stands there.
    again = rewritten(table)
    return _load(connection, wanted, _csv(again), _cells_of(wanted, again.header), again)


def _csv(table: Table) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(table.width))
    reading = "quote = '', escape = '', null_padding = true" if table.is_plain else "quote = '\"', escape = '\"'"
    return (
        f"(SELECT row_number() OVER () AS row, * FROM read_csv({literal(str(table.path))}, columns = {{{columns}}},"
        f" delim = {literal(table.separator)}, header = false, auto_detect = false, {reading}))"
    )


def _cells_of(wanted: Input, header: Header) -> dict[str, Cell]:
    """Return how the cells of each column that the file has are read."""
    return {
        column.name: cell_of(column.kind, f"c{place}")
        for column in wanted.columns
        if (place := header.places.get(column.name)) is not None
    }


def _load_parquet(connection: duckdb.DuckDBPyConnection, wanted: Input, table: Table) -> int:
    source = f"read_parquet({literal(str(table.path))}, file_row_number = true)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {source}").fetchall()
    except duckdb.Error as error:
        raise Unreadable(_damaged(table)) from error
    names = [str(name) for name, *_rest in described]
    header = best_header(wanted, [names])
    must_be_complete(wanted, header, names, table.file)
    cells = {
        column.name: cell_with_kind(column.kind, quoted(names[place]), str(described[place][1]))
        for column in wanted.columns
        if (place := header.places.get(column.name)) is not None
    }
    return _load(connection, wanted, f"(SELECT file_row_number + 1 AS row, * FROM {source})", cells, table)


def _load(connection: duckdb.DuckDBPyConnection, wanted: Input, rows: str, cells: dict[str, Cell], table: Table) -> int:
    written = " OR ".join(f"{cell.raw} <> ''" for cell in cells.values())
    source = f"FROM {rows} WHERE row > {table.header.row}"
    for patiently in (False, True):
        columns = ", ".join(f'{column_of(column, cells, patiently)} AS "{column.name}"' for column in wanted.columns)
        try:
            connection.execute(
                f'CREATE TABLE "{wanted.name}" AS SELECT row, {columns} {source} AND ({written})'
            ).fetchall()
            break
        except duckdb.InvalidInputException as error:
            if SLIP in str(error):
                continue  # most files have no such cell, and are read twice as fast
            if not table.separator:
                raise Unreadable(_damaged(table)) from error
            raise
        except (duckdb.IOException, duckdb.InvalidTypeException, duckdb.SerializationException) as error:
            raise Unreadable(_damaged(table)) from error
    else:
        raise Unreadable(_slip(connection, wanted, source, cells, table))
    return number_of(connection, f'SELECT count(*) FROM "{wanted.name}"')


def _slip(
    connection: duckdb.DuckDBPyConnection, wanted: Input, source: str, cells: dict[str, Cell], table: Table
) -> str:
    """Return the sentence about the first cell that cannot be read."""
    found = []
    for column in wanted.columns:
        if column.name in cells and column.kind is not Kind.TEXT:
            cell = cells[column.name]
            unread = f"{cell.stripped} IS NOT NULL AND ({cell.patient}) IS NULL"
            query = f"SELECT min(row), arg_min({cell.raw}, row) {source} AND {unread}"
            (row, said), *_rest = connection.execute(query).fetchall()
            if row is not None:
                found.append((row, said, column))
    row, said, column = min(found, key=lambda slip: slip[0])
    wanted_kind = _("an amount") if column.kind is Kind.AMOUNT else _("a date")
    return _("%(file)s, row %(row)d, %(column)s: “%(said)s” cannot be read as %(kind)s.") % {
        "file": table.file, "row": row, "column": column.label, "said": said.strip()[:60], "kind": wanted_kind,
    }  # fmt: skip


def _damaged(table: Table) -> str:
    return _("%(file)s is damaged or incomplete and cannot be opened.") % {"file": table.file}


def version_of_engine() -> str:
    """Return DuckDB's version."""
    return str(duckdb.__version__)


def number_of(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return the only number that a query gives."""
    return int(connection.execute(sql).fetchall()[0][0])


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], Sequence[tuple[Any, ...]]]:
    """Return the names of the columns and the rows of a query."""
    done = connection.execute(sql)
    return [str(column[0]) for column in done.description or []], done.fetchall()
