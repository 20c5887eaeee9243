"""A plan: by goal, and its action plans."""

from typing import TYPE_CHECKING, Any

from rimlig.core.views import ObjectUseCase
from rimlig.followup.models import ActionPlan
from rimlig.followup.outlines import carried_on, facts_of, outline_of
from rimlig.planning.models import Plan, PlanState
from rimlig.planning.municipality.queries_scales import scales_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PlanPage(ObjectUseCase):
    """What the pages about a plan share: the plan in the frame, and whether the person may change it."""

    model = Plan
    permission = "plan.read"

    def visible(self) -> "QuerySet[Plan]":
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality", "scale")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object

    def context(self) -> dict[str, Any]:
        may_edit = self.request.user.has_perm("plan.edit", self.object.board)
        return {"plan": self.object, "may_edit": may_edit}


class PlanByGoal(PlanPage):
    """The whole plan by goal: a process in full under the first goal that it serves, and as a line under the others."""

    template_name = "followup/plan.html"
    here = "follow-up"

    def context(self) -> dict[str, Any]:
        outline = outline_of(self.object)
        scales = scales_of(self.object.scale) if self.object.scale else None
        return {**super().context(), "outline": outline, "facts": facts_of(outline.processes), "scales": scales}


class ActionPlans(PlanPage):
    """The plan's shortcomings and what is done about them."""

    template_name = "followup/action_plans.html"
    here = "actions"

    def context(self) -> dict[str, Any]:
        rows = carried_on(ActionPlan.objects.filter(plan=self.object)).select_related("responsible")
        may_add = self.object.state != PlanState.REPLACED and self.request.user.has_perm(
            "action-plan.add", self.object.board
        )
        return {**super().context(), "action_plans": list(rows), "may_add": may_add}
