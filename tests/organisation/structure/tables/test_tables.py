import datetime as dt
import io

import pytest
import xlsxwriter

from rimlig.core.errors import Unreadable
from rimlig.organisation.models import TableKind
from rimlig.organisation.structure.tables.tables import MOST_ROWS, Row, read_table

HEADER = "Kod;Namn;Typ;Överordnad;Från;Till\n"
ROWS = [
    Row(2, {"Kod": "0012", "Namn": "Åsens förskola, hus B", "Typ": "enhet", "Överordnad": "", "Från": "", "Till": ""})
]


def workbook(*rows: list[object]) -> bytes:
    """Return an Excel file with the rows on its only sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_csv_is_read_in_every_usual_form(encoding: str, delimiter: str) -> None:
    line = f'0012{delimiter}"Åsens förskola, hus B"{delimiter}enhet{delimiter * 3}\n'
    assert read_table((HEADER.replace(";", delimiter) + line).encode(encoding), TableKind.UNITS) == ROWS


def test_excel_is_read_whatever_the_order_and_whatever_stands_above_the_header() -> None:
    data = workbook(["Vår lista"], [], ["Namn", "Eget", "KOD", "Från"], ["Tallen", "x", 12, dt.date(2026, 1, 1)])
    assert read_table(data, TableKind.UNITS) == [Row(4, {"Namn": "Tallen", "Kod": "12", "Från": "2026-01-01"})]


def test_empty_rows_are_passed_over_and_the_numbers_stay() -> None:
    assert [row.number for row in read_table(f"{HEADER}\n;;;;;\n;A;;;;\n".encode(), TableKind.UNITS)] == [4]


def test_what_prints_nothing_is_left_out() -> None:
    assert read_table(f"{HEADER};A\u200b\u00a0 B;;;;\n".encode(), TableKind.UNITS)[0].cells["Namn"] == "A B"


REFUSED = {
    "empty": (b"  ", "Filen är tom. Välj själva tabellen."),
    "no text": (bytes(range(256)) * 20, "Filen är varken Excel (.xlsx) eller CSV."),
    "no column": (b"Kod;Typ\n1;enhet\n", "Tabellen har ingen kolumn med rubriken Namn."),
    "two columns": (b"Namn;Namn\nA;B\n", "Tabellen har två kolumner med rubriken Namn"),
    "no rows": (HEADER.encode(), "Tabellen har rubriker men inga rader under dem."),
    "too many": (HEADER.encode() + b";A;;;;\n" * (MOST_ROWS + 1), f"Tabellen har {MOST_ROWS + 1} rader"),
    "damaged": (b"PK\x03\x04 nothing", "Filen är skadad eller ofullständig"),
    "macros or other zip": (workbook(["Namn"], ["A"])[:200], "Filen är skadad eller ofullständig"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_refused_with_a_sentence(what: str) -> None:
    data, sentence = REFUSED[what]
    with pytest.raises(Unreadable) as refused:
        read_table(data, TableKind.UNITS)
    assert str(refused.value).startswith(sentence)
