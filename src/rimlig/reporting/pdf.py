"""The report as tagged PDF: PDF/UA-1 for those who listen to it, PDF/A-2a for those who keep it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst
from django.utils.translation import gettext as _

from rimlig.appearance.colours import light_palette
from rimlig.appearance.fonts import FONTS
from rimlig.appearance.fonts import STANDARD as OWN_FONT
from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.core.errors import RuleBroken
from rimlig.reporting.pdf_blocks import report_data
from rimlig.reporting.report import Report

if TYPE_CHECKING:
    from typst import PDFStandard

WEIGHTS: Final = frozenset({300, 400, 600, 700})
"""Faces that the layout uses; Typst would take another one without a word if one of them were missing."""

STANDARDS: "Final[list[PDFStandard]]" = ["ua-1", "a-2a"]
PACKAGE: Final = Path(__file__).parents[1]
TEMPLATE: Final = PACKAGE / "reporting" / "typst" / "report.typ"
_FORMATS: Final = {"image/png": "png", "image/svg+xml": "svg"}
_NO_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


class CannotWritePdf(RuleBroken):
    """The report cannot become a PDF. The message is a sentence for people: why, and what to do."""


def render_pdf(report: Report) -> bytes:
    """Return the report as a PDF file. Equal reports give equal bytes: no clock, no random, no system fonts.

    Raises CannotWritePdf when the font is not installed or lacks a character
    that the report has.
    """
    return compile_pdf(json.dumps(report_data(report), ensure_ascii=False), look=report.look)


def compile_pdf(data: str, template: Path = TEMPLATE, *, look: HouseStyle = STANDARD) -> bytes:
    """Return the PDF that Typst makes of prepared data (JSON). Its warnings are errors: see CannotWritePdf.

    `template` is the report's, or another room's that shares its looks ("/reporting/typst/look.typ");
    `look` is the municipality's own: font, colour and logo.
    """
    compiler = compiler_for(data, template, look)
    try:
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=0)
    except typst.TypstError as error:
        raise explained(error) from error
    if warnings:
        raise CannotWritePdf(_("The PDF could not be made: %(reason)s.") % {"reason": warnings[0].message})
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst returned {type(pdf).__name__} instead of a PDF")
    return pdf


def compiler_for(data: str, template: Path, look: HouseStyle) -> typst.Compiler:
    """Return Typst, ready to make pages of the data in the look. All of it goes in as JSON, and is never markup."""
    return typst.Compiler(
        template,
        root=PACKAGE,
        font_paths=report_fonts(look.family),
        ignore_system_fonts=True,
        sys_inputs={"report": data, "look": json.dumps(_look(look), ensure_ascii=False)},
    )


def _look(look: HouseStyle) -> dict[str, Any]:
    told: dict[str, Any] = {"accent": look.accent, "weak": light_palette(look.accent).weak, "family": look.family}
    if look.logo is not None:
        # JSON has no bytes: a picture goes as the list of its numbers.
        told["logo"] = {"format": _FORMATS[look.logo.media_type], "alt": look.logo.alt, "data": [*look.logo.read()]}
    return told


@cache
def report_fonts(family: str = OWN_FONT) -> Any:
    """Return the font, loaded once per process. Raises CannotWritePdf when a face of it is missing."""
    font = FONTS[family]
    weights: set[int] = set()
    if font.folder is not None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font.folder)])
        weights = {face.weight for face in fonts.fonts() if face.family == family and face.style == "normal"}
    if not weights >= WEIGHTS:
        raise CannotWritePdf(
            _("The PDF could not be made: the font %(font)s is not complete. Install the package %(package)s again.")
            % {"font": family, "package": font.package}
        )
    return fonts


def first_page(drawn: object) -> bytes:
    """Return the first of the pages that Typst drew as pictures: it gives one as bytes, and several as a list."""
    page = drawn[0] if isinstance(drawn, list) else drawn
    if not isinstance(page, bytes):
        raise TypeError(f"Typst returned {type(page).__name__} instead of a picture")
    return page


def explained(error: typst.TypstError) -> CannotWritePdf:
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
