import pytest

from factories import BoardFactory, MunicipalityFactory
from rimlig.documents.document import Document, Kind
from rimlig.imports.destination import board_named_in
from rimlig.organisation.models import Board, Municipality

pytestmark = pytest.mark.django_db


def _named(name: str) -> Document:
    return Document(Kind.FOLLOW_UP, board=name)


def test_the_board_that_the_document_names_in_whatever_case() -> None:
    BoardFactory(name="Socialnämnden")
    wanted = BoardFactory(name="Lindhaga stadsdelsnämnd")
    assert board_named_in(_named("LINDHAGA STADSDELSNÄMND")) == wanted


def test_the_only_board_when_the_document_names_none() -> None:
    only = BoardFactory()
    assert board_named_in(_named("")) == only


@pytest.mark.parametrize("name", ["Kulturnämnden", ""])
def test_no_real_board_is_guessed(name: str) -> None:
    boards = [BoardFactory(name="Socialnämnden"), BoardFactory(name="Barnnämnden")]
    found = board_named_in(_named(name))
    assert found not in boards
    assert (found.code, found.name) == ("importerat", "Importerade dokument")
    assert board_named_in(_named(name)) == found


def test_a_name_that_two_municipalities_share_is_no_answer() -> None:
    for _number in range(2):
        BoardFactory(name="Socialnämnden")
    assert board_named_in(_named("Socialnämnden")).code == "importerat"


def test_an_empty_system_gets_a_place_for_the_document() -> None:
    board = board_named_in(_named(""))
    assert (Municipality.objects.count(), Board.objects.get()) == (1, board)


def test_the_place_is_in_the_municipality_that_there_is() -> None:
    municipality = MunicipalityFactory()
    assert board_named_in(_named("")).municipality == municipality
