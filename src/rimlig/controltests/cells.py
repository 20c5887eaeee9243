"""How a cell of a data file becomes a text, an amount or a day, in the engine's SQL.

Each kind is read in two ways. The usual one knows how nearly all cells are written and is fast; the patient one knows the
others too, and takes twice as long. (In one expression the engine would work out both for every cell.)
"""

from dataclasses import dataclass
from typing import Final

from rimlig.controltests.definition import Column, Kind

SLIP: Final = "cannot be read as its kind"
"""What the engine's error says where a cell says something and cannot be read."""
_SPACES: Final = " \u00a0\u202f\u2009\u2007\t\r\n"
_NUMBERS: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL")  # fmt: skip
_TYPES: Final = {Kind.TEXT: "VARCHAR", Kind.AMOUNT: "DECIMAL(18, 4)", Kind.DATE: "DATE"}
_NUMBER: Final = "^[+-]?[0-9]+([.,][0-9]+)?$"
_ISO_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# A year of two digits would be one of the first century.
_OTHER_DAY: Final = "^([0-9]{8}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]{4}[./][0-9]{1,2}[./][0-9]{1,2})$"
_DAY_FORMATS: Final = ("%Y%m%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d")


@dataclass(frozen=True)
class Cell:
    """SQL for the cells of a column: as text, without the spaces around it (NULL when nothing is left), and as its kind."""

    raw: str
    stripped: str
    usual: str
    patient: str


def cell_of(kind: Kind, raw: str) -> Cell:
    """Return how a column of texts is read as the kind."""
    stripped = f"nullif(CASE WHEN regexp_matches({raw}, '^[{_SPACES}]|[{_SPACES}]$') THEN trim({raw}, '{_SPACES}') ELSE {raw} END, '')"
    match kind:
        case Kind.AMOUNT:
            return Cell(raw, stripped, _usual_amount(raw), _patient_amount(raw))
        case Kind.DATE:
            usual = f"CASE WHEN regexp_matches({raw}, '{_ISO_DAY}') THEN TRY_CAST({raw} AS DATE) END"
            return Cell(raw, stripped, usual, _patient_day(stripped))
        case _:
            return Cell(raw, stripped, stripped, stripped)


def cell_with_kind(kind: Kind, column: str, sql_type: str) -> Cell:
    """Return how a column of a Parquet file is read, which may have its kind already."""
    cell = cell_of(kind, f"CAST({column} AS VARCHAR)")
    if kind is Kind.AMOUNT and sql_type.startswith(_NUMBERS):
        native = f"TRY_CAST({column} AS DECIMAL(18, 4))"
    elif kind is Kind.DATE and sql_type.startswith(("DATE", "TIMESTAMP")):
        native = f"CAST({column} AS DATE)"
    else:
        return cell
    return Cell(cell.raw, cell.stripped, native, native)


def column_of(column: Column, cells: dict[str, Cell], patiently: bool) -> str:  # noqa: FBT001  # which of two ways
    """Return a column of the table that a test is asked of. A cell that says something and cannot be read stops it."""
    sql_type = _TYPES[column.kind]
    cell = cells.get(column.name)
    if cell is None:
        return f"CAST(NULL AS {sql_type})"
    if column.kind is Kind.TEXT:
        return cell.usual
    read, empty = (cell.patient, cell.stripped) if patiently else (cell.usual, f"nullif({cell.raw}, '')")
    stop = f"CAST(error(concat('{SLIP}: ', {cell.raw})) AS {sql_type})"
    return f"coalesce({read}, CASE WHEN {empty} IS NULL THEN NULL ELSE {stop} END)"


def literal(text: str) -> str:
    """Return a text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Return a column's name as it stands in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _usual_amount(raw: str) -> str:
    """Read “1234,50”, “-5” and “1234.5”."""
    return f"CASE WHEN regexp_matches({raw}, '{_NUMBER}') THEN {_decimal(raw)} END"


def _patient_amount(raw: str) -> str:
    """Read “1 234,50”, “1.234,50”, “−5”, “5-” and “12 kr” too."""
    plain = f"translate({raw}, '\u2212\u2013{_SPACES}', '--')"
    bare = f"regexp_replace({plain}, '(?i)(kr|sek)$', '')"
    turned = f"regexp_replace({bare}, '^([^-]*)-$', '-\\1')"
    has_groups = f"regexp_matches({turned}, '^[+-]?[0-9]{{1,3}}([.][0-9]{{3}})+,[0-9]+$')"
    grouped = f"CASE WHEN {has_groups} THEN replace({turned}, '.', '') ELSE {turned} END"
    return f"CASE WHEN regexp_matches({grouped}, '{_NUMBER}') THEN {_decimal(grouped)} END"


def _decimal(written: str) -> str:
    return f"TRY_CAST(replace({written}, ',', '.') AS DECIMAL(18, 4))"


def _patient_day(stripped: str) -> str:
    """Read “2026-03-31”, with or without a time of day, “20260331” and “31/3/2026”."""
    first = f"split_part(replace({stripped}, 'T', ' '), ' ', 1)"
    formats = ", ".join(f"'{one}'" for one in _DAY_FORMATS)
    return (
        f"CASE WHEN regexp_matches({first}, '{_ISO_DAY}') THEN TRY_CAST({first} AS DATE)"
        f" WHEN regexp_matches({first}, '{_OTHER_DAY}') THEN CAST(try_strptime({first}, [{formats}]) AS DATE) END"
    )
