"""Parting a text into running text and tables, whatever tool has extracted it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rimlig.documents import words
from rimlig.imports.text.header import headers_in
from rimlig.imports.text.lines import Line
from rimlig.imports.text.prose import is_goal_heading, is_section

_NEAR = 4  # lines with words between a goal's heading and its first process


@dataclass(frozen=True, slots=True)
class Section:
    """Running text, or a table: then `pages` has the header row and what stands under it, for each of its pages.

    `lines` are the lines of all pages. In a table, a line that begins a page
    stands right after a repeated header.
    """

    lines: list[Line]
    pages: tuple["TablePage", ...] = ()


@dataclass(frozen=True, slots=True)
class TablePage:
    """The part of a table that stands on one page: the lines of its header row, and those under it."""

    header: list[Line]
    lines: list[Line]


def sections_of(lines: list[Line]) -> Iterator[Section]:
    """Give the sections in order. A table ends where a label, a goal or a known section begins."""
    headers = headers_in(lines)
    starts = [*headers, len(lines)]
    tables = sum(line.words.startswith(words.WORKING_METHOD) for line in lines)
    repeated = len(headers) > tables > 0  # the header stands on every page of a table
    at = 0
    for start in starts:
        if start < at:
            continue  # a repeated header, inside a table
        if start > at:
            yield Section(lines[at:start])
        if start < len(lines):
            pages, at = _table(lines, start, headers, repeated=repeated)
            yield Section([line for page in pages for line in page.lines], tuple(pages))


def name_before(lines: list[Line]) -> str:
    """Return the process and the working method that running text before a table names last."""
    found: dict[str, str] = {}
    label = ""
    for line in lines:
        for each in (words.PROCESS, words.WORKING_METHOD):
            if line.words.startswith(each):
                label = each
                found[each] = ""
        if label and line.words:
            found[label] = f"{found[label]} {line.words}".strip()
    return ", ".join(found.values())


def _table(lines: list[Line], start: int, headers: dict[int, int], *, repeated: bool) -> tuple[list[TablePage], int]:
    """Return the pages of the table whose header begins at line `start`, and where the table has ended."""
    pages: list[TablePage] = []
    at = start
    filled = False  # the page has words under its header
    while at < len(lines) and not _ends_table(lines, at):
        line = lines[at]
        if at in headers:
            pages.append(TablePage(lines[at : headers[at]], []))
            at, filled = headers[at], False
            continue
        if line.page and repeated and filled:
            break  # a page of the table would have begun with its header
        if line.words and not filled:
            # A repeated header is a page break, whether or not the page has said so itself.
            line, filled = replace(line, page=len(pages) > 1), True
        pages[-1].lines.append(line)
        at += 1
    return pages, at


def _ends_table(lines: list[Line], at: int) -> bool:
    begins = lines[at].words
    if begins.startswith((words.PROCESS, words.WORKING_METHOD)):
        return True
    if is_section(begins):
        return lines[at].page or (at > 0 and not lines[at - 1].words)
    return is_goal_heading(begins) and _process_is_near(lines, at)


def _process_is_near(lines: list[Line], at: int) -> bool:
    filled = (line for line in lines[at + 1 : at + 4 * _NEAR] if line.words)
    return any(line.words.startswith(words.PROCESS) for _near, line in zip(range(_NEAR), filled, strict=False))
