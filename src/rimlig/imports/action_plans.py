"""One shortcoming of an action-plan document: its heading, what was found, what is done about it."""

import re
from dataclasses import dataclass, field
from typing import Final

from rimlig.documents import words
from rimlig.documents.document import ActionPlan
from rimlig.imports.numerals import units_mentioned
from rimlig.imports.table import STATUS_BY_WORD

_UNITS: Final = re.compile(re.escape(words.UNITS) + r" (\d+|–)(?: av (\d+|–))?")


@dataclass(slots=True)
class ActionPlanInTheMaking:
    """Takes the paragraphs under a shortcoming's heading, in order."""

    heading: str
    finding: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    _acting: bool = False

    def take(self, text: str) -> None:
        """Take a paragraph: what was found until “Åtgärd:” is seen, the measures from there."""
        if text.startswith(words.ACTION) and not self._acting:
            self._acting = True
            text = text.removeprefix(words.ACTION).strip()
        if text:
            (self.measures if self._acting else self.finding).append(text)

    def done(self, *, guess_units: bool) -> ActionPlan:
        """Return the finished action plan.

        Numbers of units are those stated; else, where they may be guessed,
        those that the finding mentions. Our own documents always state them.
        """
        paragraphs = self.measures if self._acting else self.finding
        status = None
        label, _sep, word = (paragraphs[-1] if paragraphs else "").partition(" ")
        if label == words.STATUS_LABEL and word.casefold() in STATUS_BY_WORD:
            status = STATUS_BY_WORD[word.casefold()]
            del paragraphs[-1]
        at_risk, total = self._units(guess=guess_units)
        return ActionPlan(self.heading, "\n\n".join(self.finding), at_risk, total, "\n\n".join(self.measures), status)

    def _units(self, *, guess: bool) -> tuple[int | None, int | None]:
        stated = _UNITS.fullmatch(self.finding[-1]) if self.finding else None
        if stated is not None:
            del self.finding[-1]
            at_risk, total = (int(number) if number and number != "–" else None for number in stated.groups())
            return at_risk, total
        mentioned = units_mentioned(" ".join(self.finding)) if guess else None
        return mentioned or (None, None)
