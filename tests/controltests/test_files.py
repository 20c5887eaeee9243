"""Data files as systems write them, and as nobody should: each is read for certain, or refused with a sentence."""

import io
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from data_files import as_csv, found, run_on_files
from rimlig.controltests import files
from rimlig.controltests.loading import engine, lock, number_of
from rimlig.core.errors import Unreadable

HEADINGS = "Lev.nr;Fakturanr;Belopp;Betaldatum"
TWICE = f"{HEADINGS}\n1;F1;10,50;2026-03-01\n1;F1;10,50;2026-03-02\n"


def double_payments(content: bytes | str) -> tuple[int, list[tuple[int, str]]]:
    data = content if isinstance(content, bytes) else content.encode()
    outcome = run_on_files("double-payments", {"payments": data})
    return outcome.data[0].rows, found(outcome)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_encodings_separators_and_line_ends_of_exports(encoding: str, separator: str, end: str) -> None:
    text = "Leverantör|Faktura nr|Fakturabelopp|Datum\nÅsas Café|7|1234.50|2026-03-01\nÅSAS café|7|1234.5|20260302\n"
    data = text.replace("|", separator).replace("\n", end).encode(encoding)
    assert double_payments(data) == (2, [(3, "same_invoice")])


@pytest.mark.parametrize(
    ("text", "rows", "exception"),
    [
        (TWICE, 2, 3),
        (f"Utdrag ur reskontran\n\n{TWICE}", 2, 5),  # a title and an empty line above
        (f"sep=;\n{TWICE}", 2, 4),
        (TWICE.replace("\n1;F1;10,50;2026-03-02", "\n\n;;;\n1;F1;10,50;2026-03-02"), 2, 5),
        (TWICE.replace("10,50;2026-03-02", '"10,50";"2026-03-02"'), 2, 3),
        (TWICE.replace("Lev.nr", '"Lev.\nnr"').replace("\n1;F1", '\n"1";"F1"'), 2, 3),  # a row may be two lines
        (TWICE + "\n", 2, 3),
        (TWICE.replace("2026-03-02", "2026-03-02;"), 2, 3),  # an empty cell after the last column
        (TWICE + "Summa;;21,00;\n", 3, 3),
        (TWICE.rstrip("\n"), 2, 3),
        (f"Text;{HEADINGS}\n" + TWICE.partition("\n")[2].replace("1;F1", "=HYPERLINK(A1);1;F1"), 2, 3),
    ],
)
def test_a_row_has_the_number_that_a_spreadsheet_shows(text: str, rows: int, exception: int) -> None:
    assert double_payments(text) == (rows, [(exception, "same_invoice")])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "payments.csv är tom."),
        (b" \n ", "payments.csv är tom."),
        (
            b"\x00\x01\x02\xff" * 2000,
            "payments.csv är varken en textfil med kolumner, en Excelbok eller en Parquetfil.",
        ),
        (b"PAR1" + b"\x00" * 100, "payments.csv är skadad eller ofullständig och går inte att öppna."),
        (
            b"PK\x03\x04" + b"\x00" * 100,
            "payments.csv: Filen är skadad eller ofullständig och går inte att öppna. Hämta eller spara den igen och försök sedan en gång till.",
        ),
        (
            HEADINGS.replace("Lev.nr", "Namn"),
            "payments.csv saknar det som granskningen behöver: Leverantör (en kolumn som heter Leverantörsnummer, Leverantörsnr, Lev.nr eller Levnr). Filen har kolumnerna: Namn, Fakturanr, Belopp, Betaldatum.",
        ),
        (
            TWICE.replace("1;F1;10,50;2026-03-02", "1;F1;tio;2026-03-02"),
            "payments.csv, rad 3, Belopp: ”tio” går inte att läsa som ett belopp.",
        ),
        (
            TWICE.replace("2026-03-02", "2026-02-30"),
            "payments.csv, rad 3, Datum: ”2026-02-30” går inte att läsa som ett datum.",
        ),
        (
            TWICE.replace("2026-03-02", "3/4/26"),
            "payments.csv, rad 3, Datum: ”3/4/26” går inte att läsa som ett datum.",
        ),
        (
            # It stands beyond the rows that are looked at first.
            TWICE + "2;F2;5;2026-03-01\n" * 30 + "3;F3;5;2026-03-01;mer;till\n",
            "payments.csv, rad 34: raden har 6 celler, men det finns 4 kolumner.",
        ),
        (
            TWICE + '1;"' + "x" * 200_000,
            "payments.csv, efter rad 3: raden går inte att läsa. Det kan saknas ett citattecken.",
        ),
        (
            ";".join(f"Kolumn {number}" for number in range(10_000)) + "\n",
            "payments.csv har 10000 kolumner. En granskning behöver några få av dem; högst 500 läses.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes | str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        double_payments(content)
    assert str(refused.value) == sentence


def test_a_file_with_headings_only_has_nothing_to_find() -> None:
    assert double_payments(HEADINGS) == (0, [])


def test_the_first_cell_that_cannot_be_read_is_named_whatever_order_they_are_read_in() -> None:
    rows = "".join(f"1;F{number};{number},00;2026-03-01\n" for number in range(30_000))
    text = f"{HEADINGS}\n{rows}1;F;fel;2026-03-01\n1;F;2;även fel\n"
    with pytest.raises(Unreadable, match="rad 30002, Belopp: ”fel”"):
        double_payments(text)


def workbook(*rows: tuple[object, ...], sheet: str = "Blad1") -> bytes:
    book = Workbook()
    book.active.title = "Om filen"
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def test_an_excel_workbook_is_read_from_the_sheet_that_has_the_columns() -> None:
    data = workbook(
        ("Leverantörsbetalningar",),
        (),
        ("Lev.nr", "Fakturanr", "Belopp", "Betaldatum"),
        (1001, 17, 1234.5, datetime(2026, 3, 1)),  # noqa: DTZ001  # Excel knows no time zones
        ("1001", "=1+1", "12", "2026-03-01"),
        (1001.0, "0017", "1 234,50", "2026-03-03"),
    )
    assert double_payments(data) == (3, [(6, "same_invoice")])


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"payments\.csv är tom\."):
        double_payments(workbook())


def test_a_workbook_that_is_a_bomb_is_not_opened() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 190_000_000)
    with pytest.raises(Unreadable, match="packas upp till mycket mer"):
        double_payments(stored.getvalue())


def test_a_parquet_file_with_its_own_kinds_is_read(tmp_path: Path) -> None:
    path = tmp_path / "betalningar.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 7 AS Levnr, '17' AS Fakturanr, 10.5::DOUBLE AS Belopp, DATE '2026-03-01' AS \"Bet.datum\""
            f" FROM range(3)) TO '{path}' (FORMAT parquet)"
        )
    assert double_payments(path.read_bytes()) == (3, [(2, "same_invoice"), (3, "same_invoice")])
    with pytest.raises(Unreadable, match="är skadad eller ofullständig"):
        double_payments(path.read_bytes()[:-20])


TEXTS = st.text(st.sampled_from('ab ";,\t|åÅ\r\n0=\u00a0'), max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({"supplier": TEXTS, "invoice": TEXTS}), max_size=6))
@example([{"supplier": "x", "invoice": "\r"}])
def test_what_is_written_as_csv_comes_back_with_its_row(rows: list[dict[str, str]]) -> None:
    table = [{**row, "amount": "1", "date": "2026-03-01"} for row in rows]
    outcome = run_on_files("double-payments", {"payments": as_csv("double-payments", "payments", table)}, days=1)
    assert outcome.data[0].rows == len(table)
    for one in outcome.exceptions:
        row = table[one.row - 2]
        blank = " \u00a0\t\r\n"
        assert (one.values["supplier"], one.values["invoice"] or "") == (
            row["supplier"].strip(blank),
            row["invoice"].strip(blank),
        )


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PAR1", b"PK\x03\x04", HEADINGS.encode() + b"\n", b"\xff\xfe"]))
def test_no_bytes_do_more_than_being_read_or_refused(content: bytes, beginning: bytes) -> None:
    with suppress(Unreadable):
        double_payments(beginning + content)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('a;"\r\n'), max_size=30), st.integers(1, 7))
def test_lines_are_rows_only_where_the_pieces_of_a_file_say_so(text: str, size: int) -> None:
    data = text.encode()
    plain = files._Plainness()
    for start in range(0, len(data), size):
        plain.see(data[start : start + size])
    lines = text.replace("\r\n", "\n")
    whole = not ('"' in text or "\r" in lines or lines.startswith("\n") or "\n\n" in lines)
    assert plain.is_plain == (whole and text.count("\r\n") in {0, text.count("\n")})


def test_the_engine_reaches_nothing_outside_its_folder(tmp_path: Path) -> None:
    room, outside = tmp_path / "room", tmp_path / "outside.csv"
    room.mkdir()
    outside.write_text("hemligt\n", encoding="utf-8")
    (room / "a.csv").write_text("a\n1\n", encoding="utf-8")
    with engine(room) as connection:
        lock(connection, room)
        assert number_of(connection, f"SELECT count(*) FROM read_csv('{room}/a.csv')") == 1
        for forbidden in (
            f"SELECT * FROM read_text('{outside}')",
            f"SELECT * FROM read_text('{room}/../outside.csv')",
            f"COPY (SELECT 1) TO '{tmp_path}/b.csv'",
            f"ATTACH '{tmp_path}/c.db'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
            "SET memory_limit = '90GB'",
            "SET allowed_directories = ['/']",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(forbidden).fetchall()
