"""A plan: by goal, its action plans, and the texts around its reports."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from rimlig.core.views import ObjectUseCase
from rimlig.documents.document import Kind
from rimlig.followup.models import ActionPlan, BoardReport, PeriodCode, SummaryAnalysis
from rimlig.followup.outlines import carried_on, facts_of, outline_of
from rimlig.planning.models import Plan, PlanState
from rimlig.planning.municipality.queries_scales import scales_of


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
    here = "action-plans"

    def context(self) -> dict[str, Any]:
        rows = carried_on(ActionPlan.objects.filter(plan=self.object)).select_related("responsible")
        may_add = self.object.state != PlanState.REPLACED and self.request.user.has_perm(
            "action-plan.add", self.object.board
        )
        return {**super().context(), "action_plans": list(rows), "may_add": may_add}


class Texts(PlanPage):
    """The texts that people write around the reports: title, introduction, summary analysis as a whole and per goal."""

    template_name = "followup/texts.html"
    here = "texts"

    def context(self) -> dict[str, Any]:
        analyses = Prefetch("analyses", SummaryAnalysis.objects.order_by("position"))
        reports = list(
            BoardReport.objects.filter(plan=self.object)
            .select_related("period", "plan__board")
            .prefetch_related(analyses)
            .order_by("kind", "period__ends", "pk")
        )
        # As they are written through the year: the plan, its follow-ups, the action plans.
        reports.sort(key=lambda report: list(Kind).index(Kind(report.kind)))
        there = {report.period.code for report in reports if report.period is not None}
        missing = [period for period in PeriodCode if period.value not in there]
        has_plan_texts = any(report.kind == Kind.PLAN.value for report in reports)
        return {**super().context(), "reports": reports, "missing_periods": missing, "has_plan_texts": has_plan_texts}
