"""The answers to planned follow-ups, how they are reviewed, and what is said about them."""

from typing import Any, Final, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.errors import RuleBroken
from rimlig.core.models import with_history
from rimlig.documents.document import Deviation
from rimlig.followup.concerned import may_read_drafts
from rimlig.followup.models.periods import Period
from rimlig.followup.models.words import deviation_field, known
from rimlig.followup.triggers import (
    ANSWER_STATE_MACHINE,
    APPROVED_DEVIATION_HAS_ITS_ACTION,
    FILED_ANSWER_STAYS,
)
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import PartOfPlan, PartQuerySet, PlannedFollowUp
from rimlig.planning.triggers.plan import OF_FOLLOW_UP, not_under_a_replaced_plan


class AnswerState(models.TextChoices):
    """How far an answer has come. `concluded` is the board's own result, which the controller writes."""

    OPEN = "open", _("to answer")
    FILED = "filed", _("filed")
    RETURNED = "returned", _("sent back")
    APPROVED = "approved", _("approved")
    CONCLUDED = "concluded", _("concluded")


NEXT_ANSWER_STATES: Final[dict[AnswerState, frozenset[AnswerState]]] = {
    AnswerState.OPEN: frozenset({AnswerState.FILED}),
    AnswerState.FILED: frozenset({AnswerState.OPEN, AnswerState.RETURNED, AnswerState.APPROVED}),
    AnswerState.RETURNED: frozenset({AnswerState.FILED}),
    AnswerState.APPROVED: frozenset({AnswerState.RETURNED}),
    AnswerState.CONCLUDED: frozenset(),
}
WRITABLE: Final = (AnswerState.OPEN, AnswerState.RETURNED)
"""In these states the answer is still being written."""
GIVEN: Final = (AnswerState.FILED, AnswerState.APPROVED, AnswerState.CONCLUDED)
"""In these states it says something that others rely on."""
SETTLED: Final = (AnswerState.APPROVED, AnswerState.CONCLUDED)
"""In these states it has been reviewed, or concluded by the controller: the board's report may rest on it."""
CONTENT: Final = (
    "deviation",
    "result",
    "measures",
    "root_cause",
    "no_action_reason",
    "population",
    "sample_size",
    "errors_found",
)
"""The columns that a person writes in an answer."""


class FollowUpResultQuerySet(PartQuerySet["FollowUpResult"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the results of the plans that the person may know of; what is still a draft only for those it concerns."""
        return super().visible_to(user).filter(Q(state__in=GIVEN) | may_read_drafts(user))

    def settled(self) -> Self:
        """Keep what has been reviewed or concluded: what a report may rest on."""
        return self.filter(state__in=SETTLED)

    def given(self) -> Self:
        """Keep what has been filed, at least."""
        return self.filter(state__in=GIVEN)

    def untouched(self) -> Self:
        """Keep what is asked for and nobody has begun: nothing is written, attached, said or done about it."""
        nothing = self.filter(state=AnswerState.OPEN, saved_at=None)
        return nothing.filter(evidence=None, comments=None, actions=None, runs=None)


@with_history("FollowUpResultHistory")
class FollowUpResult(PartOfPlan):
    """The answer to a planned follow-up in a period: a unit's, or (without a unit) the board's own.

    Where units answer, the board's own is the controller's conclusion from
    their answers (`concluded`). Where the administration as a whole answers, it
    is filed and reviewed like a unit's. A filed answer is evidence: nothing in
    it changes unless it is sent back. `step` is the review that it waits for
    while it is filed, counted from 1. `basis` tells of a conclusion which answers it rests on, as they were then:
    see concluding/basis.py.
    """

    WAY_TO_PLAN = "follow_up__working_method__process__plan"

    follow_up = models.ForeignKey(PlannedFollowUp, models.PROTECT, related_name="results")
    period = models.ForeignKey(Period, models.PROTECT, related_name="results")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="results", null=True, blank=True)
    due = models.DateField(_("answer is due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=AnswerState.choices, default=AnswerState.CONCLUDED)
    step = models.PositiveSmallIntegerField(_("review"), default=0)
    deviation = deviation_field()
    result = models.TextField(_("description of the result"), blank=True)
    measures = models.TextField(_("measures taken"), blank=True)
    root_cause = models.TextField(_("root cause"), blank=True)
    no_action_reason = models.TextField(_("why no action is needed"), blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    sample_size = models.PositiveIntegerField(_("sample size"), null=True, blank=True)
    errors_found = models.PositiveIntegerField(_("errors found"), null=True, blank=True)
    basis = models.JSONField(null=True, blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)

    objects = FollowUpResultQuerySet.as_manager()  # type: ignore[misc]  # a narrower manager than that of every row

    class Meta:
        ordering = ["unit__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "period", "unit"], nulls_distinct=False, name="result_once_per_period_and_unit"
            ),
            models.CheckConstraint(name="result_deviation_is_known", condition=known("deviation", Deviation)),
            models.CheckConstraint(name="result_state_is_known", condition=Q(state__in=AnswerState.values)),
            models.CheckConstraint(
                name="result_of_unit_is_filed_not_concluded", condition=Q(unit=None) | ~Q(state="concluded")
            ),
            models.CheckConstraint(
                name="result_waits_for_a_review_while_filed",
                condition=Q(state="filed", step__gte=1) | (~Q(state="filed") & Q(step=0)),
            ),
            models.CheckConstraint(
                name="result_filed_is_complete",
                condition=~Q(state__in=["filed", "approved"])
                | (Q(filed_by__isnull=False, filed_at__isnull=False) & ~Q(deviation="")),
            ),
            models.CheckConstraint(
                name="result_not_done_has_its_reason",
                condition=~Q(state__in=["filed", "approved"], deviation="not_done") | ~Q(result=""),
            ),
            models.CheckConstraint(
                name="result_sample_within_population",
                condition=Q(population=None) | Q(sample_size=None) | Q(sample_size__lte=F("population")),
                violation_error_message=_("The sample cannot be larger than what it was drawn from."),
            ),
            models.CheckConstraint(
                name="result_errors_within_sample",
                condition=Q(errors_found=None) | Q(sample_size=None) | Q(errors_found__lte=F("sample_size")),
                violation_error_message=_("There cannot be more errors than examined items."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="result_by_unit_and_state"),
            models.Index(fields=["period", "state"], name="result_by_period_and_state"),
        ]
        triggers = [
            not_under_a_replaced_plan(OF_FOLLOW_UP),
            ANSWER_STATE_MACHINE,
            FILED_ANSWER_STAYS,
            APPROVED_DEVIATION_HAS_ITS_ACTION,
        ]

    def __str__(self) -> str:
        return f"{self.follow_up} · {self.period}"

    @property
    def is_writable(self) -> bool:
        """Whether the answer is still being written."""
        return self.state in WRITABLE

    @property
    def is_begun(self) -> bool:
        """Whether somebody has written anything in it."""
        return self.saved_at is not None

    def move_to(self, state: AnswerState) -> None:
        """Change the state, without saving. Raises RuleBroken when the answer cannot come there from where it is."""
        if state not in NEXT_ANSWER_STATES[AnswerState(self.state)]:
            raise RuleBroken(
                _("The answer is %(state)s, so that cannot be done. Load the page again to see it as it is now.")
                % {"state": self.get_state_display()}
            )
        self.state = state


class PartOfAnswerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Keep what belongs to the answers that the person may read."""
        return self.filter(result__in=FollowUpResult.objects.visible_to(user).values("pk"))


def _kept(name: str) -> pgtrigger.Trigger:
    """Return the trigger that lets nobody change or delete the rows of a record of what happened."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class Verdict(models.TextChoices):
    """What a reviewer says of a filed answer."""

    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("sent back")


class Review(models.Model):
    """What a reviewer said of a filed answer, in which step, and of which version of it. Never changed.

    Step 0 comes after the last: the controller has opened an approved answer again.
    """

    result = models.ForeignKey(FollowUpResult, models.PROTECT, related_name="reviews")
    step = models.PositiveSmallIntegerField(_("review"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    of_version = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = PartOfAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="review_verdict_is_known", condition=Q(verdict__in=Verdict.values)),
            # Two who press at once say one thing of one version.
            models.UniqueConstraint(fields=["result", "step", "of_version"], name="review_once_per_version"),
        ]
        triggers = [_kept("review_is_kept")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.result}"


class AnswerComment(models.Model):
    """What somebody said beside an answer, perhaps about some words of one of its texts. Never changed.

    `field` is the column that it is about, or empty; `quote` the words there as
    they stood. `review` is set when it is the question that an answer was sent back with.
    """

    result = models.ForeignKey(FollowUpResult, models.PROTECT, related_name="comments")
    review = models.OneToOneField(Review, models.PROTECT, related_name="comment", null=True, blank=True)
    field = models.CharField(max_length=20, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = PartOfAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="comment_field_is_known", condition=Q(field__in=["", *CONTENT])),
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="comment_quotes_a_field", condition=Q(quote="") | ~Q(field="")),
        ]
        triggers = [_kept("comment_is_kept")]

    def __str__(self) -> str:
        return self.text
