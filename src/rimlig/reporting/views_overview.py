"""The overview of all boards as a web page and as files, for those who see more than one board and for the others theirs."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property

from rimlig.followup.models import Period, PeriodCode
from rimlig.planning.municipality.views import MunicipalityPage
from rimlig.reporting.blocks_files import BlockReport
from rimlig.reporting.overviews import boards_in, overview_of, overview_report
from rimlig.reporting.views_blocks import BlockFile, offered_formats


class LatestAllBoards(MunicipalityPage):
    """Leads to the overview of the latest reporting period that has begun to be answered; says so while none has."""

    permission = "report.read"
    template_name = "reporting/all_boards_none.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        periods = self.municipality.periods.filter(code__in=PeriodCode.values)
        begun = periods.filter(opens__lte=timezone.localdate()).order_by("-ends", "-pk").first()
        if begun is None:
            return self.page()
        return redirect("reporting:all-boards", self.municipality.pk, begun.year, begun.code)


class AllBoardsReport(MunicipalityPage):
    """How far each board has come in a period."""

    permission = "report.read"
    template_name = "reporting/all_boards.html"
    http_method_names = ["get", "head", "options"]

    @cached_property
    def periods(self) -> list[Period]:
        """The reporting periods that the municipality has, the earliest first."""
        return list(self.municipality.periods.filter(code__in=PeriodCode.values).order_by("ends", "pk"))

    @cached_property
    def period(self) -> Period:
        """The period that the address names, or 404 where there is none."""
        wanted = (self.year, self.kwargs["period"])
        found = next((period for period in self.periods if (period.year, period.code) == wanted), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def report(self) -> BlockReport:
        """The overview, as it stands today, of the boards that the person may know of."""
        boards = list(boards_in(self.municipality, self.period).visible_to(self.request.user))
        return overview_report(overview_of(self.municipality, self.period, boards, today=timezone.localdate()))

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "document": self.report.document,
            "period": self.period,
            "periods": self.periods[-6:],
            "offered": offered_formats(self.report),
        }


class AllBoardsFile(BlockFile, AllBoardsReport):
    """The overview as a file in one of its formats."""
