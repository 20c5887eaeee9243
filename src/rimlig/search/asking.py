"""What a person wrote in the search field, as a question to the database.

PostgreSQL's Swedish configuration finds a word whatever its ending. It does not split compounds, so the last word is
also sought as the beginning of a longer one (people search while they think), and where little is found the words are
sought inside other words.
"""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_
from typing import Final

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import Q

from rimlig.core.written import written_line

LONGEST: Final = 200
SHORTEST_PART: Final = 3
"""Letters of a word that is sought inside others: fewer are found everywhere."""
MOST_PARTS: Final = 6
_WORDS: Final = re.compile(r'(?P<not>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')


@dataclass(frozen=True)
class Asked:
    """What is sought: the line as it was written, at most LONGEST characters of it."""

    line: str

    @classmethod
    def read(cls, text: str) -> "Asked":
        """Take what came with the address."""
        return cls(written_line(text[:LONGEST]))

    @cached_property
    def words(self) -> list[str]:
        """The words that are sought, in lower case: not those that are to be missing, nor the word between two choices."""
        found = []
        for match in _WORDS.finditer(self.line):
            if match["not"] or match["word"] in {"OR", "or"}:
                continue
            text = match["phrase"] if match["phrase"] is not None else match["word"]
            found += [word for word in re.findall(r"\w[\w.:/-]*", text.lower()) if re.search(r"\w", word)]
        return found

    @property
    def is_something(self) -> bool:
        """Whether there is anything to search for: a question of what is to be missing alone would give everything else."""
        return bool(self.words)

    @property
    def reference(self) -> str:
        """The line as a thing's number: in lower case, without spaces."""
        return "".join(self.line.lower().split())

    @cached_property
    def query(self) -> SearchQuery | CombinedSearchQuery:
        """The question in the database's words."""
        line = self.line.lower()
        asked = SearchQuery(line, config="swedish", search_type="websearch")
        if beginning := self._beginning:
            before, last = beginning
            prefix = SearchQuery(f"'{last}':*", config="simple", search_type="raw")
            asked |= (
                (SearchQuery(before, config="swedish", search_type="websearch") & prefix) if before.strip() else prefix
            )
        if re.search(r"\d", line) and not re.search(r'["]|(^|\s)-', line):
            # Numbers of decisions and goals stand as they are written, without a language.
            asked |= SearchQuery(line, config="simple", search_type="plain")
        return asked

    @property
    def _beginning(self) -> tuple[str, str] | None:
        """The line before its last word, and that word; None where it is not simply a word."""
        before, _space, last = self.line.lower().rpartition(" ")
        is_plain = re.fullmatch(r"\w{2,}", last) and not re.search(r'"|\bor\b', self.line.lower())
        return (before, last) if is_plain else None

    @cached_property
    def parts(self) -> list[str]:
        """The words to seek where little was found; empty when the line says more than a list of words, or one is short."""
        if re.search(r'"|(^|\s)-|\bor\b', self.line.lower()):
            return []
        words = self.words[:MOST_PARTS]
        return words if words and all(len(word) >= SHORTEST_PART for word in words) else []

    @property
    def wide(self) -> SearchQuery | CombinedSearchQuery:
        """The question whose words are beginnings: the stem of each, and whatever stands after it. Asks for `parts`."""
        beginnings = (SearchQuery(f"'{part}':*", config="swedish", search_type="raw") for part in self.parts)
        return reduce(and_, beginnings)


def answering(asked: Asked) -> Q:
    """Return the condition that an entry answers the question, by its words or by its number."""
    return Q(vector=asked.query) | Q(reference=asked.reference)


def answering_nearly(asked: Asked) -> Q:
    """Return the condition that an entry has each of the words as a beginning, or inside others in its title or text."""
    held = [Q(title__icontains=part) | Q(text__icontains=part) for part in asked.parts]
    return Q(vector=asked.wide) | reduce(and_, held)
