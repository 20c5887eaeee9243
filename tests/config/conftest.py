import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest


def _stop_what_is_left(directory: Path) -> None:
    for file in directory.rglob("postmaster.pid"):
        first = file.read_text(errors="replace").partition("\n")[0].strip()
        if first.isdigit() and psutil.pid_exists(int(first)) and psutil.Process(int(first)).name() == "postgres":
            os.kill(int(first), signal.SIGQUIT)


def _not_gone_already(_function: object, _path: str, error: tuple[type[BaseException], BaseException, object]) -> None:
    """A server that is being stopped removes files of its own meanwhile."""
    if not isinstance(error[1], FileNotFoundError):
        raise error[1]


def _place() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="rimlig-"))
    yield directory
    _stop_what_is_left(directory)
    shutil.rmtree(directory, onerror=_not_gone_already)


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory for databases; those that a test leaves running are stopped.

    Not `tmp_path`: another pytest closes the directory above to every account
    but its own, in the middle of our test, and as root the database runs as another.
    """
    yield from _place()


@pytest.fixture(scope="module")
def lasting_place() -> Iterator[Path]:
    """The same for all tests of a module."""
    yield from _place()
