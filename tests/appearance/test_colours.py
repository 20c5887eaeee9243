import pytest

from rimlig.appearance.colours import LEAST_CONTRAST, contrast, dark_palette, is_colour, light_palette, mixed
from rimlig.appearance.css import css_of

CHOSEN = ["#0a5563", "#7a1f3d", "#123456", "#000000", "#767676", "#b80000", "#005ea8", "#8a5a00"]
PAPERS = {"light": ["#ffffff", "#f5f4f0", "#eeece6"], "dark": ["#1c2327", "#14191c", "#11161a"]}


def test_contrast_is_counted_as_the_guidelines_do() -> None:
    pairs = [("#000000", "#ffffff"), ("#ffffff", "#ffffff"), ("#767676", "#ffffff"), ("#777777", "#ffffff")]
    assert [round(contrast(*pair), 2) for pair in pairs] == [21.0, 1.0, 4.54, 4.48]


@pytest.mark.parametrize("accent", CHOSEN)
@pytest.mark.parametrize("mode", PAPERS)
def test_text_in_the_colour_can_be_read_on_every_background_in_both_modes(accent: str, mode: str) -> None:
    palette = light_palette(accent) if mode == "light" else dark_palette(accent)
    backgrounds = [*PAPERS[mode], palette.weak]
    assert [one for one in backgrounds if contrast(palette.accent, one) < LEAST_CONTRAST] == []
    assert contrast(palette.on_accent, palette.accent) >= LEAST_CONTRAST


def test_our_own_colour_is_as_the_product_has_it() -> None:
    assert light_palette("#0a5563").weak == "#e1eff1"
    assert dark_palette("#0a5563").accent == "#7fcbd8"


def test_a_colour_that_can_be_read_everywhere_stays_as_it_was_chosen() -> None:
    assert light_palette("#7a1f3d").accent == "#7a1f3d"


@pytest.mark.parametrize("text", ["", "#fff", "0a5563", "#0A5563", "#0a556g", "#0a5563;", "red", "#0a5563\n"])
def test_only_six_digits_are_a_colour(text: str) -> None:
    assert not is_colour(text)


def test_a_share_of_nothing_is_the_other_colour() -> None:
    assert [mixed("#102030", "#a0b0c0", share) for share in (0, 1)] == ["#a0b0c0", "#102030"]


def test_the_stylesheet_speaks_of_both_modes_and_of_paper() -> None:
    css = css_of("#7a1f3d")
    assert css.count("--accent: ") == 3
    assert "prefers-color-scheme: dark" in css
    assert "@media print" in css
