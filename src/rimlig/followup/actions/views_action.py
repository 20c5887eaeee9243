"""An action: its page, and what people do with it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse

from rimlig.core.errors import Outdated
from rimlig.followup.actions.forms import ChangeActionForm
from rimlig.followup.actions.operations import change_action, move_action, note_action
from rimlig.followup.actions.views_tracked import AboutTracked, MoveTracked, NoteTracked, TrackedPage, WriteTracked
from rimlig.followup.models import Action, FollowUpResult


class AboutAction(AboutTracked):
    """A page about one action."""

    model = Action
    address = "action"

    def visible(self) -> Any:
        return (
            super()
            .visible()
            .select_related(
                "unit__board",
                "unit__merged_into__board",
                "event__working_method__process",
                "follow_up__working_method__process",
            )
        )


class ActionPage(AboutAction, TrackedPage):
    """What the action answers, who does it by when, how far it has come, and what has happened."""

    template_name = "followup/actions/action.html"

    def context(self) -> dict[str, Any]:
        above = self.object.event or self.object.follow_up
        # What the answer says is told only to those who may read it: it may still be a draft.
        answers = FollowUpResult.objects.visible_to(self.request.user).select_related("period", "unit")
        return {
            **super().context(),
            "above": above,
            "process": above.working_method.process,
            "answer": answers.filter(pk=self.object.result_id).first() if self.object.result_id else None,
        }


class NoteAction(AboutAction, NoteTracked):
    """Write in the action's log."""

    note = note_action


class MoveAction(AboutAction, MoveTracked):
    """Begin the action, let it wait, close it, or open it again."""

    move = move_action


class ChangeAction(AboutAction, WriteTracked):
    """Change what is to be done, who is responsible, or the day."""

    template_name = "followup/actions/change.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return self._form_of(self.object, data)

    def _form_of(self, row: Action, data: Any = None, mine: Any = None) -> forms.Form:
        initial = {
            "text": row.text,
            "responsible": row.responsible_id,
            "due": row.due,
            **(mine or {}),
            "version": row.version,
        }
        return ChangeActionForm(row.in_plan.board, data, initial, now=row.responsible)

    def perform(self, data: Mapping[str, Any]) -> None:
        values = {name: value for name, value in data.items() if name != "version"}
        change_action(self.object, values, version=data["version"], by=self.person)

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what stands there now beside what the person wrote, which can be saved over it."""
        row = self.visible().get(pk=outdated.current.pk)
        mine = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return self.page(
            status=HTTPStatus.CONFLICT, form=self._form_of(row, mine=mine), conflict=str(outdated), current=row
        )
