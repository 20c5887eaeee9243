"""The font families that documents can be set in: those that packages bring, whole enough for the layout."""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Font:
    """A family, the package that brings its files, and what kind of letters it has."""

    family: str
    package: str
    module: str
    is_serif: bool = False

    @property
    def folder(self) -> Path | None:
        """Where the files are, or None when the package is not installed."""
        try:
            return Path(str(resources.files(self.module) / "files"))
        except ModuleNotFoundError:
            return None


STANDARD: Final = "Source Sans Pro"
FONTS: Final = {
    font.family: font
    for font in (
        Font("Source Sans Pro", "font-source-sans-pro", "font_source_sans_pro"),
        Font("Hanken Grotesk", "font-hanken-grotesk", "font_hanken_grotesk"),
        Font("Source Serif Pro", "font-source-serif-pro", "font_source_serif_pro", is_serif=True),
    )
}
"""Family → font. Each has the four weights that the layout uses; the PDF refuses to be made when one is missing."""
