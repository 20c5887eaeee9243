"""The risk matrix as a sheet of its own: drawn from the sheet Plan, and never read back."""

from typing import Any, Final

from rimlig.appearance.colours import light_palette
from rimlig.appearance.house_style import HouseStyle
from rimlig.documents import words, workbook
from rimlig.documents.document import Document, Look
from rimlig.documents.risk_list import risk_list
from rimlig.reporting.excel_print import set_up_print
from rimlig.reporting.risks import DrawnMatrix, MatrixCell, matrices, not_in_matrix

INKS: Final = {
    Look.LOW: ("#1A6B43", "#E2F2E8"),
    Look.MODERATE: ("#55616A", "#EEECE6"),
    Look.HIGH: ("#7D5200", "#FCEFCF"),
    Look.CRITICAL: ("#A8211A", "#FAE3E0"),
}
"""Ink and paper of each look of a band."""

_HIGH: Final = 62  # points: three lines of words


def write_matrix(book: Any, document: Document, *, mark: str, look: HouseStyle) -> None:
    """Add the sheet with the matrices of a document that has a scale."""
    sheet = book.add_worksheet(workbook.MATRIX)
    sheet.hide_gridlines(2)
    set_up_print(sheet, mark, look=look)
    risks = risk_list(document)
    drawn = matrices(document, risks)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, len(drawn[0].columns), 20)
    title = book.add_format({"bold": True, "font_color": light_palette(look.accent).accent, "font_size": 14})
    line = 0
    for matrix in drawn:
        sheet.write_string(line, 0, matrix.heading, title)
        line = _write(book, sheet, matrix, line + 1) + 1
    if missing := not_in_matrix(risks):
        sheet.write_string(line, 0, f"{words.NOT_VALUED} {', '.join(str(number) for number in missing)}")
        line += 1
    if document.scale is not None and document.scale.threshold is not None:
        sheet.write_string(line, 0, f"{words.THRESHOLD} {words.threshold_in_words(document.scale.threshold)}")


def _write(book: Any, sheet: Any, matrix: DrawnMatrix, line: int) -> int:
    """Write one matrix from the line on; return the line after it."""
    name = book.add_format({"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"})
    sheet.write_string(line, 0, words.MATRIX_CORNER, book.add_format({"text_wrap": True, "font_color": "#55616A"}))
    for place, column in enumerate(matrix.columns, start=1):
        sheet.write_string(line, place, column, name)
    for row, cells in matrix.rows:
        line += 1
        sheet.set_row(line, _HIGH)
        sheet.write_string(line, 0, row, name)
        for place, cell in enumerate(cells, start=1):
            sheet.write_string(line, place, _said(cell), _format(book, cell))
    return line + 1


def _said(cell: MatrixCell) -> str:
    lines = [f"{cell.value} {cell.band}".strip()]
    if cell.numbers:
        lines += [words.counted_risks(len(cell.numbers)), f"Nr {', '.join(str(number) for number in cell.numbers)}"]
    return "\n".join(lines)


def _format(book: Any, cell: MatrixCell) -> Any:
    ink, paper = INKS[cell.look]
    thick = 2 if cell.reaches_threshold else 1
    return book.add_format(
        {
            "text_wrap": True,
            "valign": "top",
            "bold": bool(cell.numbers),
            "font_color": ink,
            "bg_color": paper,
            "border": thick,
            "border_color": ink if cell.reaches_threshold else "#FFFFFF",
        }
    )
