"""A table broken over pages: does the first row of the next page go on with the last one of this page?

The rules tell it where they can. Where they cannot, the words may: cells stand
at the top of their row, so a row that goes on has words only where the part
above ran out of room. What neither tells is not guessed.
"""

from typing import Final

from django.utils.translation import gettext as _

from rimlig.imports.blocks import Unreadable
from rimlig.imports.pdf.geometry import RuledCell, RuledRow
from rimlig.imports.pdf.paragraphs import Typesetting, had_room

_KEPT_TOGETHER: Final = 3
"""So many lines of a paragraph may be kept together, and so move to the next page although one or two had fitted."""

_ASCENT: Final = 0.75


def goes_on(above: RuledRow, below: RuledRow, columns: int, setting: Typesetting, page_end: float) -> bool:
    """Say whether `below` is the rest of `above`, in a table of so many columns.

    `page_end` is how far down text and tables reach on such pages, in points.
    Raises Unreadable when it cannot be told.
    """
    both = [(here, there) for here, there in zip(above.cells, below.cells, strict=False) if there.lines]
    if above.pattern != below.pattern or not both:
        return False
    if above.open_bottom or below.open_top:
        return True
    first = both[0][1].lines[0]
    pitch = setting.pitch(first) or 1.2 * first.size
    if page_end - above.bottom > (_KEPT_TOGETHER + 1) * pitch:
        return False  # a row that is cut fills its page
    rest = any(_is_cut(here, there, setting) for here, there in both)
    new = any(_had_room(here, there, _inset(above), setting) for here, there in both)
    if rest == new and len(above.cells) == columns:
        raise Unreadable(_cannot_be_told(above.page))
    # Merged cells are an analysis, and two analyses never follow each other.
    return rest or not new


def _cannot_be_told(page: int) -> str:
    return _(
        "On page %(number)d it cannot be told whether the last row of the table goes on at the top of the next page or"
        " a new row begins there. Choose the same report as Word, or as a PDF with tags (accessible PDF)."
    ) % {"number": page}


def _had_room(above: RuledCell, below: RuledCell, inset: float, setting: Typesetting) -> bool:
    """Say whether what stands below would have stood above if it were the same cell."""
    first = below.lines[0]
    pitch = setting.pitch(first) or 1.2 * first.size
    room = above.box[3] - inset
    if above.lines:
        fits = (room - above.lines[-1].baseline) / pitch - 0.5  # a new paragraph takes some space of its own
    else:
        fits = (room - above.box[1] - inset - _ASCENT * first.size) / pitch + 1
    needed = len(setting.paragraphs(below.lines, below.box[2] - inset)[0])
    return fits >= min(needed, _KEPT_TOGETHER) + 0.25


def _inset(row: RuledRow) -> float:
    """Return the space between rule and text at the top of the row's cells."""
    spaces = [cell.lines[0].baseline - _ASCENT * cell.lines[0].size - cell.box[1] for cell in row.cells if cell.lines]
    return max(0.0, min(spaces, default=0.0))


def _is_cut(above: RuledCell, below: RuledCell, setting: Typesetting) -> bool:
    """Say whether the cell's words stop in the middle of a paragraph."""
    if not above.lines:
        return False
    last, first = above.lines[-1], below.lines[0]
    if setting.spaces_mean_more:
        return last.text[-1:].isspace()
    right = above.box[2] - (min(line.left for line in above.lines) - above.box[0])
    in_sentence = last.text.rstrip()[-1:] not in ".!?:" and first.text.lstrip()[:1].islower()
    return in_sentence and not had_room(last, first, right)
