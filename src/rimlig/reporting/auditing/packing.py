"""The auditor's file as one archive, with every stored file in it: written while it is sent, so it may be of any size.

Nothing is gathered in memory or on disk first, and nobody waits for a job: the
first bytes come at once. Each stored file is checked against its hash before
it is put in; one that is not what was stored is left out, and the list says so.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from rimlig.records.files import NotTheSameBytes, checked_copy
from rimlig.records.models import StoredFile

PIECE: Final = 256 * 1024
_THE_SAME_MOMENT: Final = (2000, 1, 1, 0, 0, 0)
_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*\x7f]+')


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive: bytes that were made now, or a stored file. `what` says in words what it is."""

    name: str
    what: str
    content: bytes | StoredFile


def safe_name(number: int, name: str) -> str:
    """Return a name that every system takes, and that no other file of the archive has.

    >>> safe_name(3, "../lön/lista?.pdf")
    'underlag/003 .._lön_lista_.pdf'
    """
    return f"underlag/{number:03} {_NOT_IN_NAMES.sub('_', name)[-100:].strip()}"


def packed(members: Iterable[Member]) -> Iterator[bytes]:
    """Give the archive piece by piece; last come the manifest (JSON) and SHA256SUMS, which `sha256sum -c` reads."""
    sink = _Sink()
    lines: list[dict[str, Any]] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            line = {"name": member.name, "what": member.what}
            try:
                source = _opened(member.content)
            except NotTheSameBytes as problem:
                lines.append(line | {"problem": str(problem)})
                continue
            with source:
                digest, size = hashlib.sha256(), 0
                with archive.open(_info(member.name), "w", force_zip64=True) as target:
                    while piece := source.read(PIECE):
                        digest.update(piece)
                        size += len(piece)
                        target.write(piece)
                        yield sink.taken()
            lines.append(line | {"size": size, "sha256": digest.hexdigest()})
        manifest = json.dumps({"format": "rimlig-audit/1", "files": lines}, ensure_ascii=False, indent=1) + "\n"
        sums = "".join(f"{line['sha256']}  {line['name']}\n" for line in lines if "sha256" in line)
        archive.writestr(_info("manifest.json"), manifest)
        archive.writestr(_info("SHA256SUMS"), sums)
    yield sink.taken()


def _opened(content: bytes | StoredFile) -> IO[bytes]:
    return io.BytesIO(content) if isinstance(content, bytes) else checked_copy(content)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _THE_SAME_MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


class _Sink(io.RawIOBase):
    """Takes what is written until somebody fetches it. It cannot go back, and an archive need not."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        """Return what has been written since last time."""
        data = bytes(self.waiting)
        self.waiting.clear()
        return data
