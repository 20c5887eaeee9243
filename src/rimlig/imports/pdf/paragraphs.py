"""Lines of a page without tags to paragraphs: by the gaps between them, and by whether the next word had fitted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from rimlig.documents import words
from rimlig.imports.pdf.geometry import TextLine
from rimlig.imports.pdf.joining import Joiner

_WIDEST_PITCH: Final = 1.45
"""Lines of a paragraph stand at most so many times their size apart, unless the file's own lines say otherwise."""

_GAP: Final = 1.1
_FEW: Final = 0.05
_SPACE: Final = 0.3
"""The width of a space is hardly more, in shares of the letters' size."""

_SAME_SIZE: Final = 0.6
_LABELS: Final = frozenset({words.PROCESS, words.WORKING_METHOD, words.RESULT, words.MEASURES})
"""Alone on a line, each is a paragraph, however close the others stand."""

_BULLETS: Final = ("•", "▪", "◦", "\uf0b7")


@dataclass(slots=True)
class Typesetting:
    """How this file sets its text, learnt from all of its lines before any of them is joined."""

    joiner: Joiner = field(default_factory=Joiner)
    pitches: dict[tuple[bool, int], Counter[float]] = field(default_factory=dict)
    ends_with_space: int = 0
    ends_without: int = 0

    def learn(self, lines: Sequence[TextLine], *, whole: bool) -> None:
        """Take the lines of a cell, or of a page between tables, into account. `whole`: no page's end can cut them."""
        for above, below in pairwise(lines):
            pitch = below.baseline - above.baseline
            if not self._alike(above, below) or pitch >= 2.5 * above.size:
                continue
            self.pitches.setdefault(_kind(above), Counter())[round(pitch * 2) / 2] += 1
            if pitch < _WIDEST_PITCH * above.size:
                self.joiner.learn([above.as_piece, below.as_piece])
        if lines and whole and lines[-1].text[-1:].isspace():
            self.ends_with_space += 1
        elif lines and whole:
            self.ends_without += 1

    @property
    def spaces_mean_more(self) -> bool:
        """Say whether a line that ends with a space goes on, and one with room left that does not ends its paragraph."""
        return self.joiner.tells_spaces and self.ends_with_space <= _FEW * self.ends_without

    def pitch(self, line: TextLine) -> float | None:
        """Return how far apart the lines of such a line's paragraph stand, or None where the file does not show it."""
        counted = self.pitches.get(_kind(line), Counter())
        enough = max(3, 0.05 * counted.total())
        usual = [pitch for pitch, times in counted.items() if times >= enough and pitch <= _WIDEST_PITCH * line.size]
        return min(usual, default=None)

    def paragraphs(self, lines: Sequence[TextLine], right: float) -> list[list[TextLine]]:
        """Return the lines in paragraphs. `right` is where the lines' column ends, in points."""
        found: list[list[TextLine]] = []
        for line in lines:
            if found and self.belong_together(found[-1][-1], line, right):
                found[-1].append(line)
            else:
                found.append([line])
        return found

    def belong_together(self, above: TextLine, below: TextLine, right: float) -> bool:
        """Say whether a line goes on in the next one on the same page."""
        pitch = below.baseline - above.baseline
        if not self._alike(above, below):
            return False
        if self.spaces_mean_more and above.may_end and not above.wraps and had_room(above, below, right):
            return False
        usual = self.pitch(above)
        if usual is not None:
            return pitch <= _GAP * usual + 0.5
        wrapped = self.spaces_mean_more and above.text[-1:].isspace()
        return pitch <= _WIDEST_PITCH * above.size and (wrapped or not had_room(above, below, right))

    def goes_on_over_page(self, above: TextLine, below: TextLine, right: float) -> bool:
        """Say whether a paragraph's line goes on at the top of the next page, where no gap tells."""
        if not self._alike(above, below):
            return False
        if self.spaces_mean_more and (above.wraps or self.joiner.tells_every_space):
            return above.wraps
        return not had_room(above, below, right)

    def _alike(self, above: TextLine, below: TextLine) -> bool:
        if abs(above.size - below.size) >= _SAME_SIZE or {above.bold, below.bold} == {True, False}:
            return False
        return not (below.text.startswith(_BULLETS) or {above.text.strip(), below.text.strip()} & _LABELS)

    def text(self, lines: Iterable[TextLine]) -> str:
        """Return a paragraph's lines as one."""
        return self.joiner.join([line.as_piece for line in lines])


def _kind(line: TextLine) -> tuple[bool, int]:
    """Return what lines have in common that stand equally far apart: running text and tables may differ."""
    return line.in_cell, round(line.size)


def had_room(above: TextLine, below: TextLine, right: float) -> bool:
    """Say whether the first word of the line below had fitted on the line above, which then ends a paragraph."""
    return above.right + _SPACE * above.size + below.first_width < right - 1
