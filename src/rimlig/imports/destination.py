"""Which board a document belongs to, where the command does not say."""

from rimlig.core.audit import recorded
from rimlig.documents.document import Document
from rimlig.organisation.models import Board, Municipality

UNSORTED_CODE, UNSORTED_NAME = "importerat", "Importerade dokument"


def board_named_in(document: Document) -> Board:
    """Return the board that the document names, or the only one there is, or a place for what has no board yet.

    That place is a board of its own in the first municipality, so that nothing
    of a real board is ever touched by a guess.
    """
    boards = list(Board.objects.select_related("municipality").order_by("pk"))
    named = [board for board in boards if document.board and board.name.casefold() == document.board.casefold()]
    if len(named) == 1:
        return named[0]
    if len(boards) == 1 and not document.board:
        return boards[0]
    with recorded("imports.board_named_in", None):
        municipality = boards[0].municipality if boards else Municipality.objects.first()
        if municipality is None:
            municipality = Municipality.objects.create(code="kommunen", name="Kommunen")
        board, _made = Board.objects.get_or_create(
            municipality=municipality, code=UNSORTED_CODE, defaults={"name": UNSORTED_NAME}
        )
    return board
