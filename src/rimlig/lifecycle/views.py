"""What the pages of a plan's life share: the plan in the frame, and a page that says when a step cannot be taken now."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise

from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.lifecycle.forms import StepForm
from rimlig.planning.models import Plan


class OfPlan(ObjectUseCase):
    """A page about a plan."""

    model = Plan
    object: Plan
    permission = "plan.read"

    def visible(self) -> Any:
        return Plan.objects.visible_to(self.request.user).select_related(
            "board__municipality", "scale", "decision__recorded_by", "proposed_by", "revises__decision"
        )

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object

    def context(self) -> dict[str, Any]:
        return {"plan": self.object, "plan_url": reverse("planning:plan", args=[self.object.pk])}


class Step(OfPlan, FormUseCase):
    """A step of the plan: what it leads to is said first, then it is taken by a button.

    `states` are those in which it can be taken. In another the page says how the plan stands instead of asking.
    """

    states: ClassVar[tuple[str, ...]]
    form_class: ClassVar[type[forms.Form]] = StepForm
    done_message: ClassVar[str | Promise] = ""

    def initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "can_be_taken": self.can_be_taken()}

    def can_be_taken(self) -> bool:
        """Say whether the step can be taken as the plan stands now."""
        return self.object.state in self.states

    def page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        if status != 200:  # noqa: PLR2004  # the plan may be another one by now, and the page is to say so
            self.object = self.workplace = self.visible().get(pk=self.object.pk)
        return super().page(status=status, **more)

    def done(self) -> HttpResponse:
        messages.success(self.request, str(self.done_message))
        return redirect("planning:plan", self.object.pk)
