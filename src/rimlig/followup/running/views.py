"""Running a control test for an answer: which, and on what data."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from rimlig.controltests.registry import all_tests
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.followup.answering.queries import READ_WITH
from rimlig.followup.models import FollowUpResult
from rimlig.followup.running.forms import RunForm
from rimlig.followup.running.operations import begin_run


class _OfAnswer(ObjectUseCase):
    """Something about an answer that is being written."""

    model = FollowUpResult
    permission = "answer.write"
    here = "start"
    object: FollowUpResult

    def visible(self) -> Any:
        return FollowUpResult.objects.visible_to(self.request.user).with_plan().select_related(*READ_WITH)

    def asked_about(self) -> Any:
        return self.object

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def context(self) -> dict[str, Any]:
        way_back = f"{reverse('followup:answer', args=[self.object.pk])}#underlag"
        return {**super().context(), "answer": self.object, "way_back": way_back}


class ChooseTest(_OfAnswer):
    """Which control test to run."""

    template_name = "followup/running/choose.html"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "tests": all_tests().values()}


class BeginRun(_OfAnswer, FormUseCase):
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
