"""Whether two headings of columns are the same, however they were broken over lines, hyphenated or written."""

import re
from typing import Final

_NOT_LETTERS: Final = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """Return the letters and digits of a heading alone, in lower case."""
    return _NOT_LETTERS.sub("", text).casefold()
