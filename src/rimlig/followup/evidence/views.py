"""Evidence beside an answer: added and removed by those who write it, read by everybody who may read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.core.errors import RuleBroken
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.followup.answering.queries import READ_WITH
from rimlig.followup.evidence import operations
from rimlig.followup.evidence.forms import EvidenceForm
from rimlig.followup.models import Evidence, FollowUpResult
from rimlig.records.files import NotTheSameBytes
from rimlig.records.media_types import ending
from rimlig.records.serving import file_answer, picture_answer


class BesideWriting(ObjectUseCase):
    """Something that is laid beside an answer while it is being written."""

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
        return {**super().context(), "answer": self.object, "way_back": _way_to(self.object)}


class AddEvidence(BesideWriting, FormUseCase):
    """Add a file or a link to an answer that is being written."""

    form_class = EvidenceForm
    template_name = "followup/evidence/add.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        files = data["file"]
        if not files:
            operations.add_link(self.object, name=data["name"], link=data["link"], by=self.person)
        elif len(files) == 1:
            operations.add_file(self.object, name=data["name"] or files[0].name, content=files[0], by=self.person)
        else:
            self._add_all(files)

    def _add_all(self, files: Sequence[Any]) -> None:
        """Keep those that are taken; say of the others why not. When none is taken the form says so."""
        came = operations.add_files(self.object, [(file.name, file) for file in files], by=self.person)
        why = [f"{name}: {reason}" for name, reason in came.refused]
        if not came.added:
            raise RuleBroken(" ".join([_("None of the files was taken."), *why]))
        if why:
            number = len(came.added)
            kept = ngettext("%(number)d file was taken.", "%(number)d files were taken.", number) % {"number": number}
            messages.warning(self.request, " ".join([kept, _("Not taken:"), *why]))

    def done(self) -> HttpResponse:
        return redirect(_way_to(self.object))


class _OfEvidence(ObjectUseCase):
    """Something about one piece of evidence; who may know of its answer may know of it."""

    model = Evidence

    def visible(self) -> Any:
        return Evidence.objects.visible_to(self.request.user).select_related(
            "file", f"result__{FollowUpResult.WAY_TO_PLAN}__board", *(f"result__{name}" for name in READ_WITH)
        )


class RemoveEvidence(_OfEvidence, FormUseCase):
    """Take evidence away, after asking."""

    permission = "answer.write"
    form_class = forms.Form
    here = "start"
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


class EvidencePreview(_OfEvidence):
    """What the file looks like, in small. 404 where it has not been drawn, or cannot be."""

    permission = "answer.read"
    board = "result.in_plan.board"

    def visible(self) -> Any:
        return super().visible().select_related("file__preview__picture")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        preview = getattr(self.object.file, "preview", None)
        if preview is None or preview.picture is None:
            raise Http404
        try:
            return picture_answer(request, preview.picture)
        except NotTheSameBytes as broken:
            raise Http404 from broken


class EvidenceFile(_OfEvidence):
    """The file itself, as it was stored."""

    permission = "answer.read"
    board = "result.in_plan.board"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        stored = self.object.file
        if stored is None:
            raise Http404
        try:
            return file_answer(stored, f"underlag-{self.object.pk}.{ending(self.object.name, stored.media_type)}")
        except RuleBroken as broken:  # it is gone, or is not what was stored: the answer's page says so
            messages.error(request, str(broken))
            return redirect(_way_to(self.object.result))


def _way_to(result: FollowUpResult) -> str:
    return f"{reverse('followup:answer', args=[result.pk])}#underlag"
