import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from cast import person
from factories import BoardFactory, MunicipalityFactory, OrgUnitFactory, RoleAssignmentFactory, UserFactory
from rimlig.organisation.models import Board, Role, RoleAssignment, User

pytestmark = pytest.mark.django_db


def _role_twice() -> None:
    one = RoleAssignmentFactory()
    RoleAssignmentFactory(user=one.user, role=one.role, board=one.board)


def _same_twice(factory: type, **same: object) -> None:
    for _ in range(2):
        factory(**same)


BROKEN = {
    "user_email_in_lower_case": lambda: UserFactory(email="Anna@lindhaga.example"),
    "board_code_once_in_municipality": lambda: _same_twice(
        BoardFactory, municipality=MunicipalityFactory(), code="sdn"
    ),
    "board_name_once_in_municipality": lambda: _same_twice(
        BoardFactory, municipality=MunicipalityFactory(), name="Nämnden"
    ),
    "unit_name_once_in_board": lambda: _same_twice(OrgUnitFactory, board=BoardFactory(), name="Tallbacken"),
    "role_assigned_once": _role_twice,
    "role_of_unit_names_its_board": lambda: RoleAssignmentFactory(municipality_wide=True, unit=OrgUnitFactory()),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BROKEN[constraint]()


def test_every_constraint_of_the_room_is_broken_above() -> None:
    models = [
        model for model in apps.get_app_config("organisation").get_models() if not model.__name__.endswith("History")
    ]
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(BROKEN)


def test_an_address_is_found_in_whatever_case_it_is_typed() -> None:
    user = User.objects.create_user("Anna.Ek@Lindhaga.example", "Anna Ek", "trygg-kontroll-2026")
    assert user.email == "anna.ek@lindhaga.example"
    assert User.objects.get_by_natural_key(" ANNA.ek@lindhaga.example ") == user


def test_without_a_password_nobody_signs_in() -> None:
    assert not User.objects.create_user("anna@lindhaga.example", "Anna Ek").has_usable_password()


def test_a_role_on_the_municipality_shows_all_of_its_boards_and_no_others(board: Board) -> None:
    sibling = BoardFactory(municipality=board.municipality)
    BoardFactory()
    user = person("Cecilia Ros")
    RoleAssignment.objects.create(user=user, role=Role.CENTRAL_CONTROLLER, municipality=board.municipality)
    assert set(Board.objects.visible_to(user)) == {board, sibling}


def test_a_role_on_a_board_shows_that_board_only(board: Board, controller: User) -> None:
    BoardFactory(municipality=board.municipality)
    assert list(Board.objects.visible_to(controller)) == [board]
