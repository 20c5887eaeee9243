"""What a conclusion rests on: the units' answers as they were at that moment, and what has become of them since."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from rimlig.documents.document import Deviation
from rimlig.followup.models import DEVIATES, GIVEN, FollowUpResult, Period
from rimlig.planning.models import PlannedFollowUp

WORST_FIRST: Final = (Deviation.MAJOR, Deviation.MINOR, Deviation.NOT_DONE, Deviation.NONE)
"""The levels as one looks for them. Not done says less than a deviation, and more than that all was well."""


@dataclass(frozen=True)
class UnitsAnswers:
    """The answers of the units to a follow-up in a period, by the units' names."""

    answers: list[FollowUpResult]

    def _of(self, *levels: str) -> list[FollowUpResult]:
        return [answer for answer in self.given if answer.deviation in levels]

    @cached_property
    def given(self) -> list[FollowUpResult]:
        """Those that have been filed, at least."""
        return [answer for answer in self.answers if answer.state in GIVEN]

    @cached_property
    def missing(self) -> list[FollowUpResult]:
        """Those that are still to be given."""
        return [answer for answer in self.answers if answer.state not in GIVEN]

    @cached_property
    def deviating(self) -> list[FollowUpResult]:
        """Those that tell of a deviation."""
        return self._of(*DEVIATES)

    @cached_property
    def not_done(self) -> list[FollowUpResult]:
        """Those that say that the follow-up was not done."""
        return self._of(Deviation.NOT_DONE)

    @cached_property
    def well(self) -> list[FollowUpResult]:
        """Those that say that nothing was wrong."""
        return self._of(Deviation.NONE)

    @cached_property
    def to_weigh(self) -> list[FollowUpResult]:
        """Those that tell of something, in the order in which one reads them: the worst first."""
        return [row for level in WORST_FIRST[:-1] for row in self._of(level)]

    @property
    def not_reviewed(self) -> int:
        """How many have been filed and not approved yet."""
        return sum(answer.state == "filed" for answer in self.answers)

    @property
    def worst(self) -> str:
        """The worst level that any unit tells of; "" while nobody has answered."""
        levels = {answer.deviation for answer in self.given}
        return next((level.value for level in WORST_FIRST if level.value in levels), "")


def answers_of_units(follow_up: PlannedFollowUp, period: Period | None) -> UnitsAnswers:
    """Return the units' answers to the follow-up in the period."""
    rows = FollowUpResult.objects.filter(follow_up=follow_up, period=period, unit__isnull=False)
    return UnitsAnswers(list(rows.select_related("unit", "filed_by").order_by("unit__name", "pk")))


def basis_of(answers: UnitsAnswers) -> list[dict[str, Any]]:
    """Return which answers a conclusion rests on now, as it is stored with it: each with its version, level and filing."""
    return [
        {
            "answer": answer.pk,
            "unit": answer.unit.name if answer.unit else "",
            "version": answer.version,
            "level": answer.deviation,
            "filed": answer.filed_at.isoformat() if answer.filed_at else "",
        }
        for answer in answers.given
    ]


def changed_since(basis: Iterable[dict[str, Any]], answers: UnitsAnswers) -> list[FollowUpResult]:
    """Return the answers that say something else than when the conclusion was written, are new since, or are open again.

    That somebody has approved one meanwhile changes nothing that it says.
    """
    then = {line["answer"]: (line["level"], line["filed"]) for line in basis}
    changed = []
    for answer in answers.answers:
        now = (answer.deviation, answer.filed_at.isoformat() if answer.filed_at else "")
        is_given = answer.state in GIVEN
        if (answer.pk in then) != is_given or (is_given and then[answer.pk] != now):
            changed.append(answer)
    return changed
