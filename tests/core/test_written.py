import doctest

import pytest

from rimlig.core import written as module
from rimlig.core.written import LineField, written


def test_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("En rad", "En rad"),
        ("Två\nrader", "Två\n\nrader"),
        ("Två\r\n\r\n\r\nstycken", "Två\n\nstycken"),
        ("  mycket   luft\t", "mycket luft"),
        ("noll\x00bredd\x0b", "noll bredd"),
        (" \n ", ""),
        ("å\u2028ä", "å\n\nä"),
    ],
)
def test_what_is_typed_becomes_paragraphs_that_every_format_can_hold(typed: str, stored: str) -> None:
    assert written(typed) == stored
    assert written(stored) == stored


def test_a_line_stays_one_line() -> None:
    assert LineField().clean(" Barn får\r\nen  trygg start") == "Barn får en trygg start"
