from datetime import date

import pytest
from django.utils import timezone

from factories import BoardFactory, MunicipalityFactory, RoleAssignmentFactory
from organisation_trees import make_tree
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, RoleAssignment
from rimlig.organisation.structure.boards import add_board, change_board, end_board, take_back_ending_of_board

LAST_DAY = date(timezone.localdate().year, 12, 31)


def test_a_board_has_its_name_and_its_code_alone_in_its_municipality(db: None) -> None:
    municipality = MunicipalityFactory()
    add_board(municipality, name="Skolnämnden", code="sn", starts=None, by=None)
    add_board(MunicipalityFactory(), name="Skolnämnden", code="sn", starts=None, by=None)
    with pytest.raises(RuleBroken) as refused:
        add_board(municipality, name="Skolnämnden", code="sn2", starts=None, by=None)
    assert str(refused.value) == "Kommunen har en nämnd med det här namnet. Välj ett annat namn."
    with pytest.raises(RuleBroken) as refused:
        add_board(municipality, name="Socialnämnden", code="sn", starts=None, by=None)
    assert str(refused.value) == "Kommunen har en nämnd med den här koden. Välj en annan kod."


def test_a_board_is_renamed_unless_somebody_was_first(board: Board) -> None:
    assert change_board(board, name="Nya nämnden", code="ny", version=1, by=None).version == 2
    assert change_board(board, name="Nya nämnden", code="ny", version=1, by=None).version == 2
    with pytest.raises(Outdated):
        change_board(board, name="Andra nämnden", code="ny", version=1, by=None)


def test_a_board_ends_after_its_units_and_goes_on_when_that_is_taken_back(board: Board) -> None:
    tree = make_tree(board)
    with pytest.raises(RuleBroken) as refused:
        end_board(board, last_day=LAST_DAY, version=1, by=None)
    assert str(refused.value) == (
        "4 enheter i Lindhaga stadsdelsnämnd finns kvar efter den dagen. Avsluta dem först, sedan nämnden."
    )
    for unit in (tree.preschool, tree.north, tree.south, tree.administration):
        unit.placements.update(ends=LAST_DAY)
    board.units.update(ends=LAST_DAY)
    role = RoleAssignmentFactory(board=board)
    assert [row.pk for row in end_board(board, last_day=LAST_DAY, version=1, by=None)] == [role.pk]
    assert RoleAssignment.objects.get(pk=role.pk).ends == LAST_DAY
    assert take_back_ending_of_board(board, by=None).ends is None
    with pytest.raises(RuleBroken, match="Det finns inget slut"):
        take_back_ending_of_board(BoardFactory(), by=None)
