"""The municipality's look as one frozen value: what every renderer of a report lays out by."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from rimlig.appearance import colours, fonts
from rimlig.documents import words


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture: what kind, what it shows in words (nothing when it is decoration), and its bytes when asked for."""

    media_type: str
    alt: str
    sha256: str
    read: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """Colour, letters, logo and the words around a document. Without any choice it is Rimlig's own look."""

    accent: str = colours.STANDARD
    family: str = fonts.STANDARD
    header: str = ""  # stands on every page beside what the document is
    footer: str = ""  # stands on every page
    registry_label: str = words.REGISTRY_LABELS[0]
    logo: Logo | None = None


STANDARD: Final = HouseStyle()
