"""A document of blocks as its sections: nothing is lost, and each stands in the one that it belongs to."""

from rimlig.documents.document import Deviation
from rimlig.reporting.blocks import Block, BlockDocument, Heading, paragraph, signed, table
from rimlig.reporting.sections import Section, sections_of

LEAD = paragraph("Inledning")
BLOCKS: tuple[Block, ...] = (
    LEAD,
    Heading(1, "2026", "utgava-1"),
    Heading(2, "Svar"),
    Heading(3, "Granen"),
    paragraph(signed(Deviation.MINOR)),
    paragraph("En grupp", bullet=True),
    paragraph("Två grupper", bullet=True),
    Heading(3, "Lyktan"),
    paragraph("Alla."),
    Heading(1, "Underlag"),
    table("Underlag", ["Vad"], [["Lista"]]),
)


def _blocks(section: Section) -> list[Block]:
    heading: list[Block] = [section.heading] if section.heading else []
    return [*heading, *section.blocks, *(block for part in section.parts for block in _blocks(part))]


def test_each_section_stands_in_the_one_that_it_belongs_to() -> None:
    whole = sections_of(BlockDocument("Akten", BLOCKS))
    assert (whole.heading, whole.blocks) == (None, [LEAD])
    first, last = whole.parts
    assert [part.heading for part in first.parts[0].parts] == [BLOCKS[3], BLOCKS[7]]
    assert (last.heading, last.parts) == (BLOCKS[9], [])
    assert tuple(_blocks(whole)) == BLOCKS


def test_a_section_tells_the_level_that_it_begins_with_and_keeps_its_lists_together() -> None:
    granen, lyktan = sections_of(BlockDocument("Akten", BLOCKS)).parts[0].parts[0].parts
    assert granen.sign == signed(Deviation.MINOR)
    assert lyktan.sign is None
    assert [len(group.items) for group in granen.groups] == [0, 2]
