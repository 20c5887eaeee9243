"""Giving sections to people, and talking about them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from rimlig.core.views import FormUseCase
from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.reportwork import sections
from rimlig.reportwork.forms import AssignForm, CommentForm
from rimlig.reportwork.models import SectionAssignment, SectionComment, SectionName
from rimlig.reportwork.people import writers
from rimlig.reportwork.views import OfTexts


class OfSection(OfTexts, FormUseCase):
    """Something about a section that the address names."""

    section: SectionName

    def guard(self) -> None:
        super().guard()
        if self.kwargs["section"] not in SectionName.values:
            raise Http404
        self.section = SectionName(self.kwargs["section"])

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "section": self.section, "way_back": self.way_back(self.section)}


class Assign(OfSection):
    """Who writes the section, and by when."""

    permission = "report.write"
    template_name = "reportwork/assign.html"

    @property
    def analysis(self) -> SummaryAnalysis | None:
        """The goal in the section, None for the whole section."""
        return None

    def present(self) -> SectionAssignment | None:
        """Return whom it is given to now."""
        rows = SectionAssignment.objects.filter(report=self.report, section=self.section, analysis=self.analysis)
        return rows.first()

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        there = self.present()
        initial = {"person": there.person_id, "due": there.due, "version": there.version} if there else {"version": 0}
        return AssignForm(writers(self.report.plan.board), data, initial=initial)

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "analysis": self.analysis}

    def perform(self, data: Mapping[str, Any]) -> None:
        sections.assign(self.report, self.section, self.analysis, **data, by=self.person)

    def done(self) -> HttpResponse:
        anchor = f"#analysis-{self.analysis.pk}" if self.analysis else ""
        return redirect(f"{self.way_back(self.section)}{anchor}")


class AssignGoal(Assign):
    """Who writes the text on a goal, and by when."""

    model = SummaryAnalysis
    board = "report.plan.board"

    def guard(self) -> None:
        self.kwargs["section"] = SectionName.SUMMARY.value
        super().guard()

    def visible(self) -> Any:
        rows = SummaryAnalysis.objects.known_to(self.request.user)
        return rows.select_related("report__plan__board__municipality", "report__period")

    @property
    def report(self) -> BoardReport:
        report: BoardReport = self.object.report
        return report

    @property
    def analysis(self) -> SummaryAnalysis | None:
        analysis: SummaryAnalysis = self.object
        return analysis


class Comment(OfSection):
    """Say something about the section."""

    permission = "report.comment"
    form_class = CommentForm
    template_name = "reportwork/comment.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        sections.comment(self.report, self.section, text=data["text"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect(f"{self.way_back(self.section)}#comments")


class OfOne(OfTexts, FormUseCase):
    """One press on something in a section: a comment, or what somebody was given."""

    board = "report.plan.board"
    form_class = forms.Form
    permission = "report.comment"
    http_method_names = ["post", "options"]

    def visible(self) -> Any:
        return self.model.objects.known_to(self.request.user).select_related(
            "report__plan__board__municipality", "report__period"
        )

    @property
    def report(self) -> BoardReport:
        report: BoardReport = self.object.report
        return report

    def done(self) -> HttpResponse:
        return redirect(self.way_back(self.object.section))


class Settle(OfOne):
    """A comment has been seen to."""

    model = SectionComment

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        sections.settle(self.object, by=self.person)


class Finish(OfOne):
    """The section is written: says who was given it, or who writes the report."""

    model = SectionAssignment

    def guard(self) -> None:
        super().guard()
        is_theirs = self.object.person_id == self.person.pk
        if not is_theirs and not self.person.has_perm("report.write", self.report.plan.board):
            raise PermissionDenied

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        sections.finish(self.object, by=self.person)
