"""The logo for formats that know PNG only: a drawing is turned into a picture, sharp enough for print."""

import io
import json
from functools import lru_cache
from typing import Final

import typst

from rimlig.appearance.house_style import Logo
from rimlig.reporting.pdf import first_page

DOTS: Final = 300
"""Dots per inch of the picture that a drawing becomes."""

_SOURCE: Final = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(json(bytes(sys.inputs.picture))), format: "svg", width: 60mm)"""
_KEPT: Final = 16


def logo_file(logo: Logo) -> io.BytesIO:
    """Return the logo as an open PNG file."""
    data = logo.read()
    return io.BytesIO(data if logo.media_type == "image/png" else _drawn(data))


@lru_cache(maxsize=_KEPT)
def _drawn(svg: bytes) -> bytes:
    compiler = typst.Compiler(_SOURCE.encode(), ignore_system_fonts=True, sys_inputs={"picture": json.dumps([*svg])})
    pages = compiler.compile(format="png", ppi=DOTS)
    return first_page(pages)
