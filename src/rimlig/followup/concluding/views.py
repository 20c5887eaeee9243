"""Concluding for the board: the units' answers beside what the controller writes."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rimlig.core.views import FormUseCase
from rimlig.followup.answering.page import levels_of
from rimlig.followup.concluding.basis import answers_of_units, changed_since
from rimlig.followup.concluding.forms import ConcludeForm
from rimlig.followup.concluding.operations import conclude, own_result
from rimlig.followup.concluding.suggestions import suggested_text
from rimlig.followup.models import MONTH_CODES, QUARTERS, AnswerState, FollowUpResult, FollowUpRules, Period, PeriodCode
from rimlig.planning.models import PlannedFollowUp

CODES = {**dict(PeriodCode.choices), **QUARTERS, **MONTH_CODES}


class Conclude(FormUseCase):
    """Conclude for the board from the units' answers in a period, or write its result where nobody is asked."""

    model = PlannedFollowUp
    permission = "answer.conclude"
    board = "in_plan.board"
    template_name = "followup/concluding/conclude.html"
    here = "follow-up"

    def visible(self) -> Any:
        return PlannedFollowUp.objects.visible_to(self.request.user).with_plan("municipality")

    def guard(self) -> None:
        super().guard()
        if self.kwargs["period"] not in CODES:
            raise Http404
        self.workplace = self.object.in_plan
        year = {"year": self.workplace.year, "municipality": self.workplace.board.municipality_id}
        self.period = Period.objects.filter(**year, code=self.kwargs["period"]).first()
        self.answers = answers_of_units(self.object, self.period)
        self.own = own_result(self.object, self.period)

    def concluded(self) -> FollowUpResult | None:
        """Return the conclusion that is there."""
        return self.own if self.own is not None and self.own.state == AnswerState.CONCLUDED else None

    def context(self) -> dict[str, Any]:
        others = FollowUpResult.objects.settled().filter(follow_up=self.object, unit=None)
        concluded = self.concluded()
        return {
            "object": self.object,
            "plan": self.workplace,
            "period_name": CODES[self.kwargs["period"]],
            "way_back": self.way_back(),
            "answers": self.answers,
            "levels": levels_of(self.object, FollowUpRules.objects.of(self.workplace.board.municipality_id)),
            "suggestion": suggested_text(self.answers),
            "concluded": concluded,
            "answered_as_a_whole": self.own if self.own is not None and concluded is None else None,
            "basis": concluded.basis or [] if concluded else [],
            "changed": self._changed(concluded),
            "others": others.exclude(period=self.period).select_related("period").order_by("-period__ends")[:3],
        }

    def _changed(self, concluded: FollowUpResult | None) -> list[FollowUpResult]:
        """Return the answers that have changed since; none where nobody knows on what the conclusion rests."""
        if concluded is None or concluded.basis is None:
            return []
        return changed_since(concluded.basis, self.answers)

    def way_back(self) -> str:
        """Return to the board where units answer; to the follow-up on its process's page where none does."""
        if self.answers.answers:
            matrix = reverse("followup:matrix", args=[self.workplace.pk])
            return f"{matrix}?{urlencode({'period': self.kwargs['period']})}"
        process = reverse("followup:process", args=[self.object.working_method.process_id])
        return f"{process}#follow-up-{self.object.pk}"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        concluded = self.concluded()
        if concluded is not None:
            names = ("deviation", "result", "measures", "version")
            return ConcludeForm(concluded, data, initial={name: getattr(concluded, name) for name in names})
        suggested = {"deviation": self.answers.worst, "result": suggested_text(self.answers), "version": 0}
        return ConcludeForm(None, data, initial=suggested)

    def perform(self, data: Mapping[str, Any]) -> None:
        conclude(self.object, self.kwargs["period"], **data, by=self.person)

    def done(self) -> HttpResponse:
        return redirect(self.way_back())
