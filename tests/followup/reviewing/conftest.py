"""An answer of Granen, a preschool in the north, and everybody around it. It is 10 September 2026, and T2 takes answers."""

from dataclasses import dataclass
from datetime import date

import pytest

from cast import person
from factories import (
    FollowUpResultFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    SubstitutionFactory,
)
from organisation_trees import Tree, make_tree
from rimlig.followup.models import FollowUpResult, Period
from rimlig.organisation.models import Board, OrgUnit, Role, User
from rimlig.planning.models import PlannedFollowUp, Process

TODAY = date(2026, 9, 10)


@dataclass
class People:
    """Everybody who could have something to do with Granen's answer."""

    unit_manager: User
    performer: User
    department_manager: User
    other_department_manager: User
    substitute: User
    head: User
    controller: User
    central_controller: User
    auditor: User
    board_member: User
    outsider: User


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """It is 10 September 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    return TODAY


@pytest.fixture
def tree(board: Board) -> Tree:
    return make_tree(board)


@pytest.fixture
def unit(tree: Tree) -> OrgUnit:
    """Tallbackens förskola, in the northern department."""
    return tree.preschool


def _at(name: str, role: Role, board: Board, unit: OrgUnit | None = None) -> User:
    user = person(name)
    RoleAssignmentFactory(user=user, role=role, board=board, unit=unit)
    return user


@pytest.fixture
def people(board: Board, tree: Tree) -> People:
    substituted = RoleAssignmentFactory(
        user=person("Dan Ek"), role=Role.DEPARTMENT_MANAGER, board=board, unit=tree.north
    )
    substitute = _at("Siv Ask", Role.AUDITOR, board)
    SubstitutionFactory(assignment=substituted, substitute=substitute)
    central = person("Cecilia Lind")
    RoleAssignmentFactory(user=central, role=Role.CENTRAL_CONTROLLER, board=None, municipality=board.municipality)
    return People(
        unit_manager=_at("Amira Holm", Role.UNIT_MANAGER, board, tree.preschool),
        performer=_at("Per Alm", Role.PERFORMER, board, tree.preschool),
        department_manager=substituted.user,
        other_department_manager=_at("Sara Berg", Role.DEPARTMENT_MANAGER, board, tree.south),
        substitute=substitute,
        head=_at("Helena Wik", Role.HEAD_OF_ADMINISTRATION, board),
        controller=_at("Joel Brandt", Role.CONTROLLER, board),
        central_controller=central,
        auditor=_at("Rut Alm", Role.AUDITOR, board),
        board_member=_at("Lena Ek", Role.BOARD_MEMBER, board),
        outsider=person("Olle Strand"),
    )


@pytest.fixture
def period(board: Board) -> Period:
    """Tertial 2, which takes answers today."""
    return PeriodFactory(municipality=board.municipality, code="T2", closes=date(2026, 10, 18))


@pytest.fixture
def follow_up(process: Process) -> PlannedFollowUp:
    return PlannedFollowUpFactory(working_method__process=process, text="Andel förskollärare i varje grupp")


@pytest.fixture
def answer(follow_up: PlannedFollowUp, period: Period, unit: OrgUnit, people: People) -> FollowUpResult:
    """Filed by the unit's manager; nothing was wrong."""
    return FollowUpResultFactory(
        follow_up=follow_up,
        period=period,
        unit=unit,
        filed=True,
        filed_by=people.unit_manager,
        saved_by=people.unit_manager,
        result="Alla grupper har minst en legitimerad förskollärare.",
    )


@pytest.fixture
def other_unit(board: Board) -> OrgUnit:
    return OrgUnitFactory(board=board, name="Sjövik")
