"""It is 25 September 2026, and there is something to look out over."""

from datetime import date

import pytest

from overview_world import TODAY, World, make_world
from rimlig.organisation.models import Board


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """It is 25 September 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    return TODAY


@pytest.fixture
def world(board: Board) -> World:
    return make_world(board)
