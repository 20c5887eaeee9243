"""The contents of a Word report: filled in at once, so that no one meets an empty list or a question about fields.

Word fills a table of contents only when it is told to, and asks first. So
the entries are written here, each a link to its heading. Their page numbers
are fields without a value: Word counts the pages when it prints, saves a PDF,
or is asked to (“Uppdatera tabell”, F9).
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_LEVELS: Final = re.compile(r'\\o\s+"(\d)-(\d)"')


def fill_contents(body: Any) -> None:
    """Write the entries of the first table-of-contents field in the body: its headings, as deep as the field says.

    The body is the w:body element of a document. Without such a field, or
    without headings, nothing changes.
    """
    field = next((run for run in body.iter(qn("w:instrText")) if (run.text or "").strip().startswith("TOC")), None)
    if field is None:
        return
    first, last = _extent(field)
    levels = _LEVELS.search(field.text)
    low, high = (int(levels[1]), int(levels[2])) if levels else (1, 3)
    headings = [(level, heading) for level, heading in _headings(body) if low <= level <= high]
    if not headings:
        return
    entries = [_entry(level, _bookmarked(heading, number)) for number, (level, heading) in enumerate(headings, start=1)]
    _put_field_around(entries, deepcopy(field))
    for paragraph in [*first.itersiblings(qn("w:p"))]:
        if first is last or paragraph.getprevious() is last:
            break
        paragraph.getparent().remove(paragraph)
    for entry in entries:
        first.addprevious(entry)
    first.getparent().remove(first)


def _extent(field: Any) -> tuple[Any, Any]:
    """Return the paragraphs in which the field begins and ends; fields inside it are passed over."""
    first = next(field.iterancestors(qn("w:p")))
    depth = 1
    paragraph = first
    for paragraph in (first, *first.itersiblings(qn("w:p"))):
        started = paragraph is not first
        for element in paragraph.iter(qn("w:fldChar"), qn("w:instrText")):
            if element is field:
                started = True
            elif started and element.tag == qn("w:fldChar"):
                depth += {"begin": 1, "end": -1}.get(element.get(qn("w:fldCharType")), 0)
                if depth == 0:
                    return first, paragraph
    return first, paragraph


def _headings(body: Any) -> Iterator[tuple[int, Any]]:
    """Yield level and paragraph of each heading by style; tables have none."""
    for paragraph in body.iterchildren(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = "" if style is None else style.get(qn("w:val"))
        match = re.fullmatch(r"(?:Heading|Rubrik)(\d)", name)
        if match:
            yield int(match[1]), paragraph


def _bookmarked(heading: Any, number: int) -> tuple[str, str]:
    """Put a bookmark around the heading's text; return the text and the bookmark's name."""
    name = f"_Toc{number:08}"
    start = OxmlElement("w:bookmarkStart", {qn("w:id"): str(number), qn("w:name"): name})
    properties = heading.find(qn("w:pPr"))
    properties.addnext(start)
    heading.append(OxmlElement("w:bookmarkEnd", {qn("w:id"): str(number)}))
    return "".join(text.text or "" for text in heading.iter(qn("w:t"))), name


def _entry(level: int, heading: tuple[str, str]) -> Any:
    text, bookmark = heading
    paragraph = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    properties.append(OxmlElement("w:pStyle", {qn("w:val"): f"TOC{level}"}))
    link = OxmlElement("w:hyperlink", {qn("w:anchor"): bookmark, qn("w:history"): "1"})
    link.append(_run("w:t", text))
    link.append(_run("w:tab"))
    # The number stays empty until the program that lays out the pages has counted: a guess would be worse than none.
    link.extend([_field_mark("begin"), _run("w:instrText", f" PAGEREF {bookmark} \\h "), _field_mark("separate")])
    link.append(_field_mark("end"))
    paragraph.extend([properties, link])
    return paragraph


def _put_field_around(entries: list[Any], instruction: Any) -> None:
    start = OxmlElement("w:r")
    start.append(instruction)
    for element in (_field_mark("separate"), start, _field_mark("begin")):
        entries[0].find(qn("w:pPr")).addnext(element)
    entries[-1].append(_field_mark("end"))


def _field_mark(kind: str) -> Any:
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): kind}))
    return run


def _run(tag: str, text: str = "") -> Any:
    run = OxmlElement("w:r")
    element = OxmlElement(tag)
    if text:
        element.text = text
        element.set(qn("xml:space"), "preserve")
    run.append(element)
    return run
