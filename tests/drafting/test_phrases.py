"""Phrases with named placeholders: what may stand in them, and that filling in reaches nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rimlig.drafting.phrases import STANDARD, Mistakes, Phrase, filled_in, mistakes_in

PHRASE = Phrase("{åtgärder} {är_försenade}.", {"åtgärder": "tre åtgärder", "är_försenade": "är försenade"})


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("{åtgärder} {är_försenade}.", Mistakes()),
        ("Inga platshållare alls.", Mistakes()),
        ("{åtgärder} är {sena}, {sena}.", Mistakes(unknown=("sena",))),
        ("{åtgärder.__class__}", Mistakes(unknown=("åtgärder.__class__",))),
        ("{åtgärder!r} {åtgärder:>10} {0} {}", Mistakes(unknown=("åtgärder!r", "åtgärder:>10", "0", ""))),
        ("{ åtgärder }", Mistakes(unknown=(" åtgärder ",))),
        ("{åtgärder", Mistakes(loose_braces=True)),
        ("åtgärder}", Mistakes(loose_braces=True)),
        ("{{åtgärder}}", Mistakes(loose_braces=True)),
    ],
)
def test_mistakes(text: str, mistakes: Mistakes) -> None:
    assert mistakes_in(text, PHRASE) == mistakes
    assert bool(mistakes_in(text, PHRASE)) == (mistakes != Mistakes())


@pytest.mark.parametrize("key", STANDARD)
def test_the_standard_phrases_have_no_mistakes_and_explain_each_placeholder(key: str) -> None:
    phrase = STANDARD[key]
    assert not mistakes_in(phrase.text, phrase)
    assert all(phrase.placeholders.values())
    assert filled_in(phrase.text, phrase.placeholders).endswith(".")


def test_braces_in_the_words_stay_words() -> None:
    assert filled_in("{a} och {b}", {"a": "{b}", "b": "två"}) == "{b} och två"


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_any_text_can_be_filled_in(text: str, values: dict[str, str]) -> None:
    assert isinstance(filled_in(text, values), str)
