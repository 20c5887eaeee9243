"""The made-up facts by which one sees what a phrase says."""

import pytest

from rimlig.drafting.examples import examples_of
from rimlig.drafting.phrases import STANDARD, Phrases


@pytest.mark.parametrize("key", STANDARD)
def test_every_phrase_is_seen_at_work(key: str) -> None:
    assert examples_of(key, Phrases())
    assert examples_of(key, Phrases({key: "[{}]"})) == ("[{}]",)


def test_one_and_many() -> None:
    assert examples_of("late", Phrases()) == ("En åtgärd är försenad.", "Två åtgärder är försenade.")
    assert examples_of("returning", Phrases())[0] == "Avvikelsen från 2025 återkommer."
