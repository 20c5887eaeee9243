"""A question answered: how many things of each kind, board and year there are, and one page of them, the best first."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Value, When
from django.utils.safestring import SafeString

from rimlig.planning.models import Plan, PlanState
from rimlig.search.asking import Asked, answering, answering_nearly
from rimlig.search.excerpts import excerpt, marked_ranges, ranges_of_parts, with_marks
from rimlig.search.kinds import Kind
from rimlig.search.models import SearchEntry
from rimlig.search.things import Thing, things_of
from rimlig.search.visible import boards_of, condition_of_visible

PAGE: Final = 20
FEW: Final = 10
"""With fewer hits than this the words are also sought inside other words."""
JUMPS: Final = (Kind.PLAN, Kind.DECISION, Kind.GOAL, Kind.COUNCIL_GOAL)
"""What is found first when its number is what was written."""
LONGEST_NAME: Final = 160
_WEIGHTS: Final = [0.1, 0.2, 0.4, 1.0]

Cell = tuple[str, int | None, int | None]
"""A kind, a board and a year."""


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the words, and what the hits are narrowed to. `old`: also editions that have been replaced."""

    asked: Asked
    kind: str = ""
    board: int | None = None
    year: int | None = None
    old: bool = False
    page: int = 1


@dataclass(frozen=True)
class Hit:
    """One thing that answers."""

    kind: str
    label: str
    title: SafeString
    excerpt: SafeString
    thing: Thing


@dataclass
class Found:
    """The answer. The counts of a filter are those that each of its choices would give with the other filters as they are."""

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    boards: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    names: dict[int, str] = field(default_factory=dict)
    """The boards that the person may know of, by id."""
    inside_words: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


def find(user: Any, wanted: Wanted) -> Found:
    """Return what the person may see of what answers the question. The number of queries does not depend on how much."""
    asked = wanted.asked
    if not asked.is_something:
        return Found()
    names = boards_of(user)
    entries = _known(user, names, wanted)
    answers = answering(asked)
    cells = _cells(entries.filter(answers))
    inside_words = bool(asked.parts) and sum(cells.values()) < FEW
    if inside_words:
        answers |= answering_nearly(asked)
        cells = _cells(entries.filter(answers))
    found = _counted(cells, wanted)
    found.inside_words = inside_words
    found.names = names
    if found.total:
        chosen = replace(wanted, page=min(wanted.page, found.pages))
        query = asked.query | asked.wide if inside_words else asked.query
        found.hits = _hits(user, entries.filter(answers, **_narrowed(wanted)), chosen, query)
    return found


def _known(user: Any, boards: Iterable[int], wanted: Wanted) -> QuerySet[SearchEntry]:
    entries = SearchEntry.objects.filter(condition_of_visible(user, boards))
    if not wanted.old:
        entries = entries.exclude(Exists(Plan.objects.filter(pk=OuterRef("plan"), state=PlanState.REPLACED)))
    return entries


def _cells(entries: QuerySet[SearchEntry]) -> dict[Cell, int]:
    """Count by kind, board and year at once: every number on the page comes from these."""
    rows = entries.order_by().values_list("kind", "board", "year").annotate(number=Count("pk"))
    return {(kind, board, year): number for kind, board, year, number in rows}


def _narrowed(wanted: Wanted) -> dict[str, Any]:
    chosen = {"kind": wanted.kind, "board": wanted.board, "year": wanted.year}
    return {name: value for name, value in chosen.items() if value}


def _counted(cells: dict[Cell, int], wanted: Wanted) -> Found:
    """Sum the cells: for each filter by its choices, with the other filters as they are."""
    found = Found()
    chosen = (wanted.kind or None, wanted.board, wanted.year)
    counters: tuple[Counter[Any], ...] = (found.kinds, found.boards, found.years)
    for cell, number in cells.items():
        fits = [want is None or want == has for want, has in zip(chosen, cell, strict=True)]
        if all(fits):
            found.total += number
        for place, counter in enumerate(counters):
            if cell[place] is not None and all(fits[:place] + fits[place + 1 :]):
                counter[cell[place]] += number
    return found


def _hits(user: Any, entries: QuerySet[SearchEntry], wanted: Wanted, marking: Any) -> list[Hit]:
    asked = wanted.asked
    is_named = Case(
        When(reference=asked.reference, kind__in=JUMPS, then=0), When(reference=asked.reference, then=1), default=2
    )
    rows = list(
        entries.annotate(
            named=is_named,
            rank=SearchRank(F("vector"), asked.query, weights=_WEIGHTS, normalization=Value(1)),
            marked_title=with_marks("title", marking),
            marked_text=with_marks("text", marking),
        )
        .defer("vector")
        .order_by("named", "-rank", F("year").desc(nulls_last=True), "pk")[
            (wanted.page - 1) * PAGE : wanted.page * PAGE
        ]
    )
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids[row.kind].append(row.object_id)
    things = things_of(user, ids)
    return [_hit(row, things[row.kind, row.object_id], asked) for row in rows if (row.kind, row.object_id) in things]


def _hit(row: Any, thing: Thing, asked: Asked) -> Hit:
    kind = Kind(row.kind)
    name = thing.name or row.title
    in_name = (marked_ranges(name, row.marked_title) if name == row.title else []) or ranges_of_parts(name, asked.parts)
    in_text = marked_ranges(row.text, row.marked_text) or ranges_of_parts(row.text, asked.parts)
    return Hit(
        kind=kind.value,
        label=str(kind.label),
        title=excerpt(name, in_name, LONGEST_NAME),
        excerpt=excerpt(row.text, in_text) if row.text and (in_text or not in_name) else excerpt("", []),
        thing=thing,
    )
