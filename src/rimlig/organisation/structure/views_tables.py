"""Tables of units and people: taken in, looked at row by row, carried out or put aside; and out again as Excel."""

from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import Unreadable
from rimlig.core.queueing import worker_is_running
from rimlig.core.views import FormUseCase, ObjectUseCase, UseCase
from rimlig.organisation.models import TableImport, TableKind
from rimlig.organisation.structure.forms import NoForm
from rimlig.organisation.structure.forms_tables import DecideForm, TableForm, UnitsTableForm
from rimlig.organisation.structure.tables import background
from rimlig.organisation.structure.tables.cells import Verdict
from rimlig.organisation.structure.tables.operations import carry_out, put_aside, take_in_people, take_in_units
from rimlig.organisation.structure.tables.tables import COLUMNS
from rimlig.organisation.structure.tables.workbooks import SHEETS, empty_workbook, people_as_workbook, units_as_workbook
from rimlig.organisation.structure.views_tree import BoardUseCase
from rimlig.organisation.views_municipality import MunicipalityFormUseCase, MunicipalityUseCase

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 200
LATEST = 10


class Upload(FormUseCase):
    """Choose a table; it is read at once, and nothing of it is done."""

    item: TableImport

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except Unreadable as problem:
            form = self.form(request.POST, request.FILES)
            form.add_error("file", str(problem))
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)

    def done(self) -> HttpResponse:
        return redirect("organisation:table", self.item.pk)


class UploadUnits(Upload, BoardUseCase):
    """Take in a table of the board's units."""

    permission = "organisation.edit"
    form_class = UnitsTableForm
    template_name = "organisation/upload_units.html"

    def initial(self) -> dict[str, Any]:
        return {"takes_effect": timezone.localdate()}

    def context(self) -> Mapping[str, Any]:
        tables = TableImport.objects.filter(board=self.object).defer("rows", "outcomes")
        return {**super().context(), "tables": tables.select_related("uploaded_by")[:LATEST]}

    def perform(self, data: Mapping[str, Any]) -> None:
        file, day = data["file"], data["takes_effect"]
        self.item = take_in_units(self.object, file.read(), file_name=file.name, takes_effect=day, by=self.person)


class UploadPeople(Upload, MunicipalityFormUseCase):
    """Take in a table of the municipality's people and their roles."""

    permission = "people.edit"
    form_class = TableForm
    template_name = "organisation/upload_people.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        file = data["file"]
        self.item = take_in_people(self.object, file.read(), file_name=file.name, by=self.person)


class TableUseCase(ObjectUseCase):
    """A page about a table that was taken in. People's tables ask for the right to change people."""

    model = TableImport
    permission = "organisation.edit"

    def visible(self) -> Any:
        return TableImport.objects.visible_to(self.person).select_related(
            "board__municipality", "municipality", "uploaded_by"
        )

    def guard(self) -> None:
        super().guard()
        self.here = f"municipality-{self.object.municipality_id}"  # type: ignore[misc]  # of the way in the frame
        if self.object.kind == TableKind.PEOPLE and not self.person.has_perm("people.edit", self.object.municipality):
            raise Http404

    def asked_about(self) -> Any:
        return self.object.board or self.object.municipality


class ShowTable(TableUseCase):
    """What each row leads to, all of them or those with one verdict."""

    template_name = "organisation/table.html"

    def context(self) -> Mapping[str, Any]:
        item: TableImport = self.object
        counts = Counter(verdict for _number, verdict, _said in item.outcomes)
        chosen = self.request.GET.get("visa", "")
        pairs = zip(item.rows, item.outcomes, strict=True)
        columns = COLUMNS[TableKind(item.kind)]
        rows = [
            (number, [cells.get(column, "") for column in columns], verdict, said)
            for (number, cells), (_number, verdict, said) in pairs
            if chosen not in set(Verdict) or verdict == chosen
        ]
        return {
            **super().context(),
            "item": item,
            "columns": columns,
            "counts": [(verdict.value, counts[verdict.value]) for verdict in Verdict if counts[verdict.value]],
            "errors": counts[Verdict.ERROR.value],
            "changes": sum(counts.values()) - counts[Verdict.ERROR.value] - counts[Verdict.UNCHANGED.value],
            "chosen": chosen,
            "rows": Paginator(rows, ROWS).get_page(self.request.GET.get("sida")),
            "is_open": item.state == TableImport.State.SHOWN,
            "is_large": background.is_large(item),
            **self._progress(),
        }

    def _progress(self) -> dict[str, Any]:
        if self.object.state not in background.UNFINISHED:
            return {}
        done, total = background.noted(self.object.pk)
        return {"unfinished": True, "done": done, "total": total, "worker_is_running": worker_is_running()}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("HX-Target") != "progress":
            return super().get(request, *args, **kwargs)
        if self.object.state in background.UNFINISHED:
            shown = {"item": self.object, **self._progress()}
            return render(request, "organisation/table.html#progress", shown)
        # It is over: the whole page says how it went.
        return HttpResponse(headers={"HX-Refresh": "true", "Cache-Control": "no-store"})


class DecideOnTable(TableUseCase, FormUseCase):
    """A button on the page of a table. Asked for by GET, it leads to the page."""

    form_class: ClassVar[type[forms.Form]] = DecideForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("organisation:table", self.object.pk)

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:  # noqa: ARG002
        """Say on the table's page why nothing was done, beside what the rows lead to now."""
        for error in more["form"].non_field_errors():
            messages.error(self.request, error)
        return redirect("organisation:table", self.object.pk)

    def done(self) -> HttpResponse:
        return redirect("organisation:table", self.object.pk)


class ApplyTable(DecideOnTable):
    """Do what the rows lead to: now, or for a large table by the worker."""

    def perform(self, data: Mapping[str, Any]) -> None:
        if background.is_large(self.object):
            background.ask_to_carry_out(self.object, version=data["version"], by=self.person)
            return
        carry_out(self.object, version=data["version"], by=self.person)
        messages.success(self.request, _("The table is carried out: all of its rows."))


class StopTable(DecideOnTable):
    """Stop the carrying out of a large table; nothing of it is done."""

    form_class = NoForm

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002
        background.stop(self.object, by=self.person)


class PutTableAside(DecideOnTable):
    """Do nothing of it."""

    def perform(self, data: Mapping[str, Any]) -> None:
        put_aside(self.object, version=data["version"], by=self.person)


class UnitsAsTable(BoardUseCase):
    """The board's units as Excel, to change there and take in again."""

    permission = "organisation.edit"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return _file(units_as_workbook(self.object, timezone.localdate()), f"enheter-{self.object.code}.xlsx")


class PeopleAsTable(MunicipalityUseCase):
    """The municipality's people and roles as Excel, to change there and take in again."""

    permission = "people.edit"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return _file(people_as_workbook(self.object, timezone.localdate()), f"personer-{self.object.code}.xlsx")


class EmptyTable(UseCase):
    """The empty table to fill in. Nothing in it belongs to anybody."""

    permission = "site.use"
    kind: TableKind = TableKind.UNITS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return _file(empty_workbook(self.kind), f"{SHEETS[self.kind].lower()}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})
