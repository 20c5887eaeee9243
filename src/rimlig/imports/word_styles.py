"""What a paragraph's style says: a heading of which level, a title, an entry of the contents, or running text."""

import re
from dataclasses import dataclass
from typing import Any, Final

from rimlig.imports.word_text import W

_HEADING: Final = re.compile(r"(?:heading|rubrik) ?([1-9])", re.IGNORECASE)
_TITLE: Final = re.compile(r"title|rubrik|subtitle|underrubrik", re.IGNORECASE)
_CONTENTS: Final = re.compile(
    r"(?:toc|innehåll) ?\d|(?:toc heading|table of figures|innehållsförteckningsrubrik)", re.IGNORECASE
)
_BODY_TEXT: Final = 9  # the outline level that means none


@dataclass(frozen=True, slots=True)
class Style:
    """What one paragraph is, as its style has it."""

    level: int = 0
    is_contents: bool = False
    tells: bool = False  # whether it says anything, or is only running text


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file, by their identity; the names of styles are in the language of the program."""

    by_identity: dict[str, Style]
    default: Style = Style()

    @classmethod
    def read(cls, root: Any) -> "Styles":
        """Return the paragraph styles of a styles part, what they inherit included."""
        elements = {
            style.get(f"{W}styleId", ""): style
            for style in root.iterchildren(f"{W}style")
            if style.get(f"{W}type", "paragraph") == "paragraph"
        }
        return cls({identity: _style(identity, elements) for identity in elements})

    def of(self, paragraph: Any) -> Style:
        """Return what the paragraph is. A level set on the paragraph itself counts more than its style."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self.default
        level = _outline(properties)
        if level:
            return Style(level, tells=True)
        style = properties.find(f"{W}pStyle")
        return self.default if style is None else self.by_identity.get(style.get(f"{W}val", ""), self.default)


def _style(identity: str, elements: dict[str, Any]) -> Style:
    """Follow a style to those that it is based on until one says what it is."""
    seen = set()
    while identity in elements and identity not in seen:
        seen.add(identity)
        element = elements[identity]
        name = _value(element, "name")
        heading = _HEADING.fullmatch(name)
        if _CONTENTS.fullmatch(name):
            return Style(is_contents=True)
        if heading:
            return Style(int(heading[1]), tells=True)
        if _TITLE.fullmatch(name):
            return Style(tells=True)
        level = _outline(element.find(f"{W}pPr"))
        if level is not None:
            return Style(level, tells=bool(level))
        identity = _value(element, "basedOn")
    return Style()


def _value(element: Any, name: str) -> str:
    child = element.find(W + name)
    value: str = "" if child is None else child.get(f"{W}val", "")
    return value


def _outline(properties: Any) -> int | None:
    """Return the heading level of an outline level, 0 for running text, None where nothing is said."""
    value = "" if properties is None else _value(properties, "outlineLvl")
    if not value.isdecimal() or len(value) > 1:
        return None
    return 0 if int(value) == _BODY_TEXT else int(value) + 1
