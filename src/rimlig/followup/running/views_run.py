"""One run of a control test: how far it is, what it found, and what to do with that."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from rimlig.controltests.outcome import in_readers_language
from rimlig.core.errors import RuleBroken
from rimlig.core.queueing import worker_is_running
from rimlig.core.spreadsheets import FORMATS
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.followup.answering.forms import VersionForm
from rimlig.followup.answering.queries import READ_WITH
from rimlig.followup.evidence.words import name_of
from rimlig.followup.models import ControlTestRun, FollowUpResult
from rimlig.followup.running import operations
from rimlig.followup.running.queries import other_runs
from rimlig.followup.running.shown import as_excel, facts_of, files_of, outcome_of, summary_of
from rimlig.records.files import NotTheSameBytes
from rimlig.records.serving import file_answer

PAGE = 50
State = ControlTestRun.State


class _OfRun(ObjectUseCase):
    """Something about a run; who may read its answer may know of it."""

    model = ControlTestRun
    here = "start"
    object: ControlTestRun

    def visible(self) -> Any:
        way = f"result__{FollowUpResult.WAY_TO_PLAN}__board__municipality"
        return ControlTestRun.objects.visible_to(self.request.user).select_related(
            "outcome", "begun_by", "evidence", way, *(f"result__{name}" for name in READ_WITH)
        )

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.result.in_plan

    def address(self) -> str:
        """Return where the run is shown."""
        return reverse("followup:run", args=[self.object.pk])


class RunPage(_OfRun):
    """The run in whatever state it is; while it is under way the page looks again by itself."""

    permission = "answer.read"
    board = "result.in_plan.board"
    template_name = "followup/running/run.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        if request.headers.get("HX-Target") != "progress":
            return self.page()
        if self.object.is_under_way:
            return render(request, f"{self.template_name}#progress", {**self.context(), "view": self})
        response = HttpResponse(headers={"HX-Refresh": "true"})
        add_never_cache_headers(response)
        return response

    def context(self) -> dict[str, Any]:
        run, answer = self.object, self.object.result
        may_write = (
            answer.is_writable
            and answer.period.takes_answers
            and bool(self.request.user.has_perm("answer.write", answer))
        )
        return {
            **super().context(),
            "run": run,
            "answer": answer,
            "name": name_of(run),
            "way_back": f"{reverse('followup:answer', args=[answer.pk])}#underlag",
            "may_write": may_write,
            "worker_is_running": worker_is_running() if run.is_under_way else True,
            "others": other_runs(run),
            **(self._found() if run.state == State.DONE else {"facts": facts_of(run)}),
        }

    def _found(self) -> dict[str, Any]:
        try:
            outcome = outcome_of(self.object)
        except NotTheSameBytes as broken:
            return {"facts": facts_of(self.object), "broken": str(broken)}
        page = Paginator(outcome.exceptions, PAGE).get_page(self.request.GET.get("sida"))
        return {
            "facts": facts_of(self.object, outcome),
            "summary": summary_of(outcome),
            "files": files_of(outcome),
            "page": page,
            "exceptions": [(one.row, in_readers_language(outcome, one)) for one in page],
            "more": outcome.count - len(outcome.exceptions),
            "asks_for_figures": self.object.result.follow_up.examination == "sample",
        }


class _ChangeRun(_OfRun, FormUseCase):
    """A button on the page of a run. Asked for by GET, as after signing in, it leads to the page."""

    permission = "answer.write"
    form_class = forms.Form
    template_name = "followup/running/run.html"

    def asked_about(self) -> Any:
        return self.object.result

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect(self.address())

    def done(self) -> HttpResponse:
        return redirect(self.address())

    def page(self, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ARG002
        """Somebody, or the worker, was quicker: show what the run is by now, and why nothing was done."""
        for errors in more["form"].errors.values():
            for error in errors:
                messages.error(self.request, error)
        return redirect(self.address())


class StopRun(_ChangeRun):
    """Stop the run."""

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        operations.stop_run(self.object, by=self.person)


class RunAgain(_ChangeRun):
    """Run it once more with the same files."""

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        operations.run_again(self.object, by=self.person)


class TakeFigures(_ChangeRun):
    """Write in the answer how much was examined and how many exceptions there were."""

    form_class = VersionForm

    def perform(self, data: Mapping[str, Any]) -> None:
        operations.take_figures(self.object, version=data["version"], by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The numbers stand in the answer now."))
        return redirect("followup:answer", self.object.result_id)


class _OfOutcome(_OfRun):
    """What was found, as a file to keep. 404 while nothing has been found."""

    permission = "answer.read"
    board = "result.in_plan.board"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        if self.object.outcome is None:
            raise Http404
        try:
            return self.answer()
        except RuleBroken as broken:  # it is gone, or is not what was stored
            messages.error(request, str(broken))
            return redirect(self.address())

    def answer(self) -> HttpResponseBase:
        """Answer with the file."""
        raise NotImplementedError


class ExceptionsAsExcel(_OfOutcome):
    """The exceptions as an Excel workbook."""

    def answer(self) -> HttpResponseBase:
        response = HttpResponse(as_excel(outcome_of(self.object), name_of(self.object)), content_type=FORMATS["xlsx"])
        response["Content-Disposition"] = f'attachment; filename="granskning-{self.object.pk}.xlsx"'
        patch_cache_control(response, private=True, no_store=True)
        return response


class OutcomeFile(_OfOutcome):
    """The outcome as it is stored, `rimlig-control-test/1`."""

    def answer(self) -> HttpResponseBase:
        assert self.object.outcome is not None
        return file_answer(self.object.outcome, f"granskning-{self.object.pk}.json")
