"""Changing any text or status in place: one view for every kind of row in editables.py.

Without JavaScript the form is a small page of its own that leads back to
where one was. With htmx the form takes the row's place, and the row the
form's. GET shows; only POST changes.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.planning.models import Goal
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.rows.attached import lines_beside
from rimlig.planning.rows.changing import change
from rimlig.planning.rows.drawing import may_change, outline_context, row_context
from rimlig.planning.rows.editables import BY_SLUG, Editable
from rimlig.planning.rows.forms import ChangeForm
from rimlig.planning.rows.histories import last_change
from rimlig.planning.rows.writers import may_write

LOOKS = {"", "page"}
"""How a row is drawn: as on most pages, or as the heading of its own page."""


class RowUseCase(ObjectUseCase):
    """Something about one row of the kind that the address names."""

    board = "in_plan.board"

    @property
    def editable(self) -> Editable:
        """The line of the table that the address names."""
        try:
            return BY_SLUG[self.kwargs["kind"]]
        except KeyError:
            raise Http404 from None

    def visible(self) -> Any:
        return self.editable.model.objects.visible_to(self.request.user).with_plan()

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def context(self) -> dict[str, Any]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        look = sent.get("look", "")
        way_back = sent.get("next", "")
        if not url_has_allowed_host_and_scheme(way_back, allowed_hosts=None) or not way_back.startswith("/"):
            way_back = reverse("planning:plan", args=[self.workplace.pk])
        return {
            "object": self.object,
            "row": self.object,
            "editable": self.editable,
            "look": look if look in LOOKS else "",
            "way_back": way_back,
            "plan": self.workplace,
            "may_edit": may_change(
                self.editable,
                self.object,
                self.workplace,
                may_edit=may_write(self.person, self.editable, self.object, self.workplace),
            ),
        }

    def row_as_it_stands(self, context: Mapping[str, Any], *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        """Answer with the row itself, to be put in the place of the form."""
        look, may_edit, way_back = context["look"], context["may_edit"], context["way_back"]
        scale = self.workplace.scale if self.editable.kind == "event" else None
        more["scales"] = scales_of(scale) if scale else None
        if way_back.partition("?")[0] == reverse("planning:plan", args=[self.workplace.pk]):
            more |= self._in_outline(way_back, may_edit=may_edit)
        drawn = row_context(
            self.editable, self.object, look=look, may_edit=may_edit, way_back=way_back, swapped=True, **more
        )
        return render(self.request, "planning/row.html", drawn, status=status)

    def _in_outline(self, way_back: str, *, may_edit: bool) -> dict[str, Any]:
        """Return what the row needs where it stands in the outline, under the goal that the address names."""
        shown = dict(parse_qsl(urlsplit(way_back).query)).get("mal", "")
        goal = Goal.objects.filter(plan=self.workplace, pk=shown).first() if shown.isdecimal() else None
        lines = lines_beside(self.editable.kind, [self.object]).get(self.object.pk, [])
        return outline_context(self.editable, self.object, may_edit=may_edit, goal=goal, lines=lines)


class ShowRow(RowUseCase):
    """The row as it stands: what Esc brings back. Without htmx it leads to the page where the row stands."""

    permission = "plan.read"

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        context = self.context()
        if self.request.headers.get("HX-Request") != "true":
            return redirect(context["way_back"])
        return self.row_as_it_stands(context, status=status, **more)


class ChangeRow(RowUseCase, FormUseCase):
    """Change the row's fields, unless somebody else has meanwhile."""

    permission = "plan.read"  # and besides, the row must be the person's to write
    template_name = "planning/change.html"
    part = "form"

    def guard(self) -> None:
        super().guard()
        if not may_write(self.person, self.editable, self.object, self.workplace):
            raise PermissionDenied

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        initial = {field.name: getattr(self.object, field.name) for field in self.editable.fields}
        return ChangeForm(self.editable, self.object, data, initial={**initial, "version": self.object.version})

    def perform(self, data: Mapping[str, Any]) -> None:
        if not self.editable.is_open(self.object):
            raise RuleBroken(_("This is written on a page of its own, so it cannot be changed here."))
        values = {name: value for name, value in data.items() if name != "version"}
        self.object = change(self.object, values, version=data["version"], by=self.person)

    def done(self) -> HttpResponse:
        context = self.context()
        if self.request.headers.get("HX-Request") == "true":
            return self.row_as_it_stands(context, saved=True)
        return redirect(f"{context['way_back']}#{self.editable.kind}-{self.object.pk}")

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what the other wrote beside mine. Saved once more, the form goes over what is there now."""
        mine = dict(form.cleaned_data)
        shown = ChangeForm(self.editable, outdated.current, initial={**mine, "version": outdated.current.version})
        pairs = [
            (field, getattr(outdated.current, field.name), mine[field.name])
            for field in self.editable.fields
            if getattr(outdated.current, field.name) != mine[field.name]
        ]
        return self.page(
            status=HTTPStatus.CONFLICT,
            form=shown,
            conflict=pairs,
            message=str(outdated),
            other=last_change(outdated.current),
        )
