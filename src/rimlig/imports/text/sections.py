"""Parting a text into running text and tables, whatever tool has extracted it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rimlig.documents import words
from rimlig.imports.text.header import header_end
from rimlig.imports.text.lines import Line
from rimlig.imports.text.prose import is_goal_heading, is_section

_NEAR = 4  # lines with words between a goal's heading and its first process


@dataclass(frozen=True, slots=True)
class Section:
    """Running text, or a table: then `pages` has the header row and what stands under it, for each of its pages.

    `lines` are the lines of all pages. In a table, a line that begins a page
    stands right after a repeated header. `place` is what a person knows the
    table by: the process and the working method.
    """

    lines: list[Line]
    pages: tuple["TablePage", ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class TablePage:
    """The part of a table that stands on one page: the lines of its header row, and those under it."""

    header: list[Line]
    lines: list[Line]


def sections_of(lines: list[Line]) -> Iterator[Section]:
    """Give the sections in order. A table ends where a label, a goal or a known section begins."""
    at = 0
    name = ""
    repeats = _repeats_headers(lines)
    while at < len(lines):
        start = at
        at, end = _next_header(lines, at)
        if at > start:
            name = _name(lines[start:at]) or name
            yield Section(lines[start:at])
        if end is not None:
            pages, at = _table(lines, at, end, repeats=repeats)
            yield Section([line for page in pages for line in page.lines], tuple(pages), name)


def _next_header(lines: list[Line], at: int) -> tuple[int, int | None]:
    for index in range(at, len(lines)):
        end = header_end(lines, index)
        if end is not None:
            return index, end
    return len(lines), None


def _name(lines: list[Line]) -> str:
    """Return the process and the working method that running text before a table ends with."""
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


def _repeats_headers(lines: list[Line]) -> bool:
    """Tell whether the document repeats a table's header on each page: then there are more headers than tables."""
    tables = sum(line.words.startswith(words.WORKING_METHOD) for line in lines)
    headers = 0
    at = 0
    while at < len(lines):
        end = header_end(lines, at)
        headers += end is not None
        at = end or at + 1
    return headers > tables > 0


def _table(lines: list[Line], start: int, at: int, *, repeats: bool) -> tuple[list[TablePage], int]:
    """Return the pages of the table whose header has the lines from `start` to `at`, and where the table has ended."""
    pages = [TablePage(lines[start:at], [])]
    while at < len(lines) and not _ends_table(lines, at):
        end = header_end(lines, at)
        line = lines[at]
        if end is not None:
            pages.append(TablePage(lines[at:end], []))
            at = end
            continue
        under = pages[-1].lines
        if line.page and repeats and any(each.words for each in under):
            break  # a page of the table would have begun with its header
        if len(pages) > 1 and line.words and not any(each.words for each in under):
            # A repeated header is a page break, whether or not the page has said so itself.
            line = replace(line, page=True)
        under.append(line)
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
