"""Text to blocks: which form the text has, and the reader for that form."""

from django.utils.translation import gettext as _

from rimlig.documents import words
from rimlig.imports.blocks import Block, Row, Unreadable
from rimlig.imports.text.chunks import Chunk, chunks_of
from rimlig.imports.text.header import header_end
from rimlig.imports.text.lines import Line, lines_of
from rimlig.imports.text.plans import is_action_plans, read_action_plans
from rimlig.imports.text.prose import Ends, Prose, paragraphs
from rimlig.imports.text.sections import Section, sections_of
from rimlig.imports.text.spaced_tables import Unclear, narrow_width, read_table

MAX_CHARACTERS = 20_000_000


def read_text(text: str) -> list[Block]:
    """Return the paragraphs and table rows of a document's text, in order.

    `text` is what `encoding.decode` gives. Raises Unreadable with a sentence
    for people when it is far too long, when nothing in it is of this family of
    documents, and when it does not tell which cell of a table a text is in:
    then with the line, the process and the working method.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(_("The text is longer than 20 million characters, so it is no report. Choose the report itself."))
    lines = lines_of(text)
    sections = list(sections_of(lines))
    if not any(section.header for section in sections):
        return _without_tables(lines)
    running = [line for section in sections if not section.header for line in section.lines]
    prose = Prose.of(running)
    tables = _tables(sections)
    blocks: list[Block] = []
    for index, section in enumerate(sections):
        if section.header:
            blocks += tables[index]
        else:
            before_table = index + 1 < len(sections) and bool(sections[index + 1].header)
            blocks += paragraphs(section.lines, prose, before_table=before_table)
    return blocks


def _without_tables(lines: list[Line]) -> list[Block]:
    if is_action_plans(lines):
        return read_action_plans(lines)
    return list(paragraphs(lines, Prose.of(lines)))


def _tables(sections: list[Section]) -> dict[int, list[Row]]:
    spaced: dict[int, list[Chunk]] = {index: chunks_of(section.lines) for index, section in enumerate(sections) if section.header}
    narrow = narrow_width(spaced.values())
    rows: dict[int, list[Row]] = {}
    for index, chunks in spaced.items():
        try:
            rows[index] = read_table(chunks, narrow)
        except Unclear as unclear:
            raise Unreadable(_unclear(sections[index], unclear.number)) from unclear
    return rows


def _unclear(section: Section, number: int) -> str:
    return _(
        "The text does not tell which column some words of the table at line %(number)d are in (%(table)s)."
        " Choose the report as PDF or Word instead."
    ) % {"number": number, "table": section.place}
