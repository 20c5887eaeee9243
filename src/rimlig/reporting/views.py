"""The report as a web page and as files: reads everything, changes nothing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.core.views import ObjectUseCase, UseCase
from rimlig.documents.document import Kind
from rimlig.documents.places import counted, grouped
from rimlig.followup.models import Period
from rimlig.organisation.permitted import permitted_boards
from rimlig.planning.models import Plan
from rimlig.reporting.figures import figures_of
from rimlig.reporting.formats import FORMATS, Format, file_name, word_with_reason
from rimlig.reporting.frozen import Frozen, frozen_of
from rimlig.reporting.layout import layout_of
from rimlig.reporting.queries import has_action_plans, has_plan, periods_with_content, report_of
from rimlig.reporting.report import Report
from rimlig.reporting.standing import CHANGED

if TYPE_CHECKING:
    from django.db.models import QuerySet

OFFERED = (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("html", "HTML"), ("json", "JSON"))
"""The formats in the order of their buttons, with names that need no translation."""


class OfPlan(ObjectUseCase):
    """What the pages of a plan's reports share."""

    model = Plan
    permission = "report.read"
    here = "report"
    http_method_names = ["get", "head", "options"]

    def visible(self) -> "QuerySet[Plan]":
        visible = Plan.objects.visible_to(self.request.user)
        return visible.select_related("board__municipality__appearance__logo", "scale", "decision")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object

    @cached_property
    def periods(self) -> list[Period]:
        """The periods for which there is something to report."""
        return periods_with_content(self.object)


class Reports(OfPlan):
    """Leads to the plan's latest report; where there is none yet, says what makes one."""

    template_name = "reporting/none.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.periods:
            return redirect("reporting:follow-up", self.object.pk, self.periods[-1].code)
        if has_action_plans(self.object):
            return redirect("reporting:action-plans", self.object.pk)
        if has_plan(self.object):
            return redirect("reporting:plan", self.object.pk)
        return super().get(request, *args, **kwargs)

    def context(self) -> Mapping[str, Any]:
        return {"plan": self.object}


class FollowUpReport(OfPlan):
    """The follow-up of the plan in a period, as the board gets it."""

    template_name = "reporting/report.html"
    file_route: ClassVar[str] = "reporting:follow-up-file"

    @cached_property
    def report(self) -> Report:
        """The report that the address names, or 404 where nothing is reported for it."""
        period = next((period for period in self.periods if period.code == self.kwargs["period"]), None)
        if period is None:
            raise Http404
        return report_of(self.object, Kind.FOLLOW_UP, period, reader=self.person)

    def frozen(self) -> list[Frozen]:
        """Return the report's approved editions, the latest first."""
        period = next((one for one in self.periods if one.code == self.kwargs.get("period")), None)
        return frozen_of(self.object, self.report.document.kind, period)

    def awaits_approval(self) -> bool:
        """Say whether the texts of the report are not shown, since they are being written and the person may not read drafts."""
        is_written = bool(self.report.mark) and self.report.state != CHANGED.state
        return is_written and not self.person.has_perm("report.draft", self.object.board)

    def context(self) -> Mapping[str, Any]:
        remarks = grouped(self.report.document)
        return {
            "plan": self.object,
            "layout": layout_of(self.report),
            "figures": figures_of(self.report.document),
            "remarks": remarks,
            "remarks_count": counted(remarks),
            "periods": self.periods,
            "period": self.kwargs.get("period"),
            "kind": self.report.document.kind,
            "has_action_plans": has_action_plans(self.object),
            "offered": OFFERED,
            "frozen": self.frozen(),
            "awaits_approval": self.awaits_approval(),
        }


class ActionPlansReport(FollowUpReport):
    """The follow-up of the plan's action plans, as the board gets it."""

    file_route = "reporting:action-plans-file"

    @cached_property
    def report(self) -> Report:
        """The report on the action plans, or 404 where there are none."""
        if not has_action_plans(self.object):
            raise Http404
        return report_of(self.object, Kind.ACTION_PLANS, reader=self.person)


class PlanReport(FollowUpReport):
    """The plan itself, as the board decides on it: also while it is a draft."""

    file_route = "reporting:plan-file"

    def awaits_approval(self) -> bool:
        """Say no: the texts of a plan are a part of it."""
        return False

    def frozen(self) -> list[Frozen]:
        """Return nothing: the plan is kept as the board decided on it, with the decision."""
        return []

    @cached_property
    def report(self) -> Report:
        """The plan document, or 404 where nothing has been written in the plan."""
        if not has_plan(self.object):
            raise Http404
        return report_of(self.object, Kind.PLAN, reader=self.person)


class FollowUpFile(FollowUpReport):
    """The same report as a file in one of the formats."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        wanted = FORMATS.get(self.kwargs["extension"])
        if wanted is None:
            raise Http404
        try:
            content = self._made(wanted)
        except RuleBroken as refused:
            messages.error(request, str(refused))
            return redirect("../")  # the report itself, above its files
        return as_file(content, wanted.media_type, file_name(self.report, wanted.extension))

    def _made(self, wanted: Format) -> bytes:
        """Return the file; when the municipality's own Word template failed, made by ours, and the person is told."""
        if wanted is not FORMATS["docx"]:
            return wanted.render(self.report)
        content, reason = word_with_reason(self.report)
        if reason:
            said = _("The Word file was made by Rimlig's own template, since yours could not be used. %(reason)s")
            messages.warning(self.request, said % {"reason": reason})
        return content


class PlanFile(PlanReport, FollowUpFile):
    """The plan document as a file in one of the formats."""


class ActionPlansFile(ActionPlansReport, FollowUpFile):
    """The report on the action plans as a file in one of the formats."""


class EmptyWorkbook(UseCase):
    """The workbook to fill in, for those who have no report to begin with."""

    permission = "document.import"
    http_method_names = ["get", "head", "options"]

    def guard(self) -> None:
        permitted_boards(self.request.user, self.permission)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        # The library takes longer to load than all of this page, and few ever ask for it.
        from rimlig.reporting.excel import render_template  # noqa: PLC0415

        return as_file(render_template(), FORMATS["xlsx"].media_type, "internkontrollplan-mall.xlsx")


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Answer with a file to keep: never shown in the page's own name, never kept on the way."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response
