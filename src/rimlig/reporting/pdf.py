"""The report as tagged PDF: PDF/UA-1 for those who listen to it, PDF/A-2a for those who keep it."""

import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.reporting.pdf_blocks import report_data
from rimlig.reporting.report import Report

if TYPE_CHECKING:
    from typst import PDFStandard

FAMILY: Final = "Source Sans Pro"
WEIGHTS: Final = frozenset({300, 400, 600, 700})
"""Faces that the layout uses; Typst would take another one without a word if one of them were missing."""

STANDARDS: "Final[list[PDFStandard]]" = ["ua-1", "a-2a"]
PACKAGE: Final = Path(__file__).parents[1]
TEMPLATE: Final = PACKAGE / "reporting" / "typst" / "report.typ"
_NO_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


class CannotWritePdf(RuleBroken):
    """The report cannot become a PDF. The message is a sentence for people: why, and what to do."""


def render_pdf(report: Report) -> bytes:
    """Return the report as a PDF file. Equal reports give equal bytes: no clock, no random, no system fonts.

    Raises CannotWritePdf when the font is not installed or lacks a character
    that the report has.
    """
    return compile_pdf(json.dumps(report_data(report), ensure_ascii=False))


def compile_pdf(data: str, template: Path = TEMPLATE) -> bytes:
    """Return the PDF that Typst makes of prepared data (JSON). Its warnings are errors: see CannotWritePdf.

    `template` is the report's, or another room's that shares its looks ("/reporting/typst/look.typ").
    """
    compiler = typst.Compiler(
        template, root=PACKAGE, font_paths=report_fonts(), ignore_system_fonts=True, sys_inputs={"report": data}
    )
    try:
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=0)
    except typst.TypstError as error:
        raise _explained(error) from error
    if warnings:
        raise CannotWritePdf(_("The PDF could not be made: %(reason)s.") % {"reason": warnings[0].message})
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst returned {type(pdf).__name__} instead of a PDF")
    return pdf


@cache
def report_fonts() -> Any:
    """Return the report's font, loaded once per process. Raises CannotWritePdf when a face of it is missing."""
    try:
        folder = resources.files("font_source_sans_pro") / "files"
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
        weights = {font.weight for font in fonts.fonts() if font.family == FAMILY and font.style == "normal"}
    except ModuleNotFoundError:
        weights = set()
    if not weights >= WEIGHTS:
        raise CannotWritePdf(
            _("The PDF could not be made: the font %(font)s is not complete. Install the package %(package)s again.")
            % {"font": FAMILY, "package": "font-source-sans-pro"}
        )
    return fonts


def _explained(error: typst.TypstError) -> CannotWritePdf:
    """Say which character the font lacks, or give Typst's own words."""
    missing = _NO_GLYPH.search(error.message)
    if missing is None:
        return CannotWritePdf(_("The PDF could not be made: %(reason)s.") % {"reason": error.message})
    return CannotWritePdf(
        _(
            "The PDF could not be made: the report's font has no “%(text)s”."
            " Replace that character in the text and try again."
        )
        % {"text": missing[1]}
    )
