"""Reading the document: the board's editions, one of them, what a review has changed, and its files."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from rimlig.controlsystem.dates import REVIEWED_EVERY
from rimlig.controlsystem.document import system_pdf
from rimlig.controlsystem.models import Attachment, Component, ControlSystem, Section, SystemState
from rimlig.controlsystem.operations import file_name
from rimlig.controlsystem.template import question_of
from rimlig.core.views import ObjectUseCase
from rimlig.organisation.models import Board
from rimlig.records.files import NotTheSameBytes
from rimlig.records.serving import file_answer


class SystemOfBoard(ObjectUseCase):
    """The document in force, the draft that is being written, and the editions before them."""

    model = Board
    permission = "system.read"
    template_name = "controlsystem/board.html"

    def asked_about(self) -> Board:
        board: Board = self.object
        return board

    def context(self) -> dict[str, Any]:
        editions = list(self.object.control_systems.select_related("decision"))
        in_force = next((one for one in editions if one.state == SystemState.ADOPTED), None)
        person = self.request.user
        return {
            "board": self.object,
            "in_force": in_force,
            "draft": next((one for one in editions if one.is_draft), None),
            "earlier": [one for one in editions if one.state == SystemState.REPLACED],
            "due": in_force is not None and in_force.decision.meeting_date + REVIEWED_EVERY <= timezone.localdate(),
            "may_edit": person.has_perm("system.edit", self.object),
        }


class SystemUseCase(ObjectUseCase):
    """Something about one edition of the document."""

    model = ControlSystem

    def visible(self) -> Any:
        return ControlSystem.objects.visible_to(self.request.user).select_related(
            "board__municipality", "decision__document"
        )


@dataclass(frozen=True, slots=True)
class ComponentOnPage:
    """One of the five components, with its sections and what each should answer."""

    value: str
    label: str
    sections: list[tuple[Section, str]]


class SystemPage(SystemUseCase):
    """One edition, to read; a draft also to write in."""

    permission = "system.read"
    template_name = "controlsystem/system.html"

    def context(self) -> dict[str, Any]:
        sections = list(self.object.sections.all())
        board, person = self.object.board, self.request.user
        return {
            **super().context(),
            "board": board,
            "components": [
                ComponentOnPage(
                    value,
                    str(label),
                    [(one, question_of(value, one.heading)) for one in sections if one.component == value],
                )
                for value, label in Component.choices
            ],
            "attachments": list(self.object.attachments.select_related("file")),
            "may_edit": self.object.is_draft and person.has_perm("system.edit", board),
            "may_adopt": self.object.is_draft and person.has_perm("system.adopt", board),
            "may_review": self.object.state == SystemState.ADOPTED and person.has_perm("system.edit", board),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """A section as it was and as it is; one of them is missing when it was added or removed."""

    was: Section | None
    now: Section | None


class Differences(SystemUseCase):
    """What an edition changes in the one before it, side by side."""

    permission = "system.read"
    template_name = "controlsystem/differences.html"

    def context(self) -> dict[str, Any]:
        edition = self.object.edition
        before = ControlSystem.objects.filter(board=self.object.board_id, edition__lt=edition).order_by("-edition")
        earlier = before.exclude(state=SystemState.DRAFT).first()
        return {
            **super().context(),
            "board": self.object.board,
            "earlier": earlier,
            "differences": _differences(earlier, self.object) if earlier else [],
        }


def _differences(earlier: ControlSystem, later: ControlSystem) -> list[Difference]:
    was = {section.pk: section for section in earlier.sections.all()}
    rows = [Difference(was.pop(now.origin_id or 0, None), now) for now in later.sections.all()]
    changed = [row for row in rows if row.was is None or _says(row.was) != _says(row.now)]
    return [*changed, *(Difference(section, None) for section in was.values())]


def _says(section: Section | None) -> tuple[str, ...]:
    return (section.component, section.heading, section.text) if section else ()


class AsPdf(SystemUseCase):
    """The document as PDF: what was decided, byte by byte, or a draft marked as one."""

    permission = "system.read"
    template_name = "controlsystem/broken_file.html"

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        name = f"internkontrollsystem-{self.object.board.code}-{self.object.edition}.pdf"
        if self.object.decision is not None:
            return given(self, self.object.decision.document, name)
        answer = HttpResponse(
            system_pdf(self.object, list(self.object.sections.all()), None), content_type="application/pdf"
        )
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class AttachmentFile(ObjectUseCase):
    """An attachment's file, as it was stored."""

    model = Attachment
    permission = "system.read"
    board = "system.board"

    def visible(self) -> Any:
        return Attachment.objects.visible_to(self.request.user).select_related("file", "system__board__municipality")

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        return given(self, self.object.file, file_name(self.object))


def given(view: ObjectUseCase, stored: Any, name: str) -> HttpResponseBase:
    """Answer with the stored file, or with a page that says why it cannot be given."""
    try:
        return file_answer(stored, name)
    except NotTheSameBytes as broken:
        return render(view.request, "controlsystem/broken_file.html", {"message": str(broken)}, status=500)
