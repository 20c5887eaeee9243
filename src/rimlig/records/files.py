"""Storing a file's bytes by their content, and giving them back only when they are the same bytes."""

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import IO, Final

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, User
from rimlig.records.content import PIECE, Content, as_file, measured, pieces
from rimlig.records.models import StoredFile

IN_MEMORY: Final = 2 * 1024 * 1024
"""Larger files than this are not held in memory: they lie in a nameless file while they are checked and given out."""


class NotStored(RuleBroken):
    """The storage could not take the file. The message is a sentence for people."""


class NotTheSameBytes(RuleBroken):
    """What lies in the storage is not what was stored. The message is a sentence for people."""


def store_file(content: Content, media_type: str, municipality: Municipality, *, by: User | None) -> StoredFile:
    """Store the bytes once in the municipality, and return their row; the same bytes again give the same row.

    The bytes are in their place, whole and written through to the disk, before
    the row is: a row never names what is not there. Bytes without a row, left
    by a transaction that did not end well, do no harm: the next time they are
    used. Raises NotStored when the storage does not take them.
    """
    return row_of(put_in_place(content, media_type, municipality), by=by)


def put_in_place(content: Content, media_type: str, municipality: Municipality) -> StoredFile:
    """Store the bytes, and return what their row is to be. For whoever locks rows: a storage far away takes its time."""
    sha256, size = measured(content)
    stored = StoredFile(municipality=municipality, sha256=sha256, size=size, media_type=media_type)
    if not _holds(default_storage, stored):
        try:
            _write(default_storage, stored.place, content)
        except OSError as error:
            raise NotStored(
                _(
                    "The file could not be stored just now, and nothing has been changed. Try again in a while."
                    " If it goes on, tell those who run Rimlig: the place where files are kept does not answer or is full."
                )
            ) from error
    return stored


def row_of(stored: StoredFile, *, by: User | None) -> StoredFile:
    """Return the row of bytes that are in their place."""
    with recorded("records.store_file", by):
        row, _made = StoredFile.objects.get_or_create(
            municipality=stored.municipality,
            sha256=stored.sha256,
            defaults={"size": stored.size, "media_type": stored.media_type},
        )
    return row


def open_file(stored: StoredFile) -> bytes:
    """Return the bytes. Raises NotTheSameBytes when they are gone or are not those that were stored."""
    with checked_copy(stored) as copy:
        return copy.read()


def checked_copy(stored: StoredFile, *, on_disk: bool = False) -> IO[bytes]:
    """Return the bytes as a file at its start that nobody else can change, after all of them have been checked.

    Close it when it has been read. `on_disk`: another process can read it too. Raises NotTheSameBytes as `open_file` does.
    """
    copy: IO[bytes] = io.BytesIO() if stored.size <= IN_MEMORY and not on_disk else tempfile.TemporaryFile()  # noqa: SIM115
    digest = hashlib.sha256()
    try:
        with default_storage.open(stored.place, "rb") as file:
            while copy.tell() <= stored.size and (piece := file.read(PIECE)):
                digest.update(piece)
                copy.write(piece)
    except OSError as error:
        copy.close()
        raise NotTheSameBytes(
            _(
                "The stored file is not in the storage. What it contained is proved by its hash, %(hash)s."
                " Ask those who run Rimlig to restore it from a backup."
            )
            % {"hash": stored.sha256}
        ) from error
    if digest.hexdigest() != stored.sha256:
        copy.close()
        raise NotTheSameBytes(
            _(
                "The stored file is not the one that was stored: its content has another hash than %(hash)s."
                " It is not shown. Ask those who run Rimlig to restore it from a backup."
            )
            % {"hash": stored.sha256}
        )
    copy.flush()
    copy.seek(0)
    return copy


def is_intact(stored: StoredFile) -> bool:
    """Say whether the storage holds the very bytes that were stored."""
    return _holds(default_storage, stored)


def _holds(storage: Storage, stored: StoredFile) -> bool:
    digest = hashlib.sha256()
    try:
        with storage.open(stored.place, "rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest() == stored.sha256


def _write(storage: Storage, place: str, content: Content) -> None:
    """Put the bytes in their place. Whoever reads meanwhile finds nothing, or all of them."""
    if isinstance(storage, FileSystemStorage):
        _write_through(storage, place, content)
        return
    file = File(as_file(content))
    put = getattr(storage, "put", None)
    if put is not None:  # a bucket takes an object as a whole, in the place of what is there
        put(place, file)
        return
    storage.delete(place)
    taken = storage.save(place, file)
    if taken != place:
        storage.delete(taken)
        raise OSError(f"the storage would keep {place} under another name, {taken}")


def _write_through(storage: FileSystemStorage, place: str, content: Content) -> None:
    """Write beside the place, to the disk, and then rename: a power cut leaves the old or the new, never half of it."""
    target = Path(storage.path(place))
    for folder_above in reversed(target.parents):
        if not folder_above.exists():  # mkdir gives its mode to the last of several folders only
            folder_above.mkdir(mode=storage.directory_permissions_mode or 0o700, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces(content):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(storage.file_permissions_mode or 0o600)
        Path(unfinished).replace(target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name, too, must survive a power cut
    finally:
        os.close(folder)
