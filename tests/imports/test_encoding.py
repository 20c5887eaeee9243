import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rimlig.imports.blocks import Unreadable
from rimlig.imports.encoding import MAX_BYTES, decode

SWEDISH = "Nämndens löpande kontroll – åtgärd\nPågående, 50 % av 8 enheter é"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_whatever_the_encoding(encoding: str) -> None:
    assert decode(SWEDISH.encode(encoding)) == SWEDISH


def test_utf16_big_endian_with_mark_is_read() -> None:
    assert decode(codecs.BOM_UTF16_BE + SWEDISH.encode("utf-16-be")) == SWEDISH


def test_line_ends_of_all_systems_become_one() -> None:
    assert decode(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_form_feed_stays_as_it_parts_pages() -> None:
    assert decode(b"a\n\x0cb") == "a\n\x0cb"


def test_soft_hyphen_inside_a_word_is_dropped_and_one_at_a_line_end_stays() -> None:
    assert decode("upp\u00adföljning och verksamhets\u00ad\nplan".encode()) == "uppföljning och verksamhets\u00ad\nplan"


def test_hyphens_and_spaces_become_the_plain_ones() -> None:
    assert decode("IT\u2010system\u00a0och\u202fliknande".encode()) == "IT-system och liknande"


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    return str(refused.value)


def test_empty_file_is_refused_by_name() -> None:
    assert refusal(b"") == refusal(b" \n\n ")
    assert refusal(b"") != refusal(bytes(range(256)) * 20)


@pytest.mark.parametrize(
    "noise",
    [
        bytes(range(256)) * 100,
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + bytes((i * 7919 + i // 3) % 256 for i in range(5000)),
        b"\x00" * 1000,
        codecs.BOM_UTF16_LE + b"\x00\xd8" * 40,
        bytes((i * i * 31 + i * 7) % 256 for i in range(20_000)),
    ],
)
def test_bytes_that_are_no_text_are_refused(noise: bytes) -> None:
    assert refusal(noise) == refusal(bytes(range(256)) * 20)


def test_more_than_twenty_megabytes_are_refused_before_reading() -> None:
    assert refusal(b"a" * (MAX_BYTES + 1)) != refusal(bytes(range(256)) * 20)


@settings(derandomize=True, max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_refusal(data: bytes) -> None:
    try:
        text = decode(data)
    except Unreadable as refused:
        assert str(refused)  # noqa: PT017
    else:
        assert text.strip()
