"""Conclusions that have too little behind them: what is missing, by rule, and how it is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rimlig.followup.concluding.basis import UnitsAnswers, changed_since
from rimlig.followup.models import GIVEN, AnswerState, FollowUpResult, FollowUpRules, Review
from rimlig.planning.models import PlannedFollowUp


class Doubt(Enum):
    """Why one cannot rely on a conclusion as it stands. The value says it to people."""

    words: str | Promise

    NO_ANSWERS = ("no-answers", _("No answer lies behind it: nobody has said what was found."))
    NOT_APPROVED = ("not-approved", _("It rests on answers that nobody has approved."))
    NO_BASIS = ("no-basis", _("It was written without the answers that there are: nobody has read them together."))
    CHANGED = ("changed", _("Answers have changed, come or been opened again since it was written."))
    NO_ACTION = ("no-action", _("It tells of a deviation that has neither an action nor a reason for none."))

    def __init__(self, code: str, words: Any) -> None:
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Ground:
    """A follow-up's conclusion in a period, and what lies behind it.

    `answers` are the units', given or not; `evidence` the number of pieces beside what has been given. `approval` is
    the last one of the administration's own answer, which is the board's result where no unit answers.
    """

    follow_up: PlannedFollowUp
    conclusion: FollowUpResult | None
    answers: UnitsAnswers
    evidence: int
    is_acted_on: bool
    approval: Review | None = None

    @property
    def is_own_answer(self) -> bool:
        """Whether the board's result is an answer of the administration as a whole, which has been reviewed."""
        return self.conclusion is not None and self.conclusion.state == AnswerState.APPROVED

    @property
    def given(self) -> int:
        """How many answers have been given."""
        return 1 if self.is_own_answer else len(self.answers.given)

    @property
    def asked(self) -> int:
        """How many answers were to be given."""
        return 1 if self.is_own_answer else len(self.answers.answers)


def doubts_about(ground: Ground, rules: FollowUpRules) -> tuple[Doubt, ...]:
    """Return what speaks against relying on the conclusion; nothing where there is no conclusion."""
    return tuple(_doubts(ground, rules)) if ground.conclusion is not None else ()


def changed_answers(ground: Ground) -> list[FollowUpResult]:
    """Return the units' answers that say something else than when the conclusion was written."""
    conclusion = ground.conclusion
    if conclusion is None or not conclusion.basis:
        return []
    return changed_since(conclusion.basis, ground.answers)


def _doubts(ground: Ground, rules: FollowUpRules) -> Iterator[Doubt]:
    conclusion = ground.conclusion
    assert conclusion is not None
    if not ground.is_own_answer:
        if not ground.answers.given:
            yield Doubt.NO_ANSWERS
        elif not conclusion.basis:
            yield Doubt.NO_BASIS
        if any(answer.state in GIVEN and answer.state != AnswerState.APPROVED for answer in ground.answers.answers):
            yield Doubt.NOT_APPROVED
        if changed_answers(ground):
            yield Doubt.CHANGED
    if rules.demands_action(conclusion.deviation) and not _is_answered(ground):
        yield Doubt.NO_ACTION


def _is_answered(ground: Ground) -> bool:
    """Say whether something is done about what was found, or somebody has said why nothing needs to be."""
    reasons = (ground.conclusion, *ground.answers.deviating)
    return ground.is_acted_on or any(row is not None and row.no_action_reason for row in reasons)
