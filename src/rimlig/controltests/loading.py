"""The engine: an embedded DuckDB that can read nothing but the folder it is given, and a table in it for each file.

What is put together to SQL here are names and headings of our own, and texts from outside only through `_literal` and `_quoted`.
"""
# ruff: noqa: S608

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
from django.utils.translation import gettext as _

from rimlig.controltests.definition import Column, Input, Kind
from rimlig.controltests.files import Table, rewritten
from rimlig.controltests.headers import Header, best_header, must_be_complete
from rimlig.core.errors import Unreadable

GIGABYTE: Final = 1_000_000_000
MOST_MEMORY: Final = 4 * GIGABYTE
MOST_ON_DISK: Final = 20 * GIGABYTE
MOST_THREADS: Final = 8
_SPACES: Final = " \u00a0\u202f\u2009\u2007\t\r\n"
_NUMBERS: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL")  # fmt: skip
_DAY_FORMATS: Final = ("%Y%m%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d")
_OTHER_DAY: Final = "^([0-9]{8}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]{4}[./][0-9]{1,2}[./][0-9]{1,2})$"


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
        f"allowed_directories = [{_literal(str(room))}]",
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
        return _load(connection, wanted, _csv(table), _expressions(wanted, table.header), table)
    except duckdb.InvalidInputException as error:
        if not table.is_plain or "CSV Error" not in str(error):
            raise
    # A row is wider than the headings: Python sees which, and whether anything stands there.
    again = rewritten(table)
    return _load(connection, wanted, _csv(again), _expressions(wanted, again.header), again)


def _csv(table: Table) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(table.width))
    reading = "quote = '', escape = '', null_padding = true" if table.is_plain else "quote = '\"', escape = '\"'"
    return (
        f"(SELECT row_number() OVER () AS row, * FROM read_csv({_literal(str(table.path))}, columns = {{{columns}}},"
        f" delim = {_literal(table.separator)}, header = false, auto_detect = false, {reading}))"
    )


def _expressions(wanted: Input, header: Header) -> dict[str, tuple[str, str]]:
    """Return for each column that the file has: what stands in it, and what it is read as."""
    return {
        column.name: (f"c{place}", _read(column.kind, f"c{place}"))
        for column in wanted.columns
        if (place := header.places.get(column.name)) is not None
    }


def _load_parquet(connection: duckdb.DuckDBPyConnection, wanted: Input, table: Table) -> int:
    source = f"read_parquet({_literal(str(table.path))}, file_row_number = true)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {source}").fetchall()
    except duckdb.Error as error:
        raise Unreadable(_damaged(table)) from error
    names = [str(name) for name, *_rest in described]
    header = best_header(wanted, [names])
    must_be_complete(wanted, header, names, table.file)
    reads = {
        column.name: (
            f'CAST("{_quoted(names[place])}" AS VARCHAR)',
            _native(column.kind, names[place], str(described[place][1])),
        )
        for column in wanted.columns
        if (place := header.places.get(column.name)) is not None
    }
    rows = f"(SELECT file_row_number + 1 AS row, * FROM {source})"
    return _load(
        connection,
        wanted,
        rows,
        reads,
        Table(table.path, table.file, table.sha256, Header(0, header.places), 0, "", is_plain=False),
    )


def _load(
    connection: duckdb.DuckDBPyConnection, wanted: Input, rows: str, reads: dict[str, tuple[str, str]], table: Table
) -> int:
    columns = ", ".join(f'{_column(column, reads)} AS "{column.name}"' for column in wanted.columns)
    written = " OR ".join(f"{raw} <> ''" for raw, _read_as in reads.values())
    source = f"FROM {rows} WHERE row > {table.header.row}"
    try:
        connection.execute(f'CREATE TABLE "{wanted.name}" AS SELECT row, {columns} {source} AND ({written})').fetchall()
    except duckdb.InvalidInputException as error:
        if _SLIP in str(error):
            raise Unreadable(_slip(connection, wanted, source, reads, table)) from error
        if not table.separator:
            raise Unreadable(_damaged(table)) from error
        raise
    except (duckdb.IOException, duckdb.InvalidTypeException, duckdb.SerializationException) as error:
        raise Unreadable(_damaged(table)) from error
    return number_of(connection, f'SELECT count(*) FROM "{wanted.name}"')


_SLIP: Final = "cannot be read as its kind"
_SQL_TYPES: Final = {Kind.TEXT: "VARCHAR", Kind.AMOUNT: "DECIMAL(18, 4)", Kind.DATE: "DATE"}


def _column(column: Column, reads: dict[str, tuple[str, str]]) -> str:
    if column.name not in reads:
        return f"CAST(NULL AS {_SQL_TYPES[column.kind]})"
    raw, read = reads[column.name]
    if column.kind is Kind.TEXT:
        return read
    # A cell that says something and cannot be read stops the loading.
    return f"CASE WHEN {_stripped(raw)} IS NULL THEN NULL ELSE coalesce({read}, CAST(error(concat('{_SLIP}', {raw})) AS {_SQL_TYPES[column.kind]})) END"


def _slip(
    connection: duckdb.DuckDBPyConnection, wanted: Input, source: str, reads: dict[str, tuple[str, str]], table: Table
) -> str:
    """Return the sentence about the first cell that cannot be read."""
    found = []
    for column in wanted.columns:
        if column.name in reads and column.kind is not Kind.TEXT:
            raw, read = reads[column.name]
            query = (
                f"SELECT min(row), arg_min({raw}, row) {source} AND {_stripped(raw)} IS NOT NULL AND ({read}) IS NULL"
            )
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


def _stripped(raw: str) -> str:
    return f"nullif(trim({raw}, {_literal(_SPACES)}), '')"


def _read(kind: Kind, raw: str) -> str:
    match kind:
        case Kind.AMOUNT:
            return _amount(raw)
        case Kind.DATE:
            return _day(raw)
        case _:
            return _stripped(raw)


def _native(kind: Kind, name: str, sql_type: str) -> str:
    """Return how a column of a Parquet file is read, which may have its kind already."""
    column = f'"{_quoted(name)}"'
    if kind is Kind.AMOUNT and sql_type.startswith(_NUMBERS):
        return f"TRY_CAST({column} AS DECIMAL(18, 4))"
    if kind is Kind.DATE and sql_type.startswith(("DATE", "TIMESTAMP")):
        return f"CAST({column} AS DATE)"
    return _read(kind, f"CAST({column} AS VARCHAR)")


def _amount(raw: str) -> str:
    """Read “1 234,50”, “1.234,50”, “1234.50”, “−5”, “5-” and “12 kr”."""
    plain = f"translate({raw}, {_literal(chr(0x2212) + chr(0x2013) + _SPACES)}, '--')"
    number = "^[+-]?[0-9]+([.,][0-9]+)?$"
    simple = (
        f"CASE WHEN regexp_matches({plain}, '{number}') THEN TRY_CAST(replace({plain}, ',', '.') AS DECIMAL(18, 4)) END"
    )
    bare = f"regexp_replace({plain}, '(?i)(kr|sek)$', '')"
    turned = f"regexp_replace({bare}, '^([^-]*)-$', '-\\1')"
    grouped = f"CASE WHEN regexp_matches({turned}, '^[+-]?[0-9]{{1,3}}([.][0-9]{{3}})+,[0-9]+$') THEN replace({turned}, '.', '') ELSE {turned} END"
    other = f"CASE WHEN regexp_matches({grouped}, '{number}') THEN TRY_CAST(replace({grouped}, ',', '.') AS DECIMAL(18, 4)) END"
    return f"coalesce({simple}, {other})"


def _day(raw: str) -> str:
    """Read “2026-03-31”, with or without a time of day, “20260331” and “31/3/2026”."""
    first = f"split_part(replace({_stripped(raw)}, 'T', ' '), ' ', 1)"
    written = (
        f"CASE WHEN regexp_matches({first}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$') THEN TRY_CAST({first} AS DATE) END"
    )
    formats = ", ".join(f"'{one}'" for one in _DAY_FORMATS)
    # A year of two digits would be one of the first century.
    other = (
        f"CASE WHEN regexp_matches({first}, '{_OTHER_DAY}') THEN CAST(try_strptime({first}, [{formats}]) AS DATE) END"
    )
    return f"coalesce({written}, {other})"


def _literal(text: str) -> str:
    """Return a text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return name.replace('"', '""')


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
