"""Files in a bucket: against a server that speaks S3, and against one that does not answer."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from factories import FollowUpResultFactory, MunicipalityFactory, UserFactory
from rimlig.config import environment
from rimlig.core.errors import RuleBroken
from rimlig.followup.evidence.operations import add_file
from rimlig.followup.models import Evidence
from rimlig.records.files import NotStored, NotTheSameBytes, checked_copy, is_intact, open_file, store_file
from rimlig.records.models import StoredFile
from rimlig.records.serving import file_answer

DATA = b"%PDF-1.7 beslutad plan"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A server of the S3 protocol on this machine, with a bucket; its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Rimlig told to keep its files in a bucket of its own, as an administrator tells it; the bucket."""
    keys = {"aws_access_key_id": "nyckel", "aws_secret_access_key": "hemlighet", "region_name": "se-1"}
    made = boto3.session.Session(**keys).resource("s3", endpoint_url=store).Bucket("rimlig")
    if made.creation_date is None:
        made.create(CreateBucketConfiguration={"LocationConstraint": "se-1"})
    _use(f"s3://rimlig/filer?endpoint={quote(store, safe='')}&region=se-1", settings, monkeypatch)
    yield made
    made.objects.all().delete()


def _use(url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIMLIG_PROBE", url)
    described = environment.files("RIMLIG_PROBE", settings.RIMLIG_VAR, key="nyckel", secret="hemlighet")
    settings.STORAGES = {**settings.STORAGES, "default": described}


def _keys(bucket: Any) -> list[str]:
    return sorted(one.key for one in bucket.objects.all())


@pytest.mark.django_db
def test_a_file_is_stored_once_under_its_hash_and_comes_back(bucket: Any) -> None:
    municipality = MunicipalityFactory()
    stored = store_file(DATA, "application/pdf", municipality, by=None)
    assert store_file(ContentFile(DATA), "application/pdf", municipality, by=None) == stored
    assert _keys(bucket) == [f"filer/{stored.place}"]
    assert (open_file(stored), is_intact(stored)) == (DATA, True)
    assert file_answer(stored, "plan.pdf").getvalue() == DATA


@pytest.mark.django_db
def test_a_large_file_goes_in_parts_and_never_whole_through_memory(bucket: Any) -> None:
    large = DATA + bytes(range(256)) * 4 * 1024 * 12  # 12 MB: more than one part of an upload
    stored = store_file(ContentFile(large), "application/pdf", MunicipalityFactory(), by=None)
    with checked_copy(stored) as copy:
        assert not isinstance(copy, io.BytesIO)  # in a file, not in memory
        assert copy.read() == large


@pytest.mark.django_db
def test_what_somebody_changed_in_the_bucket_is_never_given_back_and_is_put_right_by_storing_again(
    bucket: Any,
) -> None:
    municipality = MunicipalityFactory()
    stored = store_file(DATA, "application/pdf", municipality, by=None)
    bucket.Object(f"filer/{stored.place}").put(Body=b"annat")
    with pytest.raises(NotTheSameBytes, match="inte den som lagrades"):
        open_file(stored)
    store_file(DATA, "application/pdf", municipality, by=None)
    assert open_file(stored) == DATA
    bucket.Object(f"filer/{stored.place}").delete()
    with pytest.raises(NotTheSameBytes, match="finns inte i lagret"):
        open_file(stored)


@pytest.mark.django_db
def test_uploads_of_the_same_name_do_not_take_each_others_place(bucket: Any) -> None:
    first, second = (default_storage.save("imports/plan.pdf", ContentFile(text)) for text in (b"en", b"annan"))
    assert first != second
    found = []
    for name in (first, second):
        with default_storage.open(name) as file:
            found.append(file.read())
    assert found == [b"en", b"annan"]
    default_storage.delete(first)
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["s3://rimlig?endpoint=http://127.0.0.1:9", "s3://finns-inte?endpoint={store}"])
def test_while_the_store_fails_evidence_is_refused_with_a_sentence_and_nothing_is_half_stored(
    url: str, store: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use(url.format(store=quote(store, safe="")), settings, monkeypatch)
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    answer = FollowUpResultFactory(to_answer=True)
    with pytest.raises(RuleBroken, match="kunde inte lagras just nu, och inget har ändrats"):
        add_file(answer, name="a.pdf", content=DATA, by=UserFactory())
    assert (StoredFile.objects.count(), Evidence.objects.count()) == (0, 0)
    with pytest.raises(NotStored):
        store_file(DATA, "application/pdf", MunicipalityFactory(), by=None)


@pytest.mark.parametrize("url", ["rimlig", "https://s3.example.se/rimlig", "s3://", "s3://rimlig?hemligt=1"])
def test_what_is_no_bucket_is_refused(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("RIMLIG_PROBE", url)
    with pytest.raises(ImproperlyConfigured, match="RIMLIG_PROBE: write it as s3://"):
        environment.files("RIMLIG_PROBE", tmp_path, key="", secret="")


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("RIMLIG_PROBE", "s3://rimlig")
    monkeypatch.setattr(environment, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install rimlig\[s3\]"):
        environment.files("RIMLIG_PROBE", tmp_path, key="", secret="")
