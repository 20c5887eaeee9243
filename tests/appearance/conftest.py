import pytest

from cast import person
from factories import RoleAssignmentFactory
from rimlig.organisation.models import Board, Role, User


@pytest.fixture
def kim(board: Board) -> User:
    """Kim administers the municipality."""
    user = person("Kim Åberg")
    RoleAssignmentFactory(user=user, role=Role.ADMINISTRATOR, municipality=board.municipality, board=None)
    return user
