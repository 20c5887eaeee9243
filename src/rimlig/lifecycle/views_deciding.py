"""The steps from draft to decision, and the end of the year: one page each."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.lifecycle.forms import AdoptForm
from rimlig.lifecycle.operations import adopt, close, earliest_meeting, propose, take_back
from rimlig.lifecycle.queries import still_open
from rimlig.lifecycle.running import running
from rimlig.lifecycle.views import Step
from rimlig.planning.models import Plan, PlanState
from rimlig.planning.outline.completeness import missing


class Propose(Step):
    """The head of administration proposes the plan to the board, once nothing that it must have is missing."""

    permission = "plan.propose"
    template_name = "lifecycle/propose.html"
    states = (PlanState.DRAFT,)
    done_message = gettext_lazy("The plan is proposed to the board. Nobody can change it now.")

    def context(self) -> dict[str, Any]:
        found = missing(self.object) if self.can_be_taken() else []
        return {
            **super().context(),
            "hindering": [one for one in found if one.hinders],
            "to_consider": [one for one in found if not one.hinders],
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        self.object = propose(self.object, version=data["version"], by=self.person)


class TakeBack(Step):
    """The proposal is taken back, so that the plan can be changed."""

    permission = "plan.propose"
    template_name = "lifecycle/take_back.html"
    states = (PlanState.PROPOSED,)
    done_message = gettext_lazy("The plan is a draft again, and can be changed.")

    def perform(self, data: Mapping[str, Any]) -> None:
        self.object = take_back(self.object, version=data["version"], by=self.person)


class Adopt(Step):
    """What the board decided is recorded as in its minutes; the document is stored, and the plan is in force."""

    permission = "plan.adopt"
    template_name = "lifecycle/adopt.html"
    form_class = AdoptForm
    states = (PlanState.PROPOSED,)

    def context(self) -> dict[str, Any]:
        plan = self.object
        moving = running(plan.revises, plan) if plan.revises is not None and self.can_be_taken() else None
        return {
            **super().context(),
            "running": moving,
            "earliest": earliest_meeting(plan),
            "today": timezone.localdate(),
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        adopt(self.object, **data, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The decision is recorded, and its document is stored."))
        return redirect("lifecycle:decision", self.object.pk)


class Close(Step):
    """The year is over, and the plan is closed. What is still open is said first."""

    permission = "plan.adopt"
    template_name = "lifecycle/close.html"
    states = (PlanState.ADOPTED,)
    done_message = gettext_lazy("The plan is closed.")

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "open": still_open(self.object),
            "year_is_over": timezone.localdate().year > self.object.year,
            "next_year": Plan.objects.filter(rolled_from=self.object).first(),
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        self.object = close(self.object, version=data["version"], by=self.person)
