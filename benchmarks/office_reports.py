"""How long the Word and Excel reports take, beside the plainest way to write the same rows.

The plain ways are python-docx and openpyxl with the same texts in as many
rows, without styles, contents, colours or lists to choose from. Median of
several runs in one process, in which everything has been loaded before.

    python benchmarks/office_reports.py [FILE.json] [--runs N] [--out FOLDER]

FILE is a document as interchange JSON; without it a document of the size of a
real board's yearly follow-up is made up: 37 process entries under nine goals.
"""

import argparse
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
from django.conf import settings
from pdf_report import made_up_document

from rimlig.documents import words, workbook
from rimlig.documents.interchange import from_json
from rimlig.reporting.excel import render_excel
from rimlig.reporting.excel_rows import plan_rows
from rimlig.reporting.report import Report
from rimlig.reporting.rows import TableRow, table_rows
from rimlig.reporting.word import render_word


def plain_word(report: Report) -> bytes:
    """Return headings and six-column tables by python-docx, a row at a time."""
    file = docx.Document()
    for goal in report.document.goals:
        file.add_heading(f"{goal.number} {goal.title}", 3)
        for process in goal.processes:
            file.add_heading(process.name, 4)
            for method in process.working_methods:
                file.add_heading(method.name, 5)
                table = file.add_table(0, len(words.COLUMNS))
                for texts in [words.COLUMNS, *map(_texts, table_rows(method))]:
                    for cell, text in zip(table.add_row().cells, texts, strict=True):
                        cell.text = text
    return _saved(file)


def _texts(row: TableRow) -> tuple[str, ...]:
    analysis = "\n".join(f"{label} {text}" for label, text in row.follow_up_analysis)
    deviation = words.DEVIATION[row.deviation] if row.deviation else ""
    status = words.STATUS[row.status] if row.status else ""
    return row.control, row.event, row.follow_up or analysis, deviation, row.action or row.action_analysis, status


def plain_excel(report: Report) -> bytes:
    """Return the rows of the sheet Plan by openpyxl."""
    file = openpyxl.Workbook()
    columns = workbook.COLUMNS[workbook.PLAN]
    file.active.append(columns)
    for row in plan_rows(report.document):
        file.active.append([row.get(column) for column in columns])
    return _saved(file)


def _saved(file: Any) -> bytes:
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def measured(render: Callable[[Report], bytes], report: Report, runs: int) -> tuple[float, bytes]:
    """Return the median of so many runs in seconds, after one that is not counted, and the file."""
    data = render(report)
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        render(report)
        times.append(time.perf_counter() - start)
    return statistics.median(times), data


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    settings.configure()
    document = from_json(options.file.read_bytes()) if options.file else made_up_document()
    report = Report(document)
    rows = sum(
        len(table_rows(method))
        for goal in document.goals
        for process in goal.processes
        for method in process.working_methods
    )
    print(f"{sum(len(goal.processes) for goal in document.goals)} process entries, {rows} table rows")
    for name, ending, render, plain in (
        ("Word", "docx", render_word, plain_word),
        ("Excel", "xlsx", render_excel, plain_excel),
    ):
        ours, data = measured(render, report, options.runs)
        baseline, _data = measured(plain, report, options.runs)
        print(f"{name}: {ours * 1000:.0f} ms, {len(data) / 1000:.0f} kB; plain {baseline * 1000:.0f} ms")
        if options.out:
            (options.out / f"report.{ending}").write_bytes(data)


if __name__ == "__main__":
    main()
