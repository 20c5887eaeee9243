"""One process with everything in it."""

from typing import Any

from rimlig.core.navigation import offered
from rimlig.core.views import ObjectUseCase
from rimlig.followup.models import FollowUpResult, PeriodCode
from rimlig.followup.outlines import facts_of, with_everything
from rimlig.followup.results import periods_of
from rimlig.planning.models import PlanState, Process
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.rows.histories import latest_in_process


class ProcessPage(ObjectUseCase):
    """The process, its goals, and under each working method its controls, risks, follow-ups, results and actions."""

    model = Process
    permission = "plan.read"
    board = "plan.board"
    template_name = "followup/process.html"
    here = "follow-up"

    def visible(self) -> Any:
        mine = Process.objects.visible_to(self.request.user).select_related("plan__board__municipality", "plan__scale")
        return with_everything(
            mine, FollowUpResult.objects.given().order_by("-period__ends", "-period__code", "unit__name")
        )

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.plan

    def context(self) -> dict[str, Any]:
        plan = self.object.plan
        follow_ups = [row for method in self.object.working_methods.all() for row in method.follow_ups.all()]
        ways = offered("follow-up", self.request.user, plan.board)
        for follow_up in follow_ups:
            follow_up.periods = periods_of(follow_up.shown_results)
            concluded = {group.period.code for group in follow_up.periods if group.own is not None}
            follow_up.ways = [(way.label, way.address(follow_up)) for way in ways]
            follow_up.without_result = [code for code in PeriodCode if code.value not in concluded]
        return {
            "process": self.object,
            "plan": plan,
            "may_edit": self.request.user.has_perm("plan.edit", plan.board),
            "may_add_actions": plan.state != PlanState.REPLACED
            and self.request.user.has_perm("action.edit", plan.board),
            "may_add_action_plans": plan.state != PlanState.REPLACED
            and self.request.user.has_perm("action-plan.add", plan.board),
            "goals": [placement.goal for placement in self.object.placements.all()],
            "facts": facts_of([self.object]),
            "scales": scales_of(plan.scale) if plan.scale else None,
            "changes": latest_in_process(self.object),
        }
