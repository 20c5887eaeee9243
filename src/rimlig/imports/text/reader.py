"""Text to blocks: which form the text has, and the reader for that form."""

from dataclasses import replace

from django.utils.translation import gettext as _

from rimlig.documents import words
from rimlig.imports.blocks import Block, Paragraph, Row, Unreadable
from rimlig.imports.text.chunks import Chunk, chunks_of, is_spaced
from rimlig.imports.text.column_tables import ColumnTable, TableRow, Widths, check_doubts
from rimlig.imports.text.columns import column_lines, is_laid_out
from rimlig.imports.text.header import is_part_of_header
from rimlig.imports.text.lines import Line, lines_of
from rimlig.imports.text.plans import is_action_plans, read_action_plans
from rimlig.imports.text.prose import Prose, paragraphs, with_whole_title, without_contents
from rimlig.imports.text.sections import Section, name_before, sections_of
from rimlig.imports.text.spaced_tables import narrow_width, read_table
from rimlig.imports.text.unclear import Unclear

MAX_CHARACTERS = 20_000_000
MAX_LINES = 100_000  # some fifteen hundred pages
_LONGEST_COVER = 12  # paragraphs


def read_text(text: str) -> list[Block]:
    """Return the paragraphs and table rows of a document's text, in order.

    `text` is what `encoding.decode` gives. Raises Unreadable with a sentence
    for people when it is far too long, when nothing in it is of this family of
    documents, and when it does not tell which cell of a table a text is in:
    then with the line, the process and the working method.
    """
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        raise Unreadable(
            _(
                "The text is longer than any report: more than 20 million characters or 100,000 lines. Choose the report itself."
            )
        )
    lines = with_whole_title(without_contents(lines_of(text)))
    sections = list(sections_of(lines))
    running = [line for section in sections if not section.pages for line in section.lines]
    for line in running:
        if is_part_of_header(line.words):
            raise Unreadable(_unclear(line.number, sections))
    if not any(section.pages for section in sections):
        return _without_tables(lines)
    prose = Prose.of(running)
    tables = _tables(sections)
    blocks: list[Block] = []
    for index, section in enumerate(sections):
        if section.pages:
            blocks += tables[index]
        else:
            before_table = index + 1 < len(sections) and bool(sections[index + 1].pages)
            blocks += paragraphs(section.lines, prose.within(section.lines), before_table=before_table)
    return _with_cover(blocks)


def _with_cover(blocks: list[Block]) -> list[Block]:
    """Return the blocks with the title of a cover page of ours as text: it may have the words of a section's heading."""
    for index, block in enumerate(blocks[:_LONGEST_COVER]):
        if isinstance(block, Paragraph) and block.text.startswith(words.KIND_LABEL):
            title = [replace(each, level=0) for each in blocks[:index] if isinstance(each, Paragraph)]
            return [*title, *blocks[index:]]
    return blocks


def _without_tables(lines: list[Line]) -> list[Block]:
    if is_action_plans(lines):
        return _with_cover(read_action_plans(lines))
    return _with_cover(list(paragraphs(lines, Prose.of(lines))))


def _tables(sections: list[Section]) -> dict[int, list[Row]]:
    """Return the rows of each table by the section's index. The first unclear line of any table refuses the text."""
    tables = {index: section for index, section in enumerate(sections) if section.pages}
    try:
        if all(is_laid_out(page) for section in tables.values() for page in section.pages):
            return _laid_out(tables)
        if all(is_spaced(page) for section in tables.values() for page in section.pages):
            return _spaced(tables)
    except Unclear as unclear:
        raise Unreadable(_unclear(unclear.number, sections)) from unclear
    first = next(iter(tables.values()))
    raise Unreadable(_unclear(first.pages[0].header[0].number, sections))


def _spaced(tables: dict[int, Section]) -> dict[int, list[Row]]:
    chunks: dict[int, list[Chunk]] = {index: chunks_of(section.lines) for index, section in tables.items()}
    narrow = narrow_width(chunks.values())
    return {index: read_table(table, narrow) for index, table in chunks.items()}


def _laid_out(tables: dict[int, Section]) -> dict[int, list[Row]]:
    lines = {index: column_lines(section.pages) for index, section in tables.items()}
    widths = Widths.of(lines.values())
    rows: dict[int, list[TableRow]] = {}
    for index, table in lines.items():
        reading = ColumnTable(widths)
        for line in table:
            reading.take(line)
        rows[index] = reading.done()
    check_doubts(rows.values())
    return {index: [row.row(widths) for row in table] for index, table in rows.items()}


def _unclear(number: int, sections: list[Section]) -> str:
    """Return the sentence for people: the line, and the process and the working method of its table."""
    lines = [line for section in sections if not section.pages for line in section.lines if line.number < number]
    return _(
        "The text does not tell which column some words of the table at line %(number)d are in (%(table)s)."
        " Choose the report as PDF or Word instead."
    ) % {"number": number, "table": name_before(lines)}
