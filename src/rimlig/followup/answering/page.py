"""What the page of an answer shows: the plan's words, the criteria, the answer before, and what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rimlig.documents.document import Deviation
from rimlig.followup.answering.operations import COPIED
from rimlig.followup.concerned import reviewing_role
from rimlig.followup.editables import DEVIATION_LOOKS
from rimlig.followup.models import DEVIATIONS, AnswerState, FollowUpResult, FollowUpRules, Review
from rimlig.planning.models import PlannedFollowUp, WorkingMethod
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.risks.matrix import Scales

CRITERIA: Final[dict[Deviation, str | Promise]] = {
    Deviation.NONE: _("It is done as we have decided, and the follow-up found nothing that differs."),
    Deviation.MINOR: _("Something differs, but the risk is small and it can be put right soon."),
    Deviation.MAJOR: _("Much differs, or it has happened before, or somebody may come to harm."),
    Deviation.NOT_DONE: _("Tell why. The control comes along to the next period."),
}
"""When each level is right, until the municipality has decided on its own words."""


@dataclass(frozen=True)
class Level:
    """A deviation level as a large choice: its value, how it looks, its word, and when it is right."""

    value: str
    look: str
    word: str | Promise
    criterion: str
    is_chosen: bool


def answers_with_everything(user: Any) -> Any:
    """Return the answers that the person may read, each with its place in plan, time and organisation.

    One of them is asked for. What few have (a performer by name, an answer that it was copied from) comes when it is
    asked about: to plan a join of twenty tables takes the database longer than everything else on the page.
    """
    return FollowUpResult.objects.visible_to(user).with_plan().select_related("period", "unit__board")


def levels(answer: FollowUpResult, rules: FollowUpRules) -> list[Level]:
    """Return the levels to choose from, the answer's own chosen."""
    return levels_of(answer.follow_up, rules, answer.deviation)


def levels_of(follow_up: PlannedFollowUp, rules: FollowUpRules, chosen: str = "") -> list[Level]:
    """Return the levels of a follow-up: each with its own criterion, else the municipality's, else ours."""
    return [
        Level(level.value, DEVIATION_LOOKS[level], word, criterion_of(follow_up, rules, level), level.value == chosen)
        for level, word in DEVIATIONS.items()
    ]


def criterion_met(answer: FollowUpResult, rules: FollowUpRules) -> str:
    """Return when the level that the answer has is right; "" for an answer without one, and for what was not done."""
    if answer.deviation in {"", Deviation.NOT_DONE}:
        return ""
    return criterion_of(answer.follow_up, rules, Deviation(answer.deviation))


def criterion_of(follow_up: PlannedFollowUp, rules: FollowUpRules, level: Deviation) -> str:
    """Return when the level is right for the follow-up."""
    column = f"criterion_{level.value}"
    decided = getattr(follow_up, column, "") or getattr(rules, column, "")
    return str(decided or CRITERIA[level])


def words_of_plan(answer: FollowUpResult) -> WorkingMethod:
    """Return the working method that the answer is about, with its controls and its undesired events."""
    method = answer.follow_up.working_method
    prefetch_related_objects([method], "controls", "events")
    return method


def scales_shown(answer: FollowUpResult) -> Scales | None:
    """Return the scales of the plan, which give a risk value its colour; None where the plan has none."""
    scale = answer.in_plan.scale
    return scales_of(scale) if scale else None


def still_copied(answer: FollowUpResult) -> set[str]:
    """Return the columns that were taken over from the answer before, and that nobody has changed since."""
    earlier = answer.copied_from
    if earlier is None:
        return set()
    return {name for name in COPIED if getattr(answer, name) and getattr(answer, name) == getattr(earlier, name)}


def said_in_reviews(answer: FollowUpResult) -> Sequence[Review]:
    """Return what the reviewers have said, in order, each with who said it and the question it was sent back with."""
    return list(Review.objects.filter(result=answer).select_related("by", "comment"))


def what_happens_next(answer: FollowUpResult) -> str:
    """Say in a sentence what awaits the answer now that it is given."""
    if answer.state == AnswerState.APPROVED:
        return gettext("It has been reviewed, and stands as it is in the board's follow-up.")
    if answer.state == AnswerState.CONCLUDED:
        return gettext("It is the board's own result, which the controller has concluded.")
    if answer.step > 1:
        return gettext("It has been approved once, and awaits the controller. You are told if something is missing.")
    if answer.follow_up.reviewer:
        return gettext("Now %(name)s reviews it. You are told if something is missing.") % {
            "name": answer.follow_up.reviewer.name
        }
    return gettext("Now it awaits the review of the %(role)s. You are told if something is missing.") % {
        "role": str(reviewing_role(answer).label).lower()
    }
