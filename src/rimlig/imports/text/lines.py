"""The lines of a text, page by page, without what stands on every page."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rimlig.documents import words

_PAGE_NUMBER: Final = re.compile(
    r"(?P<before>.{0,120}?)(?:^|\s)Sid(?:a|an|or)?\.?\s(?P<page>\d{1,4})(?:\s?\(|\sav\s|/)?(?P<of>\d{0,4})\)?"
)
_WIDEST: Final = 500  # characters: a page header from edge to edge
_FEWEST_PAGES: Final = 3
"""A line that begins or ends so many pages, each time alone with its page's number, is no content."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its spaces. `page` says that it begins a page."""

    text: str
    number: int
    page: bool = False

    @property
    def words(self) -> str:
        """The line without the spaces around it."""
        return self.text.strip()


def lines_of(text: str) -> list[Line]:
    """Return the lines of the text; page headers, page footers and page numbers are left out."""
    raw = text.split("\n")
    starts = {number for number, line in enumerate(raw) if "\f" in line}
    raw = [line.replace("\f", "") for line in raw]
    furniture = _numbered_furniture(raw) | _repeated_furniture(raw, starts)
    lines: list[Line] = []
    page = False
    for index, line in enumerate(raw):
        page = page or index in starts or index in furniture
        if index in furniture:
            continue
        begins = page and bool(line.strip())
        # Extracted pages without a header are put together with nothing between
        # them: the next one's first line begins with the space of its empty header.
        begins = begins or (line[:1] == " " and bool(line.strip()) and _follows_at_once(raw, index))
        lines.append(Line(line, index + 1, begins))
        page = page and not begins
    return lines


def _follows_at_once(raw: list[str], index: int) -> bool:
    return index > 0 and raw[index - 1].endswith(" ") and bool(raw[index - 1].strip()) and raw[index].endswith(" ")


def _numbered_furniture(raw: list[str]) -> set[int]:
    """Return the lines that give a page number, and the ones beside them that come with every such line."""
    found = [
        (index, match)
        for index, line in enumerate(raw)
        if "Sid" in line and len(line) < _WIDEST and (match := _PAGE_NUMBER.fullmatch(" ".join(line.split())))
    ]
    totals = Counter((match["of"], match["before"].strip()) for _index, match in found)
    if not found:
        return set()
    usual = totals.most_common(1)[0][0]
    last = 0
    pages: list[int] = []
    for index, match in found:
        # A cell may say "Sid 1 (2)": page numbers only rise, all with the same total.
        if (match["of"], match["before"].strip()) == usual and int(match["page"]) > last:
            pages.append(index)
            last = int(match["page"])
    return set(pages) | _beside(raw, pages)


def _beside(raw: list[str], pages: list[int]) -> set[int]:
    """Return the lines just before or after page-number lines that are the same every time."""
    neighbours: dict[str, list[int]] = {}
    for index in pages:
        for step in (-1, 1):
            for other in range(index + step, index + 4 * step, step):
                if not 0 <= other < len(raw):
                    break
                if words_of := raw[other].strip():
                    neighbours.setdefault(words_of, []).append(other)
                    break
    return {
        index
        for text, indexes in neighbours.items()
        if text == words.PAGE_HEADER
        or (len(indexes) >= _FEWEST_PAGES and len(indexes) * 2 > len(pages) and not _is_table_header(text))
        for index in indexes
    }


def _is_table_header(text: str) -> bool:
    return any(text.startswith(column.split()[0]) for column in words.COLUMNS)


def _repeated_furniture(raw: list[str], starts: set[int]) -> set[int]:
    """Return first and last lines of pages parted by form feeds that are the same but for their numbers."""
    edges = [0, *sorted(starts), len(raw)]
    candidates: dict[tuple[str, str], list[int]] = {}
    for first, end in pairwise(edges):
        filled = [index for index in range(first, end) if raw[index].strip()]
        for side, index in (("top", filled[0]), ("bottom", filled[-1])) if filled else ():
            candidates.setdefault((side, re.sub(r"\d+", "#", raw[index].strip())), []).append(index)
    return {
        index
        for (_side, template), indexes in candidates.items()
        if len(indexes) >= _FEWEST_PAGES and len(indexes) * 2 > len(starts) and not _is_table_header(template)
        for index in indexes
    }
