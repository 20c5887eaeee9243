"""The municipality's logo in a Word document: always a PNG there, which every Word can show, with its words for readers aloud."""

from typing import Any, Final

from docx.image.image import Image
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from rimlig.appearance.house_style import Logo
from rimlig.reporting.logo_picture import logo_file

WIDTH, HEIGHT = 60, 22
"""Millimetres: the field into which a logo fits, as in the PDF."""

NAME: Final = "Logotyp"
_DECORATION: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def picture_of(template: DocxTemplate, logo: Logo | None) -> Any:
    """Return the logo as a template puts it in its place, or nothing."""
    if logo is None:
        return ""
    return InlineImage(template, logo_file(logo), **size_of(logo))


def size_of(logo: Logo, width: int = WIDTH, height: int = HEIGHT) -> dict[str, Any]:
    """Return the width or the height that lets the logo fill its field."""
    picture = Image.from_file(logo_file(logo))
    is_wide = picture.px_width * height > picture.px_height * width
    return {"width": Mm(width)} if is_wide else {"height": Mm(height)}


def describe_pictures(body: Any, logo: Logo | None) -> None:
    """Give the logo its alternative text, or say that it is decoration. Other pictures of the template are left as they are."""
    if logo is None:
        return
    for properties in body.iter(qn("wp:docPr")):
        if properties.get("name", "").startswith("Picture ") and not properties.get("descr"):
            properties.set("name", NAME)
            if logo.alt:
                properties.set("descr", logo.alt)
            else:
                properties.append(parse_xml(_DECORATION))
