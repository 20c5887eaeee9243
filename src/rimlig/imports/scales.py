"""The scales of a plan: the tables of their steps and bands, as our own documents write them."""

import re
from dataclasses import dataclass, field
from typing import Final

from rimlig.documents import words
from rimlig.documents.document import Band, Look, Scale, Step
from rimlig.imports.blocks import OtherRow
from rimlig.imports.headers import squeezed

_LOOKS: Final = {word: look for look, word in words.LOOK.items()}
_NUMBER: Final = re.compile(r"\d+")


def _is(header: tuple[str, ...], columns: tuple[str, ...]) -> bool:
    return [squeezed(cell) for cell in header] == [squeezed(name) for name in columns]


def is_scale(header: tuple[str, ...]) -> bool:
    """Say whether a table with this header row is of steps or bands."""
    return any(_is(header, columns) for columns in (words.LIKELIHOOD_STEPS, words.CONSEQUENCE_STEPS, words.BANDS))


def is_matrix(header: tuple[str, ...]) -> bool:
    """Say whether a table with this header row is our own risk matrix, which says nothing that the risks do not."""
    return bool(header) and squeezed(header[0]) == squeezed(words.MATRIX_CORNER)


@dataclass(slots=True)
class ScaleTables:
    """Takes the rows of the tables of a scale, and its threshold."""

    likelihoods: list[Step] = field(default_factory=list)
    consequences: list[Step] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    threshold: int | None = None

    def add(self, row: OtherRow) -> None:
        """Take a row of a table for which `is_scale` holds."""
        first, name, last = row.cells
        name = "" if name == words.NONE else name
        if _is(row.header, words.BANDS):
            number = _NUMBER.match(first)
            self.bands.append(Band(int(number[0]) if number else 1, name, _LOOKS.get(last, Look.MODERATE)))
        elif _is(row.header, words.LIKELIHOOD_STEPS):
            self.likelihoods.append(Step(name, last))
        else:
            self.consequences.append(Step(name, last))

    def take(self, paragraph: str) -> bool:
        """Take the threshold. False when the paragraph says something else."""
        number = _NUMBER.match(paragraph.removeprefix(words.THRESHOLD).strip())
        if number is None or not paragraph.startswith(words.THRESHOLD):
            return False
        self.threshold = int(number[0])
        return True

    def done(self) -> Scale | None:
        """Return the scale, or None when the document has none."""
        if not (self.likelihoods and self.consequences):
            return None
        return Scale(tuple(self.likelihoods), tuple(self.consequences), tuple(self.bands), self.threshold)
