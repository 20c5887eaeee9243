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
from collections.abc import Callable, Iterator
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


def last_word(
    process: "subprocess.Popen[bytes]",
    asked: bytes,
    *,
    seconds: float,
    silence: float,
    progress: Callable[[int, int], None] | None,
) -> dict[str, Any]:
    """Give the process what it is asked, and return what it answers but for its progress; nothing when it does not in its seconds.

    `progress` is told how much of how much is done, at least each time that
    nothing was said for so many seconds of silence.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    deadline = time.monotonic() + seconds
    with suppress(BrokenPipeError):  # it died already; its answer, or the lack of one, says why
        process.stdin.write(asked)
        process.stdin.close()
    done = total = 0
    for answer in lines_of(process.stdout, deadline, silence):
        if answer.keys() - {"done", "total"}:
            return answer
        done, total = answer.get("done", done), answer.get("total", total)
        if progress is not None:
            progress(done, total)
    return {}


def speaker() -> Callable[..., None]:
    """Return what says something in a line of JSON, in such a process: the only thing on its standard output from now on."""
    # A library that prints must not speak into the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(**answer: object) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    return say


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
