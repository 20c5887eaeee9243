"""The workspace of a report: its outline, what remains, and the section as it will stand, written in place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.documents import words
from rimlig.documents.document import Document, Kind
from rimlig.followup.models import BoardReport, Period, PeriodCode, ReportState
from rimlig.followup.operations import add_goals, begin_action_plan_texts, begin_plan_texts, begin_texts
from rimlig.planning.models import Plan, PlanState
from rimlig.reporting.layout import layout_of
from rimlig.reportwork.addresses import ACTION_PLANS, PLAN, kind_and_code, slug_of, workspace_url
from rimlig.reportwork.forms import CommentForm
from rimlig.reportwork.models import SectionName
from rimlig.reportwork.outline import outline_of
from rimlig.reportwork.remaining import remaining
from rimlig.reportwork.work import Work

if TYPE_CHECKING:
    from django.db.models import QuerySet

STATE_LOOKS = {ReportState.DRAFT: "wait", ReportState.SENT: "ongoing", ReportState.FROZEN: "none"}


@dataclass(frozen=True)
class Tab:
    """One of the plan's reports in the row of tabs."""

    slug: str
    label: str
    state: str = ""
    is_frozen: bool = False


class OfPlan(ObjectUseCase):
    """What the pages about the reports of a plan share."""

    model = Plan
    permission = "report.draft"
    here = "report-work"

    def visible(self) -> "QuerySet[Plan]":
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality", "scale", "decision")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object


class Reports(OfPlan):
    """Leads to the report that is being written now: the latest begun, else the first to begin."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        rows = BoardReport.objects.filter(plan=self.object).select_related("period")
        periods = [row.period for row in rows if row.period is not None]
        latest = max(periods, key=lambda period: period.ends, default=None)
        slug = slug_of(Kind.FOLLOW_UP, latest) if latest else PLAN
        if latest is None and not self.object.is_draft:
            slug = PeriodCode.T1
        return redirect("reportwork:workspace", self.object.pk, slug)


class OfReport(OfPlan):
    """What the pages about one of the plan's reports share: the work on it, or None when it has not been begun."""

    kind: Kind
    code: PeriodCode | None

    def guard(self) -> None:
        super().guard()
        try:
            self.kind, self.code = kind_and_code(self.kwargs["report"])
        except KeyError:
            raise Http404 from None

    @cached_property
    def period(self) -> Period | None:
        """The period that the address names, where anybody has used it yet."""
        of_year = {"municipality": self.object.board.municipality_id, "year": self.object.year}
        return Period.objects.filter(**of_year, code=self.code).first() if self.code else None

    @cached_property
    def work(self) -> Work | None:
        """The work on the report."""
        return Work.on(self.object, self.kind, self.period)

    def name(self) -> str:
        """Return what the report is called where it stands among the others."""
        if self.code:
            return str(self.code.label)
        return _("The plan") if self.kind == Kind.PLAN else _("Action plans")

    def may_begin(self) -> bool:
        """Say whether the person may begin the report now: the texts of a decided plan are decided with it."""
        person = self.request.user
        return person.has_perm("report.write", self.object.board) and (
            self.kind != Kind.PLAN or bool(self.object.is_draft)
        )


class Workspace(OfReport):
    """A section of the report as it will stand, with what is written in place; beside it the outline and what remains."""

    template_name = "reportwork/workspace.html"
    part = "work"
    http_method_names = ["get", "head", "options"]

    def guard(self) -> None:
        super().guard()
        wanted = self.kwargs.get("section", SectionName.SUMMARY.value)
        if wanted not in SectionName.values or (self.work is not None and wanted not in self.work.sections):
            raise Http404
        self.section = SectionName(wanted)

    def context(self) -> Mapping[str, Any]:
        common = {
            "plan": self.object,
            "slug": self.kwargs["report"],
            "tabs": self._tabs(),
            "report_name": self.name(),
            "may_begin": self.may_begin(),
            "work": self.work,
        }
        return common if self.work is None else {**common, **self._of_work(self.work)}

    def _tabs(self) -> list[Tab]:
        rows = {
            slug_of(Kind(row.kind), row.period): (str(row.get_state_display()), row.state == ReportState.FROZEN)
            for row in BoardReport.objects.filter(plan=self.object).select_related("period")
        }
        tabs = [Tab(PLAN, _("The plan"))]
        tabs += [Tab(code.value, str(code.label), *rows.get(code.value, ())) for code in PeriodCode]
        if ACTION_PLANS in rows or self.kind == Kind.ACTION_PLANS or self.object.action_plans.exists():
            tabs.append(Tab(ACTION_PLANS, _("Action plans"), *rows.get(ACTION_PLANS, ())))
        return tabs

    def _of_work(self, work: Work) -> dict[str, Any]:
        person, board = self.request.user, self.object.board
        outline = outline_of(work)
        writes = person.has_perm("report.write", board)
        return {
            "row": work.row,
            "look": STATE_LOOKS[ReportState(work.row.state)],
            "title": work.report.title,
            "outline": outline,
            "section": next(one for one in outline if one.name == self.section),
            "remaining": remaining(work),
            "layout": layout_of(replace(work.report, document=part_of(work.report.document, self.section))),
            "last": work.steps[0] if work.steps else None,
            "writes": writes,
            "may_edit": writes or work.is_given(self.section, person),
            "own_goals": {pk for (section, pk), row in work.assignments.items() if row.person_id == person.pk and pk},
            "assigned_goals": {pk: row for (section, pk), row in work.assignments.items() if pk},
            "may_comment": person.has_perm("report.comment", board),
            "may_approve": person.has_perm("report.approve", board),
            "may_assess": person.has_perm("assessment.edit", board),
            "lacking": [text for text in work.goals if text.analysis is None],
            "comment_form": CommentForm(),
            "is_plan": work.kind == Kind.PLAN,
            "still_open": self.object.state == PlanState.DRAFT if work.kind == Kind.PLAN else work.row.is_open,
            "in_the_plan": words.TITLE[work.kind],
        }


def part_of(document: Document, section: SectionName) -> Document:
    """Return the document with nothing but the section in it, to be shown as it will stand in the report."""
    empty = Document(document.kind, document.year, document.title, document.board)
    if section == SectionName.INTRODUCTION:
        return replace(empty, introduction=document.introduction)
    if section == SectionName.APPROACH:
        return replace(empty, approach=document.approach)
    if section == SectionName.TABLES:
        return replace(empty, goals=document.goals)
    if section == SectionName.ACTION_PLANS:
        return replace(empty, action_plans=document.action_plans)
    return empty


class Begin(OfReport, FormUseCase):
    """Begin the texts of the report."""

    permission = "report.write"
    form_class = forms.Form
    template_name = "reportwork/begin.html"

    def context(self) -> dict[str, Any]:
        return {
            "plan": self.object,
            "slug": self.kwargs["report"],
            "report_name": self.name(),
            "is_plan": self.kind == Kind.PLAN,
        }

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        if self.code is not None:
            begin_texts(self.object, self.code, by=self.person)
        elif self.kind == Kind.PLAN:
            begin_plan_texts(self.object, by=self.person)
        else:
            begin_action_plan_texts(self.object, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("reportwork:workspace", self.object.pk, self.kwargs["report"])


class OfTexts(ObjectUseCase):
    """What the pages about a report's stored texts share."""

    model: ClassVar[Any] = BoardReport
    board = "plan.board"
    here = "report-work"

    def visible(self) -> Any:
        rows = BoardReport.objects.known_to(self.request.user)
        return rows.select_related("plan__board__municipality", "plan__scale", "plan__decision", "period")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.report.plan

    @property
    def report(self) -> BoardReport:
        """The report that the page is about."""
        report: BoardReport = self.object
        return report

    def way_back(self, section: str = "") -> str:
        """Return the address of the report's workspace."""
        return workspace_url(self.report.plan_id, Kind(self.report.kind), self.report.period, section)

    def context(self) -> Mapping[str, Any]:
        return {"object": self.object, "report": self.report, "plan": self.report.plan, "way_back": self.way_back()}


class AddGoals(OfTexts, FormUseCase):
    """Give the plan's goals that have no place in the report one each."""

    permission = "report.write"
    form_class = forms.Form
    template_name = "reportwork/add_goals.html"

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        add_goals(self.report, by=self.person)

    def done(self) -> HttpResponse:
        return redirect(self.way_back(SectionName.SUMMARY))
