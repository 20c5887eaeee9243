"""What every reader of a legacy document delivers: its paragraphs and table rows, in order.

A reader knows one file type and nothing of internal control; `assemble` knows
the documents of this family and nothing of file types. Between them stand
these kinds of block.
"""

from dataclasses import dataclass

from rimlig.core.errors import Unreadable as Unreadable  # noqa: PLC0414  # every reader raises it, and knows this module

COLUMNS_IN_ROW = 6


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading or a piece of running text, its wrapped lines joined with one space.

    `level` is 1, 2, … for a heading and 0 for running text where the file says
    which it is (Word styles, PDF tags), and None where it does not.
    """

    text: str
    place: str = ""  # where a person finds it in the file: "sidan 3", "rad 120"
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a six-column table, whole: broken pages are mended, merged cells stand in their first column.

    A cell's wrapped lines are joined with one space, its paragraphs with an
    empty line between them. An analysis row is a row whose text, beginning
    with the word Analys, stands in column 3 (of the follow-up) or column 5 (of
    the action), counted from 1. Such a row may also carry a further action in
    columns 5 and 6.
    """

    cells: tuple[str, str, str, str, str, str]
    place: str = ""


@dataclass(frozen=True, slots=True)
class OtherRow:
    """One row of a table with other columns (a risk analysis, say), with the texts of the table's header row.

    As many cells as the header has; cells are joined as in `Row`.
    """

    header: tuple[str, ...]
    cells: tuple[str, ...]
    place: str = ""


Block = Paragraph | Row | OtherRow
