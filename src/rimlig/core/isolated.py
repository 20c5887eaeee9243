"""A process of its own for what goes through large libraries on files from anywhere, with limits on time and memory.

Whatever such a file makes a library do ends with that process; the one that asked goes on.
"""

import os
import resource
import subprocess
import sys
from contextlib import suppress
from typing import Any

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
