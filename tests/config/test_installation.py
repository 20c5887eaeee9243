"""An installation from nothing, by its commands, as whoever runs it would do."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from rimlig.config.database import EmbeddedDatabase

PASSWORD = "lösenord för ett prov"


@pytest.fixture
def environment(place: Path) -> Iterator[dict[str, str]]:
    """Nothing but where to keep the data."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("RIMLIG_", "DATABASE_", "DJANGO_"))
    }
    yield {**kept, "RIMLIG_VAR": str(place / "var")}
    assert not EmbeddedDatabase(place / "var")._answers(), "the last command stops the database"


def rimlig(environment: dict[str, str], *arguments: str, typed: str = "") -> tuple[int, list[str]]:
    """Run a command; give its exit code and the lines for people."""
    command = [sys.executable, "-m", "rimlig.config.cli", *arguments]
    done = subprocess.run(command, env=environment, input=typed, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.splitlines()


@contextmanager
def started(environment: dict[str, str], *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Start a command that goes on until it is stopped."""
    command = [sys.executable, "-m", "rimlig.config.cli", *arguments]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_from_nothing_to_a_page_and_a_worker(environment: dict[str, str]) -> None:
    code, lines = rimlig(environment, "serve", "--port", "0")
    assert (code, len(lines)) == (1, 1)
    assert lines[0].endswith("migrations; run: rimlig migrate")

    assert rimlig(environment, "migrate")[0] == 0
    assert rimlig(environment, "migrate") == (0, ["The database is up to date."])

    someone = ("createadmin", "--name", "Prov Person", "--email", "Prov@example.se", "--municipality", "Provstad")
    created = "prov@example.se can sign in, and administers Provstad. Next: sign in, and add the boards."
    assert rimlig(environment, *someone, typed=f"{PASSWORD}\n") == (0, [created])
    # Once more: whoever has lost the role gets it again, and nobody is made twice.
    assert rimlig(environment, *someone, typed=f"{PASSWORD}\n") == (0, [created])

    with started(environment, "serve", "--port", "0", "--workers", "1") as server:
        assert server.stderr
        ready = server.stderr.readline()
        assert ready.startswith("Rimlig answers at http://127.0.0.1:")
        address = ready.split()[3]
        with urlopen(f"{address}healthz") as health:
            assert (health.status, health.read()) == (200, b"ok\n")
        port = address.rstrip("/").rpartition(":")[2]
        taken = f"rimlig: cannot listen on 127.0.0.1:{port}: Address already in use; choose another with --port"
        assert rimlig(environment, "serve", "--port", port) == (1, [taken])
        server.send_signal(signal.SIGTERM)
        assert (server.stderr.read(), server.wait()) == ("", 0)

    with started(environment, "worker") as worker:
        assert worker.stderr
        assert worker.stderr.readline() == "The worker waits for jobs. Ctrl-C stops it.\n"
        worker.send_signal(signal.SIGTERM)
        assert (worker.stderr.read(), worker.wait()) == ("", 0)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RIMLIG_DEBUG", "ture", "RIMLIG_DEBUG is 'ture'; write true or false."),
        (
            "RIMLIG_ADDRESS",
            "rimlig.example.se",
            "RIMLIG_ADDRESS is 'rimlig.example.se'; write it as https://rimlig.example.se.",
        ),
        ("DATABASE_URL", "mysql://u:hemligt@h/d", "DATABASE_URL: write it as postgres://user:password@host:5432/name."),
        (
            "RIMLIG_SECRET_KEY_FILE",
            "/no/such",
            "RIMLIG_SECRET_KEY_FILE: cannot read /no/such: [Errno 2] No such file or directory: '/no/such'",
        ),
    ],
)
def test_a_setting_that_cannot_be_understood_stops_every_command(
    environment: dict[str, str], name: str, value: str, said: str
) -> None:
    assert rimlig({**environment, name: value}, "migrate") == (1, [f"rimlig: {said}"])
