"""Made-up facts, with one of each thing and with many, by which one sees what a phrase says."""

from dataclasses import replace
from typing import Final

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.drafting.decisions import proposed_decision
from rimlig.drafting.facts import (
    Facts,
    FollowUpFact,
    GoalFact,
    RiskFact,
    Source,
    SourceKind,
    Standing,
    TrackedFact,
    UnitFact,
)
from rimlig.drafting.phrases import STANDARD, Phrases
from rimlig.drafting.sentences import draft_for_goal, draft_for_whole

GOAL: Final = GoalFact(1, "1.1", "Barn får en trygg start")
_GOALS: Final = frozenset({GOAL.pk})
_THRESHOLD: Final = 12
_N, _m, _M = Deviation.NONE, Deviation.MINOR, Deviation.MAJOR
_C, _O, _H, _S = ActionStatus.CLOSED, ActionStatus.ONGOING, ActionStatus.ON_HOLD, ActionStatus.NOT_STARTED


def sentences_of(key: str, facts: Facts, phrases: Phrases) -> tuple[str, ...]:
    """Return what the phrase alone says of the facts: for the whole, for each goal and in the decision, each sentence once."""
    only = replace(phrases, silent=frozenset(STANDARD) - {key})
    said = [*draft_for_whole(facts, only), *proposed_decision(facts, "tillräcklig", only)]
    for goal in facts.goals:
        said += draft_for_goal(facts, goal, only)
    return tuple(dict.fromkeys(sentence.text for sentence in said))


def examples_of(key: str, phrases: Phrases) -> tuple[str, ...]:
    """Return what the phrase says of the made-up facts."""
    return tuple(dict.fromkeys(text for facts in EXAMPLES for text in sentences_of(key, facts, phrases)))


def _source(kind: SourceKind, pk: int, label: str) -> Source:
    return Source(kind, pk, label, "")


def _follow_up(pk: int, level: Deviation | None, before: Deviation | None = None, units: int = 0) -> FollowUpFact:
    label = ("Andel förskollärare per grupp", "Attest av fakturor", "Konton utan anställning")[pk % 3]
    source = _source(SourceKind.FOLLOW_UP, pk, label)
    names = ("Granen", "Sjövik", "Tallbacken")[:units]
    return FollowUpFact(
        source=source,
        goals=_GOALS,
        level=level,
        units=tuple(
            UnitFact(name, level or _m, _source(SourceKind.ANSWER, pk * 10 + at, name)) for at, name in enumerate(names)
        ),
        asked=8 if units else 0,
        before=Standing(before, "tertial 1", source) if before else None,
        last_year=Standing(_m, "2025", source) if level else None,
    )


def _tracked(kind: SourceKind, *statuses: ActionStatus, late: int, carried: int) -> tuple[TrackedFact, ...]:
    origin = _source(kind, 0, "Förra årets")
    return tuple(
        TrackedFact(
            _source(kind, pk, "Ny rutin"),
            _GOALS,
            status,
            days_late=14 if status != _C and pk <= late else 0,
            came_from=origin if pk <= carried else None,
        )
        for pk, status in enumerate(statuses, start=1)
    )


def _risks(total: int, high: int, still: int) -> tuple[RiskFact, ...]:
    return tuple(
        RiskFact(_source(SourceKind.RISK, pk, "Fel lön"), _GOALS, 12, 6, reaches=pk < high, reaches_after=pk < still)
        for pk in range(total)
    )


def _facts(follow_ups: tuple[FollowUpFact, ...], **more: tuple[TrackedFact, ...] | tuple[RiskFact, ...]) -> Facts:
    facts = Facts("Barn- och utbildningsnämnden", 2026, "tertial 2", threshold=_THRESHOLD, goals=(GOAL,))
    return replace(facts, follow_ups=follow_ups, **more)  # type: ignore[arg-type]  # each name has its own kind of row


EXAMPLES: Final = (
    _facts(
        (_follow_up(1, _m, before=_N, units=1),),
        actions=_tracked(SourceKind.ACTION, _O, late=1, carried=1),
        action_plans=_tracked(SourceKind.ACTION_PLAN, _O, late=1, carried=0),
        risks=_risks(1, 1, 1),
    ),
    _facts(
        (
            *(_follow_up(pk, _N, before=_m if pk < 3 else None) for pk in range(12)),  # noqa: PLR2004  # some have become better
            *(_follow_up(pk, _m, before=_N, units=2) for pk in range(12, 15)),
            _follow_up(16, _M),
            *(_follow_up(pk, Deviation.NOT_DONE) for pk in range(20, 22)),
            *(_follow_up(pk, None) for pk in range(30, 35)),
        ),
        actions=_tracked(SourceKind.ACTION, _C, _C, _O, _O, _O, _H, _S, late=4, carried=5),
        action_plans=_tracked(SourceKind.ACTION_PLAN, _O, _O, _C, late=2, carried=0),
        risks=_risks(30, 6, 2),
    ),
    _facts(
        (*(_follow_up(pk, _N) for pk in range(2)), _follow_up(3, Deviation.NOT_DONE), _follow_up(4, None)),
        actions=_tracked(SourceKind.ACTION, _C, _C, late=0, carried=2),
        action_plans=_tracked(SourceKind.ACTION_PLAN, _C, _C, late=0, carried=0),
        risks=_risks(5, 5, 0),
    ),
)
