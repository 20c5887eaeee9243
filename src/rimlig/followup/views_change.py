"""Beginning the texts of a report."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from rimlig.core.views import FormUseCase
from rimlig.followup.forms import BeginTextsForm
from rimlig.followup.models import PeriodCode
from rimlig.followup.operations import begin_plan_texts, begin_texts
from rimlig.planning.models import Plan

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
