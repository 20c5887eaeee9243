"""The boards of a municipality: where everybody finds their trees, and administrators add, rename and end boards."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.views import FormUseCase
from rimlig.organisation.models import Board, OrgUnit, TableImport, TableKind, valid_on
from rimlig.organisation.structure.asking import AskFirst
from rimlig.organisation.structure.boards import add_board, change_board, end_board, take_back_ending_of_board
from rimlig.organisation.structure.forms import AddBoardForm, ChangeBoardForm, EndBoardForm, NoForm
from rimlig.organisation.structure.views_tree import BoardUseCase
from rimlig.organisation.views_municipality import MunicipalityFormUseCase, MunicipalityUseCase

LATEST = 10


def boards_of(municipality: Any) -> Any:
    """Return the municipality's boards, each with the number of its units of today."""
    on_the_day = Count("units", filter=valid_on(timezone.localdate(), "units__"))
    return Board.objects.filter(municipality=municipality).annotate(units_today=on_the_day)


class Organisation(MunicipalityUseCase):
    """The municipality's boards with the ways to their trees and, for who administers them, to change them; tables of people."""

    permission = "organisation.read"
    template_name = "organisation/organisation.html"

    def context(self) -> Mapping[str, Any]:
        may_import = self.person.has_perm("people.edit", self.object)
        tables = TableImport.objects.filter(municipality=self.object, kind=TableKind.PEOPLE).defer("rows", "outcomes")
        visible = Board.objects.visible_to(self.person)
        return {
            **super().context(),
            "boards": boards_of(self.object).filter(pk__in=visible.values("pk")),
            "may_edit": self.person.has_perm("organisation.edit", self.object),
            "today": timezone.localdate(),
            "may_import": may_import,
            "tables": tables.select_related("uploaded_by")[:LATEST] if may_import else [],
        }


class AddBoard(MunicipalityFormUseCase):
    """Add a board to the municipality."""

    permission = "organisation.edit"
    form_class = AddBoardForm
    template_name = "organisation/board_form.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        add_board(self.object, **data, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("organisation:organisation", self.object.pk)


class ChangeBoard(BoardUseCase, FormUseCase):
    """Give the board another name or code."""

    permission = "organisation.edit"
    template_name = "organisation/board_form.html"

    def asked_about(self) -> Any:
        return self.object.municipality

    def context(self) -> Mapping[str, Any]:
        return {**BoardUseCase.context(self), "municipality": self.object.municipality}

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        board: Board = self.object
        return ChangeBoardForm(data, initial={"name": board.name, "code": board.code, "version": board.version})

    def perform(self, data: Mapping[str, Any]) -> None:
        change_board(self.object, **data, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("organisation:organisation", self.object.municipality_id)


class EndBoard(BoardUseCase, AskFirst):
    """Let the board end after a day."""

    permission = "organisation.edit"
    template_name = "organisation/end_board.html"

    def asked_about(self) -> Any:
        return self.object.municipality

    def context(self) -> Mapping[str, Any]:
        going_on = OrgUnit.objects.filter(Q(ends=None) | Q(ends__gt=timezone.localdate()), board=self.object)
        return {**super().context(), "municipality": self.object.municipality, "going_on": going_on.count()}

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        return EndBoardForm(data, initial={"last_day": timezone.localdate(), "version": self.object.version})

    def perform(self, data: Mapping[str, Any]) -> None:
        self.effects = end_board(self.object, **data, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The ending of %(board)s is stored.") % {"board": self.object})
        return redirect("organisation:organisation", self.object.municipality_id)


class TakeBackEndingOfBoard(BoardUseCase, FormUseCase):
    """A button that lets a board go on that was to end. Asked for by GET, it leads to the boards."""

    permission = "organisation.edit"
    form_class = NoForm

    def asked_about(self) -> Any:
        return self.object.municipality

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return self.done()

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002
        take_back_ending_of_board(self.object, by=self.person)

    def done(self) -> HttpResponse:
        return redirect("organisation:organisation", self.object.municipality_id)

    def page(self, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ARG002
        """Say on the boards' page why nothing was taken back."""
        for error in more["form"].non_field_errors():
            messages.error(self.request, error)
        return self.done()
