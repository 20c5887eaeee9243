"""A board's tree on a day, one unit of it, and the unit's history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from rimlig.core.views import ObjectUseCase
from rimlig.organisation.models import Board, OrgUnit, Placement, RoleAssignment
from rimlig.organisation.structure.forms import TreeDayForm
from rimlig.organisation.structure.outline import outline_of
from rimlig.organisation.structure.unit_history import names_of, places_of


class BoardUseCase(ObjectUseCase):
    """A page about a board and its units."""

    model = Board

    def guard(self) -> None:
        super().guard()
        self.here = f"municipality-{self.object.municipality_id}"  # type: ignore[misc]  # of the way in the frame

    def visible(self) -> Any:
        return Board.objects.visible_to(self.person).select_related("municipality")

    def asked_about(self) -> Any:
        return self.object

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "board": self.object,
            "may_edit": self.person.has_perm("organisation.edit", self.object),
        }


class Tree(BoardUseCase):
    """The board's units as a tree on a day, who has a role where, and what is planned."""

    permission = "organisation.read"
    template_name = "organisation/tree.html"

    def context(self) -> Mapping[str, Any]:
        form = TreeDayForm(self.request.GET or None)
        asked = form.cleaned_data.get("dag") if form.is_bound and form.is_valid() else None
        today = timezone.localdate()
        day: date = asked or today
        if not form.errors:
            form = TreeDayForm(initial={"dag": day})
        return {**super().context(), "form": form, "outline": outline_of(self.object, day), "is_today": day == today}


class UnitUseCase(ObjectUseCase):
    """A page about a unit."""

    model = OrgUnit

    def guard(self) -> None:
        super().guard()
        self.here = f"municipality-{self.object.board.municipality_id}"  # type: ignore[misc]  # of the way in the frame

    def visible(self) -> Any:
        return OrgUnit.objects.visible_to(self.person).select_related("board__municipality", "merged_into")

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "unit": self.object,
            "board": self.object.board,
            "may_edit": self.person.has_perm("organisation.edit", self.object.board),
        }


class Unit(UnitUseCase):
    """A unit: where it stands, what stands below it, who has a role there, what is planned, and what one may do."""

    permission = "organisation.read"
    template_name = "organisation/unit.html"

    def context(self) -> Mapping[str, Any]:
        today, unit = timezone.localdate(), self.object
        places = list(Placement.objects.filter(unit=unit).select_related("parent").order_by("starts"))
        here = next((place for place in places if _holds(place, today)), None)
        below = Placement.objects.valid(today).filter(parent=unit).select_related("unit")
        roles = RoleAssignment.objects.filter(Q(ends=None) | Q(ends__gte=today), unit=unit)
        return {
            **super().context(),
            "parent": here.parent if here else None,
            "moves": [
                place for place in places if place.starts and place.starts > today and place.starts != unit.starts
            ],
            "below": sorted((place.unit for place in below), key=lambda one: one.name.casefold()),
            "roles": roles.select_related("user").order_by("role", "user__name", "pk"),
            "is_to_come": bool(unit.starts and unit.starts > today),
            "is_to_end": bool(unit.ends and unit.ends >= today),
            "has_ended": bool(unit.ends and unit.ends < today),
        }


class UnitHistory(UnitUseCase):
    """What the unit has been called, where it has stood and when, and what has gone into it."""

    permission = "history.read"
    template_name = "organisation/unit_history.html"

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "names": names_of(self.object),
            "places": places_of(self.object),
            "merged": self.object.merged.order_by("ends", "name"),
        }


def _holds(place: Placement, day: date) -> bool:
    return (place.starts is None or place.starts <= day) and (place.ends is None or place.ends >= day)
