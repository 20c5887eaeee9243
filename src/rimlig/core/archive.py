"""The guard before every Office file: is it a whole zip file, and does it unpack to something of a sane size?"""

import io
import struct
import zipfile
import zlib
from typing import Final

from django.utils.translation import gettext as _

from rimlig.core.errors import Unreadable

MOST_MEMBERS: Final = 4_000
MOST_BYTES: Final = 200_000_000
# Tables repeat themselves and shrink to a fiftieth; a bomb to a thousandth. Small files may shrink as they like.
MOST_SHRINKING: Final = 200
SMALL: Final = 10_000_000
_LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
_CHUNK: Final = 1 << 20
# What zipfile raises on damage, besides its own exception.
DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    OSError,
)


def check_archive(data: bytes) -> None:
    """Let a zip file pass that is whole and unpacks to at most MOST_BYTES bytes.

    Raises Unreadable otherwise. Every member is unpacked once here, in small
    pieces, because what a zip file says about its sizes need not be true and
    not every reader stops where it should.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except DAMAGE as error:
        raise Unreadable(damaged()) from error
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise Unreadable(unpacks_too_large())
    if any(member.flag_bits & 0x1 for member in members):
        raise Unreadable(protected())
    unpacked = 0
    for member in members:
        unpacked += _unpacked_size(data, member)
        if unpacked > max(SMALL, MOST_SHRINKING * len(data)):
            raise Unreadable(unpacks_too_large())


def damaged() -> str:
    """Return the sentence about a file that is cut off or has been changed on its way."""
    return _("The file is damaged or incomplete and cannot be opened. Fetch or save it again, and then try once more.")


def protected() -> str:
    """Return the sentence about a file with a password."""
    return _("The file is protected by a password. Save it without the password and choose it again.")


def unpacks_too_large() -> str:
    """Return the sentence about a file that is, or behaves like, a bomb."""
    return _(
        "The file unpacks to far more than a document of this kind can hold, so it was not opened."
        " Open it in its own program, save it again and choose the new file."
    )


def _unpacked_size(data: bytes, member: zipfile.ZipInfo) -> int:
    """Return how many bytes the member really is; it must be what it says, or it is damaged."""
    packed = _packed(data, member)
    if member.compress_type == zipfile.ZIP_STORED:
        size, checksum = len(packed), zlib.crc32(packed)
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        size, checksum = _inflated(packed, member.file_size)
    else:
        raise Unreadable(damaged())  # Office knows these two methods only
    if size != member.file_size or checksum != member.CRC:
        raise Unreadable(damaged())
    return size


def _packed(data: bytes, member: zipfile.ZipInfo) -> bytes:
    try:
        header = _LOCAL_HEADER.unpack_from(data, member.header_offset)
    except struct.error as error:
        raise Unreadable(damaged()) from error
    start = member.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1]
    return data[start : start + member.compress_size]


def _inflated(packed: bytes, expected: int) -> tuple[int, int]:
    """Return size and checksum of what a deflated stream holds, stopping soon after the expected size."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    size = checksum = 0
    try:
        while not stream.eof and size <= expected:
            piece = stream.decompress(packed, _CHUNK)
            if not piece and not stream.eof:
                raise Unreadable(damaged())
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            packed = stream.unconsumed_tail
    except zlib.error as error:
        raise Unreadable(damaged()) from error
    return size, checksum
