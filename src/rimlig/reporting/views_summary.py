"""The board's summary as a web page and as files: reads everything, changes nothing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property

from rimlig.core.errors import RuleBroken
from rimlig.followup.models import Period
from rimlig.reporting.blocks_files import RENDERERS, BlockReport, formats_of
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.frozen import frozen_of
from rimlig.reporting.queries import has_action_plans
from rimlig.reporting.summaries import KIND, summary_of, summary_report
from rimlig.reporting.views import OFFERED, OfPlan, as_file


class SummaryReport(OfPlan):
    """One page for the board: its assessment, what deviates, is late and has changed, and what is proposed."""

    template_name = "reporting/summary.html"

    @cached_property
    def reported(self) -> Period:
        """The period that the address names, or 404 where nothing is reported for it."""
        found = next((period for period in self.periods if period.code == self.kwargs["period"]), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def report(self) -> BlockReport:
        """The summary, as it stands today."""
        return summary_report(summary_of(self.object, self.reported, today=timezone.localdate()))

    def context(self) -> Mapping[str, Any]:
        formats = formats_of(self.report)
        return {
            "plan": self.object,
            "document": self.report.document,
            "periods": self.periods,
            "period": self.reported.code,
            "kind": KIND,
            "frozen": frozen_of(self.object, KIND, self.reported),
            "has_action_plans": has_action_plans(self.object),
            "offered": [(extension, name) for extension, name in OFFERED if extension in formats],
        }


class SummaryFile(SummaryReport):
    """The summary as a file in one of its formats."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        extension = self.kwargs["extension"]
        if extension not in formats_of(self.report):
            raise Http404
        try:
            content = RENDERERS[extension](self.report)
        except RuleBroken as refused:
            messages.error(request, str(refused))
            return redirect("../")  # the summary itself, above its files
        return as_file(content, FORMATS[extension].media_type, f"{self.report.name}.{extension}")
