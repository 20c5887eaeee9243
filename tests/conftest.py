"""What every test stands on: PostgreSQL from the wheel, or the server that DATABASE_URL names."""

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from operator import itemgetter
from pathlib import Path
from typing import Any

import hypothesis
import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from hypothesis.internal.conjecture import providers

import factories
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
MIGRATED = "migrated_rimlig_"
"""What a database is called that is migrated and empty: the next run copies it instead of migrating for many seconds."""
TURN = 20261126
"""The number of the lock that processes wait for while one of them migrates."""
OUTSIDE = "postgres"


def pytest_configure() -> None:
    """Let property tests try the same documents each time, however busy the machine is.

    Hypothesis takes constants from the modules that happen to be loaded, draws by chance, and times each example, unless told.
    """
    hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
    hypothesis.settings.load_profile("repeatable")
    none = providers._local_constants  # empty until the modules have been gone through
    providers._get_local_constants = lambda: none  # there is no setting for it


@pytest.fixture(autouse=True)
def _first_numbers() -> None:
    """Let the factories count from nought in each test: what it makes does not depend on the tests before it."""
    for name in factories.__all__:
        if name.endswith("Factory"):
            getattr(factories, name).reset_sequence(0, force=True)


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


def _session() -> psycopg.Connection:
    """Open a connection beside Django's, to the database that holds no test."""
    place = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    address = {name: place[key] for name, key in names.items() if place.get(key)}
    # A server on a socket is named among the options.
    address |= {name: place["OPTIONS"][name] for name in ("host", "port") if name in place.get("OPTIONS", {})}
    return psycopg.connect(**address, dbname=OUTSIDE, autocommit=True)


def _drop_what_killed_tests_left() -> None:
    with _session() as session:
        found = session.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{TEST_DATABASE}[0-9]+$"])
        for (name,) in found.fetchall():
            if not psutil.pid_exists(int(name.removeprefix(TEST_DATABASE))):
                session.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def _turn(_database_server: None) -> Iterator[psycopg.Connection]:
    """Hold the server's lock until the migrated database can be copied, and until it has been.

    Of several processes one migrates, which takes a minute of a processor, and the others wait for it and copy. A lock
    ends with its session, so nobody waits for a process that was killed.
    """
    with _session() as session:
        session.execute("SELECT pg_advisory_lock(%s)", [TURN])
        if _exists(_migrated()):
            # Nobody may drop what is being copied; several may copy at once.
            session.execute("SELECT pg_advisory_lock_shared(%s)", [TURN])
            session.execute("SELECT pg_advisory_unlock(%s)", [TURN])
        yield session


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_turn: psycopg.Connection, django_db_modify_db_settings: None) -> None:
    """Give each run a database of its own, so that two may run at once."""
    connection.settings_dict["TEST"]["NAME"] = f"{TEST_DATABASE}{os.getpid()}"
    if _exists(_migrated()):
        connection.settings_dict["TEST"]["TEMPLATE"] = _migrated()


@pytest.fixture(scope="session")
def django_db_setup(_turn: psycopg.Connection, django_db_setup: None) -> None:
    """Keep the migrated database, while it is still empty, for the processes that wait and for the runs that come."""
    if not _exists(_migrated()):
        connection.close()
        old = _turn.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [MIGRATED]).fetchall()
        for (name,) in old:
            _turn.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _turn.execute(f'CREATE DATABASE "{_migrated()}" TEMPLATE "{connection.settings_dict["NAME"]}"')
    _turn.close()


def _exists(database: str) -> bool:
    with _session() as session:
        return session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None


@cache
def _migrated() -> str:
    """Return the name for a database that all migrations of today have made."""
    digest = hashlib.sha256()
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items(), key=itemgetter(0)):
        source = import_module(type(migration).__module__).__file__ or ""
        digest.update(f"{app}.{name}".encode() + Path(source).read_bytes())
    return MIGRATED + digest.hexdigest()[:16]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright's event loop stays in this thread, and what starts a loop of its own cannot run then."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what `.ci/older` runs: here, since `-m` chooses before a list of tests is shown to us."""
    if _tries_the_database(item):
        item.add_marker("sql")


def _tries_the_database(item: pytest.Item) -> bool:
    """Say whether another PostgreSQL could answer the test otherwise; see the marker `sql` in CONTRIBUTING.md."""
    asked = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        return item.get_closest_marker("browser") is None
    return (mark is not None or bool(asked & {"db", "django_db_setup"})) and "client" not in asked


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share the tests between processes by file, long files first, and browser tests one by one at the end.

    A file's tests share what its fixtures make once. Browser tests share only the browser, and last for seconds each: a
    file of them that is begun last would be waited for by the other processes.
    """
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415  # here only when tests run side by side

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid if nodeid.startswith("tests/e2e/") else super()._split_scope(nodeid)

    return Scheduling(config, log) if config.getoption("dist") == "loadfile" else None
