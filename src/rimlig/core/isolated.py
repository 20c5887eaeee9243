"""A process of its own for what goes through large libraries on files from anywhere, with limits on time and memory.

Whatever such a file makes a library do ends with that process; the one that asked goes on.
"""

import json
import os
import resource
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

GIGABYTE = 1_000_000_000


def surroundings() -> dict[str, str]:
    """Return the environment in which such a process finds the code that we have found."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def limit(seconds: int, memory: int = GIGABYTE) -> None:
    """Limit this process: to its seconds of processor time, to the memory, and to no image of itself when it dies."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_of(module: str, *arguments: str, content: Any, seconds: int) -> bytes:
    """Run `python -m module …` with the file as its standard input, and return its standard output; b"" when it fails.

    It is ended when it has not answered after the seconds.
    """
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, stdin=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings()
    ) as process:
        try:
            said, _none = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            return b""
        finally:
            with suppress(ProcessLookupError):
                process.kill()
    return said if process.returncode == 0 else b""


def lines_of(stream: IO[bytes], deadline: float, silence: float) -> Iterator[dict[str, Any]]:
    """Yield what a process says in lines of JSON until it ends or its time is up; nothing said for so many seconds is an empty one."""
    waiting = b""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([stream], [], [], min(left, silence))[0]:
            yield {}
            continue
        piece = os.read(stream.fileno(), 1 << 16)
        if not piece:
            return
        *lines, waiting = (waiting + piece).split(b"\n")
        yield from (json.loads(line) for line in lines)


def speak(language: str) -> None:
    """Let this process's sentences for people come out in the language: all of Django that it needs."""
    # The whole of it takes longer to start than most files take to read.
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.utils.translation import activate  # noqa: PLC0415

    rooms = Path(__file__).parents[1]
    settings.configure(USE_I18N=True, LOCALE_PATHS=[str(path) for path in sorted(rooms.glob("*/locale"))])
    django.setup()
    activate(language)
