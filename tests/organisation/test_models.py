"""Each invariant of the organisation, broken once; the database must refuse, whoever writes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from cast import person
from factories import (
    BoardFactory,
    MunicipalityFactory,
    OrgUnitFactory,
    PlacementFactory,
    RoleAssignmentFactory,
    SubstitutionFactory,
    TableImportFactory,
    UserFactory,
)
from rimlig.organisation.models import Board, Municipality, OrgUnit, Placement, Role, RoleAssignment, User

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 1)
BACKWARDS = {"starts": JULY, "ends": MAY}


def _twice(factory: Any, **same: Callable[[], Any]) -> Callable[[], None]:
    """Return a function that makes two rows with the same values."""

    def make() -> None:
        values = {name: value() for name, value in same.items()}
        for _ in range(2):
            factory(**values)

    return make


def _without(trigger: str, broken: Callable[[], Any]) -> Callable[[], None]:
    """Return a function that breaks what a trigger would refuse first, with that trigger asleep."""

    def make() -> None:
        with pgtrigger.ignore(f"organisation.{trigger}"), transaction.atomic():
            broken()

    return make


def _unit_placed_twice() -> None:
    unit = OrgUnitFactory()
    PlacementFactory(unit=unit, ends=JUNE)
    PlacementFactory(unit=unit, starts=JUNE)


def _role_twice() -> None:
    one = RoleAssignmentFactory(ends=JUNE)
    RoleAssignmentFactory(user=one.user, role=one.role, board=one.board, starts=JUNE)


def _substitute_twice() -> None:
    one = SubstitutionFactory()
    SubstitutionFactory(assignment=one.assignment, substitute=one.substitute, starts=one.ends, ends="2027-01-31")


def _unit_placed_before_it_exists() -> None:
    PlacementFactory(unit=OrgUnitFactory(starts=JULY))


def _unit_under_another_boards() -> None:
    PlacementFactory(unit=OrgUnitFactory(), parent=OrgUnitFactory())


def _unit_under_one_that_ends() -> None:
    parent = OrgUnitFactory(ends=JUNE)
    PlacementFactory(unit=OrgUnitFactory(board=parent.board), parent=parent)


def _chain(length: int) -> list[OrgUnit]:
    """Make units of one board, each placed under the one before."""
    board = BoardFactory()
    units = [OrgUnitFactory(board=board) for _ in range(length)]
    for above, unit in zip([None, *units], units, strict=False):
        PlacementFactory(unit=unit, parent=above)
    return units


def _circle() -> None:
    top, _middle, bottom = _chain(3)
    Placement.objects.filter(unit=top).update(parent=bottom)


def _unit_ends_with_one_under_it() -> None:
    above, _below = _chain(2)
    Placement.objects.filter(unit=above).update(ends=JUNE)
    OrgUnit.objects.filter(pk=above.pk).update(ends=JUNE)


def _board_ends_before_its_unit() -> None:
    unit = OrgUnitFactory()
    Board.objects.filter(pk=unit.board.pk).update(ends=JUNE)


def _unit_with_a_name_that_is_to_end() -> None:
    unit = OrgUnitFactory(ends=JUNE)
    OrgUnitFactory(board=unit.board, name=unit.name, starts=JUNE)


def _unit_with_a_code_that_is_to_end() -> None:
    unit = OrgUnitFactory(ends=JUNE, code="4711")
    OrgUnitFactory(board=unit.board, code="4711", starts=JUNE)


def _for_themselves() -> None:
    one = RoleAssignmentFactory()
    SubstitutionFactory(assignment=one, substitute=one.user)


CONSTRAINTS: dict[str, Callable[[], Any]] = {
    "user_email_in_lower_case": lambda: UserFactory(email="Anna@lindhaga.example"),
    "board_code_once_in_municipality": _twice(BoardFactory, municipality=MunicipalityFactory, code=lambda: "sdn"),
    "board_name_once_in_municipality": _twice(BoardFactory, municipality=MunicipalityFactory, name=lambda: "Nämnden"),
    "board_ends_after_start": lambda: BoardFactory(**BACKWARDS),
    "unit_name_once_in_board": _twice(OrgUnitFactory, board=BoardFactory, name=lambda: "Tallbacken"),
    "unit_code_once_in_board": _twice(OrgUnitFactory, board=BoardFactory, code=lambda: "4711"),
    "unit_kind_is_known": lambda: OrgUnitFactory(kind="section"),
    "unit_goes_into_another_when_it_ends": lambda: OrgUnitFactory(merged_into=OrgUnitFactory()),
    "unit_ends_after_start": lambda: OrgUnitFactory(**BACKWARDS),
    "placement_ends_after_start": _without("Placement:placement_in_its_tree", lambda: PlacementFactory(**BACKWARDS)),
    "unit_stands_at_one_place_at_a_time": _unit_placed_twice,
    "role_assigned_once_at_a_time": _role_twice,
    "role_of_unit_names_its_board": _without(
        "RoleAssignment:role_stays_in_its_municipality",
        lambda: RoleAssignmentFactory(municipality_wide=True, unit=OrgUnitFactory()),
    ),
    "role_is_known": lambda: RoleAssignmentFactory(role="caretaker"),
    "role_ends_after_start": lambda: RoleAssignmentFactory(**BACKWARDS),
    "substitution_ends_after_start": lambda: SubstitutionFactory(**BACKWARDS),
    "substitute_named_once_at_a_time": _substitute_twice,
    "table_import_of_units_is_of_a_board": lambda: TableImportFactory(kind="people"),
    "table_import_kind_is_known": lambda: TableImportFactory(kind="chairs"),
    "table_import_state_is_known": lambda: TableImportFactory(state="lost"),
    "table_import_in_the_queue_has_who_asked": lambda: TableImportFactory(state="waiting"),
}
TRIGGERS: dict[str, dict[str, Callable[[], Any]]] = {
    "placement_in_its_tree": {
        "placement_while_unit_exists": _unit_placed_before_it_exists,
        "placement_in_own_board": _unit_under_another_boards,
        "placement_while_parent_exists": _unit_under_one_that_ends,
        "placement_not_below_itself": _circle,
    },
    "unit_covers_its_placements": {"unit_covers_its_placements": _unit_ends_with_one_under_it},
    "unit_named_once_at_a_time": {
        "unit_while_board_exists": lambda: OrgUnitFactory(board=BoardFactory(ends=JUNE)),
        "unit_name_once_in_board": _unit_with_a_name_that_is_to_end,
        "unit_code_once_in_board": _unit_with_a_code_that_is_to_end,
    },
    "board_covers_its_units": {"board_covers_its_units": _board_ends_before_its_unit},
    "role_stays_in_its_municipality": {
        "role_stays_in_its_municipality": lambda: RoleAssignmentFactory(municipality=MunicipalityFactory()),
    },
    "nobody_stands_in_for_themselves": {"nobody_stands_in_for_themselves": _for_themselves},
    "substitute_belongs_to_the_municipality": {
        "substitute_belongs_to_the_municipality": lambda: SubstitutionFactory(substitute=RoleAssignmentFactory().user),
    },
}
REFUSALS = [(name, broken) for refusals in TRIGGERS.values() for name, broken in refusals.items()]


@contextmanager
def at_once() -> Iterator[None]:
    """Check at the end of the block what is otherwise checked when the transaction ends."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused_as(error: BaseException) -> str:
    """Return the name under which the database refused."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_database_refuses(constraint: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), at_once():
        CONSTRAINTS[constraint]()
    assert refused_as(refusal.value) == constraint


@pytest.mark.parametrize(("name", "broken"), REFUSALS, ids=[name for name, _broken in REFUSALS])
def test_a_trigger_refuses_what_concerns_several_rows(name: str, broken: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), at_once():
        broken()
    assert refused_as(refusal.value) == name


def test_every_constraint_and_trigger_of_the_room_is_broken_above() -> None:
    models = [
        model for model in apps.get_app_config("organisation").get_models() if not model.__name__.endswith("History")
    ]
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(CONSTRAINTS)
    kept = {"insert_insert", "update_update", "delete_delete", "who_may_not_sign_in_is_signed_out"}
    triggers = {trigger.name for model, trigger in pgtrigger.registered() if model in models} - kept
    assert triggers == set(TRIGGERS)


@pytest.mark.parametrize("model", [Municipality, User])
def test_a_code_and_an_address_are_there_once(model: type[Any]) -> None:
    factory, name = {Municipality: (MunicipalityFactory, "code"), User: (UserFactory, "email")}[model]
    with pytest.raises(IntegrityError, match=f"organisation_{model.__name__.lower()}_{name}"), transaction.atomic():
        _twice(factory, **{name: lambda: "lindhaga"})()


def test_hashtext_tells_the_nine_roles_apart() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT hashtext(role)) FROM unnest(%s::text[]) AS role", [list(Role.values)])
        assert cursor.fetchone() == (9,)
    assert len(Role.values) == 9


def test_one_person_may_have_every_role_on_a_board_at_once(board: Board) -> None:
    user = UserFactory()
    for role in Role:
        RoleAssignmentFactory(user=user, role=role, board=board)
    assert RoleAssignment.objects.filter(user=user).count() == 9


def test_the_same_role_is_held_again_after_a_break(board: Board) -> None:
    user = UserFactory()
    RoleAssignmentFactory(user=user, board=board, ends=JUNE)
    RoleAssignmentFactory(user=user, board=board, starts=JULY)
    held = [RoleAssignment.objects.held_by(user, day).count() for day in (MAY, JUNE, JULY)]
    assert held == [1, 1, 1]


@pytest.mark.parametrize("sql", ["UPDATE {} SET role = 'auditor'", "DELETE FROM {}"])
def test_the_history_of_roles_is_only_added_to_even_by_raw_sql(sql: str) -> None:
    row = RoleAssignmentFactory()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format("organisation_roleassignmenthistory"))
    assert [version.role for version in row.history.all()] == ["controller"]


# --- Two at once -------------------------------------------------------------------------------------------------------


def second(change: Callable[[], Any]) -> Callable[[], str]:
    """Return a function for another thread: it makes the change and tells how the database refused it."""

    def run() -> str:
        try:
            with transaction.atomic():
                change()
        except IntegrityError as refusal:
            return refused_as(refusal)
        else:
            return ""
        finally:
            connection.close()

    return run


def waits(first: Callable[[], Any], then: Callable[[], Any]) -> str:
    """Make the first change; before it is over begin the second in another connection. Return how that was refused."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            other = pool.submit(second(then))
            with pytest.raises(TimeoutError):
                other.result(timeout=0.3)
        return other.result(timeout=60)


@pytest.mark.django_db(transaction=True)
def test_two_halves_of_a_circle_written_at_once_close_none() -> None:
    board = BoardFactory()
    one, other = OrgUnitFactory(board=board), OrgUnitFactory(board=board)
    refused = waits(lambda: PlacementFactory(unit=one, parent=other), lambda: PlacementFactory(unit=other, parent=one))
    assert refused == "placement_not_below_itself"
    assert [(row.unit, row.parent) for row in Placement.objects.all()] == [(one, other)]


@pytest.mark.django_db(transaction=True)
def test_a_unit_does_not_end_while_another_is_being_placed_under_it() -> None:
    board = BoardFactory()
    above, below = OrgUnitFactory(board=board), OrgUnitFactory(board=board)
    refused = waits(
        lambda: PlacementFactory(unit=below, parent=above),
        lambda: OrgUnit.objects.filter(pk=above.pk).update(ends=JUNE),
    )
    assert refused == "unit_covers_its_placements"
    assert OrgUnit.objects.get(pk=above.pk).ends is None


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_give_one_name_to_two_units_at_once() -> None:
    board = BoardFactory()
    refused = waits(
        lambda: OrgUnitFactory(board=board, name="Tallbacken", ends=JUNE),
        lambda: OrgUnitFactory(board=board, name="Tallbacken"),
    )
    assert refused == "unit_name_once_in_board"
    assert OrgUnit.objects.filter(board=board).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_board_does_not_end_while_a_unit_is_being_added() -> None:
    board = BoardFactory()
    refused = waits(lambda: OrgUnitFactory(board=board), lambda: Board.objects.filter(pk=board.pk).update(ends=JUNE))
    assert refused == "board_covers_its_units"


# --- What the managers keep --------------------------------------------------------------------------------------------


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
    assert list(Municipality.objects.visible_to(user)) == [board.municipality]


def test_a_role_on_a_board_or_a_unit_of_it_shows_that_board_only(board: Board, controller: User) -> None:
    BoardFactory(municipality=board.municipality)
    manager = RoleAssignmentFactory(role=Role.UNIT_MANAGER, board=board, unit=OrgUnitFactory(board=board)).user
    assert [list(Board.objects.visible_to(user)) for user in (controller, manager)] == [[board], [board]]


@pytest.mark.parametrize(
    ("day", "seen"),
    [(date(2026, 4, 30), 0), (MAY, 1), (JUNE, 1), (JULY, 0)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_role_is_held_from_its_first_day_to_its_last(
    board: Board, monkeypatch: pytest.MonkeyPatch, day: date, seen: int
) -> None:
    user = RoleAssignmentFactory(board=board, starts=MAY, ends=JUNE).user
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)
    assert Board.objects.visible_to(user).count() == seen
    assert Municipality.objects.visible_to(user).count() == seen
    assert user.has_perm("plan.edit", board) == bool(seen)
