"""What is looked for in the file of a template before anything in it is used: nothing that runs, and nothing from outside."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from rimlig.core.office import Package, Program, open_package, parse

MOST_BYTES: Final = 5_000_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RUNS: Final = re.compile(r"vba|activeX|/embeddings/|oleObject|\.bin$|afchunk", re.IGNORECASE)
_FETCHES: Final = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|DATABASE|MACROBUTTON|LINK|IMPORT|RD)\b", re.IGNORECASE
)
_WEB: Final = ("http://", "https://", "mailto:")
_FILLED: Final = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml")
"""The parts in which tags are filled in, by the ends of their content types."""


def opened(data: bytes) -> Package:
    """Return the file's package. Raises Unreadable for what is no whole, ordinary Word document."""
    return open_package(data, Program.WORD)


def filled_parts(package: Package) -> Iterator[Any]:
    """Yield the root element of each part in which tags are filled in."""
    for name, kind in package.content_types.items():
        if kind.endswith(_FILLED) and (part := package.part(name)) is not None:
            yield parse(part)


def dangers(package: Package) -> Iterator[str]:
    """Yield a sentence about each thing in the file that could run, or fetch something from elsewhere."""
    for name in package.archive.namelist():
        if _RUNS.search(name):
            yield _(
                "The document holds something that can run (%(name)s). Take it away in Word, and save it as .docx again."
            ) % {"name": name}
        elif name.endswith(".rels"):
            yield from _outside(parse(package.part(name) or b"<x/>"))
    for root in filled_parts(package):
        yield from _fields(root)


def _outside(relations: Any) -> Iterator[str]:
    for relation in relations.iter(_RELATION):
        if relation.get("TargetMode", "") != "External":
            continue
        kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
        if kind == "hyperlink" and target.lower().startswith(_WEB):
            continue  # leads somewhere only when a person follows it
        if kind == "attachedTemplate":
            yield _(
                "The document is tied to another template (%(target)s), which Word would fetch. In Word, choose"
                " Developer, Document Template, remove the path there, and save again."
            ) % {"target": target[:100]}
        else:
            yield _(
                "The document fetches something from outside (%(target)s). Put it into the document itself, and save again."
            ) % {"target": target[:100]}


def _fields(root: Any) -> Iterator[str]:
    written = [element.text or "" for element in root.iter(f"{_W}instrText")]
    written += [element.get(f"{_W}instr", "") for element in root.iter(f"{_W}fldSimple")]
    for instruction in written:
        found = _FETCHES.match(instruction.strip())
        if found:
            yield _(
                "The document has a field that fetches something (%(field)s). Take it away in Word, and save again."
            ) % {"field": instruction.strip()[:60]}
