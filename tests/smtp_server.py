"""A small real mail server for tests: it speaks SMTP on a port of this machine, keeps what it takes, and can refuse."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any


@dataclass
class MailServer:
    """What the server has taken, in order, and what it is to answer: `refuse` takes a recipient and gives an answer, or ""."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    """Recipient → the answer to them, for example `451 Try later`."""
    connections: int = 0
    hold: threading.Event | None = None
    """When set: the server has the whole mail, and says so first when this is set."""
    has_it: threading.Event = field(default_factory=threading.Event)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        place: MailServer = self.server.place  # type: ignore[attr-defined]
        place.connections += 1
        recipients: list[str] = []
        self._say("220 test ESMTP")
        while line := self.rfile.readline():
            word = line.decode().strip()
            verb = word.upper()
            if verb.startswith(("EHLO", "HELO")):
                self._say("250 test")
            elif verb.startswith("MAIL"):
                recipients = []
                self._say("250 ok")
            elif verb.startswith("RCPT"):
                address = word[word.index("<") + 1 : word.index(">")]
                refusal = place.refusals.get(address, "")
                if not refusal:
                    recipients.append(address)
                self._say(refusal or "250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                content = self._content()
                place.taken.append(email.message_from_bytes(content, policy=default))  # type: ignore[arg-type]
                place.recipients += recipients
                place.has_it.set()
                if place.hold is not None:
                    place.hold.wait(30)
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_given: Any) -> None:
        """Say nothing of a worker that was killed while it spoke with us."""


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run the server while the test runs."""
    place = MailServer()
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.place = place  # type: ignore[attr-defined]
        place.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield place
        finally:
            if place.hold is not None:
                place.hold.set()
            server.shutdown()
            thread.join()
