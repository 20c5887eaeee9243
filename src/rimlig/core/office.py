"""Word and Excel files as packages of XML parts: which program's they are, and their parts read with care."""

import io
import posixpath
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree

from rimlig.core.archive import DAMAGE, check_archive, damaged, protected
from rimlig.core.errors import Unreadable

MOST_XML: Final = 25_000_000
"""Bytes of one part. As a tree the worst of them takes twenty times as much memory."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# “Strict Open XML” is the same language under other names.
_STRICT: Final = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
}


class Program(StrEnum):
    """Whose file it is, by the content type of its main part."""

    WORD = "wordprocessingml.document.main+xml"
    EXCEL = "spreadsheetml.sheet.main+xml"


@dataclass(frozen=True, slots=True)
class Package:
    """An Office file that has passed the guard."""

    archive: zipfile.ZipFile
    main: str  # the name of the main part
    content_types: dict[str, str]  # of each named part

    def part(self, name: str) -> bytes | None:
        """Return a part's bytes, or None when there is no such part. Raises Unreadable when it is too large."""
        try:
            if self.archive.getinfo(name).file_size > MOST_XML:
                raise Unreadable(too_large())
            return self.archive.read(name)
        except KeyError:
            return None
        except DAMAGE as error:
            raise Unreadable(damaged()) from error

    def named(self, content_type: str) -> list[str]:
        """Return the names of the parts whose content type ends so."""
        return [name for name, known in self.content_types.items() if known.endswith(content_type)]


def open_package(data: bytes, wanted: Program) -> Package:
    """Return the package of a Word or Excel file.

    Raises Unreadable for every other file: empty, protected, in an old or
    foreign format, with macros, damaged, too large, or the other program's.
    """
    if data.startswith(_OLE):
        raise Unreadable(protected() if "EncryptedPackage".encode("utf-16-le") in data else _old_format())
    if not data.startswith(b"PK"):
        raise Unreadable(_not_office(wanted))
    check_archive(data)
    archive = zipfile.ZipFile(io.BytesIO(data))
    types = _content_types(archive, wanted)
    if any("macroEnabled" in kind for kind in types.values()):
        raise Unreadable(
            _("The file contains macros. Save it as an ordinary document (.docx or .xlsx) and choose it again.")
        )
    for name, kind in types.items():
        if kind.endswith(wanted) and name in archive.NameToInfo:
            return Package(archive, name, types)
    raise Unreadable(_not_office(wanted))


def too_large() -> str:
    """Return the sentence about a file that is whole, and longer than any plan or report."""
    return _("The file is too large to be a plan or a report. Choose the report itself, without its attachments.")


def parse(xml: bytes) -> Any:
    """Return the root element of a part. Nothing outside it is fetched, and no entity is expanded.

    Raises Unreadable when it is not well-formed, or declares a document type,
    which Office files never do.
    """
    for strict, usual in _STRICT.items():
        xml = xml.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(damaged()) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(damaged())
    return root


def _content_types(archive: zipfile.ZipFile, wanted: Program) -> dict[str, str]:
    """Return the content type of each part, whether it is named or known by its extension."""
    try:
        listed = archive.read("[Content_Types].xml")
    except DAMAGE as error:
        raise Unreadable(_not_office(wanted)) from error
    root = parse(listed)
    by_extension = {
        default.get("Extension", "").casefold(): default.get("ContentType", "")
        for default in root.iter(f"{_TYPES}Default")
    }
    types = {name: by_extension.get(posixpath.splitext(name)[1][1:].casefold(), "") for name in archive.namelist()}
    overrides = root.iter(f"{_TYPES}Override")
    return types | {part.get("PartName", "").lstrip("/"): part.get("ContentType", "") for part in overrides}


def _old_format() -> str:
    return _("The file is in an old Office format (.doc or .xls). Save it as .docx or .xlsx and choose it again.")


def _not_office(wanted: Program) -> str:
    if wanted is Program.WORD:
        return _("The file is not a Word document (.docx). Open it in its own program and save it as .docx.")
    return _("The file is not an Excel workbook (.xlsx). Open it in its own program and save it as .xlsx.")
