"""Colours of a municipality, and what can be read on what: contrast as WCAG 2.2 counts it."""

import re
from dataclasses import dataclass
from typing import Final

STANDARD: Final = "#0a5563"
LEAST_CONTRAST: Final = 4.5
"""What text of ordinary size must have against its background (WCAG 2.2, 1.4.3)."""

WHITE, BLACK = "#ffffff", "#000000"
# What text stands on in a report on the web: its paper, the page around it, and sunken fields. From core/rimlig.css.
_LIGHT: Final = (WHITE, "#f5f4f0", "#eeece6")
_DARK: Final = ("#1c2327", "#14191c", "#11161a")
_DARK_PAPER: Final = _DARK[0]
_HEX: Final = re.compile(r"#[0-9a-f]{6}")
_WEAK: Final = 0.12
_WEAK_IN_THE_DARK: Final = 0.35
_STEPS: Final = 50
_DARKEST: Final = 0.04045  # below this sRGB is linear


def is_colour(text: str) -> bool:
    """Say whether the text is a colour as we store it: # and six hexadecimal digits in small letters."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: from 1 (none) to 21 (black on white).

    >>> round(contrast("#000000", "#ffffff"), 1), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour between two, with the share of the first.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    return "#" + "".join(
        f"{round(share * a + (1 - share) * b):02x}" for a, b in zip(_channels(one), _channels(other), strict=True)
    )


@dataclass(frozen=True, slots=True)
class Palette:
    """What a page needs of one colour: the colour as text, what is written on it, and a weak background for it."""

    accent: str
    on_accent: str
    weak: str


_OWN_LIGHT: Final = Palette(STANDARD, WHITE, "#e1eff1")
_OWN_DARK: Final = Palette("#7fcbd8", "#0d2429", "#173940")


def light_palette(accent: str) -> Palette:
    """Return the colours for light pages: the accent as chosen, or darker where it would be hard to read on our greys."""
    if accent == STANDARD:
        return _OWN_LIGHT
    weak = mixed(accent, WHITE, _WEAK)
    return Palette(_readable(accent, (*_LIGHT, weak), BLACK), WHITE, weak)


def dark_palette(accent: str) -> Palette:
    """Return the colours for dark pages: the accent so much lighter that it can be read there."""
    if accent == STANDARD:
        return _OWN_DARK
    weak = mixed(accent, _DARK_PAPER, _WEAK_IN_THE_DARK)
    readable = _readable(accent, (*_DARK, weak), WHITE)
    return Palette(readable, _DARK_PAPER, weak)


def _readable(colour: str, backgrounds: tuple[str, ...], towards: str) -> str:
    """Return the colour, moved towards black or white until it can be read on all the backgrounds."""
    for step in range(_STEPS + 1):
        moved = mixed(towards, colour, step / _STEPS)
        if all(contrast(moved, background) >= LEAST_CONTRAST for background in backgrounds):
            return moved
    return towards


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _DARKEST else float(((channel + 0.055) / 1.055) ** 2.4)
