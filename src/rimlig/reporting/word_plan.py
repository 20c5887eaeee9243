"""What only a plan has, as a Word template uses it: matrices, scales and the risk analysis."""

from typing import Any, Final

from rimlig.documents import words
from rimlig.documents.document import Document, Look
from rimlig.documents.risk_list import ListedProcess, RiskList
from rimlig.reporting.risks import (
    DrawnMatrix,
    MatrixCell,
    RiskRow,
    matrices,
    not_in_matrix,
    risk_row,
    scale_rows,
)

FILLS: Final = {Look.LOW: "E2F2E8", Look.MODERATE: "EEECE6", Look.HIGH: "FCEFCF", Look.CRITICAL: "FAE3E0"}
LINES: Final = {Look.LOW: "1A6B43", Look.MODERATE: "55616A", Look.HIGH: "7D5200", Look.CRITICAL: "A8211A"}
NO_FILL: Final = "auto"
_WIDE: Final = 12_500  # twentieths of a point that the matrix's columns share
_THICK, _THIN = 18, 6  # eighths of a point


def plan_context(document: Document, risks: RiskList) -> dict[str, Any]:
    """Return the names that only a plan's template needs; empty where the document has nothing of the kind."""
    scale = document.scale
    return {
        "matrices": [_matrix(drawn) for drawn in matrices(document, risks)],
        "not_in_matrix": ", ".join(str(number) for number in not_in_matrix(risks)),
        "threshold": "" if scale is None or scale.threshold is None else words.threshold_in_words(scale.threshold),
        "scale_tables": _scale_tables(document),
        "risk_processes": [_process(process, document) for process in risks.processes],
    }


def _matrix(drawn: DrawnMatrix) -> dict[str, Any]:
    return {
        "heading": drawn.heading,
        "columns": drawn.columns,
        "width": _WIDE // len(drawn.columns),
        "rows": [{"name": name, "cells": [_cell(cell) for cell in cells]} for name, cells in drawn.rows],
    }


def _cell(cell: MatrixCell) -> dict[str, Any]:
    count = len(cell.numbers)
    return {
        "level": f"{cell.value} {cell.band}".strip(),
        "count": words.counted_risks(count) if count else "",
        "numbers": f"Nr {', '.join(str(number) for number in cell.numbers)}",
        "fill": FILLS[cell.look],
        "border": _THICK if cell.reaches_threshold else _THIN,
        "line": LINES[cell.look] if cell.reaches_threshold else "FFFFFF",
    }


def _scale_tables(document: Document) -> list[dict[str, Any]]:
    """Return each table with the fill of its second column as a fourth value of every row."""
    if document.scale is None:
        return []
    fills = [FILLS[band.look] for band in document.scale.bands]
    tables = []
    for header, rows in scale_rows(document.scale):
        own = fills if header == words.BANDS else [NO_FILL] * len(rows)
        filled = [(*row, fill) for row, fill in zip(rows, own, strict=True)]
        tables.append({"heading": header[1], "columns": header, "rows": filled})
    return tables


def _process(process: ListedProcess, document: Document) -> dict[str, Any]:
    return {
        "name": process.name,
        "goals": ", ".join(process.goals),
        "reason": _paragraphs(process.reason),
        "working_methods": [
            {"name": method.name, "rows": [_row(risk_row(risk, document.scale)) for risk in method.risks]}
            for method in process.working_methods
        ],
    }


def _row(row: RiskRow) -> dict[str, Any]:
    return {
        "number": str(row.number),
        "event": row.event.split("\n\n"),
        "category": row.category,
        "likelihood": row.likelihood,
        "likelihood_reason": _paragraphs(row.likelihood_reason),
        "consequence": row.consequence,
        "consequence_reason": _paragraphs(row.consequence_reason),
        "value": row.value.text,
        "value_fill": FILLS[row.value.look] if row.value.look else NO_FILL,
        "after": row.after.text,
        "after_fill": FILLS[row.after.look] if row.after.look else NO_FILL,
        "treatment": row.treatment,
        "treatment_reason": _paragraphs(row.treatment_reason),
        "accepted_by": row.accepted_by,
    }


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n") if text else []
