"""A board's new plan."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from rimlig.core.navigation import offered
from rimlig.core.views import FormUseCase
from rimlig.organisation.models import Board
from rimlig.planning.models import EARLIEST_YEAR, LATEST_YEAR, CouncilGoal, Plan
from rimlig.planning.outline.operations import begin_plan


class NewPlanForm(forms.Form):
    """The year of the new plan, and whether it takes up the council's goals of that year."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    with_goals = forms.BooleanField(
        label=gettext_lazy("Take up all goals of the council for the year"),
        help_text=gettext_lazy("Those that do not concern the board are easily removed."),
        required=False,
        initial=True,
    )


def next_year_of(board: Board) -> int:
    """Return the first year, this one or later, for which the board has no plan."""
    years = set(Plan.objects.filter(board=board).values_list("year", flat=True))
    year = timezone.localdate().year
    while year in years:
        year += 1
    return year


class NewPlan(FormUseCase):
    """Begin a plan for a year that has none."""

    model = Board
    permission = "plan.edit"
    form_class = NewPlanForm
    template_name = "planning/new_plan.html"
    begun: Plan | None = None

    def visible(self) -> Any:
        return Board.objects.visible_to(self.request.user).select_related("municipality")

    def asked_about(self) -> Any:
        return self.object

    def initial(self) -> dict[str, Any]:
        return {"year": next_year_of(self.object), "with_goals": True}

    def context(self) -> dict[str, Any]:
        latest = Plan.objects.filter(board=self.object).of_the_year().order_by("-year").first()
        ways = offered("plan-state", self.request.user, self.object, latest) if latest else []
        return {
            **super().context(),
            "board": self.object,
            "latest": latest,
            "ways": [(entry.label, entry.address(latest)) for entry in ways if entry.key == "roll-over"],
            "years_with_goals": sorted(
                CouncilGoal.objects.filter(municipality=self.object.municipality_id)
                .order_by()
                .values_list("year", flat=True)
                .distinct()
            ),
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        goals = CouncilGoal.objects.filter(municipality=self.object.municipality_id, year=data["year"])
        chosen = goals.order_by("position") if data["with_goals"] else goals.none()
        self.begun = begin_plan(self.object, data["year"], goals=chosen, by=self.person)

    def done(self) -> HttpResponse:
        assert self.begun is not None
        return redirect("planning:plan", self.begun.pk)
