"""What only a plan has, as the plain data that the Typst template lays out: matrix, scales and risk analysis."""

from collections.abc import Iterator
from typing import Any, Final

from rimlig.documents import words
from rimlig.documents.document import Document
from rimlig.documents.risk_list import ListedMethod, ListedProcess, RiskList
from rimlig.reporting.pdf_text import CELL_WORD, NARROW_WORD, breakable, clean, line, paragraphs
from rimlig.reporting.risks import (
    DrawnMatrix,
    MatrixCell,
    RiskRow,
    Valued,
    matrices,
    not_in_matrix,
    risk_row,
    scale_rows,
)

Data = dict[str, Any]

SHORT_ROW: Final = 250
"""Characters in the longest cell of a row that is not worth breaking over a page."""


def matrix_part(document: Document, risks: RiskList) -> Iterator[Data]:
    """Yield the risk matrix, what it leaves out, and the scales that it is drawn from."""
    if document.scale is None:
        return
    yield heading(1, words.RISK_MATRIX)
    drawn = matrices(document, risks)
    for each in drawn:
        yield heading(2, each.heading)
        yield _matrix(each)
    if missing := not_in_matrix(risks):
        yield {"type": "paragraph", "label": words.NOT_VALUED, "text": ", ".join(str(number) for number in missing)}
    if document.scale.threshold is not None:
        yield {
            "type": "paragraph",
            "label": words.THRESHOLD,
            "text": words.threshold_in_words(document.scale.threshold),
        }
    for header, rows in scale_rows(document.scale):
        layout = "bands" if header == words.BANDS else "steps"
        cells = [[_cell(cell) for cell in row] for row in rows]
        if layout == "bands":
            for row, band in zip(cells, document.scale.bands, strict=True):
                row[1]["look"] = band.look
        yield heading(2, header[1])
        yield {"type": "grid", "layout": layout, "columns": header, "rows": cells}


def risk_part(document: Document, risks: RiskList) -> Iterator[Data]:
    """Yield the risk analysis: per process and working method every risk with its values and motivations."""
    if not risks.processes:
        return
    yield heading(1, words.RISK_ANALYSIS)
    for process in risks.processes:
        yield from _process(process, document)


def heading(level: int, text: str, label: str = "") -> Data:
    """Return a heading, with a label of the documents' own before it where there is one."""
    return {"type": "heading", "level": level, "text": line(text)} | ({"label": label} if label else {})


def _matrix(drawn: DrawnMatrix) -> Data:
    return {
        "type": "matrix",
        "corner": words.MATRIX_CORNER,
        "columns": [breakable(clean(name), NARROW_WORD) for name in drawn.columns],
        "rows": [
            {"name": breakable(clean(name), NARROW_WORD), "cells": [_place(cell) for cell in cells]}
            for name, cells in drawn.rows
        ],
    }


def _place(cell: MatrixCell) -> Data:
    count = len(cell.numbers)
    return {
        "look": cell.look,
        "over": cell.reaches_threshold,
        "level": breakable(clean(f"{cell.value} {cell.band}".strip()), NARROW_WORD),
        "count": words.counted_risks(count) if count else "",
        "numbers": f"Nr {', '.join(str(number) for number in cell.numbers)}",
    }


def _process(process: ListedProcess, document: Document) -> Iterator[Data]:
    yield heading(2, process.name, words.PROCESS)
    # Kept with what follows: a page must not end with the head of a process that stands on the next.
    yield _kept(", ".join(process.goals), label=words.GOALS_SERVED)
    if process.reason:
        first, *others = paragraphs(process.reason)
        yield _kept(first, label=words.REASON)
        yield from (_kept(other) for other in others)
    for method in process.working_methods:
        yield from _method(method, document)


def _kept(text: str, **more: str) -> Data:
    return {"type": "paragraph", "text": line(text), "kept": True} | more


def _method(method: ListedMethod, document: Document) -> Iterator[Data]:
    yield heading(3, method.name, words.WORKING_METHOD)
    rows = [_row(risk_row(risk, document.scale)) for risk in method.risks]
    yield {"type": "grid", "layout": "risks", "columns": words.RISK_COLUMNS, "rows": rows}


def _row(row: RiskRow) -> list[Data]:
    cells = [
        {"texts": [str(row.number)]},
        {"texts": [breakable(clean(part), CELL_WORD) for part in paragraphs(row.event)]},
        _cell(row.category),
        _motivated(row.likelihood, row.likelihood_reason),
        _motivated(row.consequence, row.consequence_reason),
        _valued(row.value),
        _valued(row.after),
        _motivated(row.treatment, row.treatment_reason, row.accepted_by),
    ]
    longest = max(len(row.event), len(row.likelihood_reason), len(row.consequence_reason), len(row.treatment_reason))
    return [cell | {"whole": True} for cell in cells] if longest <= SHORT_ROW else cells


def _motivated(value: str, *texts: str) -> Data:
    said = [breakable(clean(part), NARROW_WORD) for text in texts for part in paragraphs(text)]
    return {"lead": breakable(clean(value), NARROW_WORD), "texts": said}


def _valued(value: Valued) -> Data:
    return _cell(value.text) | ({"look": value.look} if value.look else {})


def _cell(text: str) -> Data:
    return {"texts": [breakable(clean(part), NARROW_WORD) for part in paragraphs(text)]}
