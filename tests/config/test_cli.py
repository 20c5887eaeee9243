"""What a person who types a command sees, above all when something is wrong."""

import argparse
import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, connection

from rimlig.config import cli, mistakes
from rimlig.config.account import DatabaseUnavailable
from rimlig.core.errors import RuleBroken
from rimlig.imports.blocks import Unreadable


class Probe(ModuleType):
    """A command that raises what a test gives it, or gives a code."""

    HELP = "does what the test says"

    def __init__(self) -> None:
        super().__init__("probe")
        self.error: BaseException | None = None
        self.code = 0

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--number", type=int)

    def run(self, _options: argparse.Namespace) -> int:
        if self.error:
            raise self.error
        return self.code


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Probe]:
    """`rimlig probe`, with a database that is none of its business."""
    module = Probe()
    monkeypatch.setitem(sys.modules, "probe", module)
    monkeypatch.setitem(cli.COMMANDS, "probe", "probe")
    monkeypatch.setattr(cli, "held_database", nullcontext)
    monkeypatch.setattr(mistakes, "log_file", lambda: tmp_path / "rimlig.log")
    before = signal.getsignal(signal.SIGTERM)
    yield module
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (Unreadable("Filen är tom."), 2, "Filen är tom."),
        (RuleBroken("Planen är fastställd."), 1, "Planen är fastställd."),
        (DatabaseUnavailable("It did not start."), 1, "It did not start."),
        (ImproperlyConfigured("RIMLIG_DEBUG is odd."), 1, "RIMLIG_DEBUG is odd."),
        (
            OperationalError("connection refused\nIs the server running?"),
            1,
            "the database cannot be reached or did not answer: connection refused",
        ),
        (FileNotFoundError(errno.ENOENT, "No such file", "plan.pdf"), 1, "plan.pdf: No such file"),
        (PermissionError(errno.EACCES, "Permission denied", "plan.pdf"), 1, "plan.pdf: Permission denied"),
        (OSError(errno.ENOSPC, "No space left", "ut.pdf"), 1, "the disk is full: ut.pdf"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_a_known_mistake_is_one_line(
    probe: Probe, capsys: pytest.CaptureFixture[str], error: Exception, code: int, line: str
) -> None:
    probe.error = error
    assert cli.main(["probe"]) == code
    assert capsys.readouterr() == ("", f"rimlig: {line}\n")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("query", ["SELECT 1 FROM no_such_table", "SELECT no_such_column FROM organisation_user"])
def test_a_database_of_another_version_is_told_how_to_be_mended(
    probe: Probe, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    with pytest.raises(ProgrammingError) as raised, connection.cursor() as cursor:
        cursor.execute(query)
    probe.error = raised.value
    assert cli.main(["probe"]) == 1
    assert capsys.readouterr().err == "rimlig: the database is not prepared for this version; run: rimlig migrate\n"


def test_an_unexpected_error_is_one_line_and_its_traceback_is_kept(
    probe: Probe, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    probe.error = ZeroDivisionError("our fault")
    assert cli.main(["probe"]) == 1
    log = tmp_path / "rimlig.log"
    line = f"rimlig: unexpected error: ZeroDivisionError('our fault'); details are in {log}\n"
    assert capsys.readouterr().err == line
    kept = log.read_text().splitlines()
    assert (kept[1], kept[-1]) == ("Traceback (most recent call last):", "ZeroDivisionError: our fault")


def test_debug_shows_the_traceback(probe: Probe) -> None:
    probe.error = ZeroDivisionError("our fault")
    with pytest.raises(ZeroDivisionError):
        cli.main(["--debug", "probe"])


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_code_of_a_command_is_the_code_of_the_process(probe: Probe, code: int) -> None:
    probe.code = code
    assert cli.main(["probe"]) == code


def test_ctrl_c_is_130_and_silent(probe: Probe, capsys: pytest.CaptureFixture[str]) -> None:
    probe.error = KeyboardInterrupt()
    assert cli.main(["probe"]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["probe", "--number", "x"], ["probe", "more"]])
def test_arguments_that_cannot_be_used_are_2(probe: Probe, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2


def test_help_lists_every_command(
    probe: Probe, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    listed = re.findall(r"^    (\w+)", capsys.readouterr().out, re.MULTILINE)
    assert (ended.value.code, listed) == (0, list(cli.COMMANDS))


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = [sys.executable, "-m", "rimlig.config.cli", "manage", "help"]
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "rimlig.config.settings",
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 141)
