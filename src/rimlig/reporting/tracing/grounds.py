"""What lies behind the conclusions of a plan in a period: in one number of queries, whatever there is."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from rimlig.documents.document import Deviation
from rimlig.followup.concluding.basis import UnitsAnswers
from rimlig.followup.models import (
    Action,
    ActionPlan,
    AnswerState,
    Evidence,
    FollowUpResult,
    FollowUpRules,
    Period,
    Review,
    Verdict,
)
from rimlig.followup.periods.gathering import gathered_in
from rimlig.followup.queries import Placed
from rimlig.planning.models import Plan, PlannedFollowUp
from rimlig.reminders.waiting import absolute
from rimlig.reporting.report import Trace, Traces
from rimlig.reporting.tracing.doubts import Doubt, Ground, doubts_about

_READ_OF_ANSWERS: Final = (
    "follow_up_id",
    "state",
    "version",
    "deviation",
    "filed_at",
    "no_action_reason",
    "unit__name",
)


def traces_of(placed: Placed, period: Period) -> Traces:
    """Return the traces of a report in which the follow-ups stand as `placed` says, each with its `conclusions`."""
    rows = {row.pk: row for rows in placed.values() for row in rows}
    grounds = grounds_of(rows.values(), period)
    rules = FollowUpRules.objects.of(period.municipality_id)
    traces = {pk: trace_of(ground, period, doubts_about(ground, rules)) for pk, ground in grounds.items()}
    listed = sorted(grounds.values(), key=lambda ground: (ground.follow_up.reference, ground.follow_up.pk))
    at = {place: tuple(traces[row.pk] for row in rows) for place, rows in placed.items()}
    return Traces(tuple(traces[ground.follow_up.pk] for ground in listed), at)


def trace_of(ground: Ground, period: Period, doubts: Iterable[Doubt]) -> Trace:
    """Return the ground as a report tells it."""
    follow_up, conclusion = ground.follow_up, ground.conclusion
    by, on = _concluded(ground)
    path = reverse("reporting:trace", args=[follow_up.pk, period.code])
    return Trace(
        reference=reference_of(follow_up),
        follow_up=follow_up.text,
        is_concluded=conclusion is not None,
        deviation=Deviation(conclusion.deviation) if conclusion and conclusion.deviation else None,
        concluded_by=by,
        concluded_on=on,
        answers=ground.given,
        asked=ground.asked,
        evidence=ground.evidence,
        path=path,
        address=absolute(path),
        doubts=len(tuple(doubts)),
    )


def reference_of(follow_up: PlannedFollowUp) -> str:
    """Return what reports call the follow-up: “U12”."""
    return f"U{follow_up.reference}"


def _concluded(ground: Ground) -> tuple[str, date | None]:
    """Return who concluded, and on which day; for the administration's own answer who approved it last."""
    conclusion = ground.conclusion
    if conclusion is None:
        return "", None
    if ground.approval is not None and conclusion.state == AnswerState.APPROVED:
        return ground.approval.by.name, timezone.localdate(ground.approval.at)
    by, at = conclusion.saved_by, conclusion.saved_at
    return by.name if by else "", timezone.localdate(at) if at else None


def concluded_follow_ups(plan: Plan, period: Period) -> "list[PlannedFollowUp]":
    """Return the plan's follow-ups that have a settled result of the board's own in the period, by their numbers."""
    settled = FollowUpResult.objects.settled().filter(unit=None, period=period)
    own = settled.filter(follow_up__working_method__process__plan=plan).select_related(
        "saved_by", "follow_up__working_method__process"
    )
    rows = []
    for result in own.order_by("follow_up__reference", "follow_up__pk"):
        row = result.follow_up
        row.conclusions = [result]  # type: ignore[attr-defined]
        rows.append(row)
    return rows


def grounds_of(follow_ups: Iterable[PlannedFollowUp], period: Period) -> dict[int, Ground]:
    """Return what lies behind each follow-up's conclusion in the period, by the follow-up's key.

    Each row has the board's own result, if there is one, as the only member of `conclusions`.
    """
    rows = list(follow_ups)
    keys = [row.pk for row in rows]
    own = {row.pk: result for row in rows for result in row.conclusions}  # type: ignore[attr-defined]
    answers, evidence, acted_on = _answers(keys, period), _evidence(keys, period), _acted_on(keys)
    approvals = _approvals(own.values())
    return {
        row.pk: Ground(
            row,
            own.get(row.pk),
            UnitsAnswers(answers.get(row.pk, [])),
            evidence.get(row.pk, 0),
            row.pk in acted_on,
            approvals.get(own[row.pk].pk) if row.pk in own else None,
        )
        for row in rows
    }


def _answers(follow_ups: list[int], period: Period) -> dict[int, list[FollowUpResult]]:
    """Return the units' answers, given or not, to each follow-up; only what tells whether they have changed."""
    answers: dict[int, list[FollowUpResult]] = {}
    of_units = FollowUpResult.objects.filter(gathered_in(period), follow_up__in=follow_ups, unit__isnull=False)
    for answer in of_units.select_related("unit").only(*_READ_OF_ANSWERS).order_by("unit__name", "pk"):
        answers.setdefault(answer.follow_up_id, []).append(answer)
    return answers


def _approvals(own: Iterable[FollowUpResult]) -> dict[int, Review]:
    """Return the last approval of each answer of the administration as a whole."""
    answers = [result.pk for result in own if result.state == AnswerState.APPROVED]
    found = Review.objects.filter(result__in=answers, verdict=Verdict.APPROVED).select_related("by")
    return {review.result_id: review for review in found.order_by("at", "pk")}


def _evidence(follow_ups: list[int], period: Period) -> dict[int, int]:
    """Return how many pieces of evidence stand beside the given answers to each follow-up, the board's own too."""
    given = FollowUpResult.objects.given().filter(gathered_in(period), follow_up__in=follow_ups)
    counted = Evidence.objects.filter(result__in=given).order_by().values_list("result__follow_up")
    return dict(counted.annotate(number=Count("pk")))


def _acted_on(follow_ups: list[int]) -> set[int]:
    """Return which follow-ups have an action, or an action plan, that answers what they showed."""
    actions = Action.objects.filter(follow_up__in=follow_ups).order_by().values_list("follow_up", flat=True)
    plans = ActionPlan.objects.filter(follow_up__in=follow_ups).order_by().values_list("follow_up", flat=True)
    return {pk for pk in actions.union(plans) if pk is not None}
