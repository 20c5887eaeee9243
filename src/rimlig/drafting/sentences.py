"""Swedish sentences from facts, by rule: the same facts always give the same words, and each sentence knows its sources.

What there is nothing to say about gives no sentence. Each number is said in
one sentence, so that a changed number changes that sentence and no other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.documents.swedish import Noun, agreeing, in_words, listed, some_of_them
from rimlig.drafting.facts import Facts, FollowUpFact, GoalFact, Source, TrackedFact, latest_first
from rimlig.drafting.phrases import Phrases

FOLLOW_UP: Final = Noun("uppföljning", "uppföljningen", "uppföljningar", "uppföljningarna")
DEVIATION: Final = Noun("avvikelse", "avvikelsen", "avvikelser", "avvikelserna")
ACTION: Final = Noun("åtgärd", "åtgärden", "åtgärder", "åtgärderna")
ACTION_PLAN: Final = Noun("handlingsplan", "handlingsplanen", "handlingsplaner", "handlingsplanerna")
UNIT: Final = Noun("enhet", "enheten", "enheter", "enheterna")
VALUED_RISK: Final = Noun("värderad risk", "den värderade risken", "värderade risker", "de värderade riskerna")

_ASSESSED: Final = (Deviation.NONE, Deviation.MINOR, Deviation.MAJOR)
_A_LEVEL: Final = {
    Deviation.NONE: "ingen avvikelse",
    Deviation.MINOR: "en mindre avvikelse",
    Deviation.MAJOR: "en större avvikelse",
}
_STATUSES: Final[tuple[ActionStatus | None, ...]] = (
    ActionStatus.CLOSED,
    ActionStatus.ONGOING,
    ActionStatus.ON_HOLD,
    ActionStatus.NOT_STARTED,
    None,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft. `key` tells it from the others of the same draft; `sources` are the rows that it rests on."""

    key: str
    text: str
    sources: tuple[Source, ...]


def draft_for_whole(facts: Facts, phrases: Phrases | None = None) -> tuple[Sentence, ...]:
    """Return the draft of the summary analysis for the whole plan, in the phrases of the facts unless others are given."""
    return said(_OF_THE_WHOLE, facts, phrases or facts.phrases)


def draft_for_goal(facts: Facts, goal: GoalFact, phrases: Phrases | None = None) -> tuple[Sentence, ...]:
    """Return the draft of the summary analysis for one of the plan's goals, in the phrases of the facts unless others are given."""
    return said(_OF_A_GOAL, facts.of_goal(goal.pk), phrases or facts.phrases)


def said(parts: "Iterable[Part]", facts: Facts, phrases: Phrases) -> tuple[Sentence, ...]:
    """Return what the parts say of the facts, without what is not to be said."""
    return tuple(one for one in chain.from_iterable(part(facts, phrases) for part in parts) if one.text)


def as_text(sentences: Iterable[Sentence]) -> str:
    """Return the sentences as running text, for a text field."""
    return " ".join(sentence.text for sentence in sentences)


def _levels(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    """Say how many follow-ups show what. The deviations are its sources: of what is well there is nothing to look up."""
    total = len(facts.follow_ups)
    counts = {level: len(facts.at_level(level)) for level in _ASSESSED}
    sources = _sources_of(facts.deviating) or _sources_of(facts.at_level(Deviation.NONE))
    same = next((level for level, number in counts.items() if number == total), None)
    if total and same is not None:
        words = {"samtliga_uppföljningar": FOLLOW_UP.all_of(total), "nivå": _A_LEVEL[same]}
        yield Sentence("levels", phrases.say("levels_same", **words), sources)
    elif any(counts.values()):
        words = {"uppföljningar": FOLLOW_UP.counted(total), "nivåer": levels_in_words(counts, total)}
        yield Sentence("levels", phrases.say("levels", **words), sources)


def levels_in_words(counts: dict[Deviation, int], total: int) -> str:
    """Return how many of all show what: “39 ingen avvikelse, 2 mindre och 1 större avvikelse”.

    A sentence writes its numbers in one way: in digits when that of all is.
    """
    none, minor, major = (_beside(counts[level], total) for level in (Deviation.NONE, Deviation.MINOR, Deviation.MAJOR))
    parts = [f"{none} ingen avvikelse"] if none else []
    if minor:
        parts.append(f"{minor} mindre" if major else f"{minor} mindre avvikelse")
    if major:
        parts.append(f"{major} större avvikelse")
    return listed(parts)


def _beside(number: int, total: int) -> str:
    if not number:
        return ""
    return str(number) if in_words(total) == str(total) else in_words(number)


def _not_done(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    yield from _about_follow_ups("not_done", facts.at_level(Deviation.NOT_DONE), phrases)


def _missing(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    yield from _about_follow_ups("missing", facts.missing, phrases)


def _about_follow_ups(key: str, rows: Sequence[FollowUpFact], phrases: Phrases) -> Iterator[Sentence]:
    if rows:
        words = {"uppföljningar": FOLLOW_UP.counted(len(rows))}
        yield Sentence(key, phrases.say(key, **words), _sources_of(rows))


def _each_deviation(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    for row in facts.deviating:
        words = {"uppföljning": row.source.label.rstrip("."), "nivå": _A_LEVEL[row.level or Deviation.NONE]}
        key = "deviation"
        if row.units:
            key = "deviation_at_units"
            words |= {
                "enheter_av_alla": UNIT.some_of(len(row.units), row.asked),
                "enheter": listed(unit.unit for unit in row.units),
            }
        yield Sentence(f"deviation-{row.source.pk}", phrases.say(key, **words), row.sources)


def _changes(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    for key, rows in (("worse", facts.worse), ("better", facts.better)):
        if rows:
            before = [row.before for row in rows if row.before is not None]
            words = {
                "uppföljningar": FOLLOW_UP.counted(len(rows)),
                "period": listed(sorted({standing.when for standing in before})),
            }
            sources = _unique(source for row in rows for source in (*row.sources, *_before(row)))
            yield Sentence(key, phrases.say(key, **words), sources)


def _before(row: FollowUpFact) -> tuple[Source, ...]:
    return (row.before.source,) if row.before is not None else ()


def _units(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    units = facts.deviating_units
    if units:
        words = {"antal_enheter": UNIT.counted(len(units)), "enheter": listed(units)}
        sources = _unique(answer.source for answers in units.values() for answer in answers)
        yield Sentence("units", phrases.say("units", **words), sources)


def _returning(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    then = facts.deviated_last_year
    again = [row for row in then if row.deviates]
    if then:
        gone = len(then) == 1 and not again
        words = {
            "avvikelser": DEVIATION.all_of(1) if gone else DEVIATION.some_of(len(again), len(then)),
            "år": then[0].last_year.when if then[0].last_year else "",
            "återkommer": "återkommer inte" if gone else "återkommer",
        }
        lasts = (source for row in then for source in (*row.sources, *_last(row)))
        yield Sentence("returning", phrases.say("returning", **words), _unique(lasts))


def _last(row: FollowUpFact) -> tuple[Source, ...]:
    return (row.last_year.source,) if row.last_year is not None else ()


def _actions(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    yield from _progress("actions", "åtgärder", ACTION, facts.actions, phrases)


def _carried(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    yield from _progress("carried", "åtgärder", ACTION, facts.carried, phrases)


def _action_plans(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    yield from _progress("action_plans", "handlingsplaner", ACTION_PLAN, facts.action_plans, phrases)


def _progress(key: str, name: str, noun: Noun, rows: Sequence[TrackedFact], phrases: Phrases) -> Iterator[Sentence]:
    """Say how far the actions have come, the closed ones first."""
    counts = {status: sum(row.status == status for row in rows) for status in _STATUSES}
    sources = tuple(row.source for row in rows)
    total = len(rows)
    same = next((status for status in _STATUSES[:-1] if counts[status] == total), None)
    if total and same is not None:
        words = {f"samtliga_{name}": noun.all_of(total), "är_läge": _is_status(same, total)}
        yield Sentence(key, phrases.say(f"{key}_same", **words), sources)
    elif total > counts[None]:
        words = {name: noun.counted(total), "lägen": listed(_at_status(*one) for one in counts.items() if one[1])}
        yield Sentence(key, phrases.say(key, **words), sources)


def _at_status(status: ActionStatus | None, number: int) -> str:
    said = {
        ActionStatus.CLOSED: agreeing(number, "avslutad", "avslutade"),
        ActionStatus.ONGOING: "pågående",
        ActionStatus.ON_HOLD: "i väntläge",
        ActionStatus.NOT_STARTED: agreeing(number, "ej påbörjad", "ej påbörjade"),
        None: "utan angivet läge",
    }
    return f"{in_words(number)} {said[status]}"


def _is_status(status: ActionStatus, number: int) -> str:
    said = {
        ActionStatus.CLOSED: agreeing(number, "är avslutad", "är avslutade"),
        ActionStatus.ONGOING: "pågår",
        ActionStatus.ON_HOLD: "är i väntläge",
        ActionStatus.NOT_STARTED: agreeing(number, "är inte påbörjad", "är inte påbörjade"),
    }
    return said[status]


def _late(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    yield from _past_their_day("late", "åtgärder", ACTION, latest_first(facts.actions), phrases)


def _late_plans(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    yield from _past_their_day("late_plans", "handlingsplaner", ACTION_PLAN, latest_first(facts.action_plans), phrases)


def _past_their_day(
    key: str, name: str, noun: Noun, rows: Sequence[TrackedFact], phrases: Phrases
) -> Iterator[Sentence]:
    if rows:
        number = len(rows)
        words = {name: noun.counted(number), "är_försenade": agreeing(number, "är försenad", "är försenade")}
        yield Sentence(key, phrases.say(key, **words), tuple(row.source for row in rows))


def _risks(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
    high = [risk for risk in facts.risks if risk.reaches]
    if not high or facts.threshold is None:
        return
    words = {"risker": VALUED_RISK.some_of(len(high), len(facts.risks)), "tröskel": str(facts.threshold)}
    yield Sentence("risks", phrases.say("risks", **words), tuple(risk.source for risk in high))
    still = [risk for risk in high if risk.reaches_after]
    if still and any(risk.value_after is not None for risk in high):
        said = phrases.say("risks_after", risker=some_of_them(len(still), len(high)))
        yield Sentence("risks_after", said, tuple(risk.source for risk in still))


def _sources_of(rows: Iterable[FollowUpFact]) -> tuple[Source, ...]:
    return _unique(source for row in rows for source in row.sources)


def _unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))


Part = Callable[[Facts, Phrases], Iterator[Sentence]]

_OF_THE_WHOLE: Final[tuple[Part, ...]] = (
    _levels,
    _not_done,
    _missing,
    _changes,
    _units,
    _returning,
    _actions,
    _late,
    _carried,
    _action_plans,
    _late_plans,
    _risks,
)
_OF_A_GOAL: Final[tuple[Part, ...]] = (
    _levels,
    _each_deviation,
    _not_done,
    _missing,
    _changes,
    _returning,
    _actions,
    _late,
    _carried,
    _action_plans,
    _late_plans,
)
