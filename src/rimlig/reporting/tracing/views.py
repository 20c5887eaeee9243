"""The trace of a conclusion, and the conclusions that have too little behind them."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from rimlig.core.views import ObjectUseCase
from rimlig.documents.document import Deviation
from rimlig.followup.concluding.basis import WORST_FIRST
from rimlig.followup.concluding.views import CODES
from rimlig.followup.models import (
    DEVIATES,
    GIVEN,
    Action,
    AnswerComment,
    AnswerState,
    Evidence,
    FollowUpResult,
    FollowUpRules,
    Period,
    Review,
    Verdict,
)
from rimlig.followup.periods.gathering import as_one, gathered_in
from rimlig.planning.models import PlannedFollowUp, PlanState
from rimlig.reporting.tracing.doubts import Ground, changed_answers, doubts_about
from rimlig.reporting.tracing.grounds import concluded_follow_ups, grounds_of, reference_of
from rimlig.reporting.views import OfPlan

if TYPE_CHECKING:
    from django.db.models import QuerySet


MOST_OPENED: Final = 3
"""So many of the answers that deviate stand open from the beginning."""


class TraceOfFollowUp(ObjectUseCase):
    """What the conclusion of a follow-up rests on: answers, their evidence, what was said, and what changed since."""

    model = PlannedFollowUp
    permission = "report.read"
    board = "in_plan.board"
    template_name = "reporting/tracing/trace.html"
    part = "trace"
    here = "report"
    http_method_names = ["get", "head", "options"]
    object: PlannedFollowUp

    def visible(self) -> "QuerySet[PlannedFollowUp]":
        return PlannedFollowUp.objects.visible_to(self.request.user).with_plan("municipality")

    def guard(self) -> None:
        super().guard()
        if self.kwargs["period"] not in CODES:
            raise Http404
        self.workplace = self.object.in_plan

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (moved := self._moved_to()) is not None:
            return redirect("reporting:trace", moved, self.kwargs["period"])
        return super().get(request, *args, **kwargs)

    def _moved_to(self) -> int | None:
        """Return the same follow-up in the edition that took the place of this one, if its answers went there.

        A report that was made before keeps its links.
        """
        if self.workplace.state != PlanState.REPLACED or self.object.results.exists():
            return None
        way = "working_method__process__plan"
        later = PlannedFollowUp.objects.filter(
            reference=self.object.reference,
            **{f"{way}__board": self.workplace.board_id, f"{way}__year": self.workplace.year},
        ).exclude(**{f"{way}__state": PlanState.REPLACED})
        decided = later.filter(**{f"{way}__state__in": [PlanState.ADOPTED, PlanState.CLOSED]})
        return decided.values_list("pk", flat=True).first()

    @cached_property
    def period(self) -> Period | None:
        """The period of the plan's year; None while there is none of that code."""
        year = {"municipality": self.workplace.board.municipality_id, "year": self.workplace.year}
        return Period.objects.filter(**year, code=self.kwargs["period"]).first()

    @cached_property
    def results(self) -> list[FollowUpResult]:
        """The answers in the period that the person may read, the board's own among them, with what stands beside them."""
        approved = Review.objects.filter(verdict=Verdict.APPROVED).select_related("by").order_by("at", "pk")
        gathered = gathered_in(self.period) if self.period else Q(pk__in=[])
        mine = FollowUpResult.objects.visible_to(self.request.user).filter(gathered, follow_up=self.object)
        return list(
            mine.select_related("unit", "filed_by", "saved_by", "period")
            .prefetch_related(
                Prefetch("reviews", approved, to_attr="approvals"),
                Prefetch("evidence", Evidence.objects.select_related("file__preview", "run", "added_by")),
                Prefetch("comments", AnswerComment.objects.select_related("by", "review")),
                Prefetch("actions", Action.objects.select_related("responsible", "unit")),
            )
            .order_by("unit__name", "period__ends", "pk")
        )

    def context(self) -> Mapping[str, Any]:
        own = as_one(row for row in self.results if row.unit_id is None and row.state in GIVEN)
        ground = self._ground()
        changed = {answer.pk for answer in changed_answers(ground)} if ground else set()
        rules = FollowUpRules.objects.of(self.workplace.board.municipality_id)
        given = [row for row in self.results if row.state in GIVEN and row.state != AnswerState.CONCLUDED]
        answers = sorted(given, key=lambda row: WORST_FIRST.index(Deviation(row.deviation)))
        return {
            "follow_up": self.object,
            "plan": self.workplace,
            "reference": reference_of(self.object),
            "period": self.period,
            "period_name": CODES[self.kwargs["period"]],
            "ground": ground,
            "conclusion": own if own and own.state in {AnswerState.APPROVED, AnswerState.CONCLUDED} else None,
            "basis": {line["answer"]: line for line in (own.basis or [] if own else [])},
            "answers": answers,
            "opened": [row.pk for row in answers if row.deviation in DEVIATES][:MOST_OPENED],
            "changed": changed,
            "missing": ground.answers.missing if ground else [],
            "doubts": doubts_about(ground, rules) if ground else (),
            "other_actions": self._other_actions(),
            "goals": [placed.goal for placed in self._process().placements.all()],
            "may_audit": self.request.user.has_perm("audit.file", self.workplace.board),
            "other_periods": self._other_periods(),
        }

    def _ground(self) -> Ground | None:
        if self.period is None:
            return None
        settled = FollowUpResult.objects.settled().filter(gathered_in(self.period), follow_up=self.object, unit=None)
        one = as_one(settled.select_related("period"))
        self.object.conclusions = [one] if one else []  # type: ignore[attr-defined]
        return grounds_of([self.object], self.period)[self.object.pk]

    def _process(self) -> Any:
        process = self.object.working_method.process
        return type(process).objects.prefetch_related("placements__goal").get(pk=process.pk)

    def _other_actions(self) -> list[Action]:
        """Return the follow-up's actions that no answer here has."""
        shown = [row.pk for row in self.results]
        return list(self.object.actions.exclude(result__in=shown).select_related("responsible", "unit"))

    def _other_periods(self) -> list[FollowUpResult]:
        """Return the board's own results of the follow-up in the year's other periods."""
        settled = FollowUpResult.objects.settled().filter(follow_up=self.object, unit=None)
        others = settled.exclude(period=self.period) if self.period else settled
        return list(others.select_related("period").order_by("period__ends"))


class Unsupported(OfPlan):
    """The conclusions of a period that have too little behind them, each with what is missing."""

    template_name = "reporting/tracing/unsupported.html"

    def context(self) -> Mapping[str, Any]:
        period = next((period for period in self.periods if period.code == self.kwargs["period"]), None)
        if period is None:
            raise Http404
        rows = concluded_follow_ups(self.object, period)
        rules = FollowUpRules.objects.of(period.municipality_id)
        grounds = grounds_of(rows, period).values()
        found = [(reference_of(g.follow_up), g, doubts_about(g, rules)) for g in grounds]
        return {
            "plan": self.object,
            "period": period,
            "concluded": len(found),
            "unsupported": [line for line in found if line[2]],
            "may_conclude": self.request.user.has_perm("answer.conclude", self.object.board),
        }
