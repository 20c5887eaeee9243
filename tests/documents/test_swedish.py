"""Numbers, nouns and enumerations as one writes them in Swedish."""

import pytest

from rimlig.documents.swedish import Noun, agreeing, capitalised, in_words, listed, some_of_them

ANSWER = Noun("svar", "svaret", "svar", "svaren", neuter=True)
ACTION = Noun("åtgärd", "åtgärden", "åtgärder", "åtgärderna")


def test_numbers_are_written_in_letters_up_to_twelve() -> None:
    assert [in_words(number) for number in (0, 1, 2, 12, 13, 100)] == ["noll", "en", "två", "tolv", "13", "100"]
    assert in_words(1, neuter=True) == "ett"


@pytest.mark.parametrize(
    ("number", "total", "action", "answer"),
    [
        (0, 3, "ingen av tre åtgärder", "inget av tre svar"),
        (1, 1, "åtgärden", "svaret"),
        (1, 2, "en av två åtgärder", "ett av två svar"),
        (2, 2, "båda åtgärderna", "båda svaren"),
        (3, 3, "samtliga tre åtgärder", "samtliga tre svar"),
        (7, 14, "sju av 14 åtgärder", "sju av 14 svar"),
    ],
)
def test_some_of_a_number(number: int, total: int, action: str, answer: str) -> None:
    assert ACTION.some_of(number, total) == action
    assert ANSWER.some_of(number, total) == answer


def test_a_counted_noun_has_its_number_and_gender() -> None:
    assert [ACTION.counted(number) for number in (1, 2, 13)] == ["en åtgärd", "två åtgärder", "13 åtgärder"]
    assert ANSWER.counted(1) == "ett svar"


def test_some_of_what_was_just_named() -> None:
    said = [some_of_them(*numbers) for numbers in ((0, 2), (1, 1), (1, 3), (2, 2), (6, 6))]
    assert said == ["ingen av dem", "den", "en av dem", "båda", "samtliga sex"]


def test_enumerations() -> None:
    assert [listed(names) for names in ("", "A", "AB", "ABC")] == ["", "A", "A och B", "A, B och C"]
    assert listed("ABCDEFGHI") == "A, B, C, D, E, F, G och två till"


def test_agreement_and_capitals() -> None:
    assert [agreeing(number, "försenad", "försenade") for number in (1, 2)] == ["försenad", "försenade"]
    assert capitalised("älgar på E4") == "Älgar på E4"
