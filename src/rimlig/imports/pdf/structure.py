"""The structure tree of a tagged PDF: which marked pieces make a heading, a paragraph, a cell."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

_MAX_DEPTH: Final = 60
"""Deeper than any real document's tags; a tree that bites its own tail ends here."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked piece of text: the page object's number in the file and the mark's on that page."""

    page: Any
    number: int


@dataclass(slots=True)
class Element:
    """One element with what is in it, in order."""

    kind: str  # the standard name: "H1", "P", "TD"
    children: "list[Element | Marked]" = field(default_factory=list)
    columns: int = 1
    rows: int = 1

    def marks(self) -> Iterator[Marked]:
        """Give every marked piece below, in order."""
        for child in self.children:
            if isinstance(child, Marked):
                yield child
            else:
                yield from child.marks()


def structure(document: PDFDocument) -> Element | None:
    """Return the root of the document's tags, or None when it has none."""
    root = resolve1(document.catalog.get("StructTreeRoot"))
    if not isinstance(root, dict) or "K" not in root:
        return None
    roles = {name: _name(role) for name, role in (resolve1(root.get("RoleMap")) or {}).items()}
    tree = Element("Root")
    _Reader(roles, {}).fill(tree, root["K"], None, 0)
    return tree


@dataclass(slots=True)
class _Reader:
    roles: dict[str, str]
    seen: dict[int, bool]

    def fill(self, element: Element, kids: Any, page: Any, depth: int) -> None:
        """Put the children in their element. `page` is the one that marks without a page of their own stand on."""
        if depth > _MAX_DEPTH:
            return
        kids = kids if isinstance(kids, list) else [kids]
        if len(kids) == 1 and isinstance(resolve1(kids[0]), list):
            kids = resolve1(kids[0])
        for kid in kids:
            if isinstance(kid, PDFObjRef):
                if kid.objid in self.seen:
                    continue
                self.seen[kid.objid] = True
            self._add(element, resolve1(kid), page, depth)

    def _add(self, element: Element, value: Any, page: Any, depth: int) -> None:
        if isinstance(value, int):
            element.children.append(Marked(page, value))
        elif isinstance(value, dict):
            page = _page(value.get("Pg"), page)
            if "S" in value:
                child = Element(self._standard(_name(value["S"])), *_spans(value))
                element.children.append(child)
                self.fill(child, value.get("K", []), page, depth + 1)
            elif isinstance(number := resolve1(value.get("MCID")), int) and "Stm" not in value:
                element.children.append(Marked(page, number))

    def _standard(self, name: str) -> str:
        for _step in range(len(self.roles)):
            if name not in self.roles or self.roles[name] == name:
                break
            name = self.roles[name]
        return name


def _page(reference: Any, otherwise: Any) -> Any:
    return reference.objid if isinstance(reference, PDFObjRef) else otherwise


def _name(value: Any) -> str:
    value = resolve1(value)
    name = value.name if isinstance(value, PSLiteral) else value
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)


def _spans(value: dict[str, Any]) -> tuple[list[Element | Marked], int, int]:
    """Return no children yet, and how many columns and rows a cell takes."""
    attributes = resolve1(value.get("A"))
    columns = rows = 1
    for each in attributes if isinstance(attributes, list) else [attributes]:
        each = resolve1(each)  # noqa: PLW2901  (the same thing, read)
        if isinstance(each, PDFStream):
            each = each.attrs  # noqa: PLW2901
        if isinstance(each, dict):
            columns, rows = (_number(each.get(key), old) for key, old in (("ColSpan", columns), ("RowSpan", rows)))
    return [], columns, rows


def _number(value: Any, otherwise: int) -> int:
    value = resolve1(value)
    return value if isinstance(value, int) and 0 < value < 1000 else otherwise  # noqa: PLR2004  (a table has fewer)
