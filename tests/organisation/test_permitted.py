from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from factories import BoardFactory, OrgUnitFactory, RoleAssignmentFactory
from rimlig.organisation.models import Board, Role, User
from rimlig.organisation.permitted import permitted_boards


def test_boards_of_today_are_given_by_name(board: Board, today: date) -> None:
    lines = [("Avfallsnämnden", None, None), ("Förra nämnden", None, date(2026, 7, 9))]
    lines += [("Nya nämnden", date(2026, 7, 11), None), ("Byggnämnden", date(2026, 7, 10), date(2026, 7, 10))]
    for name, starts, ends in lines:
        BoardFactory(municipality=board.municipality, name=name, starts=starts, ends=ends)
    user = RoleAssignmentFactory(role=Role.CENTRAL_CONTROLLER, municipality=board.municipality, board=None).user
    names = [one.name for one in permitted_boards(user, "document.import")]
    assert names == ["Avfallsnämnden", "Byggnämnden", "Lindhaga stadsdelsnämnd"]


def test_a_role_on_a_unit_gives_the_board_for_what_holds_from_below(board: Board) -> None:
    user = RoleAssignmentFactory(role=Role.CONTROLLER, board=board, unit=OrgUnitFactory(board=board)).user
    assert permitted_boards(user, "plan.read") == [board]
    with pytest.raises(PermissionDenied):
        permitted_boards(user, "plan.edit")


def test_who_knows_of_no_board_is_told_of_none(outsider: User) -> None:
    with pytest.raises(Http404):
        permitted_boards(outsider, "plan.read")
