"""What the page shows of a document before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rimlig.documents.document import Document
from rimlig.documents.places import RemarkGroup, grouped
from rimlig.followup.models import KINDS, PeriodCode
from rimlig.imports.contents import Contents, contents_of
from rimlig.imports.jobs import document_of
from rimlig.imports.models import Import
from rimlig.imports.operations import already_stored
from rimlig.imports.replacing import InTheWay, in_the_way
from rimlig.organisation.models import Board
from rimlig.planning.models import EARLIEST_YEAR, LATEST_YEAR


@dataclass(frozen=True, slots=True)
class Preview:
    """The document, its numbers, and what a person should look at."""

    document: Document
    contents: Contents
    facts: Sequence[tuple[str, object]]
    remarks: tuple[RemarkGroup, ...]
    names_other_board: bool


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the document would be stored, and what is there already. `year` is None until it is known."""

    board: Board
    year: int | None
    same_there: bool
    taken: InTheWay | None


def preview_of(item: Import) -> Preview:
    """Return what there is to show of an import that has been read."""
    document = document_of(item)
    facts = [
        (_("Kind of document"), KINDS[document.kind]),
        (_("Title"), document.title),
        (_("Year"), document.year or _("the document does not say")),
        (_("Board in the document"), document.board or _("the document does not say")),
    ]
    other = bool(document.board) and document.board.casefold() != item.board.name.casefold()
    return Preview(document, contents_of(document), facts, grouped(document), other)


def destination_of(document: Document, board: Board, year: int | None, period: PeriodCode) -> Destination:
    """Return what storing the document there would meet."""
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return Destination(board, None, same_there=False, taken=None)
    if already_stored(document, board, year=year, period=period):
        return Destination(board, year, same_there=True, taken=None)
    return Destination(board, year, same_there=False, taken=in_the_way(document, board, year))
