"""Ending a role, and substitutes: by the administrator for anybody, and by oneself for one's own roles."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.views import FormUseCase, UseCase
from rimlig.organisation.models import RoleAssignment, Substitution
from rimlig.organisation.people.forms import ConfirmForm, EndRoleForm, SubstituteForm, usual_absence
from rimlig.organisation.people.own_roles import own_lasting_roles, standing_in_for
from rimlig.organisation.people.roles import end_role, take_back_role, was_held_before_today
from rimlig.organisation.people.substitutes import end_substitution, name_substitute, possible_substitutes
from rimlig.organisation.people.views import PersonFormUseCase

WITH_PLACE = ("user", "municipality", "board", "unit__board")


class AssignmentUseCase(PersonFormUseCase):
    """Something that is done about one role of one of the people."""

    assignment: RoleAssignment

    def guard(self) -> None:
        super().guard()
        roles = RoleAssignment.objects.filter(user=self.whom, municipality=self.object).select_related(*WITH_PLACE)
        self.assignment = get_object_or_404(roles, pk=self.kwargs["role"])

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "assignment": self.assignment}


class EndRole(AssignmentUseCase):
    """End a role from a day. One that was held before today stays among the past roles."""

    form_class = EndRoleForm
    template_name = "organisation/end_role.html"

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "may_be_taken_back": not was_held_before_today(self.assignment)}

    def initial(self) -> dict[str, Any]:
        return {"last_day": self.assignment.ends or timezone.localdate()}

    def perform(self, data: Mapping[str, Any]) -> None:
        self.assignment = end_role(self.assignment, last_day=data["last_day"], by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The role has its last day."))
        return super().done()


class TakeBackRole(AssignmentUseCase):
    """Take back a role that was given by mistake, or that has not begun."""

    form_class = ConfirmForm
    template_name = "organisation/take_back_role.html"

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # nothing is filled in
        take_back_role(self.assignment, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The role has been taken back."))
        return super().done()


class NameSubstitute(AssignmentUseCase):
    """Name somebody who holds the role while the person is away."""

    form_class = SubstituteForm
    template_name = "organisation/substitute.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return _substitute_form(self.assignment, data)

    def perform(self, data: Mapping[str, Any]) -> None:
        _name(self.assignment, data, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The substitute has been named."))
        return super().done()


class EndSubstitution(PersonFormUseCase):
    """A substitute is not needed any more: the person's own, or somebody that the person stands in for."""

    form_class = ConfirmForm
    template_name = "organisation/end_substitution.html"

    def guard(self) -> None:
        super().guard()
        here = Substitution.objects.filter(assignment__municipality=self.object)
        concerned = here.filter(assignment__user=self.whom) | here.filter(substitute=self.whom)
        self.substitution = get_object_or_404(
            concerned.select_related("substitute", *(f"assignment__{name}" for name in WITH_PLACE)),
            pk=self.kwargs["substitution"],
        )

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "substitution": self.substitution}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # nothing is filled in
        end_substitution(self.substitution, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The substitute has the role no more."))
        return super().done()


class MySubstitutes(UseCase):
    """My roles, who stands in for me, and for whom I stand in."""

    permission = "site.use"
    template_name = "organisation/my_substitutes.html"

    def context(self) -> Mapping[str, Any]:
        return {"roles": own_lasting_roles(self.person), "standing_in": standing_in_for(self.person)}


class MyRoleUseCase(FormUseCase):
    """Something about a role of one's own: anybody else's is not known here (404)."""

    permission = "site.use"
    board = "municipality"

    def visible(self) -> Any:
        return own_lasting_roles(self.person)

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "assignment": self.object}

    def done(self) -> HttpResponse:
        return redirect("organisation:my-substitutes")


class NameMySubstitute(MyRoleUseCase):
    """Name somebody who holds my role while I am away."""

    template_name = "organisation/substitute.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return _substitute_form(self.object, data)

    def perform(self, data: Mapping[str, Any]) -> None:
        _name(self.object, data, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The substitute has been named."))
        return super().done()


class EndMySubstitution(MyRoleUseCase):
    """End what I have asked of somebody else."""

    board = "assignment.municipality"
    form_class = ConfirmForm
    template_name = "organisation/end_substitution.html"

    def visible(self) -> Any:
        own = Substitution.objects.filter(assignment__user=self.person)
        return own.select_related("substitute", *(f"assignment__{name}" for name in WITH_PLACE))

    def context(self) -> Mapping[str, Any]:
        return {"object": self.object, "substitution": self.object}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # nothing is filled in
        end_substitution(self.object, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The substitute has the role no more."))
        return super().done()


def _substitute_form(assignment: RoleAssignment, data: Any) -> SubstituteForm:
    starts, ends = usual_absence(max(timezone.localdate(), assignment.starts or timezone.localdate()))
    ends = min(ends, assignment.ends or ends)
    return SubstituteForm(possible_substitutes(assignment), data, initial={"starts": starts, "ends": ends})


def _name(assignment: RoleAssignment, data: Mapping[str, Any], *, by: Any) -> None:
    name_substitute(assignment, substitute=data["substitute"], starts=data["starts"], ends=data["ends"], by=by)
