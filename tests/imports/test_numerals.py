import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rimlig.imports.numerals import units_mentioned

SPOKEN = {
    1: "en", 2: "två", 3: "tre", 8: "åtta", 12: "tolv", 18: "arton", 20: "tjugo", 21: "tjugoen", 34: "trettiofyra", 99: "nittionio",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Två av åtta enheter saknar rutin.", (2, 8)),
        ("Rutinen saknas på 2 av 8 enheter.", (2, 8)),
        ("Det gäller två av de åtta enheterna.", (2, 8)),
        ("I två av åtta förskolor saknas den.", (2, 8)),
        ("I ett av två vård- och omsorgsboenden saknas den.", (1, 2)),
        ("En av tjugofem granskade enheter har brister.", (1, 25)),
        ("Tre enheter av tio enheter har svarat.", (3, 10)),
        ("Inga av fyra kommunala grundskolor har svarat.", (0, 4)),
        ("Tolv av tio enheter stämmer inte, men 4 av 5 enheter gör det.", (4, 5)),
        ("Två\nav åtta enheter", (2, 8)),
    ],
)
def test_number_of_units_is_read(text: str, numbers: tuple[int, int]) -> None:
    assert units_mentioned(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Samtliga enheter följer rutinen.",
        "Två av åtta personer är nya.",
        "Tolv av tio enheter.",
        "50% av 8 enheter",
        "1.2 av 3 enheter",
        "Noll av noll enheter",
        "Den ska omfatta två avdelningar.",
    ],
)
def test_text_without_a_number_of_units_gives_none(text: str) -> None:
    assert units_mentioned(text) is None


@settings(derandomize=True)
@given(st.sampled_from(sorted(SPOKEN)), st.sampled_from(sorted(SPOKEN)), st.booleans(), st.booleans())
def test_words_and_digits_mean_the_same(some: int, total: int, some_as_word: bool, total_as_word: bool) -> None:
    left = SPOKEN[some] if some_as_word else str(some)
    right = SPOKEN[total] if total_as_word else str(total)
    expected = (some, total) if some <= total else None
    assert units_mentioned(f"Brister finns på {left} av {right} enheter.") == expected
