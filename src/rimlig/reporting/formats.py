"""The formats of a report, in one table: name, renderer, media type and file name."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.text import slugify

from rimlig.core.errors import RuleBroken
from rimlig.documents.interchange import to_json
from rimlig.reporting.report import Report

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Format:
    """How a report becomes a file."""

    extension: str
    media_type: str
    render: Callable[[Report], bytes]


# Each renderer brings a large library, and a report is made in one format at a time: they are loaded when needed.
def _pdf(report: Report) -> bytes:
    from rimlig.reporting.pdf import render_pdf  # noqa: PLC0415

    return render_pdf(report)


def _word(report: Report) -> bytes:
    content, _reason = word_with_reason(report)
    return content


def word_with_reason(report: Report) -> tuple[bytes, str]:
    """Return the report as Word by the municipality's own template, where it has one.

    When that cannot be filled in, it is by ours, and the second value says why.
    """
    from rimlig.reporting.word import render_word  # noqa: PLC0415

    content, reason = by_own_template(report)
    return (render_word(report) if content is None else content), reason


def by_own_template(report: Report) -> tuple[bytes | None, str]:
    """Return the report by the municipality's own template; nothing where it has none, or where it fails, with why."""
    from rimlig.reporting.own_word.apart import fill  # noqa: PLC0415

    try:
        template = report.word_template() if report.word_template is not None else None
        return (None if template is None else fill(template, report)), ""
    except RuleBroken as refused:
        _LOG.warning("a municipality's Word template was not used: %s", refused)
        return None, str(refused)


def _excel(report: Report) -> bytes:
    from rimlig.reporting.excel import render_excel  # noqa: PLC0415

    return render_excel(report)


def _html(report: Report) -> bytes:
    from rimlig.reporting.html import render_html  # noqa: PLC0415

    return render_html(report)


def _json(report: Report) -> bytes:
    return to_json(report.document, mark=report.mark).encode()


FORMATS: Final = {
    "pdf": Format("pdf", "application/pdf", _pdf),
    "docx": Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _excel),
    "html": Format("html", "text/html; charset=utf-8", _html),
    "json": Format("json", "application/json", _json),
}


def file_name(report: Report, extension: str) -> str:
    """Return a name for the file that says what it is: kind, board and year, in letters that every system takes."""
    document = report.document
    parts = (str(document.kind), document.board, str(document.year or ""))
    return f"{slugify(' '.join(parts)) or 'rapport'}.{extension}"
