"""Rolling over: what is offered to come along, and afterwards what did."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rimlig.lifecycle.forms import RollOverForm
from rimlig.lifecycle.models import ItemKind, RollOver, RollOverItem
from rimlig.lifecycle.offering import Offered, offered
from rimlig.lifecycle.rolling import roll_over
from rimlig.lifecycle.views import OfPlan, Step
from rimlig.planning.models import IN_FORCE, UNDECIDED, Plan


class RollOverPlan(Step):
    """Everything in the plan with what the year showed, and for each thing whether it comes along to next year's draft."""

    permission = "plan.edit"
    template_name = "lifecycle/roll_over.html"
    form_class = RollOverForm

    def can_be_taken(self) -> bool:
        return counts(self.object) and self._there() is None

    def _there(self) -> Plan | None:
        return Plan.objects.filter(board=self.object.board_id, year=self.object.year + 1).order_by("edition").first()

    def context(self) -> dict[str, Any]:
        things = offered(self.object) if self.can_be_taken() else []
        return {
            **super().context(),
            "next_year": self.object.year + 1,
            "there": self._there(),
            "processes": [thing for thing in things if thing.kind == ItemKind.PROCESS],
            "action_plans": [thing for thing in things if thing.kind == ItemKind.ACTION_PLAN],
            "goals": sum(thing.kind == ItemKind.GOAL for thing in things),
            "open_actions": sum(below.is_open for thing in things for below in thing.walk()),
            "deviating": sum(_deviates(below) for thing in things for below in thing.walk()),
            "left": self._leave(),
        }

    def _leave(self) -> set[str]:
        return set(self.request.POST.getlist("leave"))

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # what to leave is read beside the form
        self.object = roll_over(self.object, self._leave(), by=self.person).target

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The draft for %(year)s is made.") % {"year": self.object.year})
        return redirect("lifecycle:rolled-over", self.object.pk)


def counts(plan: Plan) -> bool:
    """Say whether the plan is the edition of its year that is rolled over: the one in force, or the first while none is."""
    return plan.state in IN_FORCE or (plan.state in UNDECIDED and plan.edition == 1)


def _deviates(thing: Offered) -> bool:
    return thing.deviation in {"minor", "major"}


class RolledOver(OfPlan):
    """What came along from the year before into this plan, and what was left, as it was that day."""

    template_name = "lifecycle/rolled_over.html"

    def context(self) -> dict[str, Any]:
        rollover = RollOver.objects.select_related("source", "made_by").filter(target=self.object).first()
        if rollover is None:
            raise Http404
        items = list(RollOverItem.objects.filter(rollover=rollover))
        left = [item for item in items if not item.carried]
        carried = [item for item in items if item.carried]
        return {
            **super().context(),
            "rollover": rollover,
            "left": left,
            "carried": [(kind.label, [item for item in carried if item.kind == kind]) for kind in ItemKind],
            "carried_count": len(carried),
            "noted": [item for item in carried if item.note],
        }
