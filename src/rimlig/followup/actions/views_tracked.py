"""What the pages of an action and of an action plan share: moving it on, noting what has happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.chain import earlier, later, log_of
from rimlig.followup.actions.forms import MoveForm, NoteForm, needs_words
from rimlig.followup.editables import STATUS_LOOKS
from rimlig.followup.models import NEXT_ACTION_STATUSES, STATUSES

LONGEST_CRUMB = 60


@dataclass(frozen=True)
class Step:
    """A status that the row can be given now: its words, its look, and what one has to write for it."""

    status: ActionStatus
    label: Any
    look: str
    hint: str
    needs_words: bool


def steps_of(row: Any) -> list[Step]:
    """Return the statuses that the row can be given now, in the order of the work."""
    opened_again = row.status == ActionStatus.CLOSED
    return [
        Step(
            status,
            _("Open again") if opened_again else word,
            STATUS_LOOKS[status],
            _hint(status, opened_again=opened_again),
            needs_words(status, opened_again=opened_again),
        )
        for status, word in STATUSES.items()
        if status in NEXT_ACTION_STATUSES[row.status]
    ]


def _hint(status: ActionStatus, *, opened_again: bool) -> str:
    if opened_again:
        return _("Needs a reason. It becomes ongoing again.")
    return {
        ActionStatus.NOT_STARTED: _("Nobody has begun."),
        ActionStatus.ONGOING: _("Somebody works with it."),
        ActionStatus.ON_HOLD: _("Needs a reason: what does it wait for?"),
        ActionStatus.CLOSED: _("Needs an effect check: is the shortcoming gone?"),
    }[status]


class AboutTracked(ObjectUseCase):
    """A page about an action or an action plan."""

    permission = "plan.read"
    board = "in_plan.board"
    here = "actions"
    address: ClassVar[str] = ""
    """The name of the row's own page."""

    def visible(self) -> Any:
        mine = self.model.objects.visible_to(self.request.user).with_plan()
        return mine.select_related("responsible", "effect_checked_by")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def context(self) -> dict[str, Any]:
        return {
            "object": self.object,
            "object_name": Truncator(str(self.object) or "…").chars(LONGEST_CRUMB),
            "plan": self.workplace,
            "may_write": self.request.user.has_perm("action.write", self.object),
            "page_name": f"followup:{self.address}",
            "move_name": f"followup:move-{self.address}",
            "note_name": f"followup:note-{self.address}",
            "way_back": reverse(f"followup:{self.address}", args=[self.object.pk]),
        }

    def back(self) -> HttpResponse:
        """Lead to the row's own page."""
        return redirect(f"followup:{self.address}", self.object.pk)


class TrackedPage(AboutTracked):
    """The row with its log through the years."""

    def context(self) -> dict[str, Any]:
        before = earlier(self.object)
        return {
            **super().context(),
            "steps": steps_of(self.object),
            "earlier": before,
            "later": later(self.object),
            "log": log_of([self.object, *before]),
            "note_form": NoteForm(),
        }


class WriteTracked(AboutTracked, FormUseCase):
    """Something that is done to the row by those who work with it."""

    permission = "action.write"

    def asked_about(self) -> Any:
        return self.object

    def done(self) -> HttpResponse:
        return self.back()


class NoteTracked(WriteTracked):
    """Write in the row's log."""

    form_class = NoteForm
    template_name = "followup/actions/note.html"
    note: ClassVar[Callable[..., Any]]

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return NoteForm(data)

    def perform(self, data: Mapping[str, Any]) -> None:
        type(self).note(self.object, data["text"], by=self.person)


class MoveTracked(WriteTracked):
    """Give the row another status, which the address or the form names."""

    form_class = MoveForm
    template_name = "followup/actions/move.html"
    move: ClassVar[Callable[..., Any]]

    @property
    def status(self) -> ActionStatus:
        """The status that is asked for; 404 for a word that is none."""
        asked = self.request.POST.get("status") or self.request.GET.get("till", "")
        try:
            return ActionStatus(asked or ActionStatus.ONGOING)
        except ValueError:
            raise Http404 from None

    @property
    def opened_again(self) -> bool:
        """Whether it is closed now."""
        return bool(self.object.status == ActionStatus.CLOSED)

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        initial = {"status": self.status.value, "version": self.object.version}
        return MoveForm(self.status, data, initial, opened_again=self.opened_again)

    def context(self) -> dict[str, Any]:
        step = next((step for step in steps_of(self.object) if step.status == self.status), None)
        return {**super().context(), "step": step, "next": self.way_on()}

    def way_on(self) -> str:
        """Return where to go afterwards, when the board sent the person here."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        way: str = sent.get("next", "")
        return way if way.startswith("/") and url_has_allowed_host_and_scheme(way, allowed_hosts=None) else ""

    def done(self) -> HttpResponse:
        way = self.way_on()
        return redirect(way) if way else self.back()

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        # A shared link to a step that somebody has taken meanwhile: what there is to choose now stands on the row's page.
        if self.request.method == "GET" and self.status not in NEXT_ACTION_STATUSES[self.object.status]:
            return self.back()
        return super().page(status=status, **more)

    def perform(self, data: Mapping[str, Any]) -> None:
        status = ActionStatus(data["status"])
        said = {"effect" if status == ActionStatus.CLOSED else "note": data["said"]}
        self.object = type(self).move(self.object, status, **said, version=data["version"], by=self.person)

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show how it stands now; what was written stays in the form, which then goes from there."""
        self.object = outdated.current
        if self.status not in NEXT_ACTION_STATUSES[self.object.status]:
            return super().outdated(form, outdated)
        shown = MoveForm(
            self.status,
            initial={**form.cleaned_data, "version": self.object.version},
            opened_again=self.opened_again,
        )
        return self.page(status=HTTPStatus.CONFLICT, form=shown, conflict=str(outdated), current=self.object)
