"""What people write in a form, as it is stored."""

import re
import unicodedata
from typing import Any

from django import forms


def written(text: str) -> str:
    r"""Return what a person wrote as a stored text: a line break makes a paragraph, characters that print nothing go.

    >>> written("Listan  stäms av.\r\n Varje vecka. ")
    'Listan stäms av.\n\nVarje vecka.'
    """
    lines = (
        "".join(char if _prints(char) else " " for char in line) for line in re.split(r"[\r\n\u2028\u2029]+", text)
    )
    return "\n\n".join(squeezed for line in lines if (squeezed := " ".join(line.split())))


def written_line(text: str) -> str:
    """Return what a person wrote as a stored text of one line.

    >>> written_line(" Barn får  en trygg  start ")
    'Barn får en trygg start'
    """
    return " ".join(written(text).split())


def _prints(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"}


class WrittenField(forms.CharField):
    """A text of paragraphs."""

    def clean(self, value: Any) -> str:
        return str(super().clean(written(str(value or ""))))


class LineField(forms.CharField):
    """A text of one line: a number, a name, a title."""

    def clean(self, value: Any) -> str:
        return str(super().clean(written_line(str(value or ""))))
