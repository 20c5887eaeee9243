"""The words of an answer that a comment is about: found in it again, whatever a browser makes of its line breaks."""

import re
from typing import Final

from rimlig.followup.models import FollowUpResult

QUOTED: Final = ("result", "measures", "root_cause", "no_action_reason")
"""The texts of an answer that can be quoted, in the order of the page."""


def field_of_quote(result: FollowUpResult, quote: str, field: str = "") -> str:
    """Return the text in which the quoted words occur: the named one, or the first. "" when they occur in none."""
    looked_in = (field,) if field else QUOTED
    return next((name for name in looked_in if name in QUOTED and spans_of(getattr(result, name), quote)), "")


def spans_of(text: str, quote: str) -> list[tuple[int, int]]:
    """Return where the quoted words stand in the text, as pairs of start and end. A space stands for any white space."""
    words = quote.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [match.span() for match in re.finditer(pattern, text)]
