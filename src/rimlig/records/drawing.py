"""Drawing a small picture of a file: of a picture itself, and of a PDF's first page. Run in a process of its own.

`python -m rimlig.records.drawing MEDIA_TYPE`: the file on standard input, a
JPEG on standard output, with nothing in it of what the file told about itself
(place, camera, author). Nothing and an exit code other than 0 for a file that
cannot be drawn.
"""

import io
import os
import sys
from typing import Final

from rimlig.core.isolated import limit

SECONDS: Final = 15
LONGEST_SIDE: Final = 640
MOST_PIXELS: Final = 60_000_000
"""A telephone's largest photographs. A picture with more is not unpacked: it may be made to fill the memory."""
LARGEST_PAGE: Final = 14_400
"""The longest side, in points, that PDF allows a page to have."""


def of_picture(data: bytes) -> bytes:
    """Return the small JPEG of a PNG or JPEG, turned as it was held. ValueError when it is too large to unpack."""
    from PIL import Image, ImageOps  # noqa: PLC0415  # only the process that draws needs it

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked small at once
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        turned = ImageOps.exif_transpose(picture).convert("RGBA")
    return _as_jpeg(turned)


def of_pdf(data: bytes) -> bytes:
    """Return the small JPEG of a PDF's first page. ValueError when the page is larger than pages are."""
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(data)
    page = document[0]
    longest = max(page.get_size())
    if not 0 < longest <= LARGEST_PAGE:
        raise ValueError
    return _as_jpeg(page.render(scale=LONGEST_SIDE / longest).to_pil().convert("RGBA"))


def _as_jpeg(picture: object) -> bytes:
    from PIL import Image  # noqa: PLC0415

    assert isinstance(picture, Image.Image)
    paper = Image.new("RGB", picture.size, "white")  # what is transparent is paper
    paper.paste(picture, mask=picture.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


WAYS: Final = {"image/png": of_picture, "image/jpeg": of_picture, "application/pdf": of_pdf}
"""Media type → how it is drawn. Other files are told by their kind and size."""


def main() -> None:
    """Draw what is on standard input."""
    # A library that prints must not speak into the picture.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limit(SECONDS)
    out.write(WAYS[sys.argv[1]](sys.stdin.buffer.read()))
    out.close()


if __name__ == "__main__":
    main()
