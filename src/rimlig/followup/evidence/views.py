"""Evidence beside an answer: added and removed by those who write it, read by everybody who may read it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.followup.answering.queries import READ_WITH
from rimlig.followup.evidence import operations
from rimlig.followup.evidence.forms import EvidenceForm
from rimlig.followup.models import Evidence, FollowUpResult
from rimlig.records.media_types import EXTENSIONS
from rimlig.records.serving import file_answer


class AddEvidence(FormUseCase):
    """Add a file or a link to an answer that is being written."""

    model = FollowUpResult
    permission = "answer.write"
    form_class = EvidenceForm
    template_name = "followup/evidence/add.html"

    def visible(self) -> Any:
        return FollowUpResult.objects.visible_to(self.request.user).with_plan().select_related(*READ_WITH)

    def asked_about(self) -> Any:
        return self.object

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def context(self) -> dict[str, Any]:
        return {**super().context(), "answer": self.object, "way_back": _way_to(self.object)}

    def perform(self, data: Mapping[str, Any]) -> None:
        file = data["file"]
        if file:
            operations.add_file(self.object, name=data["name"] or file.name, data=file.read(), by=self.person)
        else:
            operations.add_link(self.object, name=data["name"], link=data["link"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect(_way_to(self.object))


class _OfEvidence(ObjectUseCase):
    """Something about one piece of evidence; who may know of its answer may know of it."""

    model = Evidence

    def visible(self) -> Any:
        result = [f"result__{way}__board" for way in FollowUpResult.WAYS_TO_PLAN]
        return Evidence.objects.visible_to(self.request.user).select_related(
            "file", *result, *(f"result__{name}" for name in READ_WITH)
        )


class RemoveEvidence(_OfEvidence, FormUseCase):
    """Take evidence away, after asking."""

    permission = "answer.write"
    form_class = forms.Form
    template_name = "followup/evidence/remove.html"

    def asked_about(self) -> Any:
        return self.object.result

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.result.in_plan

    def context(self) -> dict[str, Any]:
        return {**super().context(), "answer": self.object.result, "way_back": _way_to(self.object.result)}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        operations.remove_evidence(self.object, by=self.person)

    def done(self) -> HttpResponse:
        return redirect(_way_to(self.object.result))


class EvidenceFile(_OfEvidence):
    """The file itself, as it was stored."""

    permission = "answer.read"
    board = "result.in_plan.board"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        stored = self.object.file
        if stored is None:
            raise Http404
        return file_answer(stored, f"underlag-{self.object.pk}.{EXTENSIONS[stored.media_type]}")


def _way_to(result: FollowUpResult) -> str:
    return f"{reverse('followup:answer', args=[result.pk])}#underlag"
