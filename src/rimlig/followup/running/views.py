"""Running a control test for an answer: which, and on what data."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from rimlig.controltests.registry import all_tests
from rimlig.core.views import FormUseCase
from rimlig.followup.evidence.views import BesideWriting
from rimlig.followup.running.forms import RunForm
from rimlig.followup.running.operations import begin_run


class ChooseTest(BesideWriting):
    """Which control test to run."""

    template_name = "followup/running/choose.html"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "tests": all_tests().values()}


class BeginRun(BesideWriting, FormUseCase):
    """The data files and parameters of one test, and the press that puts it in the queue."""

    template_name = "followup/running/begin.html"

    def guard(self) -> None:
        super().guard()
        test = all_tests().get(self.kwargs["test"])
        if test is None:
            raise Http404
        self.test = test

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        day = min(self.object.period.ends, timezone.localdate())
        self.run_form = RunForm(self.test, day, data, files)
        return self.run_form

    def context(self) -> dict[str, Any]:
        return {**super().context(), "test": self.test}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form sorts it
        self.run = begin_run(
            self.object,
            test=self.test.code,
            files=self.run_form.chosen_files(),
            parameters=self.run_form.chosen_parameters(),
            by=self.person,
        )

    def done(self) -> HttpResponse:
        return cast("HttpResponse", redirect("followup:run", self.run.pk))
