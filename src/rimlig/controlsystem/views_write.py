"""Writing a draft: begin it, its sections, its attachments."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rimlig.controlsystem import operations
from rimlig.controlsystem.forms import AttachForm, SectionForm, VersionForm
from rimlig.controlsystem.models import Attachment, Component, ControlSystem, Section
from rimlig.controlsystem.template import question_of
from rimlig.controlsystem.views import SystemUseCase
from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase
from rimlig.organisation.models import Board


class Begin(FormUseCase):
    """Begin the board's document from the template."""

    model = Board
    permission = "system.edit"
    form_class = forms.Form
    template_name = "controlsystem/begin.html"
    made: ControlSystem

    def asked_about(self) -> Board:
        board: Board = self.object
        return board

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        self.made = operations.begin_from_template(self.object, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("controlsystem:system", self.made.pk)


class AddSection(SystemUseCase, FormUseCase):
    """Add a section to the draft."""

    permission = "system.edit"
    form_class = SectionForm
    template_name = "controlsystem/section.html"
    made: Section

    def initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("del", "")
        return {"component": wanted if wanted in Component.values else Component.ENVIRONMENT}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "system": self.object, "way_back": _way_to(self.object)}

    def perform(self, data: Mapping[str, Any]) -> None:
        told = {name: data[name] for name in ("component", "heading", "text")}
        self.made = operations.add_section(self.object, **told, by=self.person)

    def done(self) -> HttpResponse:
        return redirect(_way_to(self.object, self.made))


class SectionUseCase(FormUseCase):
    """Something that is done to one section."""

    model = Section
    permission = "system.edit"
    board = "system.board"

    def visible(self) -> Any:
        return Section.objects.visible_to(self.request.user).select_related("system__board__municipality")

    def context(self) -> dict[str, Any]:
        system = self.object.system
        return {**super().context(), "system": system, "way_back": _way_to(system, self.object)}


class WriteSection(SectionUseCase):
    """Write a section, unless somebody else has meanwhile."""

    form_class = SectionForm
    template_name = "controlsystem/section.html"

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("component", "heading", "text", "version")}

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "section": self.object,
            "question": question_of(self.object.component, self.object.heading),
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        told = {**data, "version": data["version"] or 0}
        self.object = operations.write_section(self.object, **told, by=self.person)

    def done(self) -> HttpResponse:
        return redirect(_way_to(self.object.system, self.object))

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what the other wrote beside mine. Saved once more, mine goes over what is there now."""
        again = SectionForm(initial={**form.cleaned_data, "version": outdated.current.version})
        return self.page(status=HTTPStatus.CONFLICT, form=again, current=outdated.current, message=str(outdated))


class MoveSection(SectionUseCase):
    """Move the section up or down under its component."""

    form_class = forms.Form
    template_name = "controlsystem/section.html"

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect(_way_to(self.object.system, self.object))

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # which way is told by the button
        operations.move_section(self.object, up=self.request.POST.get("way") == "up", by=self.person)

    def done(self) -> HttpResponse:
        return redirect(_way_to(self.object.system, self.object))


class RemoveSection(SectionUseCase):
    """Remove the section from the draft, after asking."""

    form_class = VersionForm
    template_name = "controlsystem/remove_section.html"

    def initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def perform(self, data: Mapping[str, Any]) -> None:
        operations.remove_section(self.object, version=data["version"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect(_way_to(self.object.system))


class Attach(SystemUseCase, FormUseCase):
    """Attach a file to the draft."""

    permission = "system.edit"
    form_class = AttachForm
    template_name = "controlsystem/attach.html"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "system": self.object, "way_back": _way_to(self.object)}

    def perform(self, data: Mapping[str, Any]) -> None:
        operations.attach(self.object, name=data["name"], data=data["file"].read(), by=self.person)

    def done(self) -> HttpResponse:
        return redirect(f"{_way_to(self.object)}#bilagor")


class Detach(FormUseCase):
    """Take an attachment from the draft, after asking."""

    model = Attachment
    permission = "system.edit"
    board = "system.board"
    form_class = forms.Form
    template_name = "controlsystem/detach.html"

    def visible(self) -> Any:
        return Attachment.objects.visible_to(self.request.user).select_related("system__board__municipality")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "system": self.object.system, "way_back": _way_to(self.object.system)}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        operations.detach(self.object, by=self.person)

    def done(self) -> HttpResponse:
        return redirect(f"{_way_to(self.object.system)}#bilagor")


def _way_to(system: ControlSystem, section: Section | None = None) -> str:
    way = reverse("controlsystem:system", args=[system.pk])
    return f"{way}#avsnitt-{section.pk}" if section else way
