"""A run of a control test in a process of its own, with limits on time and memory: whatever a file does ends with it.

Run as `python -m rimlig.controltests.isolated LANGUAGE`: what is asked for as a line of JSON on standard input, lines of
JSON on standard output: any number of {"done", "total"}, then one {"written"} or {"problem"}. The outcome is written
to a file, since it may be large.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rimlig.controltests.files import Given
from rimlig.core.errors import Unreadable
from rimlig.core.isolated import GIGABYTE, last_word, limit, speak, speaker, surroundings

SECONDS: Final = 900
"""Of a clock; of processor time twice as many, since the engine uses several processors."""
LONGEST_SILENCE: Final = 1  # seconds until whoever waits may change their mind
MEMORY_OF_ENGINE: Final = GIGABYTE
MOST_MEMORY: Final = 6 * GIGABYTE
"""Of address space, of which the engine reserves more than it uses."""

Progress = Callable[[int, int], None]


def run_safely(
    code: str, files: Mapping[str, Given], written: Mapping[str, str], progress: Progress | None = None
) -> bytes:
    """Run the test as `run_test` does, and return its outcome as JSON, whatever the files are made to do.

    `progress` is told at least every second how far it has come, and may raise
    to stop it: the process is ended. Raises Unreadable also when time or
    memory did not suffice.
    """
    with tempfile.TemporaryDirectory(prefix="rimlig-check-") as folder:
        target = Path(folder) / "outcome.json"
        asked = {
            "test": code,
            "files": {name: [str(given.path), given.name] for name, given in files.items()},
            "parameters": dict(written),
            "target": str(target),
        }
        # What the engine spills goes with the folder, also when the process is ended.
        surrounding = {**surroundings(), "TMPDIR": folder}
        command = [sys.executable, "-m", __name__, get_language() or "sv"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surrounding
        ) as process:
            try:
                _converse(process, json.dumps(asked).encode(), progress)
            finally:
                process.kill()
        return target.read_bytes()


def _converse(process: "subprocess.Popen[bytes]", asked: bytes, progress: Progress | None) -> None:
    answer = last_word(process, asked, seconds=SECONDS, silence=LONGEST_SILENCE, progress=progress)
    if "problem" in answer:
        raise Unreadable(answer["problem"])
    if "written" in answer:
        return
    raise Unreadable(
        _(
            "The control test could not be run with %(minutes)d minutes and 1 GB of memory, so it was ended. Choose less"
            " data, for example a shorter time, and run it again."
        )
        % {"minutes": SECONDS // 60}
    )


def main() -> None:
    """Run what is asked for on standard input and answer on standard output, within the limits."""
    say = speaker()
    limit(2 * SECONDS, MOST_MEMORY)
    speak(sys.argv[1])
    # They are loaded within the limits.
    from rimlig.controltests.outcome import to_json  # noqa: PLC0415
    from rimlig.controltests.registry import control_test  # noqa: PLC0415
    from rimlig.controltests.running import run_test  # noqa: PLC0415

    asked = json.loads(sys.stdin.buffer.read())
    files = {name: Given(Path(path), file_name) for name, (path, file_name) in asked["files"].items()}
    try:
        outcome = run_test(
            control_test(asked["test"]),
            files,
            asked["parameters"],
            progress=lambda done, total: say(done=done, total=total),
            memory=MEMORY_OF_ENGINE,
        )
    except Unreadable as problem:
        say(problem=str(problem))
    else:
        Path(asked["target"]).write_text(to_json(outcome), encoding="utf-8")
        say(written=True)


if __name__ == "__main__":
    main()
