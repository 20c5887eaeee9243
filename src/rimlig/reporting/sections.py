"""A document of blocks as its sections, each under its heading and inside the section that it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rimlig.reporting.blocks import Block, BlockDocument, Heading, Paragraph, Piece


@dataclass
class BlockGroup:
    """One block, or the items of a list that follow each other."""

    block: Block
    items: list[Paragraph] = field(default_factory=list)


@dataclass
class Section:
    """A heading, what stands under it, and the sections inside it. The document itself is a section without a heading."""

    heading: Heading | None = None
    blocks: list[Block] = field(default_factory=list)
    parts: "list[Section]" = field(default_factory=list)

    @property
    def groups(self) -> list[BlockGroup]:
        """What stands directly under the heading."""
        return list(grouped(self.blocks))

    @property
    def sign(self) -> Piece | None:
        """The level or status that the section begins with, if it does."""
        first = self.blocks[0] if self.blocks else None
        pieces = first.pieces if isinstance(first, Paragraph) else ()
        return pieces[0] if len(pieces) == 1 and pieces[0].sign is not None else None


def grouped(blocks: "tuple[Block, ...] | list[Block]") -> Iterator[BlockGroup]:
    """Give the blocks in order, the items of each list together: those who listen hear how many there are."""
    group: BlockGroup | None = None
    for block in blocks:
        is_item = isinstance(block, Paragraph) and block.bullet
        if group is not None and not (is_item and group.items):
            yield group
            group = None
        group = group or BlockGroup(block)
        if isinstance(block, Paragraph) and block.bullet:
            group.items.append(block)
    if group is not None:
        yield group


def sections_of(document: BlockDocument) -> Section:
    """Return the document as a tree of sections. No heading skips a level, so each has its place."""
    above = [Section()]
    for block in document.blocks:
        if isinstance(block, Heading):
            del above[block.level :]
            above[-1].parts.append(Section(block))
            above.append(above[-1].parts[-1])
        else:
            above[-1].blocks.append(block)
    return above[0]
