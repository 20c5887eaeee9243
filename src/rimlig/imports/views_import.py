"""One document on its way in: how far the reading has come, what was found, and what to do with it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from rimlig.core.queueing import worker_is_running
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.documents.document import Kind
from rimlig.followup.models import PeriodCode
from rimlig.imports import jobs
from rimlig.imports.forms import NoForm, StoreForm
from rimlig.imports.models import Import
from rimlig.imports.preview import destination_of, preview_of

QUICK_LOOKS = 15
"""A text is read in a moment: so many times the page looks after a third of a second, then every second."""

MOST_REMARKS = 10
"""So many names that the system did not know are told one by one."""


class OneImport(ObjectUseCase):
    """What the pages about an import share."""

    model = Import
    permission = "document.import"
    template_name = "imports/import.html"
    here = "import"

    def visible(self) -> Any:
        rows = Import.objects.visible_to(self.request.user)
        return rows.select_related("board__municipality", "uploaded_by", "plan__board")

    def context(self) -> Mapping[str, Any]:
        item: Import = self.object
        shown: dict[str, Any] = {
            "item": item,
            "state_word": item.get_state_display(),
            "unfinished": item.state in jobs.UNFINISHED,
        }
        if item.state in jobs.UNFINISHED:
            shown["worker_is_running"] = worker_is_running()
        if item.state == Import.State.READ:
            shown["preview"] = preview_of(item)
        return shown


class ShowImport(OneImport):
    """The import in whatever state it is; while it is read the page looks again by itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        part = {"progress": self._progress, "taken": self._taken}.get(request.headers.get("HX-Target", ""))
        return part() if part is not None else self._whole()

    def _whole(self) -> HttpResponse:
        if self.object.state != Import.State.READ:
            return self.page(look=0)
        document = jobs.document_of(self.object)
        destination = destination_of(document, self.object.board, document.year, PeriodCode.VB)
        return self.page(form=_store_form(self.object, None), destination=destination)

    def _progress(self) -> HttpResponse:
        """Answer to the page's own question how far it is: the bar again, or the whole when the reading has ended."""
        if self.object.state in jobs.UNFINISHED:
            look = self.request.GET.get("look", "0")
            shown = int(look) + 1 if look.isascii() and look.isdecimal() and len(look) < 9 else 0  # noqa: PLR2004
            context = {**self.context(), "view": self, "look": shown, "quick": shown < QUICK_LOOKS}
            return render(self.request, "imports/import.html#progress", context)
        response = HttpResponse(headers={"HX-Refresh": "true"})
        add_never_cache_headers(response)
        return response

    def _taken(self) -> HttpResponse:
        """Answer what storing for the year and period that are chosen just now would replace."""
        document = jobs.document_of(self.object)
        form = _store_form(self.object, self.request.GET)
        form.is_valid()
        year = form.cleaned_data.get("year")
        period = PeriodCode(form.cleaned_data.get("period") or PeriodCode.VB)
        context = {"item": self.object, "destination": destination_of(document, self.object.board, year, period)}
        return render(self.request, "imports/_preview.html#taken", context)


class ChangeImport(OneImport, FormUseCase):
    """A button on the page of an import. Asked for by GET, as after signing in, it leads to the page."""

    form_class: ClassVar[type[forms.Form]] = NoForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("imports:import", self.object.pk)

    def done(self) -> HttpResponse:
        return redirect("imports:import", self.object.pk)

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:  # noqa: ARG002
        """Somebody, or the worker, was quicker: show what the import is by now, and why nothing was done."""
        for error in more["form"].non_field_errors():
            messages.error(self.request, error)
        return redirect("imports:import", self.object.pk)


class Stop(ChangeImport):
    """Stop the reading."""

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002
        jobs.stop_reading(self.object, by=self.person)


class ReadAgain(ChangeImport):
    """Read the same file once more."""

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002
        jobs.read_again(self.object, by=self.person)


class Cancel(ChangeImport):
    """Put the document aside without storing it."""

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002
        jobs.cancel_import(self.object, by=self.person)


class Store(ChangeImport):
    """Store the document as the board's plan."""

    outcome: jobs.Outcome

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        return _store_form(self.object, data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state == Import.State.STORED:
            # The second press of a double click, or somebody else who was first: what was asked for is done.
            return self._stored_already()
        if self.object.document is None:  # an old tab: nothing has been read, or it is being read again
            messages.info(request, _("The document has not been read yet. Nothing has been stored."))
            return redirect("imports:import", self.object.pk)
        return super().post(request, *args, **kwargs)

    def perform(self, data: Mapping[str, Any]) -> None:
        self.outcome = jobs.store_import(
            self.object,
            year=data["year"],
            period=PeriodCode(data.get("period") or PeriodCode.VB),
            replaces=data["mark"] if data["replace"] else "",
            by=self.person,
        )

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        """Show the refusal beside what was found; when somebody else acted meanwhile, what the import is by now."""
        self.object = self.visible().get(pk=self.object.pk)
        if self.object.state == Import.State.STORED:
            return self._stored_already()
        if self.object.state != Import.State.READ:
            return super().page(status=status, **more)
        form = more["form"]
        document = jobs.document_of(self.object)
        cleaned = getattr(form, "cleaned_data", {})
        period = PeriodCode(cleaned.get("period") or PeriodCode.VB)
        destination = destination_of(document, self.object.board, cleaned.get("year"), period)
        return OneImport.page(self, status=status, destination=destination, **more)

    def done(self) -> HttpResponse:
        plan = self.outcome.plan
        said = {"board": plan.board.name, "year": plan.year}
        if self.outcome.changed:
            text = _("The report is stored as the plan of %(board)s for %(year)s. Here it is.")
            messages.success(self.request, text % said)
        else:
            text = _("The same document is already stored for %(board)s %(year)s; nothing was changed.")
            messages.info(self.request, text % said)
        for remark in self.outcome.remarks[:MOST_REMARKS]:
            messages.warning(self.request, " ".join(part for part in (remark.message, remark.where) if part))
        if (more := len(self.outcome.remarks) - MOST_REMARKS) > 0:
            messages.warning(self.request, _("%(n)d more texts were kept or left out in the same way.") % {"n": more})
        return redirect(_address_of(plan))

    def _stored_already(self) -> HttpResponse:
        plan = self.object.plan
        if plan is None:  # it was stored, and the plan has been removed since
            return redirect("imports:import", self.object.pk)
        text = _("The document is already stored as the plan of %(board)s for %(year)s; nothing was changed.")
        messages.info(self.request, text % {"board": plan.board.name, "year": plan.year})
        return redirect(_address_of(plan))


class OriginalFile(OneImport):
    """The file as it was uploaded: the evidence of where the plan came from."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        try:
            file = self.object.file.open("rb")
        except FileNotFoundError:
            messages.error(
                request,
                _("The file is not in the storage any more. Ask those who run Rimlig to restore it from a backup."),
            )
            return redirect("imports:import", self.object.pk)
        response = FileResponse(
            file,
            as_attachment=True,
            filename=self.object.file_name,
            content_type="application/octet-stream",
        )
        add_never_cache_headers(response)
        return response


def _store_form(item: Import, data: Any) -> StoreForm:
    document = jobs.document_of(item)
    initial = {"year": document.year, "period": PeriodCode.VB}
    return StoreForm(data, initial=initial, has_results=document.kind == Kind.FOLLOW_UP)


def _address_of(plan: Any) -> str:
    return reverse("planning:plan", args=[plan.pk])
