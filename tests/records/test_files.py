"""Bytes stored by their content: once, whole, and given back only when they are the same."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage, default_storage
from django.db import DatabaseError, connection, transaction

from factories import MunicipalityFactory
from rimlig.records import files
from rimlig.records.files import NotStored, NotTheSameBytes, is_intact, open_file, store_file
from rimlig.records.models import StoredFile
from rimlig.records.serving import file_answer

pytestmark = pytest.mark.django_db
DATA = b"%PDF-1.7 beslutad plan"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path, "file_permissions_mode": 0o600}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


def _path(stored: StoredFile) -> Path:
    return Path(default_storage.path(stored.place))


def test_a_file_is_stored_under_its_hash_and_comes_back() -> None:
    stored = store_file(DATA, "application/pdf", MunicipalityFactory(), by=None)
    assert (stored.sha256, stored.size, stored.media_type) == (hashlib.sha256(DATA).hexdigest(), 22, "application/pdf")
    assert open_file(stored) == DATA
    assert oct(_path(stored).stat().st_mode)[-3:] == "600"


def test_the_same_bytes_are_stored_once_and_nothing_unfinished_stays() -> None:
    municipality = MunicipalityFactory()
    first, second = (store_file(DATA, "application/pdf", municipality, by=None) for _ in range(2))
    assert first == second
    assert StoredFile.objects.count() == 1
    assert [path.name for path in _path(first).parent.iterdir()] == [first.sha256]


def test_each_municipality_has_its_own_copy() -> None:
    one, other = (store_file(DATA, "application/pdf", MunicipalityFactory(), by=None) for _ in range(2))
    assert one.place != other.place
    _path(one).unlink()
    assert open_file(other) == DATA


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"annat"), lambda path: path.unlink()])
def test_other_bytes_are_never_given_back(damage: Any) -> None:
    stored = store_file(DATA, "application/pdf", MunicipalityFactory(), by=None)
    damage(_path(stored))
    assert not is_intact(stored)
    with pytest.raises(NotTheSameBytes, match=stored.sha256):
        open_file(stored)


def test_storing_again_puts_right_what_was_damaged() -> None:
    municipality = MunicipalityFactory()
    stored = store_file(DATA, "application/pdf", municipality, by=None)
    _path(stored).write_bytes(b"halva")
    assert store_file(DATA, "application/pdf", municipality, by=None) == stored
    assert open_file(stored) == DATA


def test_a_write_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(_handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(NotStored, match="kunde inte lagras just nu, och inget har ändrats"):
        store_file(DATA, "application/pdf", MunicipalityFactory(), by=None)
    assert StoredFile.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_storage_that_is_no_file_system_is_used_through_its_own_ways() -> None:
    storage = InMemoryStorage()
    files._write(storage, "stored/1/ab/abc", DATA)
    files._write(storage, "stored/1/ab/abc", DATA)
    assert storage.open("stored/1/ab/abc").read() == DATA
    assert storage.listdir("stored/1/ab")[1] == ["abc"]


@pytest.mark.parametrize("sql", ["UPDATE records_storedfile SET size = 1", "DELETE FROM records_storedfile"])
def test_the_row_is_never_changed_even_by_raw_sql(sql: str) -> None:
    store_file(DATA, "application/pdf", MunicipalityFactory(), by=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert StoredFile.objects.get().size == 22


def test_the_answer_is_a_file_to_keep_and_nothing_else() -> None:
    answer = file_answer(store_file(DATA, "application/pdf", MunicipalityFactory(), by=None), "plan.pdf")
    assert answer.getvalue() == DATA
    assert answer["Content-Length"] == "22"
    headers = {name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")}
    assert headers == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="plan.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
