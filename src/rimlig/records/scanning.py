"""Asking a scanner for malware before a file is kept. Off until RIMLIG_CLAMD says where the scanner is.

The scanner speaks clamd's protocol: `INSTREAM` and pieces of the file, each
with its length, ended by an empty one; it answers `stream: OK` or
`stream: <name> FOUND`.
"""

import socket
import struct
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.records.content import Content, pieces

PATIENCE: Final = 30.0  # seconds for the whole scan of a file
MOST_ANSWER: Final = 4096


def must_be_clean(content: Content) -> None:
    """Raise RuleBroken, with a sentence for people, when the scanner finds something or cannot be asked.

    Without a scanner nothing is asked. A scanner that does not answer lets nothing through.
    """
    if not settings.RIMLIG_CLAMD:
        return
    try:
        answer = _ask(settings.RIMLIG_CLAMD, content)
    except OSError as error:
        raise RuleBroken(
            _("The file cannot be checked for malware right now, so it has not been stored. Try again in a while.")
        ) from error
    if answer.endswith("FOUND"):
        raise RuleBroken(_("The file contains malware, so it has not been stored. Tell those who run your computers."))
    if not answer.endswith("OK"):
        raise RuleBroken(
            _("The file cannot be checked for malware right now, so it has not been stored. Try again in a while.")
        )


def _ask(address: str, content: Content) -> str:
    with _connect(address) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for piece in pieces(content):
            scanner.sendall(struct.pack("!L", len(piece)) + piece)
        scanner.sendall(struct.pack("!L", 0))
        said = b""
        while not said.endswith(b"\0") and len(said) < MOST_ANSWER and (more := scanner.recv(MOST_ANSWER)):
            said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connect(address: str) -> socket.socket:
    """Connect to `tcp://host:port` or `unix:///path`."""
    where = urlsplit(address)
    if where.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(PATIENCE)
        try:
            scanner.connect(where.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((where.hostname or "", where.port or 3310), timeout=PATIENCE)
