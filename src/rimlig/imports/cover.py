"""The cover page: our own is read by its labels, other people's by what a title looks like."""

import re
from dataclasses import dataclass, field
from typing import Final

from rimlig.documents import words
from rimlig.documents.document import Kind
from rimlig.imports.blocks import Paragraph

_TITLE: Final = re.compile(r"intern\s?kontroll|handlingsplan|väsentlighets", re.IGNORECASE)
_BOARD: Final = re.compile(r"[A-ZÅÄÖ][\w\s,-]{0,80}(?:nämnd|nämnden|styrelse|styrelsen)", re.IGNORECASE)
_KIND_BY_TITLE: Final = {title: kind for kind, title in words.TITLE.items()}


@dataclass(slots=True)
class Cover:
    """What stands before the first section."""

    kind: Kind | None = None  # only when the cover says so in our own words
    board: str = ""
    year: int | None = None
    _lines: list[str] = field(default_factory=list)

    def take(self, block: Paragraph) -> None:
        """Take the cover's next paragraph: a labelled fact, or a line that may be the title."""
        label, _sep, value = block.text.partition(": ")
        label += ":"
        if label == words.KIND_LABEL and value in _KIND_BY_TITLE:
            self.kind = _KIND_BY_TITLE[value]
        elif self.kind and label == words.BOARD_LABEL:
            self.board = value
        elif self.kind and label == words.YEAR_LABEL and value.isdecimal():
            self.year = int(value)
        elif not self.kind:
            self._lines.append(block.text)
            if not self.board and _BOARD.fullmatch(block.text):
                self.board = block.text

    @property
    def title(self) -> str:
        """The document's own title; empty when it has none, or only the name of its kind."""
        if not self._lines:
            return ""
        if self.kind is not None:  # our own cover: the title is the line before the facts
            return "" if self._lines[-1] == words.TITLE[self.kind] else self._lines[-1]
        named = [line for line in self._lines if _TITLE.search(line)]
        return named[0] if named else ""
