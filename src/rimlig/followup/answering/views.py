"""The page of an answer: written by those whose answer it is, read by everybody who may know of it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.followup.answering import page
from rimlig.followup.answering.forms import AnswerForm, VersionForm
from rimlig.followup.answering.operations import (
    Missing,
    last_answer_before,
    own_changes,
    save_and_file,
    save_answer,
    start_from_last_period,
    take_back_answer,
)
from rimlig.followup.answering.queries import answers_awaiting
from rimlig.followup.models import CONTENT, AnswerState, FollowUpResult, FollowUpRules


class AnswerUseCase(ObjectUseCase):
    """Something about one answer."""

    model = FollowUpResult
    board = "in_plan.board"
    template_name = "followup/answer/page.html"
    here = "start"
    object: FollowUpResult

    def visible(self) -> Any:
        return page.answers_with_everything(self.request.user)

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def may_write(self) -> bool:
        """Say whether the person may write in the answer as it stands now."""
        answer = self.object
        return (
            answer.is_writable
            and answer.period.takes_answers
            and bool(self.request.user.has_perm("answer.write", answer))
        )

    def context(self) -> dict[str, Any]:
        answer = self.object
        rules = FollowUpRules.objects.of(answer.period.municipality_id)
        earlier = last_answer_before(answer)
        writes = self.may_write()
        reviews = page.said_in_reviews(answer)
        is_mine = answer.state == AnswerState.FILED and answer.filed_by_id == self.request.user.pk
        return {
            **super().context(),
            "answer": answer,
            "plan": self.workplace,
            "place": f"{answer.period} · {answer.unit or self.workplace.board.name}",
            "method": page.words_of_plan(answer),
            "scales": page.scales_shown(answer),
            "levels": page.levels(answer, rules),
            "criterion": page.criterion_met(answer, rules),
            "earlier": earlier,
            "may_write": writes,
            "copied": page.still_copied(answer),
            "reviews": reviews,
            "question": next((review for review in reversed(reviews)), None)
            if answer.state == AnswerState.RETURNED
            else None,
            "what_next": page.what_happens_next(answer),
            "is_mine": is_mine,
            "may_take_back": is_mine and answer.step == 1 and answer.period.takes_answers,
            **({"next_answer": self._next()} if is_mine else {}),
        }

    def _next(self) -> FollowUpResult | None:
        """Return what awaits the person most, when this answer no longer does."""
        return next((row for row in answers_awaiting(self.request.user) if row.pk != self.object.pk), None)


class AnswerPage(AnswerUseCase):
    """Read the answer; or write it, when it is one's own to give."""

    permission = "answer.read"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return self.page(form=AnswerForm(self.object))


class WriteUseCase(AnswerUseCase, FormUseCase):
    """Something that the one who answers does. Without JavaScript it leads back to the page."""

    permission = "answer.write"
    form_class = VersionForm

    def asked_about(self) -> Any:
        return self.object

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("followup:answer", self.object.pk)

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return VersionForm(data)

    def done(self) -> HttpResponse:
        return redirect("followup:answer", self.object.pk)

    def refused(self, sentence: str, status: HTTPStatus) -> HttpResponse:
        """Answer with the page as it is now and the sentence on top."""
        self.object = self.visible().get(pk=self.object.pk)
        return self.page(status=status, form=AnswerForm(self.object), refusal=sentence)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refused(_("The page was not sent whole. Nothing was changed."), HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            self.perform(form.cleaned_data)
        except Outdated as outdated:
            return self.refused(str(outdated), HTTPStatus.CONFLICT)
        except RuleBroken as broken:
            return self.refused(str(broken), HTTPStatus.UNPROCESSABLE_ENTITY)
        return self.done()


class StartFromLast(WriteUseCase):
    """Take over the words of the answer before."""

    def perform(self, data: Mapping[str, Any]) -> None:
        start_from_last_period(self.object, version=data["version"], by=self.person)


class TakeBack(WriteUseCase):
    """Take a filed answer back, to write on in it."""

    def perform(self, data: Mapping[str, Any]) -> None:
        take_back_answer(self.object, version=data["version"], by=self.person)


class SaveAnswer(AnswerUseCase, FormUseCase):
    """Save the whole form without filing it: what the button does where nothing saves by itself."""

    permission = "answer.write"

    def asked_about(self) -> Any:
        return self.object

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return AnswerForm(self.object, data)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("followup:answer", self.object.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        form = AnswerForm(self.object, request.POST)
        if "version" in form.errors:
            form.add_error(None, _("The page was not sent whole. Load it again."))
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        own = own_changes(self.object, form.written(), version=form.cleaned_data["version"])
        try:
            self.write(form, own)
        except Outdated as outdated:
            form.add_error(None, str(outdated))
            return self.once_more(form, own, HTTPStatus.CONFLICT)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        return self.once_more(form, own, HTTPStatus.UNPROCESSABLE_ENTITY) if form.errors else self.done()

    def write(self, form: AnswerForm, own: Mapping[str, Any]) -> None:
        """Store what is right in the form; what is wrong has its error already."""
        save_answer(self.object, own, version=form.cleaned_data["version"], by=self.person)

    def once_more(self, form: AnswerForm, own: Mapping[str, Any], status: HTTPStatus) -> HttpResponse:
        """Show the form as it stands now: with what the person wrote, and with the others' words where they wrote nothing.

        Where both wrote in the same place both are shown; sent once more, the person's own words stand.
        """
        now = self.object = self.visible().get(pk=self.object.pk)
        kept = {*own, *form.errors}
        form.data = {
            **{name: _as_sent(getattr(now, name)) for name in CONTENT},
            **{name: value for name, value in form.data.items() if name in kept},
            "version": str(now.version),
        }
        theirs = {name: getattr(now, name) for name, value in own.items() if getattr(now, name) != value}
        # Where nothing can be written any more, what the person wrote is shown to be copied.
        unsaved = [] if self.may_write() else [(form.fields[name].label, value) for name, value in own.items() if value]
        return self.page(status=status, form=form, theirs=theirs, unsaved=unsaved)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("Saved. Nothing is filed until you press “File”."))
        return redirect("followup:answer", self.object.pk)


class FileAnswer(SaveAnswer):
    """Save the form and file the answer; or say what is missing, at the first place where it is."""

    def write(self, form: AnswerForm, own: Mapping[str, Any]) -> None:
        if form.errors:
            super().write(form, own)
            return
        try:
            save_and_file(self.object, form.written(), version=form.cleaned_data["version"], by=self.person)
        except Missing as missing:
            for name, sentence in missing.lacking.items():
                form.add_error(name if name in form.fields else None, sentence)

    def done(self) -> HttpResponse:
        return redirect("followup:answer", self.object.pk)


def _as_sent(value: Any) -> str:
    return "" if value is None else str(value)
