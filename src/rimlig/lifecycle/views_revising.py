"""Revising: begin, see what it changes, withdraw."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rimlig.lifecycle.differences import CHANGES, Change, differences
from rimlig.lifecycle.forms import ReviseForm
from rimlig.lifecycle.revising import begin_revision, withdraw_revision
from rimlig.lifecycle.running import running
from rimlig.lifecycle.views import OfPlan, Step
from rimlig.planning.models import Plan, PlanState


class Revise(Step):
    """A new edition of an adopted plan is begun, for a reason."""

    permission = "plan.edit"
    template_name = "lifecycle/revise.html"
    form_class = ReviseForm
    states = (PlanState.ADOPTED,)

    def context(self) -> dict[str, Any]:
        there = Plan.objects.revisions().filter(board=self.object.board_id, year=self.object.year).first()
        return {**super().context(), "there": there}

    def perform(self, data: Mapping[str, Any]) -> None:
        self.object = begin_revision(self.object, data["reason"], by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The revision is begun. Change what is to be changed, and propose it."))
        return redirect("planning:plan", self.object.pk)


class Withdraw(Step):
    """The draft of a revision is removed."""

    permission = "plan.edit"
    template_name = "lifecycle/withdraw.html"
    states = (PlanState.DRAFT,)

    def can_be_taken(self) -> bool:
        return super().can_be_taken() and self.object.revises_id is not None

    def perform(self, data: Mapping[str, Any]) -> None:
        self.object = withdraw_revision(self.object, version=data["version"], by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The revision is withdrawn. The plan is in force as before."))
        return redirect("planning:plan", self.object.pk)


class Differences(OfPlan):
    """What a revision changes, row by row, the two editions beside each other."""

    template_name = "lifecycle/differences.html"

    def guard(self) -> None:
        super().guard()
        if self.object.revises_id is None:
            raise Http404

    def context(self) -> dict[str, Any]:
        new = self.object
        if new.revises is None:
            raise Http404
        found = differences(new.revises, new)
        wanted = self.request.GET.get("visa", "")
        shown = [one for one in found if one.change.value == wanted] if wanted else found
        counts = [(change.value, CHANGES[change], sum(one.change == change for one in found)) for change in Change]
        is_on_its_way = new.state in (PlanState.DRAFT, PlanState.PROPOSED)
        return {
            **super().context(),
            "old": new.revises,
            "differences": [(one, CHANGES[one.change]) for one in shown],
            "counts": [one for one in counts if one[2]],
            "wanted": wanted,
            "in_all": len(found),
            "running": running(new.revises, new) if is_on_its_way else None,
        }
