"""The list of risks as a file: CSV that Excel opens, and an Excel workbook. What people wrote never becomes a formula."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from rimlig.core import spreadsheets
from rimlig.core.spreadsheets import FORMATS, Column
from rimlig.planning.models import UndesiredEvent
from rimlig.planning.risks.matrix import Scales
from rimlig.planning.risks.operations import TREATED
from rimlig.planning.risks.overview import goals_of

__all__ = ["FORMATS", "exported"]
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
    columns = [Column(heading, width) for heading, width in zip(_headings(), _WIDTHS, strict=True)]
    return spreadsheets.exported(form, _("Risks"), columns, rows)
