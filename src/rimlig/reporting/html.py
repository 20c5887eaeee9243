"""The report as a web page that stands alone: one file with its look inside, made of the page's own parts."""

import base64
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from rimlig import core, planning
from rimlig.appearance.css import css_of
from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.reporting.layout import layout_of
from rimlig.reporting.report import Report

_LOOKS: Final = (
    Path(str(core.__file__)).parent / "static" / "core" / "rimlig.css",
    Path(str(planning.__file__)).parent / "static" / "planning" / "matrix.css",
    Path(__file__).parent / "static" / "reporting" / "report.css",
)


def render_html(report: Report) -> bytes:
    """Return the report as one HTML file, UTF-8, that needs nothing else to be shown or printed."""
    with override("sv"):  # a report to a Swedish board is a Swedish document
        page = render_to_string(
            "reporting/standalone.html",
            {"layout": layout_of(report, alone=True), "look": page_look(), **own_look(report.look)},
        )
    return page.encode()


def own_look(look: HouseStyle) -> dict[str, Any]:
    """Return what the municipality has chosen: its colours as a style, and its logo inside the file."""
    own: dict[str, Any] = {"colours": SafeString(css_of(look.accent)) if look.accent != STANDARD.accent else ""}
    if look.logo is not None:
        data = base64.b64encode(look.logo.read()).decode()
        own["logo_address"] = f"data:{look.logo.media_type};base64,{data}"
    return own


@cache
def page_look() -> SafeString:
    """Return the style of the product's own pages. It is ours, so it needs no escaping."""
    return SafeString("\n".join(path.read_text(encoding="utf-8") for path in _LOOKS))
