"""The fixed cast of the tests: one board, and the people around it. Asked for by name, imported by conftest.py."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from factories import (
    BoardFactory,
    GoalFactory,
    MunicipalityFactory,
    PlanFactory,
    ProcessFactory,
    ProcessGoalFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Plan, Process


def person(name: str, role: Role | None = None, board: Board | None = None) -> User:
    """Make a person, with the role on the board."""
    user = UserFactory(name=name, email=f"{name.split(maxsplit=1)[0].lower()}@lindhaga.example")
    if role is not None:
        RoleAssignmentFactory(user=user, role=role, board=board)
    return user


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Every test starts in Swedish, whatever language the last one's page was answered in."""
    with override("sv"):
        yield


@pytest.fixture
def board(db: None) -> Board:
    """Lindhaga's district board."""
    municipality = MunicipalityFactory(code="lindhaga", name="Lindhaga kommun")
    return BoardFactory(municipality=municipality, code="sdn", name="Lindhaga stadsdelsnämnd")


@pytest.fixture
def plan(board: Board) -> Plan:
    """The board's plan for 2026, empty."""
    return PlanFactory(board=board, year=2026)


@pytest.fixture
def process(plan: Plan) -> Process:
    """A process under goal 1.1, without working methods."""
    goal = GoalFactory(plan=plan, number="1.1", title="Barn får en trygg start")
    process = ProcessFactory(plan=plan, name="Likvärdig förskola")
    ProcessGoalFactory(process=process, goal=goal)
    return process


@pytest.fixture
def controller(board: Board) -> User:
    """Joel leads the board's internal control."""
    return person("Joel Brandt", Role.CONTROLLER, board)


@pytest.fixture
def unit_manager(board: Board) -> User:
    """Amira answers for a preschool."""
    return person("Amira Holm", Role.UNIT_MANAGER, board)


@pytest.fixture
def board_member(board: Board) -> User:
    """Lena decides."""
    return person("Lena Ek", Role.BOARD_MEMBER, board)


@pytest.fixture
def auditor(board: Board) -> User:
    """Rut reads everything and changes nothing."""
    return person("Rut Alm", Role.AUDITOR, board)


@pytest.fixture
def outsider(db: None) -> User:
    """Olle can sign in, and has no role anywhere."""
    return person("Olle Strand")


@pytest.fixture
def other_municipality_controller(db: None) -> User:
    """Vera is controller, in another municipality."""
    return person("Vera Sjö", Role.CONTROLLER, BoardFactory(municipality__name="Sjövik kommun"))
