"""The content of a file, small or large, as something to read from the start: never the whole of it in memory."""

import hashlib
import io
from collections.abc import Iterator
from typing import IO, Any, Final

PIECE: Final = 256 * 1024

Content = bytes | IO[bytes] | Any
"""Bytes, or a file that can be read and wound back, such as what a browser has sent."""


def as_file(content: Content) -> IO[bytes]:
    """Return the content as a file at its start."""
    file: IO[bytes] = io.BytesIO(content) if isinstance(content, bytes) else content
    file.seek(0)
    return file


def pieces(content: Content) -> Iterator[bytes]:
    """Yield the content piece by piece, from its start."""
    file = as_file(content)
    while piece := file.read(PIECE):
        yield piece


def measured(content: Content) -> tuple[str, int]:
    """Return the content's SHA-256 in hexadecimal, and its size."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces(content):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size
