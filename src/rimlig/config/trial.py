"""Everything that `make run` starts: for trying on one's own machine. Ctrl-C stops all of it."""

import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from rimlig.config.cli import COMMANDS
from rimlig.config.messages import compile_messages

FIRST_PORT, LAST_PORT = 8000, 8050
PATIENCE = 40.0  # seconds that each process gets to end by itself


def main() -> int:
    """Prepare what is missing, then serve until stopped. Safe to do again, also while another one runs."""
    signal.signal(signal.SIGTERM, _stop)
    running: list[subprocess.Popen[bytes]] = []
    try:
        compile_messages()
        for command in ("migrate", "demo"):
            if command in COMMANDS and (code := _start(command).wait()):
                return code
        running = [_start("worker"), _start("serve", "--port", str(_free_port()))]
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        return next(process.returncode for process in running if process.returncode is not None)
    except KeyboardInterrupt:
        return 0  # that is how it is meant to end
    finally:
        _end(running)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "rimlig.config.cli", *arguments])


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    # A second Ctrl-C must not leave half of it running.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _free_port() -> int:
    """Give the first port that nobody listens on."""
    for port in range(FIRST_PORT, LAST_PORT):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    return 0


if __name__ == "__main__":
    sys.exit(main())
