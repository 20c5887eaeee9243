"""Previews: drawn once, in a process of its own, and never an error whatever the file is."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from factories import EvidenceFactory, MunicipalityFactory, PreviewFactory
from rimlig.core.isolated import answer_of
from rimlig.records import previews
from rimlig.records.files import open_file, store_file
from rimlig.records.models import Preview, StoredFile
from rimlig.records.previews import ask_for_preview, draw_preview, draw_what_is_missing

pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int] = (1200, 800), form: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **more)
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.new("RGB", (595, 842), "white") for _ in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=others)
    return out.getvalue()


def huge_png() -> bytes:
    """Return a picture of 20 000 × 20 000 points in some kilobytes: more than a gigabyte when it is unpacked."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + name + data + struct.pack("!L", zlib.crc32(name + data))

    head = struct.pack("!LLBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def stored(data: bytes, media_type: str) -> StoredFile:
    return store_file(data, media_type, MunicipalityFactory(), by=None)


def drawn(preview: Preview | None) -> Image.Image:
    assert preview is not None
    assert preview.picture is not None
    return Image.open(io.BytesIO(open_file(preview.picture)), formats=("JPEG",))


@pytest.mark.parametrize(
    ("data", "media_type", "size"),
    [
        (picture(), "image/png", (640, 427)),
        (picture((300, 200), "JPEG"), "image/jpeg", (300, 200)),
        (pdf(3), "application/pdf", (453, 640)),
    ],
    ids=["picture", "small photograph", "document"],
)
def test_what_can_be_drawn_is_drawn_small(data: bytes, media_type: str, size: tuple[int, int]) -> None:
    assert drawn(draw_preview(stored(data, media_type).pk)).size == size


def test_a_photograph_is_turned_as_it_was_held_and_tells_nothing_of_itself() -> None:
    tags = Image.Exif()
    tags[0x0112], tags[0x010F] = 6, "Telefonens namn"  # held upright; who made the camera
    small = drawn(draw_preview(stored(picture((800, 400), "JPEG", exif=tags), "image/jpeg").pk))
    assert small.size == (320, 640)
    assert dict(small.getexif()) == {}


NO_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"
    b"\ntrailer<</Root 1 0 R>>\n%%EOF"
)
HOSTILE = {
    "twenty thousand points": (huge_png(), "image/png"),
    "half a picture": (picture()[:200], "image/png"),
    "no picture at all": (b"\x89PNG\r\n\x1a\n" + b"x" * 500, "image/png"),
    "another kind inside": (b"\xff\xd8\xff" + picture(), "image/jpeg"),
    "broken document": (b"%PDF-1.7\n" + b"garbage " * 100, "application/pdf"),
    "half a document": (pdf()[:300], "application/pdf"),
    "no pages": (NO_PAGES, "application/pdf"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_drawn_has_no_picture_and_is_not_tried_again(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = stored(*HOSTILE[what])
    preview = draw_preview(file.pk)
    assert preview is not None
    assert preview.picture is None
    monkeypatch.setattr(previews, "answer_of", lambda *_args, **_more: pytest.fail("drawn again"))
    assert draw_preview(file.pk) == preview


def test_a_process_that_goes_on_for_ever_is_ended() -> None:
    with io.BytesIO(), open("/dev/zero", "rb") as endless:  # noqa: PTH123  # an endless file
        assert answer_of("rimlig.records.drawing", "image/png", content=endless, seconds=1) == b""


def test_other_files_are_not_drawn() -> None:
    assert draw_preview(stored(b"Text", "text/plain").pk) is None
    assert draw_preview(10**6) is None
    assert not Preview.objects.exists()


def test_while_the_storage_has_lost_the_file_it_is_left_for_another_time(monkeypatch: pytest.MonkeyPatch) -> None:
    file = stored(picture(), "image/png")
    previews.checked_copy(file).close()
    monkeypatch.setattr(StoredFile, "place", "stored/nowhere")
    assert draw_preview(file.pk) is None
    monkeypatch.undo()
    assert draw_preview(file.pk) is not None


def test_only_what_is_drawn_is_asked_for() -> None:
    file = stored(picture(), "image/png")
    for one in (file, stored(b"Text", "text/plain")):
        ask_for_preview(one)
    jobs = ProcrastinateJob.objects.filter(task_name="records.draw_preview")
    assert [job.args for job in jobs] == [{"stored_file": file.pk}]


def test_what_nobody_drew_is_drawn_later_when_it_is_evidence() -> None:
    files = [stored(picture((40 + number, 40)), "image/png") for number in range(3)]
    for file in files[:2]:
        EvidenceFactory(link="", file=file, result__to_answer=True)
    PreviewFactory(of=files[0])
    assert draw_what_is_missing() == 1
    assert draw_what_is_missing() == 0
    assert sorted(Preview.objects.values_list("of", flat=True)) == [file.pk for file in files[:2]]
