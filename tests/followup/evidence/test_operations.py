"""Evidence: what is taken, what is refused, and that it stays with a filed answer."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from factories import FollowUpResultFactory, UserFactory
from rimlig.core.errors import RuleBroken
from rimlig.followup.answering.operations import file_answer, save_answer
from rimlig.followup.evidence.operations import MOST_FOR_AN_ANSWER, add_file, add_files, add_link, remove_evidence
from rimlig.followup.models import Evidence, FollowUpResult
from rimlig.organisation.models import User
from rimlig.records.files import open_file
from rimlig.records.models import StoredFile

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 minnesanteckning"
MALWARE = b"%PDF-1.7 " + b"TEST" + b"VIRUS"


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer that nobody has begun, in a period that takes answers."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    row: FollowUpResult = FollowUpResultFactory(to_answer=True)
    return row


@pytest.fixture
def by(db: None) -> User:
    """Who answers."""
    user: User = UserFactory(name="Amira Holm")
    return user


def test_a_file_is_kept_as_it_is_under_its_name(answer: FollowUpResult, by: User) -> None:
    evidence = add_file(answer, name="C:\\Mina dokument\\Möte 26 augusti.pdf", content=PDF, by=by)
    assert (evidence.name, evidence.added_by, evidence.link) == ("Möte 26 augusti.pdf", by, "")
    assert evidence.file is not None
    assert (open_file(evidence.file), evidence.file.media_type) == (PDF, "application/pdf")


def test_the_same_file_twice_is_there_once_and_beside_another_answer_stored_once(
    answer: FollowUpResult, by: User
) -> None:
    plan = answer.in_plan
    other = FollowUpResultFactory(follow_up__working_method__process__plan=plan, to_answer=True)
    first = add_file(answer, name="a.pdf", content=PDF, by=by)
    assert add_file(answer, name="b.pdf", content=PDF, by=by) == first
    add_file(other, name="c.pdf", content=PDF, by=by)
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (2, 1)


def test_the_same_link_twice_is_there_once(answer: FollowUpResult, by: User) -> None:
    first = add_link(answer, name="", link="https://diariet.example/2026/17", by=by)
    assert add_link(answer, name="Beslut", link="https://diariet.example/2026/17", by=by) == first
    assert first.name == "https://diariet.example/2026/17"


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00",
        b" <html><script>",
        b"\xef\xbb\xbf<svg onload=",
        b"#!/bin/sh\n",
        b"PK\x03\x04 not an office file",
        b"Text\x00",
    ],
    ids=["program", "html", "svg", "script", "zip", "nought"],
)
def test_what_is_no_document_or_picture_is_refused_whatever_its_name(
    answer: FollowUpResult, by: User, data: bytes
) -> None:
    with pytest.raises(RuleBroken, match="Filen är av ett slag som inte tas emot"):
        add_file(answer, name="rapport.pdf", content=data, by=by)
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_an_empty_file_is_refused(answer: FollowUpResult, by: User) -> None:
    with pytest.raises(RuleBroken, match="Filen är tom"):
        add_file(answer, name="tom.pdf", content=b"", by=by)


def test_of_several_files_those_that_can_be_are_kept_and_the_others_are_told(answer: FollowUpResult, by: User) -> None:
    files = [("a.pdf", PDF), ("b.exe", b"MZ\x90\x00"), ("c.csv", "Namn;Antal\nÅsa;3\n".encode()), ("tom.txt", b"")]
    came = add_files(answer, files, by=by)
    assert [evidence.name for evidence in came.added] == ["a.pdf", "c.csv"]
    assert [(name, why.split(".")[0].split(":")[0]) for name, why in came.refused] == [
        ("b.exe", "Filen är av ett slag som inte tas emot"),
        ("tom.txt", "Filen är tom"),
    ]
    assert StoredFile.objects.count() == 2


def test_several_files_fill_what_is_left_and_the_rest_are_told(answer: FollowUpResult, by: User) -> None:
    for number in range(MOST_FOR_AN_ANSWER - 1):
        add_link(answer, name="", link=f"https://diariet.example/{number}", by=by)
    came = add_files(answer, [(f"{number}.pdf", PDF + str(number).encode()) for number in range(3)], by=by)
    assert ([evidence.name for evidence in came.added], [name for name, _why in came.refused]) == (
        ["0.pdf"],
        ["1.pdf", "2.pdf"],
    )


def test_a_file_that_is_too_large_is_refused(answer: FollowUpResult, by: User, settings: Settings) -> None:
    settings.RIMLIG_EVIDENCE_MEGABYTES = 1
    with pytest.raises(RuleBroken, match="större än 1 MB"):
        add_file(answer, name="stor.pdf", content=PDF + b" " * 1024 * 1024, by=by)


def test_an_answer_has_so_much_evidence_and_no_more(answer: FollowUpResult, by: User) -> None:
    for number in range(MOST_FOR_AN_ANSWER):
        add_link(answer, name="", link=f"https://diariet.example/{number}", by=by)
    with pytest.raises(RuleBroken, match="redan 20 underlag"):
        add_link(answer, name="", link="https://diariet.example/ett-till", by=by)


def test_what_stands_beside_a_filed_answer_stays(answer: FollowUpResult, by: User) -> None:
    evidence = add_file(answer, name="a.pdf", content=PDF, by=by)
    row = save_answer(answer, {"deviation": "none", "result": "Alla räknades."}, version=1, by=by)
    file_answer(row, version=row.version, by=by)
    with pytest.raises(RuleBroken, match="Svaret är inlämnat"):
        add_link(answer, name="", link="https://diariet.example/1", by=by)
    with pytest.raises(RuleBroken, match="Svaret är inlämnat"):
        remove_evidence(evidence, by=by)
    # Nor does the database let anybody.
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Evidence.objects.all().delete()
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Evidence.objects.update(name="något annat")
    assert list(Evidence.objects.values_list("name", flat=True)) == ["a.pdf"]


def test_what_is_removed_is_kept_in_the_history(answer: FollowUpResult, by: User) -> None:
    evidence = add_file(answer, name="a.pdf", content=PDF, by=by)
    remove_evidence(evidence, by=by)
    remove_evidence(evidence, by=by)
    kept = Evidence.history.rel.related_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(kept.values_list("pgh_label", "name")) == [("insert", "a.pdf"), ("delete", "a.pdf")]


class _Clamd(socketserver.StreamRequestHandler):
    """Speaks clamd's INSTREAM: reads the pieces, and finds what has the mark of these tests."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        data = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        found = command == b"zINSTREAM\0" and data == MALWARE
        self.wfile.write(b"stream: Test-Signature FOUND\0" if found else b"stream: OK\0")


@pytest.fixture
def scanner(settings: Settings) -> Iterator[Any]:
    """A scanner on this machine, and Rimlig told of it."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.RIMLIG_CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


@pytest.mark.usefixtures("scanner")
def test_what_the_scanner_finds_is_not_stored_and_the_rest_is(answer: FollowUpResult, by: User) -> None:
    with pytest.raises(RuleBroken, match="innehåller skadlig kod"):
        add_file(answer, name="smittad.pdf", content=MALWARE, by=by)
    assert StoredFile.objects.count() == 0
    add_file(answer, name="ren.pdf", content=PDF + b" " * 200_000, by=by)
    assert list(Evidence.objects.values_list("name", flat=True)) == ["ren.pdf"]


def test_while_the_scanner_does_not_answer_nothing_is_stored(
    answer: FollowUpResult, by: User, settings: Settings
) -> None:
    settings.RIMLIG_CLAMD = "unix:///nowhere/clamd.ctl"
    with pytest.raises(RuleBroken, match="kan inte kontrolleras"):
        add_file(answer, name="a.pdf", content=PDF, by=by)
    assert StoredFile.objects.count() == 0
