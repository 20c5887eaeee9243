import io
import struct
import zipfile

import pytest

from office_files import REPORT, damaged_copies
from rimlig.core.archive import MOST_MEMBERS, check_archive, damaged, protected, unpacks_too_large
from rimlig.core.errors import Unreadable
from rimlig.reporting.packing import zipped
from rimlig.reporting.word import render_word


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        check_archive(data)
    return str(refused.value)


def test_a_whole_file_passes() -> None:
    check_archive(render_word(REPORT))
    check_archive(zipped({"tom.xml": b""}))
    check_archive(zipped({"liten.xml": bytes(1_000_000)}))  # shrinks as much as a bomb, but is small


def test_a_member_that_shrinks_too_much_is_refused() -> None:
    assert refusal(zipped({"bomb.xml": bytes(30_000_000)})) == unpacks_too_large()


def test_many_members_that_are_harmless_alone_are_refused_together() -> None:
    assert refusal(zipped({f"{number}.xml": bytes(2_000_000) for number in range(20)})) == unpacks_too_large()
    assert refusal(zipped({f"{number}.xml": b"" for number in range(MOST_MEMBERS + 1)})) == unpacks_too_large()


def test_a_member_larger_than_it_says_is_refused_before_it_is_unpacked() -> None:
    data = bytearray(zipped({"bomb.xml": bytes(200_000_000)}))
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, directory + 24, 1_000)  # the size that the directory states
    assert refusal(bytes(data)) == damaged()


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x03\x04" + bytes(100), b"hej" * 100], ids=["empty", "PK", "zeros", "text"]
)
def test_what_is_no_zip_file_is_refused(data: bytes) -> None:
    assert refusal(data) == damaged()


def test_a_file_that_is_cut_off_is_refused() -> None:
    whole = render_word(REPORT)
    assert {refusal(whole[:length]) for length in range(0, len(whole), 97)} == {damaged()}


def test_a_changed_byte_in_the_content_is_seen() -> None:
    data = bytearray(zipped({"a.xml": b"<a>" + bytes(range(48, 100)) * 50 + b"</a>"}))
    data[60] ^= 0xFF
    assert refusal(bytes(data)) == damaged()


def test_other_ways_of_packing_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.xml", b"<a/>" * 100)
    assert refusal(target.getvalue()) == damaged()


def test_a_protected_zip_file_is_refused() -> None:
    data = bytearray(zipped({"a.xml": b"<a/>"}))
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<H", data, directory + 8, 1)
    assert refusal(bytes(data)) == protected()


def test_damage_never_ends_in_anything_but_a_sentence() -> None:
    whole = render_word(REPORT)
    refused = 0
    for copy in damaged_copies(whole, 300):
        try:
            check_archive(copy)
        except Unreadable:
            refused += 1
    assert refused > 250
