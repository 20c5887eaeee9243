"""The municipality's categories of risk."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.planning.models import RiskCategory
from rimlig.planning.municipality.categories import add_category, change_category, move_category
from rimlig.planning.municipality.forms_scales import AddCategoryForm, CategoryForm
from rimlig.planning.municipality.queries_scales import categories_of
from rimlig.planning.municipality.scales import begin_scales
from rimlig.planning.municipality.views import DecisionForm, MunicipalityPage, RowForm


class Categories(MunicipalityPage):
    """The categories in their order, with the number of risks that have each."""

    permission = "scales.read"
    template_name = "planning/categories.html"

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "categories": list(categories_of(self.municipality)),
            "may_edit": self.may("scales.edit"),
        }


class CategoryDecision(DecisionForm):
    """What the forms about categories share."""

    permission = "scales.edit"

    def way_back(self) -> str:
        return reverse("planning:categories", args=[self.municipality.pk])

    def way_back_words(self) -> str:
        return _("Categories")


class BeginScales(CategoryDecision):
    """Make the usual scales and categories the municipality's own."""

    title = gettext_lazy("Begin with the usual categories")
    intro = gettext_lazy("You get the scales and the categories that Rimlig comes with, and change them as you like.")
    save = gettext_lazy("Begin")

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        begin_scales(self.municipality, by=self.person)


class AddCategory(CategoryDecision):
    """Add a category."""

    form_class = AddCategoryForm
    title = gettext_lazy("Add a category")
    intro = gettext_lazy("The boards can choose it for their risks at once.")
    save = gettext_lazy("Add")

    def perform(self, data: Mapping[str, Any]) -> None:
        add_category(self.municipality, **data, by=self.person)


class ChangeCategory(RowForm, CategoryDecision):
    """Rename a category, mark it, or put it out of use."""

    model = RiskCategory
    form_class = CategoryForm
    title = gettext_lazy("Change the category")
    intro = gettext_lazy("The risks that have the category follow along, also in plans that are decided.")

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("name", "irregularity", "in_use", "version")}

    def perform(self, data: Mapping[str, Any]) -> None:
        change_category(self.object, **data, by=self.person)


class MoveCategory(RowForm, CategoryDecision):
    """Move a category up or down. With htmx the list comes back with the focus where it was."""

    model = RiskCategory

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect(self.way_back())

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the button says it all
        self.went_up = self.request.POST.get("direction") != "down"
        self.moved = move_category(self.object, -1 if self.went_up else 1, by=self.person)

    def done(self) -> HttpResponse:
        if self.request.headers.get("HX-Request") != "true":
            return redirect(f"{self.way_back()}#riskcategory-{self.object.pk}")
        edge = _("It stands first already.") if self.went_up else _("It stands last already.")
        context = {
            "view": self,
            "may_edit": True,
            "moved": self.object,
            "went_up": self.went_up,
            "said": _("Moved: %(row)s") % {"row": self.object} if self.moved else edge,
            "categories": list(categories_of(self.municipality)),
        }
        return render(self.request, "planning/categories.html#categories", context)
