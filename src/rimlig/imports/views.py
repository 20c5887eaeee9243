"""Taking in a document: choosing the file, and what became of earlier ones."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rimlig.core.views import UseCase
from rimlig.imports.forms import UploadForm
from rimlig.imports.jobs import upload_document
from rimlig.imports.models import Import
from rimlig.organisation.models import Board
from rimlig.organisation.permitted import permitted_boards

PER_PAGE = 20


class Upload(UseCase):
    """Choose the report that the board got, and see what became of earlier ones."""

    permission = "document.import"
    template_name = "imports/upload.html"
    here = "import"
    boards: Sequence[Board] = ()

    def guard(self) -> None:
        self.boards = permitted_boards(self.request.user, self.permission)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        chosen = [board.pk for board in self.boards if str(board.pk) == request.GET.get("namnd")]
        return self._page(UploadForm(boards=self.boards, initial={"board": chosen[0] if chosen else None}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        form = UploadForm(request.POST, request.FILES, boards=self.boards)
        if not form.is_valid():
            return self._page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        file, board = form.cleaned_data["file"], form.cleaned_data["board"]
        item = upload_document(board, file_name=file.name, content=file.read(), by=self.person)
        return redirect("imports:import", item.pk)

    def _page(self, form: forms.Form, status: int = HTTPStatus.OK) -> HttpResponse:
        earlier = Import.objects.filter(board__in=[board.pk for board in self.boards])
        # The documents are large, and a list shows nothing of them.
        rows = earlier.select_related("board", "uploaded_by", "plan__board").defer("document")
        imports = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("sida"))
        return self.page(status=status, form=form, imports=imports, several=len(self.boards) > 1)
