"""The list of risks as a file: CSV that Excel opens, and an Excel workbook. What people wrote never becomes a formula."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from rimlig.planning.models import UndesiredEvent
from rimlig.planning.risks.matrix import Scales
from rimlig.planning.risks.operations import TREATED
from rimlig.planning.risks.overview import goals_of

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_CELL: Final = 32_767
"""Characters that Excel can hold in a cell; a longer text is cut there, since the cell would else be left empty."""
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTHS: Final = (50, 30, 30, 14, 20, 13, 13, 10, 14, 40, 40, 13, 13, 10, 14, 40, 20)


def _headings() -> list[str]:
    return [
        _("Undesired event"),
        _("Process"),
        _("Working method"),
        _("Goals"),
        _("Category"),
        _("Likelihood"),
        _("Consequence"),
        _("Risk value"),
        _("Level"),
        _("Motivation of the likelihood"),
        _("Motivation of the consequence"),
        _("Likelihood after controls"),
        _("Consequence after controls"),
        _("Risk value after controls"),
        _("Treatment"),
        _("Reason for the treatment"),
        _("Accepted by"),
    ]


def _rows(risks: Iterable[UndesiredEvent], scales: Scales | None) -> Iterator[list[Any]]:
    for risk in risks:
        value = risk.risk_value
        yield [
            risk.text,
            risk.working_method.process.name,
            risk.working_method.name,
            ", ".join(goal.number or goal.title for goal in goals_of(risk)),
            risk.category.name if risk.category else "",
            risk.likelihood,
            risk.consequence,
            value,
            scales.band_of(value).name if scales is not None and value is not None else "",
            risk.likelihood_reason,
            risk.consequence_reason,
            risk.likelihood_after,
            risk.consequence_after,
            risk.risk_value_after,
            str(TREATED.get(risk.treatment, "")),
            risk.treatment_reason,
            risk.accepted_by.name if risk.accepted_by else "",
        ]


def exported(form: str, risks: Any, scales: Scales | None) -> bytes:
    """Return the risks (a queryset of `queries_risks.risks_of`, with goals) as a file in one of FORMATS."""
    rows = _rows(risks.select_related("working_method__process", "category", "accepted_by"), scales)
    return _as_csv(rows) if form == "csv" else _as_workbook(rows)


def _as_csv(rows: Iterable[list[Any]]) -> bytes:
    """Return the rows as CSV with semicolons and a byte order mark: a Swedish Excel then reads columns and letters right."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings())
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _harmless(cell: Any) -> Any:
    """Return the cell so that a spreadsheet takes it as text: one that begins like a formula gets an apostrophe before it.

    >>> _harmless("=1+1"), _harmless("Fel lön"), _harmless(12)
    ("'=1+1", 'Fel lön', 12)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA) else cell


def _as_workbook(rows: Iterable[list[Any]]) -> bytes:
    stored = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stored, options) as workbook:
        sheet = workbook.add_worksheet(_("Risks"))
        heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for column, (title, width) in enumerate(zip(_headings(), _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, heading)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(last, column, cell, wrapped)
                elif cell:
                    sheet.write_string(last, column, cell[:LONGEST_CELL], wrapped)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(_WIDTHS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return stored.getvalue()
