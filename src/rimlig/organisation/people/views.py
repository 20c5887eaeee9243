"""The people of a municipality: the list, one person, letting somebody in, renaming, closing out and letting in again."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated
from rimlig.organisation.models import User
from rimlig.organisation.people.forms import AddPersonForm, ChangePersonForm, ConfirmForm, PeopleSearchForm, RoleForm
from rimlig.organisation.people.history import history_of
from rimlig.organisation.people.invitations import invite
from rimlig.organisation.people.open_work import open_work_of
from rimlig.organisation.people.operations import add_person, belongs_only_to, change_person, close_out, let_in_again
from rimlig.organisation.people.queries import people_of, roles_of, searched, with_roles
from rimlig.organisation.people.roles import give_role
from rimlig.organisation.views_municipality import MunicipalityFormUseCase, MunicipalityUseCase

ROWS = 50
LAST_PAGE = 100_000


def page_number(request: HttpRequest) -> int:
    """Return which page of a list is asked for (the first is 1), or raise Http404 for what is none."""
    number = request.GET.get("sida", "1")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= LAST_PAGE):
        raise Http404
    return int(number)


class People(MunicipalityUseCase):
    """Who has a role in the municipality: to search in, and by role and board."""

    permission = "people.read"
    template_name = "organisation/people.html"
    part = "rows"

    def context(self) -> Mapping[str, Any]:
        form = PeopleSearchForm(self.object, self.request.GET)
        form.is_valid()  # what is not understood is left out of cleaned_data
        people = with_roles(searched(self.object, form.cleaned_data), self.object)
        shown = self.request.GET.copy()
        shown.pop("sida", None)
        return {
            **super().context(),
            "form": form,
            "people": Paginator(people, ROWS).get_page(page_number(self.request)),
            "search": shown.urlencode(),
            "may_edit": self.person.has_perm("people.edit", self.object),
        }


class PersonUseCase(MunicipalityUseCase):
    """A page about one of the municipality's people: `whom`. A person of elsewhere is not known here (404)."""

    whom: User

    def guard(self) -> None:
        super().guard()
        self.whom = get_object_or_404(people_of(self.object), pk=self.kwargs["person"])

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "whom": self.whom, "is_own": belongs_only_to(self.whom, self.object)}


class Person(PersonUseCase):
    """One person: the roles now and before, substitutes, and what has happened."""

    permission = "people.read"
    template_name = "organisation/person.html"

    def context(self) -> Mapping[str, Any]:
        page = page_number(self.request)
        events, has_more = history_of(self.whom, self.object, page)
        may_edit = self.person.has_perm("people.edit", self.object)
        return {
            **super().context(),
            "roles": roles_of(self.whom, self.object),
            "events": events,
            "older": page + 1 if has_more else None,
            "newer": page - 1 if page > 1 else None,
            "may_edit": may_edit,
            "is_oneself": self.whom.pk == self.person.pk,
        }


class PersonFormUseCase(PersonUseCase, MunicipalityFormUseCase):
    """Something that is done about one person; leads back to their page."""

    permission = "people.edit"

    def done(self) -> HttpResponse:
        return redirect("organisation:person", self.object.pk, self.whom.pk)


class WithUnits(MunicipalityFormUseCase):
    """A form with a board and a unit: choosing the board shows its units, with htmx or by a button without it."""

    permission = "people.edit"
    part = "unit"

    def initial(self) -> dict[str, Any]:
        return {"starts": timezone.localdate(), "board": self.request.GET.get("board", "")}

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return self.form_class(self.object, data, initial=self.initial())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "show-units" in request.POST:
            return self.page(form=self.form_class(self.object, initial=request.POST.dict()))
        return super().post(request, *args, **kwargs)


class AddPerson(WithUnits):
    """Let somebody in, by their first role in the municipality."""

    form_class = AddPersonForm
    template_name = "organisation/add_person.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        days = {"starts": data["starts"], "ends": data["ends"]}
        self.added = add_person(data["wanted"], email=data["email"], name=data["name"], **days, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("%(name)s is among the people now, with the role.") % {"name": self.added})
        return redirect("organisation:person", self.object.pk, self.added.pk)


class GiveRole(PersonUseCase, WithUnits):
    """Give one of the people another role."""

    form_class = RoleForm
    template_name = "organisation/give_role.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        give_role(self.whom, data["wanted"], starts=data["starts"], ends=data["ends"], by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The role has been given."))
        return redirect("organisation:person", self.object.pk, self.whom.pk)


class ChangePerson(PersonFormUseCase):
    """Correct a person's name or address, when they are this municipality's alone."""

    form_class = ChangePersonForm
    template_name = "organisation/change_person.html"

    def initial(self) -> dict[str, Any]:
        name, email = self.whom.name, self.whom.email
        return {"name": name, "email": email, "seen_name": name, "seen_email": email}

    def perform(self, data: Mapping[str, Any]) -> None:
        seen = (data["seen_name"], data["seen_email"])
        self.whom = change_person(
            self.whom, self.object, name=data["name"], email=data["email"], seen=seen, by=self.person
        )

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what the other wrote; saved once more, the form goes over that."""
        now = outdated.current
        again = ChangePersonForm(
            {**form.cleaned_data, "seen_name": now.name, "seen_email": now.email}, initial=self.initial()
        )
        again.add_error(None, str(outdated))
        return self.page(status=HTTPStatus.CONFLICT, form=again, current=now)


class CloseOut(PersonFormUseCase):
    """Somebody has left: say first what ends, then end it."""

    form_class = ConfirmForm
    template_name = "organisation/close_out.html"

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "roles": roles_of(self.whom, self.object),
            "work": open_work_of(self.whom, self.object),
            "is_oneself": self.whom.pk == self.person.pk,
        }

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # nothing is filled in
        close_out(self.whom, self.object, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("%(name)s has no role here any more.") % {"name": self.whom})
        return super().done()


class LetInAgain(PersonFormUseCase):
    """Let somebody sign in again; the roles are given anew."""

    form_class = ConfirmForm
    template_name = "organisation/let_in_again.html"

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # nothing is filled in
        let_in_again(self.whom, self.object, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("%(name)s may sign in again. Give them a role.") % {"name": self.whom})
        return super().done()


class Invite(PersonFormUseCase):
    """Tell somebody by mail how they sign in the first time."""

    form_class = ConfirmForm
    template_name = "organisation/invite.html"

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # nothing is filled in
        invite(self.request, self.whom, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("A mail is on its way to %(email)s.") % {"email": self.whom.email})
        return super().done()
