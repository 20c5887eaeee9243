"""The mark of what nobody has decided, on every page of a Word document: also by a template that does not name it."""

import re
from collections.abc import Iterator
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import RGBColor

_INK: Final = RGBColor(0x7D, 0x52, 0x00)  # as in word_parts/header.xml
_NAMES_IT: Final = re.compile(r"\{[{%][^}]*\bmark\b")


def mark_every_page(document: Any, mark: str) -> None:
    """Put the mark first in each header of a template that does not name it. Without a mark it is left as it is.

    Before it is filled in: docxtpl puts other parts in the place of the headers, which python-docx then does not find.
    """
    if not mark:
        return
    for header in _headers(document):
        if not _NAMES_IT.search("".join(header._element.itertext())):  # noqa: SLF001  # its tables and fields too
            paragraph = header.paragraphs[0].insert_paragraph_before()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(mark)
            run.bold = True
            run.font.color.rgb = _INK


def _headers(document: Any) -> Iterator[Any]:
    """Give the header of each kind of page that there is; one that a section takes from the one before is given once."""
    for number, section in enumerate(document.sections):
        kinds = [section.header]
        if section.different_first_page_header_footer:
            kinds.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            kinds.append(section.even_page_header)
        yield from (header for header in kinds if number == 0 or not header.is_linked_to_previous)
