"""Changing a board's tree: each thing is shown before it is done."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.views import FormUseCase
from rimlig.organisation.models import OrgUnit, Placement, UnitKind
from rimlig.organisation.structure.asking import AskFirst
from rimlig.organisation.structure.endings import Below, Effects, end_units
from rimlig.organisation.structure.forms import (
    AddUnitForm,
    ChangeUnitForm,
    EndUnitForm,
    MergeUnitsForm,
    MoveUnitForm,
    NoForm,
)
from rimlig.organisation.structure.restructuring import add_unit, change_unit, move_unit
from rimlig.organisation.structure.taking_back import take_back_ending, take_back_move, take_back_unit
from rimlig.organisation.structure.views_tree import BoardUseCase, UnitUseCase
from rimlig.organisation.tree import below


class AddUnit(BoardUseCase, AskFirst):
    """Add a unit to the board's tree."""

    permission = "organisation.edit"
    template_name = "organisation/add_unit.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        under = self.request.GET.get("under", "")
        return AddUnitForm(self.object, data, initial={"kind": UnitKind.UNIT, "under": under})

    def perform(self, data: Mapping[str, Any]) -> None:
        self.effects = add_unit(self.object, **{**data, "kind": UnitKind(data["kind"])}, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("%(unit)s is now in the tree.") % {"unit": self.effects})
        return redirect("organisation:unit", self.effects.pk)


class ChangeUnit(UnitUseCase, FormUseCase):
    """Give the unit another name, kind or code."""

    permission = "organisation.edit"
    template_name = "organisation/change_unit.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        unit: OrgUnit = self.object
        shown = {"name": unit.name, "kind": unit.kind, "code": unit.code, "version": unit.version}
        return ChangeUnitForm(data, initial=shown)

    def perform(self, data: Mapping[str, Any]) -> None:
        change_unit(self.object, **{**data, "kind": UnitKind(data["kind"])}, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("organisation:unit", self.object.pk)


class MoveUnit(UnitUseCase, AskFirst):
    """Let the unit stand somewhere else from a day on."""

    permission = "organisation.edit"
    template_name = "organisation/move_unit.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        initial = {"on": timezone.localdate(), "version": self.object.version}
        return MoveUnitForm(self.object, data, initial=initial)

    def perform(self, data: Mapping[str, Any]) -> None:
        place = move_unit(self.object, **data, by=self.person)
        self.effects = {
            "under": place.parent or self.object.board,
            "on": data["on"],
            "coming_along": len(below([self.object.pk], data["on"])) - 1,
            "has_passed": data["on"] < timezone.localdate(),
        }

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The move of %(unit)s is stored.") % {"unit": self.object})
        return redirect("organisation:unit", self.object.pk)


class EndUnit(UnitUseCase, AskFirst):
    """Let the unit end after a day."""

    permission = "organisation.edit"
    template_name = "organisation/end_unit.html"
    effects: Effects

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        initial = {"last_day": timezone.localdate(), "version": self.object.version, "those_below": Below.MOVE_UP}
        has_below = Placement.objects.filter(parent=self.object).exists()
        return EndUnitForm(self.object, data, initial=initial, has_below=has_below)

    def perform(self, data: Mapping[str, Any]) -> None:
        unit = self.object
        those_below = Below(data.get("those_below") or Below.MOVE_UP)
        versions = {unit.pk: data["version"]}
        self.effects = end_units(
            [unit],
            last_day=data["last_day"],
            into=data["into"],
            those_below=those_below,
            versions=versions,
            by=self.person,
        )

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The ending of %(unit)s is stored.") % {"unit": self.object})
        return redirect("organisation:unit", self.object.pk)


class MergeUnits(BoardUseCase, AskFirst):
    """Let one or several units go into another one."""

    permission = "organisation.edit"
    template_name = "organisation/merge_units.html"
    effects: Effects

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        rows = OrgUnit.objects.valid().filter(board=self.object).values_list("pk", "version")
        versions = " ".join(f"{pk}:{version}" for pk, version in rows)
        chosen = [unit for unit in self.request.GET.getlist("enhet") if unit.isascii() and unit.isdecimal()]
        initial = {"on": timezone.localdate() + timedelta(days=1), "versions": versions, "units": chosen}
        return MergeUnitsForm(self.object, data, initial=initial)

    def perform(self, data: Mapping[str, Any]) -> None:
        units = OrgUnit.objects.filter(board=self.object, pk__in=data["units"]).select_related("board__municipality")
        versions = {pk: data["versions"].get(pk, 0) for pk in data["units"]}
        last_day = data["on"] - timedelta(days=1)
        self.effects = end_units(units, last_day=last_day, into=data["into"], versions=versions, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The merger is stored."))
        return redirect("organisation:tree", self.object.pk)


class TakeBack(UnitUseCase, FormUseCase):
    """A button that takes back what is planned for the unit. Asked for by GET, it leads to the unit."""

    permission = "organisation.edit"
    form_class = NoForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("organisation:unit", self.object.pk)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("It is taken back."))
        return redirect("organisation:unit", self.object.pk)

    def page(self, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ARG002
        """Say on the unit's page why nothing was taken back."""
        for error in more["form"].non_field_errors():
            messages.error(self.request, error)
        return redirect("organisation:unit", self.object.pk)


class TakeBackMove(TakeBack):
    """Take back a planned move; the day of it stands in the address."""

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002
        take_back_move(self.object, self.kwargs["day"], by=self.person)


class TakeBackEnding(TakeBack):
    """Let a unit that was to end go on."""

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002
        take_back_ending(self.object, by=self.person)


class TakeBackUnit(TakeBack):
    """Remove a unit that has not begun."""

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002
        take_back_unit(self.object, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("%(unit)s is taken back.") % {"unit": self.object})
        return redirect("organisation:tree", self.object.board_id)
