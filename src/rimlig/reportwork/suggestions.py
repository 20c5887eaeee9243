"""What the answers suggest for the texts of a report, and what has changed since a suggestion was taken."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rimlig.documents.document import Deviation
from rimlig.drafting.facts import Facts, FollowUpFact, GoalFact, Source
from rimlig.drafting.phrases import Phrases
from rimlig.drafting.sentences import Sentence, as_text, draft_for_goal, draft_for_whole
from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.reportwork.models import TakenDraft


@dataclass(frozen=True)
class Numbered:
    """A suggested sentence, its number on the page, and the rows that it rests on."""

    number: int
    sentence: Sentence

    @property
    def sources(self) -> tuple[Source, ...]:
        """The rows, each with its address."""
        return self.sentence.sources


@dataclass(frozen=True)
class Changed:
    """A sentence that a text began with and that the answers would say otherwise now. Either may be empty."""

    before: str
    now: str


@dataclass(frozen=True)
class GoalText:
    """The text on a goal, or for the whole: what is written, what the answers suggest, and what they have changed since.

    `analysis` is the stored row of a goal's text, None for a goal that has none yet and for the whole.
    """

    analysis: SummaryAnalysis | None
    number: str
    title: str
    text: str
    suggested: tuple[Numbered, ...] = ()
    changed: tuple[Changed, ...] = ()
    levels: tuple[tuple[Deviation, int], ...] = ()
    deviating: tuple[FollowUpFact, ...] = ()
    undone: int = 0  # follow-ups without a result

    @property
    def is_written(self) -> bool:
        """Whether there is a text."""
        return bool(self.text.strip())

    @property
    def offers(self) -> tuple[Numbered, ...]:
        """The suggestion, where nothing is written."""
        return () if self.is_written else self.suggested

    @property
    def suggestion(self) -> str:
        """The suggestion as running text."""
        return as_text(one.sentence for one in self.suggested)

    @property
    def name(self) -> str:
        """How the goal is called: “1.7 Trygg ålderdom”."""
        return f"{self.number} {self.title}".strip()


def whole_text(
    report: BoardReport, facts: Facts | None, taken: Mapping[int | None, TakenDraft], phrases: Phrases
) -> GoalText:
    """Return the text for the whole with what the answers suggest for it."""
    sentences = draft_for_whole(facts, phrases) if facts else ()
    return _text(None, ("", ""), report.summary, facts, sentences, taken.get(None))


def goal_texts(
    report: BoardReport,
    analyses: Sequence[SummaryAnalysis],
    facts: Facts | None,
    taken: Mapping[int | None, TakenDraft],
    phrases: Phrases,
) -> list[GoalText]:
    """Return the texts on goals in the report's order, and after them the goals of the plan that have none yet."""
    goals = {goal.number: goal for goal in reversed(facts.goals)} if facts else {}
    texts = []
    for row in analyses:
        goal = goals.pop(row.goal_number, None)
        own = facts.of_goal(goal.pk) if facts and goal else None
        sentences = draft_for_goal(facts, goal, phrases) if facts and goal else ()
        named = (row.goal_number, row.goal_title)
        texts.append(_text(row, named, row.text, own, sentences, taken.get(row.pk)))
    if facts and report.is_open:
        texts += [_without_text(facts, goal, phrases) for goal in facts.goals if goal.number in goals]
    return texts


def sentences_for(facts: Facts | None, goal_number: str | None, phrases: Phrases) -> tuple[Sentence, ...]:
    """Return what the answers suggest for the goal with the number, in the municipality's words; for the whole without one."""
    if facts is None:
        return ()
    if goal_number is None:
        return draft_for_whole(facts, phrases)
    goal = next((one for one in facts.goals if one.number == goal_number), None)
    return draft_for_goal(facts, goal, phrases) if goal else ()


def changed_since(taken: Iterable[Mapping[str, str]], now: Iterable[Sentence]) -> tuple[Changed, ...]:
    """Return the sentences that were taken and that the answers say otherwise now, and those that have come since."""
    before = {one["key"]: one["text"] for one in taken}
    after = {one.key: one.text for one in now}
    keys = [*before, *(key for key in after if key not in before)]
    return tuple(
        Changed(before.get(key, ""), after.get(key, "")) for key in keys if before.get(key, "") != after.get(key, "")
    )


def _without_text(facts: Facts, goal: GoalFact, phrases: Phrases) -> GoalText:
    sentences = draft_for_goal(facts, goal, phrases)
    return _text(None, (goal.number, goal.title), "", facts.of_goal(goal.pk), sentences, None)


def _text(
    row: SummaryAnalysis | None,
    named: tuple[str, str],
    text: str,
    facts: Facts | None,
    sentences: tuple[Sentence, ...],
    taken: TakenDraft | None,
) -> GoalText:
    levels = Counter(one.level for one in facts.follow_ups) if facts else Counter()
    return GoalText(
        row,
        *named,
        text,
        tuple(Numbered(number, sentence) for number, sentence in enumerate(sentences, 1)),
        changed_since(taken.sentences, sentences) if taken and text.strip() else (),
        tuple((level, levels[level]) for level in Deviation if levels[level]),
        facts.deviating if facts else (),
        levels[None],
    )
