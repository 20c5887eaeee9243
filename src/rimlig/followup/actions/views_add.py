"""Adding an action: to an answer that deviates, to a risk, or to a planned follow-up."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rimlig.core.views import FormUseCase
from rimlig.followup.actions.forms import AddActionForm
from rimlig.followup.actions.operations import add_action
from rimlig.followup.actions.places import units_to_choose
from rimlig.followup.models import FollowUpResult
from rimlig.planning.models import PlannedFollowUp, UndesiredEvent


class AddAction(FormUseCase):
    """Say what is to be done, by whom and by when."""

    permission = "action.add"
    template_name = "followup/actions/add.html"
    part = "form"
    here = "actions"

    def visible(self) -> Any:
        return self.model.objects.visible_to(self.request.user).with_plan()

    def asked_about(self) -> Any:
        return self.object

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        units, whole_board = units_to_choose(self.request.user, self.workplace)
        initial = {"responsible": self.request.user.pk, "unit": None if whole_board else units.first()}
        return AddActionForm(self.workplace.board, data, initial, units=units, whole_board=whole_board)

    def context(self) -> dict[str, Any]:
        process = self.under().working_method.process_id
        return {
            "object": self.object,
            "plan": self.workplace,
            "about": str(self.under()),
            "answer": None,
            "way_back": reverse("followup:process", args=[process]),
        }

    def under(self) -> Any:
        """Return the risk or the planned follow-up that the action stands under."""
        return self.object

    def perform(self, data: Mapping[str, Any]) -> None:
        self.added = add_action(self.object, **data, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("followup:action", self.added.pk)


class AddActionToEvent(AddAction):
    """A preventive action, under an undesired event."""

    model = UndesiredEvent


class AddActionToFollowUp(AddAction):
    """A corrective action that concerns no single answer."""

    model = PlannedFollowUp


class AddActionToAnswer(AddAction):
    """A corrective action for a unit's answer. With htmx the form stands in the answer's own page."""

    model = FollowUpResult

    def visible(self) -> Any:
        return super().visible().select_related("period", "follow_up", "unit__board", "unit__merged_into__board")

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return AddActionForm(self.workplace.board, data, {"responsible": self.request.user.pk})

    def under(self) -> Any:
        return self.object.follow_up

    def context(self) -> dict[str, Any]:
        return {**super().context(), "answer": self.object}

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        if "avbryt" in self.request.GET:  # the answer's actions as they are, in the place of the form
            return self._as_it_stands()
        answer = super().page(status=status, **more)
        if status != HTTPStatus.OK:  # a form with errors takes the form's place, not that of all the answer's actions
            answer["HX-Retarget"] = "#add-action"
        return answer

    def done(self) -> HttpResponse:
        if self.request.headers.get("HX-Request") == "true":
            return self._as_it_stands(added=True)
        return super().done()

    def _as_it_stands(self, *, added: bool = False) -> HttpResponse:
        return render(self.request, "followup/actions/of_answer.html", {"result": self.object, "added": added})
