"""What each role may do on its board, typed out."""

import pytest

from cast import person
from factories import BoardFactory
from rimlig.organisation.models import Board, Role, RoleAssignment

PERMISSIONS = ["plan.read", "plan.edit", "report.read", "history.read", "document.import"]
TABLE = {
    Role.UNIT_MANAGER: [True, False, True, True, False],
    Role.PERFORMER: [True, False, True, True, False],
    Role.DEPARTMENT_MANAGER: [True, False, True, True, False],
    Role.CONTROLLER: [True, True, True, True, True],
    Role.HEAD_OF_ADMINISTRATION: [True, False, True, True, False],
    Role.BOARD_MEMBER: [True, False, True, True, False],
    Role.CENTRAL_CONTROLLER: [True, True, True, True, True],
    Role.AUDITOR: [True, False, True, True, False],
    Role.ADMINISTRATOR: [True, False, True, True, False],
}


@pytest.mark.parametrize("role", Role)
def test_a_role_gives_what_the_table_says_and_on_its_own_board_only(board: Board, role: Role) -> None:
    user = person("Kim Åberg", role, board)
    elsewhere = BoardFactory(municipality=board.municipality)
    assert [user.has_perm(permission, board) for permission in PERMISSIONS] == TABLE[role]
    assert [user.has_perm(permission, elsewhere) for permission in PERMISSIONS] == [False] * len(PERMISSIONS)
    assert [user.has_perm(permission) for permission in PERMISSIONS] == [False] * len(PERMISSIONS)


def test_a_role_on_the_municipality_holds_on_every_board_of_it(board: Board) -> None:
    user = person("Cecilia Ros")
    RoleAssignment.objects.create(user=user, role=Role.CENTRAL_CONTROLLER, municipality=board.municipality)
    assert user.has_perm("plan.edit", board)
    assert not user.has_perm("plan.edit", BoardFactory())


def test_who_may_not_sign_in_may_do_nothing(board: Board) -> None:
    user = person("Kim Åberg", Role.CONTROLLER, board)
    user.is_active = False
    assert not user.has_perm("plan.read", board)
