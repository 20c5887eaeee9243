"""Storing a file's bytes by their content, and giving them back only when they are the same bytes."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, User
from rimlig.records.models import StoredFile

PIECE: Final = 1024 * 1024


class NotTheSameBytes(RuleBroken):
    """What lies in the storage is not what was stored. The message is a sentence for people."""


def store_file(data: bytes, media_type: str, municipality: Municipality, *, by: User | None) -> StoredFile:
    """Store the bytes once in the municipality, and return their row; the same bytes again give the same row.

    The bytes are in their place, whole and written through to the disk, before
    the row is: a row never names what is not there. Bytes without a row, left
    by a transaction that did not end well, do no harm: the next time they are used.
    """
    stored = StoredFile(
        municipality=municipality, sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=media_type
    )
    if not _holds(default_storage, stored):
        _write(default_storage, stored.place, data)
    with recorded("records.store_file", by):
        row, _made = StoredFile.objects.get_or_create(
            municipality=municipality,
            sha256=stored.sha256,
            defaults={"size": stored.size, "media_type": stored.media_type},
        )
    return row


def open_file(stored: StoredFile) -> bytes:
    """Return the bytes. Raises NotTheSameBytes when they are gone or are not those that were stored."""
    try:
        with default_storage.open(stored.place, "rb") as file:
            data: bytes = file.read()
    except OSError as error:
        raise NotTheSameBytes(
            _(
                "The stored file is not in the storage. What it contained is proved by its hash, %(hash)s."
                " Ask those who run Rimlig to restore it from a backup."
            )
            % {"hash": stored.sha256}
        ) from error
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise NotTheSameBytes(
            _(
                "The stored file is not the one that was stored: its content has another hash than %(hash)s."
                " It is not shown. Ask those who run Rimlig to restore it from a backup."
            )
            % {"hash": stored.sha256}
        )
    return data


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


def _write(storage: Storage, place: str, data: bytes) -> None:
    """Put the bytes in their place. Whoever reads meanwhile finds nothing, or all of them."""
    if isinstance(storage, FileSystemStorage):
        _write_through(storage, place, data)
        return
    # Other storages (S3 and the like) take an object as a whole, or not at all.
    storage.delete(place)
    taken = storage.save(place, ContentFile(data))
    if taken != place:
        storage.delete(taken)
        raise OSError(f"the storage would keep {place} under another name, {taken}")


def _write_through(storage: FileSystemStorage, place: str, data: bytes) -> None:
    """Write beside the place, to the disk, and then rename: a power cut leaves the old or the new, never half of it."""
    target = Path(storage.path(place))
    for folder_above in reversed(target.parents):
        if not folder_above.exists():  # mkdir gives its mode to the last of several folders only
            folder_above.mkdir(mode=storage.directory_permissions_mode or 0o700, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
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
