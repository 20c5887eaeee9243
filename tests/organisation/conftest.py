"""A day that stands still, and the people of Lindhaga's administration."""

from collections.abc import Callable
from datetime import date

import pytest

from cast import person
from factories import RoleAssignmentFactory
from rimlig.organisation.models import Board, Municipality, Role, User

TODAY = date(2026, 7, 10)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let it be the day: `on(date(2026, 7, 31))`."""
    return lambda day: monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)


@pytest.fixture
def today(on: Callable[[date], None]) -> date:
    """It is 10 July 2026."""
    on(TODAY)
    return TODAY


@pytest.fixture
def municipality(board: Board) -> Municipality:
    """Lindhaga."""
    return board.municipality


@pytest.fixture
def administrator(municipality: Municipality) -> User:
    """Ali administers Lindhaga until further notice."""
    user = person("Ali Berg")
    RoleAssignmentFactory(user=user, role=Role.ADMINISTRATOR, municipality=municipality, board=None)
    return user
