"""The board's own assessment: this year's, the auditors' beside it, and all years."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.records.files import NotTheSameBytes
from rimlig.records.serving import file_answer
from rimlig.reportwork.assessing import NEW, prepare_assessment, record_assessment, record_auditors
from rimlig.reportwork.criteria import criteria_of
from rimlig.reportwork.forms import AssessmentForm, AuditorsForm, DecideForm
from rimlig.reportwork.models import AuditorsAssessment, BoardAssessment, Level
from rimlig.reportwork.views import OfPlan

LOOKS = {Level.SUFFICIENT: "none", Level.NOT_FULLY: "minor", Level.INSUFFICIENT: "major"}


@dataclass
class OfYear:
    """What the board and the auditors say of a year."""

    year: int
    own: BoardAssessment | None = None
    prepared: BoardAssessment | None = None
    auditors: AuditorsAssessment | None = None

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.own is not None and self.auditors is not None and self.own.level != self.auditors.level


class OfAssessments(OfPlan):
    """What the pages about the assessment of a plan's year share."""

    here = "assessment"
    permission = "assessment.read"

    def context(self) -> Mapping[str, Any]:
        criteria = criteria_of(self.object.board.municipality)
        return {
            "plan": self.object,
            "board": self.object.board,
            "criteria": [(level, str(level.label), LOOKS[level], text) for level, text in criteria.items()],
            "way_back": reverse("reportwork:assessment", args=[self.object.pk]),
        }


class Assessments(OfAssessments):
    """The year's assessment, the auditors', and the years before."""

    template_name = "reportwork/assessment.html"
    http_method_names = ["get", "head", "options"]

    def context(self) -> Mapping[str, Any]:
        years = self._years()
        return {
            **super().context(),
            "now": years.pop(self.object.year, OfYear(self.object.year)),
            "years": sorted(years.values(), key=lambda one: -one.year),
            "may_edit": self.request.user.has_perm("assessment.edit", self.object.board),
        }

    def _years(self) -> dict[int, OfYear]:
        """Return what is said of each year: the latest decided assessment, and the one being prepared."""
        years: dict[int, OfYear] = {}
        board = self.object.board_id
        own = BoardAssessment.objects.filter(board=board).select_related("decision__document", "prepared_by")
        for row in own.order_by("edition"):
            of_year = years.setdefault(row.year, OfYear(row.year))
            if row.decision is None:
                of_year.prepared = row
            else:
                of_year.own = row
        for said in AuditorsAssessment.objects.filter(board=board).select_related("recorded_by"):
            years.setdefault(said.year, OfYear(said.year)).auditors = said
        return years


class WriteAssessment(OfAssessments, FormUseCase):
    """A form about the year; two who write at once see each other's words."""

    permission = "assessment.edit"
    fields: tuple[str, ...] = ()

    def present(self) -> Any:
        """Return the row as it is now, None when there is none."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        row = self.present()
        return {name: getattr(row, name) for name in (*self.fields, "version")} if row else {"version": NEW}

    def outdated(self, form: Any, outdated: Any) -> HttpResponse:
        """Show what the other wrote beside mine. Saved once more, the form goes over what is there now."""
        there = outdated.current
        shown = self.form_class(initial={**form.cleaned_data, "version": there.version if there else NEW})
        return self.page(status=409, form=shown, outdated=str(outdated), current=there)

    def done(self) -> HttpResponse:
        return redirect("reportwork:assessment", self.object.pk)


class Prepare(WriteAssessment):
    """Write what the board is to decide on."""

    form_class = AssessmentForm
    template_name = "reportwork/prepare.html"
    fields = ("level", "reasons")

    def present(self) -> Any:
        of_year = {"board": self.object.board_id, "year": self.object.year}
        return BoardAssessment.objects.filter(**of_year, decision=None).first()

    def perform(self, data: Mapping[str, Any]) -> None:
        prepare_assessment(self.object, **data, by=self.person)


class Auditors(WriteAssessment):
    """Write what the auditors say."""

    form_class = AuditorsForm
    template_name = "reportwork/auditors.html"
    fields = ("level", "text", "source")

    def present(self) -> Any:
        return AuditorsAssessment.objects.filter(board=self.object.board_id, year=self.object.year).first()

    def perform(self, data: Mapping[str, Any]) -> None:
        record_auditors(self.object, **data, by=self.person)


class OfAssessment(ObjectUseCase):
    """What the pages about one assessment share."""

    model = BoardAssessment
    here = "assessment"

    def visible(self) -> Any:
        rows = BoardAssessment.objects.visible_to(self.request.user)
        return rows.select_related("board__municipality", "decision__document", "decision__data")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.board.plans.of_the_year().filter(year=self.object.year).first()


class Decide(OfAssessment, FormUseCase):
    """Record what the board decided: where it stands in the minutes."""

    permission = "assessment.edit"
    form_class = DecideForm
    template_name = "reportwork/decide.html"

    def initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def context(self) -> Mapping[str, Any]:
        way_back = reverse("reportwork:assessment", args=[self.workplace.pk]) if self.workplace else "/"
        look = LOOKS[Level(self.object.level)]
        return {"object": self.object, "plan": self.workplace, "way_back": way_back, "look": look}

    def perform(self, data: Mapping[str, Any]) -> None:
        record_assessment(self.object, **data, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The decision is recorded, and its document is stored."))
        return redirect("reportwork:assessment", self.workplace.pk) if self.workplace else redirect("/")


class DecidedFile(OfAssessment):
    """The document that the board decided on, byte for byte, or the data that it was made from."""

    permission = "assessment.read"
    template_name = "reportwork/broken_file.html"
    http_method_names = ["get", "head", "options"]

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        decision, extension = self.object.decision, self.kwargs["extension"]
        if decision is None or extension not in {"pdf", "json"}:
            raise Http404
        stored = decision.document if extension == "pdf" else decision.data
        name = f"bedomning-{self.object.board.code}-{self.object.year}-{self.object.edition}.{extension}"
        try:
            return file_answer(stored, name)
        except NotTheSameBytes as broken:
            return render(self.request, self.template_name, {"view": self, "message": str(broken)}, status=500)
