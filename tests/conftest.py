"""What every test stands on: PostgreSQL from the wheel, or the server that DATABASE_URL names."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from cast import (  # noqa: F401  # fixtures are found by their names here
    auditor,
    board,
    board_member,
    controller,
    other_municipality_controller,
    outsider,
    plan,
    process,
    unit_manager,
)
from rimlig.config.database import EmbeddedDatabase


@pytest.fixture(scope="session")
def _database_server() -> Iterator[None]:
    """The server runs while the first test that needs a database, and all after it, run."""
    if not settings.RIMLIG_EMBEDDED_DATABASE:
        yield
        return
    server = EmbeddedDatabase(settings.RIMLIG_VAR, durable=False)
    server.hold()
    yield
    server.release()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_database_server: None, django_db_modify_db_settings: None) -> None:
    """Start the server before pytest-django makes the test database."""
