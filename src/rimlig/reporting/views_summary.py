"""The board's summary as a web page and as files: reads everything, changes nothing."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property

from rimlig.followup.models import Period
from rimlig.reporting.blocks_files import BlockReport
from rimlig.reporting.frozen import frozen_of
from rimlig.reporting.queries import has_action_plans
from rimlig.reporting.summaries import KIND, summary_of, summary_report
from rimlig.reporting.views import OfPlan
from rimlig.reporting.views_blocks import BlockFile, offered_formats


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
        return {
            "plan": self.object,
            "document": self.report.document,
            "periods": self.periods,
            "period": self.reported.code,
            "kind": KIND,
            "frozen": frozen_of(self.object, KIND, self.reported),
            "has_action_plans": has_action_plans(self.object),
            "offered": offered_formats(self.report),
        }


class SummaryFile(BlockFile, SummaryReport):
    """The summary as a file in one of its formats."""
