"""A control test on ten million rows, against DuckDB's SQL written by hand for the same question.

    python benchmarks/control_tests.py [--rows N] [--times N]

Needs no database. Possible double payments, from a Parquet file and from a CSV file as a ledger exports it. By hand: one query that
reads the file, compares suppliers and invoice numbers as the test does, and gives the number of payments and the exceptions, in a
DuckDB with the same limits. Ours: the whole run, that is checking, hashing and copying the file as well, counting, and listing.
Both must find the same. Of several runs of each, taken in turns, the least is compared: by the clock, and by the processor time of all threads,
which says less about what else the machine does.
"""

# ruff: noqa: S608  # every word of the SQL is ours

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings

settings.configure(USE_I18N=True, USE_TZ=True)
django.setup()

import duckdb  # noqa: E402  # after setup

from rimlig.controltests.files import Given  # noqa: E402
from rimlig.controltests.loading import engine, rows_of  # noqa: E402
from rimlig.controltests.registry import control_test  # noqa: E402
from rimlig.controltests.running import run_test  # noqa: E402

MADE = """
    SELECT 'Lev ' || (i * 7919 % 40000) AS "Lev.nr",
           'F-' || lpad((i - CASE WHEN i % 4999 = 0 THEN 40000 ELSE 0 END)::VARCHAR, 9, '0') AS "Fakturanr",
           ((hash(i - CASE WHEN i % 4999 = 0 THEN 40000 ELSE 0 END) % 9000000) / 100)::DECIMAL(18, 2) AS "Belopp",
           DATE '2025-01-01' + (i % 365)::INTEGER AS "Betaldatum",
           'Faktura för varor och tjänster' AS "Text"
    FROM range({rows}) AS made(i)
"""
KEY = "nullif(regexp_replace(upper({0}), '[^0-9A-ZÀ-Þ]', '', 'g'), '')"
BY_HAND = f"""
    WITH payments AS (
        SELECT row, supplier, invoice, amount, date, {KEY.format("supplier")} AS by_supplier,
               nullif(regexp_replace({KEY.format("invoice")}, '^0+', ''), '') AS by_invoice
        FROM (SELECT {{row}} AS row, "Lev.nr" AS supplier, "Fakturanr" AS invoice, {{amount}} AS amount,
                     "Betaldatum" AS date FROM {{source}})
        WHERE amount > 0
    ), numbered AS (
        SELECT *, min(row) OVER (PARTITION BY by_supplier, amount, by_invoice) AS first_row
        FROM payments WHERE by_supplier IS NOT NULL
    )
    SELECT row, supplier, invoice, amount, date, first_row, (SELECT count(*) FROM numbered) AS population
    FROM numbered WHERE by_invoice IS NOT NULL AND first_row < row ORDER BY row
"""


def main() -> None:
    """Make the files, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parquet, csv = Path(folder) / "p.parquet", Path(folder) / "p.csv"
        with duckdb.connect() as connection:
            made = MADE.format(rows=options.rows)
            connection.execute(f"COPY ({made}) TO '{parquet}' (FORMAT parquet)").fetchall()
            swedish = f"SELECT * REPLACE (replace(\"Belopp\"::VARCHAR, '.', ',') AS \"Belopp\") FROM '{parquet}'"
            connection.execute(f"COPY ({swedish}) TO '{csv}' (HEADER, DELIMITER ';', QUOTE '')").fetchall()
        compare(
            "Parquet", parquet, options.times, row="file_row_number + 1", amount='"Belopp"',
            source=f"read_parquet('{parquet}', file_row_number = true)",
        )  # fmt: skip
        compare(
            "CSV", csv, options.times, row="row", amount="replace(\"Belopp\", ',', '.')::DECIMAL(18, 2)",
            source=f"(SELECT row_number() OVER () + 1 AS row, * FROM read_csv('{csv}', header = true, delim = ';', quote = '',"
            " columns = {'Lev.nr': 'VARCHAR', 'Fakturanr': 'VARCHAR', 'Belopp': 'VARCHAR', 'Betaldatum': 'DATE', 'Text': 'VARCHAR'}))",
        )  # fmt: skip


def compare(kind: str, path: Path, times: int, **parts: str) -> None:
    """Run both in turns, and print the least of each."""
    test = control_test("double-payments")
    sql = BY_HAND.format(**parts)

    def ours() -> tuple[int, int]:
        outcome = run_test(test, {"payments": Given(path, path.name)}, {})
        return outcome.population, outcome.count

    def by_hand() -> tuple[int, int]:
        with tempfile.TemporaryDirectory() as room, engine(Path(room)) as connection:
            _names, rows = rows_of(connection, sql)
            return rows[0][-1], len(rows)

    results = [(timed(by_hand), timed(ours)) for _time in range(times)]
    assert len({found for run in results for *_seconds, found in run}) == 1, results
    population, count = results[0][0][2]
    print(f"{kind}: {path.stat().st_size / 1e6:.0f} MB, {population} payments, {count} exceptions")
    for place, what in enumerate(("clock", "processor")):
        hand, our = (min(run[which][place] for run in results) for which in (0, 1))
        print(f"  {what}: by hand {hand:.1f} s, ours {our:.1f} s: {our / hand:.2f} times")
    sys.stdout.flush()


def timed(work: Callable[[], tuple[int, int]]) -> tuple[float, float, tuple[int, int]]:
    """Return the seconds that it took, by the clock and of processors, and what it gave."""
    start, worked = time.monotonic(), time.process_time()
    found = work()
    return time.monotonic() - start, time.process_time() - worked, found


if __name__ == "__main__":
    main()
