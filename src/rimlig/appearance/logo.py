"""The logo that somebody chooses: told by its content, made safe, and written anew before it is kept."""

import io
import warnings
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image

from rimlig.appearance.svg import safe_svg
from rimlig.core.errors import RuleBroken
from rimlig.records.media_types import PNG

SVG: Final = "image/svg+xml"
MOST_BYTES: Final = 400_000
SMALLEST, LARGEST = 40, 2_000
"""Pixels: a logo is 60 mm wide at most, and needs no more than this to be sharp in print."""

MOST_LONGER: Final = 12
"""A picture so much longer than it is high (or the other way) would be a thread."""

_PNG_BEGINNING: Final = b"\x89PNG\r\n\x1a\n"


def safe_logo(data: bytes) -> tuple[bytes, str]:
    """Return the picture to keep and its media type, image/png or image/svg+xml.

    What else the file carried (places, cameras, programs, scripts) is gone.
    Raises RuleBroken with a sentence on what is wrong and what to do.
    """
    if len(data) > MOST_BYTES:
        raise RuleBroken(
            _("The logo is larger than %(most)d kB. Save it smaller: %(pixels)d pixels across are enough.")
            % {"most": MOST_BYTES // 1000, "pixels": LARGEST // 2}
        )
    if data.startswith(_PNG_BEGINNING):
        return _safe_png(data), PNG
    if b"<svg" in data[:4096] or data.lstrip().startswith((b"<?xml", b"<!--", b"\xef\xbb\xbf<")):
        return safe_svg(data), SVG
    raise RuleBroken(_("The file is not a drawing (SVG) or a picture (PNG). Save the logo as one of those."))


def _safe_png(data: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
                # The size is known before anything is unpacked.
                _must_fit(*picture.size)
                picture.load()
                return _written_anew(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleBroken(_("The picture (PNG) is damaged and cannot be opened. Save it again.")) from error


def _must_fit(width: int, height: int) -> None:
    if max(width, height) > LARGEST or min(width, height) < SMALLEST:
        raise RuleBroken(
            _(
                "The picture is %(width)d × %(height)d pixels. A logo needs at least %(least)d and at most %(most)d each way."
            )
            % {"width": width, "height": height, "least": SMALLEST, "most": LARGEST}
        )
    if max(width, height) > MOST_LONGER * min(width, height):
        raise RuleBroken(_("The picture is far longer in one direction than in the other. Choose the logo alone."))


def _written_anew(picture: Image.Image) -> bytes:
    has_transparency = "A" in picture.getbands() or "transparency" in picture.info
    plain = picture.convert("RGBA" if has_transparency else "RGB")
    plain.info.clear()
    target = io.BytesIO()
    plain.save(target, "PNG", optimize=True)
    return target.getvalue()
