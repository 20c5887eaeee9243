"""A municipality's colour as a stylesheet for the pages on which its documents are shown, light and dark."""

from typing import Final

from rimlig.appearance.colours import Palette, dark_palette, light_palette

_RULE: Final = ".in-its-colours {{ --accent: {0.accent}; --accent-ink: {0.on_accent}; --accent-weak: {0.weak}; }}"


def css_of(accent: str) -> str:
    """Return the style that lets whatever has the class `in-its-colours` be shown in the colour, readable in both modes."""
    return (
        f"{_rule(light_palette(accent))}\n"
        f"@media (prefers-color-scheme: dark) {{ {_rule(dark_palette(accent))} }}\n"
        # On paper everything is light.
        f"@media print {{ {_rule(light_palette(accent))} }}\n"
    )


def _rule(palette: Palette) -> str:
    return _RULE.format(palette)
