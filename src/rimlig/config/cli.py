"""The command `rimlig`: one table of commands, and what each kind of mistake looks like to the person who types.

A command is a module with `HELP`, `add_arguments(parser)` and `run(options) -> int`; it is loaded only when it is used.
It may also have `needs_database(options) -> bool`; without it the database runs while the command does.
Exit codes: 0 done, 1 refused or failed, 2 arguments or a document that cannot be used, 130 stopped by Ctrl-C.
"""

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from typing import Any, Protocol, cast

DONE, REFUSED, UNUSABLE, INTERRUPTED, PIPE_CLOSED, TERMINATED = 0, 1, 2, 130, 141, 143

COMMANDS = {
    "serve": "rimlig.config.commands.serve",
    "worker": "rimlig.config.commands.worker",
    "migrate": "rimlig.config.commands.migrate",
    "createadmin": "rimlig.config.commands.createadmin",
    "manage": "rimlig.config.commands.manage",
    "demo": "rimlig.demo.command",
    "import": "rimlig.imports.command",
    "check": "rimlig.controltests.command",
    "report": "rimlig.reporting.command",
}


class Command(Protocol):
    """What a command's module offers."""

    HELP: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run the command in `arguments` (those of the process when None) and give its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # Without this the process would end without letting go of the database in order.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        options = _parser(arguments).parse_args(arguments)
        code = _run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain again when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        if "--debug" in arguments:
            raise
        code, line = _explain(error)
        sys.stderr.write(f"rimlig: {line}\n")
    return code


class _TellVersion(argparse.Action):
    """Looks the version up when it is asked for, not at every start."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, nargs=0)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        parser.exit(message=f"rimlig {version('rimlig')}\n")


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    """Describe the command that is asked for; all of them only when help is needed."""
    parser = argparse.ArgumentParser(prog="rimlig", description="Internal control for Swedish municipalities.")
    parser.add_argument("--version", action=_TellVersion, help="show the version and stop")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an unexpected error")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = next((word for word in arguments if not word.startswith("-")), "")
    if "--version" in arguments[:1]:
        return parser
    for name in [asked] if asked in COMMANDS else COMMANDS:
        module = _load(name)
        module.add_arguments(commands.add_parser(name, help=module.HELP, description=module.HELP))
    return parser


def _load(name: str) -> Command:
    import django  # noqa: PLC0415  # --version answers without it
    from django.apps import apps  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rimlig.config.settings")
    if not apps.ready:
        django.setup()
    return cast("Command", import_module(COMMANDS[name]))


def _run(options: argparse.Namespace) -> int:
    command = _load(options.command)
    needs_database = getattr(command, "needs_database", lambda _options: True)
    if not needs_database(options):
        return command.run(options)
    with held_database():
        return command.run(options)


@contextmanager
def held_database() -> Iterator[None]:
    """Keep the embedded database running; nothing to do when DATABASE_URL names a server."""
    from django.conf import settings  # noqa: PLC0415  # after the environment is complete
    from django.db import connections  # noqa: PLC0415

    from rimlig.config.database import EmbeddedDatabase  # noqa: PLC0415

    if not settings.RIMLIG_EMBEDDED_DATABASE:
        yield
        return
    server = EmbeddedDatabase(settings.RIMLIG_VAR)
    server.hold()
    try:
        yield
    finally:
        connections.close_all()
        server.release()


def _explain(error: Exception) -> tuple[int, str]:
    """Give the exit code and the one line for an error that reached the top."""
    from rimlig.config import mistakes  # noqa: PLC0415  # only when something went wrong

    if known := mistakes.known(error):
        return known
    log = mistakes.log_file()
    try:
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"{datetime.now().astimezone().isoformat()} {' '.join(sys.argv)}\n")
            traceback.print_exception(error, file=stream)
    except OSError:
        return REFUSED, f"unexpected error: {error!r}; run it again with rimlig --debug for details"
    return REFUSED, f"unexpected error: {error!r}; details are in {log}"


if __name__ == "__main__":
    sys.exit(main())
