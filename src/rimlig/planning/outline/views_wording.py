"""Where a draft's goals are worded otherwise than the council's, and the button that takes the council's words."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.planning.models import Plan
from rimlig.planning.municipality.queries_goals import differing_goals
from rimlig.planning.municipality.views import EmptyForm
from rimlig.planning.outline.goals import use_council_wording


class DifferingGoals(ObjectUseCase):
    """The plan's goals whose number or words the council has changed since the plan took them."""

    model = Plan
    permission = "plan.read"
    template_name = "planning/council_wording.html"
    here = "plan"

    def visible(self) -> Any:
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object

    def context(self) -> Mapping[str, Any]:
        may_edit = self.object.is_draft and self.request.user.has_perm("plan.edit", self.object.board)
        return {"plan": self.object, "goals": list(differing_goals(self.object)), "may_edit": may_edit}


class UseCouncilWording(DifferingGoals, FormUseCase):
    """Take the council's number and words for one goal. Without a press of the button nothing happens."""

    permission = "plan.edit"
    form_class = EmptyForm

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        goal = get_object_or_404(self.object.goals.select_related("plan"), pk=self.kwargs["goal"])
        use_council_wording(goal, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("planning:council-wording", self.object.pk)
