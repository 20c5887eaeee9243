"""What every test stands on: PostgreSQL from the wheel, or the server that DATABASE_URL names."""

import os
from collections.abc import Iterator

import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from cast import (  # noqa: F401  # fixtures are found by their names here
    auditor,
    board,
    board_member,
    controller,
    other_municipality_controller,
    outsider,
    plan,
    process,
    swedish,
    unit_manager,
)
from rimlig.config.database import EmbeddedDatabase

TEST_DATABASE = "test_rimlig_"


@pytest.fixture(scope="session")
def _database_server() -> Iterator[None]:
    """The server runs while the first test that needs a database, and all after it, run."""
    if not settings.RIMLIG_EMBEDDED_DATABASE:
        yield
        return
    server = EmbeddedDatabase(settings.RIMLIG_VAR, durable=False)
    server.hold()
    _drop_what_killed_tests_left()
    yield
    server.release()


def _drop_what_killed_tests_left() -> None:
    place = connection.settings_dict
    address = {"host": place["HOST"], "port": place["PORT"], "user": place["USER"], "dbname": place["NAME"]}
    with psycopg.connect(**address, autocommit=True) as session:
        found = session.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{TEST_DATABASE}[0-9]+$"])
        for (name,) in found.fetchall():
            if not psutil.pid_exists(int(name.removeprefix(TEST_DATABASE))):
                session.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_database_server: None, django_db_modify_db_settings: None) -> None:
    """Give each run a database of its own, so that two may run at once."""
    connection.settings_dict["TEST"]["NAME"] = f"{TEST_DATABASE}{os.getpid()}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright's event loop stays in this thread, and what starts a loop of its own cannot run then."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
