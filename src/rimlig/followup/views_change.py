"""Writing the board's own result of a follow-up, and beginning the texts of a report."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rimlig.core.views import FormUseCase
from rimlig.followup.forms import BeginTextsForm, ConcludeForm
from rimlig.followup.models import FollowUpResult, PeriodCode
from rimlig.followup.operations import begin_plan_texts, begin_texts, conclude
from rimlig.planning.models import Plan, PlannedFollowUp


class Conclude(FormUseCase):
    """Write the board's own result of a follow-up, for a period that has none."""

    model = PlannedFollowUp
    permission = "plan.edit"
    board = "in_plan.board"
    template_name = "followup/conclude.html"

    def visible(self) -> Any:
        return (
            PlannedFollowUp.objects.visible_to(self.request.user).with_plan().select_related("working_method__process")
        )

    def guard(self) -> None:
        super().guard()
        if self.kwargs["period"] not in PeriodCode.values:
            raise Http404
        self.workplace = self.object.in_plan

    def context(self) -> dict[str, Any]:
        others = FollowUpResult.objects.filter(follow_up=self.object, unit=None).select_related("period")
        return {
            **super().context(),
            "plan": self.workplace,
            "period": PeriodCode(self.kwargs["period"]),
            "way_back": self._way_back(),
            "others": others.order_by("-period__ends"),
        }

    def _way_back(self) -> str:
        process = reverse("followup:process", args=[self.object.working_method.process_id])
        return f"{process}#follow-up-{self.object.pk}"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return ConcludeForm(data)

    def perform(self, data: Mapping[str, Any]) -> None:
        conclude(self.object, PeriodCode(self.kwargs["period"]), **data, by=self.person)

    def done(self) -> HttpResponse:
        return redirect(self._way_back())


PLAN_TEXTS = "plan"
"""What the address says instead of a period for the texts of the plan's own document."""


class BeginTexts(FormUseCase):
    """Begin the texts of a period's report, or of the plan's document."""

    model = Plan
    permission = "plan.edit"
    form_class = BeginTextsForm
    template_name = "followup/begin_texts.html"

    def guard(self) -> None:
        super().guard()
        if self.kwargs["period"] not in {*PeriodCode.values, PLAN_TEXTS}:
            raise Http404
        self.workplace = self.object

    def _period(self) -> PeriodCode | None:
        return None if self.kwargs["period"] == PLAN_TEXTS else PeriodCode(self.kwargs["period"])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "plan": self.object, "period": self._period()}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        period = self._period()
        if period is None:
            begin_plan_texts(self.object, by=self.person)
        else:
            begin_texts(self.object, period, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("followup:texts", self.object.pk)
