"""Our own Word template: the parts in word_parts/, put together to a .docx that anyone can open and change in Word.

A municipality's template is used in the same way. Whatever stands between
{{ }} and {% %} in it is filled in by docxtpl; see the names in word.py.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from lxml import etree

from rimlig.appearance import colours, fonts
from rimlig.appearance.colours import light_palette
from rimlig.reporting.packing import zipped

OFFICE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_ACCENT, _WEAK, _LETTERS = "0A5563", "E1EFF1", "Calibri"  # as they stand in styles.xml
PARTS: Final = {
    "document": "document.main",
    "styles": "styles",
    "settings": "settings",
    "header": "header",
    "footer": "footer",
}
"""The parts, and the content type of each."""


@cache
def default_template(accent: str = colours.STANDARD, family: str = fonts.STANDARD) -> bytes:
    """Return our own template as the bytes of a .docx, in the colour and letters of a municipality."""
    palette = light_palette(accent)
    # Our own look takes a font that every Word has. Another one is asked for by name, and Word takes its like without it.
    letters = _LETTERS if family == fonts.STANDARD else family
    look = {_ACCENT: palette.accent[1:].upper(), _WEAK: palette.weak[1:].upper(), _LETTERS: letters}
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("rIdDocument", "officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations(
            (f"rId{part.title()}", part, f"{part}.xml") for part in PARTS if part != "document"
        ),
    }
    parts = {f"word/{part}.xml": _part(part) for part in PARTS}
    parts["word/styles.xml"] = _in_look(parts["word/styles.xml"], look)
    return zipped(members | parts)


def members_of(template: bytes) -> dict[str, bytes]:
    """Return the parts of a template by their names."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _in_look(styles: bytes, look: dict[str, str]) -> bytes:
    """Return the styles with our own colours and letters exchanged for others."""
    text = styles.decode()
    return re.sub("|".join(look), lambda found: look[found[0]], text).encode()


def _part(name: str) -> bytes:
    """Return a part without the line breaks and comments that are there for people."""
    source = files("rimlig.reporting").joinpath(f"word_parts/{name}.xml").read_bytes()
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    xml: bytes = etree.tostring(etree.fromstring(source, parser), xml_declaration=True, encoding="UTF-8")
    return xml


def _content_types() -> bytes:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{OFFICE}.{kind}+xml"/>' for part, kind in PARTS.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    ).encode()


def _relations(relations: Iterable[tuple[str, str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{identity}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for identity, kind, target in relations
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'.encode()
