"""Files in a bucket of a store that speaks S3. Used when RIMLIG_FILES names one; only then must its library be there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """A bucket that fails as a disk does: whatever goes wrong between us and the store is an OSError.

    So those who store and read need not know where the files are. A file is
    there as a whole or not at all: the store takes an object when it has got
    all of it.
    """

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _failing_as_a_disk():
            file = super()._open(name, mode)
            _fetched = file.file  # otherwise fetched, and failing, at the first read
            return file

    def _save(self, name: str, content: IO[bytes]) -> str:
        with _failing_as_a_disk():
            kept: str = super()._save(name, content)
            return kept

    def put(self, name: str, content: IO[bytes]) -> None:
        """Store under the very name, in the place of what is there."""
        self._save(name, content)

    def delete(self, name: str) -> None:
        with _failing_as_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _failing_as_a_disk():
            found: bool = super().exists(name)
            return found


@contextmanager
def _failing_as_a_disk() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise OSError(str(error)) from error
