"""What the board is proposed to decide, by rule: approve the follow-up, assess its control, have what is late done."""

from collections.abc import Iterator

from rimlig.documents.swedish import in_words, listed
from rimlig.drafting.facts import Facts, latest_first
from rimlig.drafting.phrases import Phrases
from rimlig.drafting.sentences import ACTION, ACTION_PLAN, Sentence, said


def proposed_decision(facts: Facts, assessed: str = "", phrases: Phrases | None = None) -> tuple[Sentence, ...]:
    """Return the proposal's points. `assessed` says how good the board's control is, where it has assessed that."""

    def points(facts: Facts, phrases: Phrases) -> Iterator[Sentence]:
        own = {"nämnden": facts.board, "år": str(facts.year)}
        text = phrases.say("decision_approve", **own, period=facts.for_period or facts.period)
        yield Sentence("decision_approve", text, ())
        if assessed:
            yield Sentence("decision_assess", phrases.say("decision_assess", **own, bedömning=assessed), ())
        if facts.late:
            words = {"nämnden": facts.board, "det_som_är_försenat": _what_is_late(facts)}
            sources = tuple(row.source for row in facts.late)
            yield Sentence("decision_late", phrases.say("decision_late", **words), sources)

    return said((points,), facts, phrases or facts.phrases)


def _what_is_late(facts: Facts) -> str:
    """Return “den försenade åtgärden”, “de tre försenade åtgärderna och den försenade handlingsplanen”."""
    counted = ((ACTION, len(latest_first(facts.actions))), (ACTION_PLAN, len(latest_first(facts.action_plans))))
    return listed(
        f"den försenade {noun.the_one}" if number == 1 else f"de {in_words(number)} försenade {noun.the_many}"
        for noun, number in counted
        if number
    )
