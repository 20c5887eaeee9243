"""What the charts are made of: `{% load overview %}`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from rimlig.overview.charts import Number

register = template.Library()


@register.inclusion_tag("overview/_swatch.html")
def swatch(look: str) -> dict[str, str]:
    """Show the colour and pattern of a series; its word must stand beside it."""
    return {"look": look}


@register.inclusion_tag("overview/_number.html")
def number_of(number: Number, words: Any, key: Any, of: str) -> dict[str, Any]:
    """Show a number as the way to its list. Read aloud it says what it counts, and of what.

    `words` is that word, or the series or headings in which `key` finds it.
    """
    if isinstance(words, Mapping):
        word = words[key]
    elif isinstance(words, Sequence) and not isinstance(words, str):
        word = words[key].word
    else:
        word = words
    return {"number": number, "word": word, "of": of}
