"""Passing on what somebody who leaves is responsible for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import ngettext

from rimlig.core.views import FormUseCase
from rimlig.followup.actions.forms import PassOnForm
from rimlig.followup.actions.passing_on import open_action_plans_of, open_actions_of, pass_on
from rimlig.followup.models import Action, ActionPlan
from rimlig.organisation.models import Board, User
from rimlig.organisation.people.queries import people_of


class PassOnActions(FormUseCase):
    """Give a person's open actions in a board to somebody else, all or some of them."""

    model = Board
    permission = "action.pass_on"
    template_name = "followup/actions/pass_on.html"
    here = "actions"

    def visible(self) -> Any:
        return Board.objects.visible_to(self.request.user).select_related("municipality")

    def asked_about(self) -> Any:
        return self.object

    def guard(self) -> None:
        super().guard()
        self.giver: User = get_object_or_404(people_of(self.object.municipality), pk=self.kwargs["person"])

    @cached_property
    def rows(self) -> dict[str, Action | ActionPlan]:
        """What the person is responsible for, by the value that the form sends."""
        actions: list[Action | ActionPlan] = [*open_actions_of(self.giver, self.object)]
        actions += open_action_plans_of(self.giver, self.object)
        return {f"{'plan' if isinstance(row, ActionPlan) else 'action'}-{row.pk}": row for row in actions}

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return PassOnForm(self.object, self.giver, self.rows, data)

    def context(self) -> Mapping[str, Any]:
        return {"board": self.object, "giver": self.giver, "rows": self.rows}

    def perform(self, data: Mapping[str, Any]) -> None:
        chosen = [self.rows[value] for value in data["rows"]]
        number = pass_on(chosen, board=self.object, giver=self.giver, to=data["to"], by=self.person)
        said = ngettext(
            "%(number)d action has been passed on to %(name)s.",
            "%(number)d actions have been passed on to %(name)s.",
            number,
        )
        messages.success(self.request, said % {"number": number, "name": data["to"]})

    def done(self) -> HttpResponse:
        return redirect("followup:pass-on-actions", self.object.pk, self.giver.pk)
