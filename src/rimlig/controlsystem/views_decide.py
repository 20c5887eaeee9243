"""From draft to decision, and the yearly review."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rimlig.controlsystem import operations
from rimlig.controlsystem.forms import DecisionForm, VersionForm
from rimlig.controlsystem.models import ControlSystem
from rimlig.controlsystem.views import SystemUseCase
from rimlig.core.views import FormUseCase


class DecideUseCase(SystemUseCase, FormUseCase):
    """Something that takes the document on its way."""

    def initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "system": self.object, "board": self.object.board}


class Adopt(DecideUseCase):
    """Record the board's decision on the draft."""

    permission = "system.adopt"
    form_class = DecisionForm
    template_name = "controlsystem/adopt.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        self.object = operations.adopt_system(self.object, **data, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The decision is recorded, and the document is stored as it was decided."))
        return redirect("controlsystem:system", self.object.pk)


class Review(DecideUseCase):
    """Begin the yearly review: the next edition, with the text of this one."""

    permission = "system.edit"
    form_class = forms.Form
    template_name = "controlsystem/review.html"
    made: ControlSystem

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        self.made = operations.begin_review(self.object, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("controlsystem:system", self.made.pk)


class Discard(DecideUseCase):
    """Remove the draft, after asking."""

    permission = "system.edit"
    form_class = VersionForm
    template_name = "controlsystem/discard.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        operations.discard_draft(self.object, version=data["version"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect("controlsystem:board", self.object.board_id)
