"""What stands on every page and belongs to none: headers, footers, page numbers."""

import re
from collections import Counter
from typing import Final

from rimlig.documents.words import PAGE_HEADER
from rimlig.imports.pdf.geometry import PageLayout, TextLine

_PAGE_NUMBER: Final = re.compile(
    rf"(?:{PAGE_HEADER}\s*)?(?:sida?n?\.?\s*)?\d+\s*(?:\(\s*\d+\s*\)|av\s+\d+|/\s*\d+)|{PAGE_HEADER}|sida?n?\s+\d+",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d+")
_EDGE: Final = 0.13
"""The share of a page's height where furniture stands, at the top and at the bottom."""


def without_furniture(pages: list[PageLayout]) -> None:
    """Take the furniture out of the pages' lines."""
    seen = Counter(key for page in pages for key in {_key(line, page) for line in page.lines if _at_edge(line, page)})
    often = max(2, 0.5 * len(pages))
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not (
                _at_edge(line, page) and (_PAGE_NUMBER.fullmatch(line.text.strip()) or seen[_key(line, page)] >= often)
            )
        ]


def _at_edge(line: TextLine, page: PageLayout) -> bool:
    return line.baseline < _EDGE * page.height or line.baseline > (1 - _EDGE) * page.height


def _key(line: TextLine, page: PageLayout) -> tuple[str, int]:
    """Return what makes lines on different pages the same: their words, and how far they stand from the nearer edge."""
    edge = line.baseline if line.baseline < page.height / 2 else line.baseline - page.height
    return _DIGITS.sub("#", line.text.strip()), round(edge / 3)
