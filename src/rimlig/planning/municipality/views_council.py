"""The council's goals of a year: the page of goals, and what one does to a goal."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rimlig.organisation.models import Municipality
from rimlig.planning.models import CouncilGoal, OrientationGoal
from rimlig.planning.municipality.council_goals import (
    add_goal,
    add_orientation,
    change_goal,
    change_orientation,
    copy_goals,
    move,
    remove_goal,
    remove_orientation,
)
from rimlig.planning.municipality.forms_council import GoalForm, OrientationForm
from rimlig.planning.municipality.queries_goals import goals_of_year, years_with_goals
from rimlig.planning.municipality.views import DecisionForm, MunicipalityPage, RowForm


def goals_address(municipality: Municipality, year: int) -> str:
    """Return the address of the municipality's goals of the year."""
    return reverse("planning:council-goals", args=[municipality.pk, year])


def goals_context(municipality: Municipality, year: int) -> dict[str, Any]:
    """Return what the list of a year's goals shows."""
    years = years_with_goals(municipality)
    return {
        "year": year,
        "goals": goals_of_year(municipality, year),
        "other_years": sorted({*years, year, year + 1} if years else {year}),
        "last_year": year - 1,
    }


class LatestGoals(MunicipalityPage):
    """Leads to the goals of the latest year that has any, or of the year to come."""

    permission = "goals.read"

    def page(self, **_more: Any) -> HttpResponse:
        years = years_with_goals(self.municipality)
        return redirect(goals_address(self.municipality, years[-1] if years else timezone.localdate().year + 1))


class CouncilGoals(MunicipalityPage):
    """The council's goals of a year below its orientation goals, and how they differ from last year's."""

    permission = "goals.read"
    template_name = "planning/council_goals.html"

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            **goals_context(self.municipality, self.year),
            "may_edit": self.may("goals.edit"),
        }


class GoalDecision(DecisionForm):
    """What the forms about goals share."""

    permission = "goals.edit"

    def way_back(self) -> str:
        return goals_address(self.municipality, self.goals_year)

    def way_back_words(self) -> str:
        return _("The council's goals %(year)s") % {"year": self.goals_year}

    @property
    def goals_year(self) -> int:
        """The year whose goals the form is about."""
        return int(self.kwargs["year"]) if "year" in self.kwargs else self.object.year


class AddOrientation(GoalDecision):
    """Add an orientation goal to the year."""

    form_class = OrientationForm
    title = gettext_lazy("Add an orientation goal")
    intro = gettext_lazy("An orientation goal is the heading of some of the council's goals.")
    save = gettext_lazy("Add")

    def perform(self, data: Mapping[str, Any]) -> None:
        add_orientation(self.municipality, self.year, number=data["number"], title=data["title"], by=self.person)


class GoalFields(GoalDecision):
    """A form with all that a goal consists of."""

    form_class = GoalForm

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return GoalForm(data, initial=self.initial(), municipality=self.municipality, year=self.goals_year)


class AddGoal(GoalFields):
    """Add a goal to the year."""

    title = gettext_lazy("Add a goal")
    intro = gettext_lazy("A goal that the council has decided. The boards take it up in their plans.")
    save = gettext_lazy("Add")

    def initial(self) -> dict[str, Any]:
        return {"orientation": self.request.GET.get("under")}

    def perform(self, data: Mapping[str, Any]) -> None:
        values = {name: value for name, value in data.items() if name != "version"}
        add_goal(self.municipality, self.year, **values, by=self.person)


class ChangeOrientation(RowForm, GoalDecision):
    """Give an orientation goal another number or wording."""

    model = OrientationGoal
    form_class = OrientationForm
    title = gettext_lazy("Change the orientation goal")

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("number", "title", "version")}

    def perform(self, data: Mapping[str, Any]) -> None:
        change_orientation(self.object, **data, by=self.person)


class ChangeGoal(RowForm, GoalFields):
    """Give a goal another number, wording or place."""

    model = CouncilGoal
    title = gettext_lazy("Change the goal")
    intro = gettext_lazy("Plans that have taken up the goal keep the words that they took, and are told about yours.")

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("number", "title", "orientation", "origin", "version")}

    def perform(self, data: Mapping[str, Any]) -> None:
        change_goal(self.object, **data, by=self.person)


class MoveGoal(RowForm, GoalDecision):
    """Move a goal up or down. With htmx the list comes back with the focus where it was."""

    model: ClassVar[Any] = CouncilGoal

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect(self.way_back())

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the button says it all
        self.went_up = self.request.POST.get("direction") != "down"
        self.moved = move(self.object, -1 if self.went_up else 1, by=self.person)

    def done(self) -> HttpResponse:
        anchor = f"{self.model._meta.model_name}-{self.object.pk}"  # noqa: SLF001
        if self.request.headers.get("HX-Request") != "true":
            return redirect(f"{self.way_back()}#{anchor}")
        edge = _("It stands first already.") if self.went_up else _("It stands last already.")
        context = {
            "view": self,
            "municipality": self.municipality,
            "may_edit": True,
            "moved": self.object,
            "went_up": self.went_up,
            "said": _("Moved: %(row)s") % {"row": self.object} if self.moved else edge,
            **goals_context(self.municipality, self.goals_year),
        }
        return render(self.request, "planning/council_goals.html#goals", context)


class MoveOrientation(MoveGoal):
    """Move an orientation goal, with its goals, up or down."""

    model = OrientationGoal


class RemoveGoal(RowForm, GoalDecision):
    """Remove a goal that no plan uses."""

    model: ClassVar[Any] = CouncilGoal
    title = gettext_lazy("Remove the goal?")
    intro = gettext_lazy("A goal that a plan has taken up cannot be removed. What has been stays in the history.")
    save = gettext_lazy("Remove")
    look = "danger"

    def about(self) -> str:
        return str(self.object)

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        remove_goal(self.object, by=self.person)


class RemoveOrientation(RemoveGoal):
    """Remove an orientation goal that has no goals."""

    model = OrientationGoal
    title = gettext_lazy("Remove the orientation goal?")
    intro = gettext_lazy("Only an orientation goal without goals can be removed.")

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        remove_orientation(self.object, by=self.person)


class CopyGoals(GoalDecision):
    """Copy last year's goals into the year."""

    title = gettext_lazy("Copy last year's goals?")
    intro = gettext_lazy(
        "The year gets the same goals as last year, each linked to the one that it goes on from. Then change those that"
        " the council has reworded, remove those it has dropped and add the new ones."
    )
    save = gettext_lazy("Copy")

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        copied = copy_goals(self.municipality, self.year, by=self.person)
        sentence = ngettext("%(count)d goal was copied.", "%(count)d goals were copied.", copied)
        messages.success(self.request, sentence % {"count": copied})
