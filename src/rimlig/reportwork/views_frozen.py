"""The files of a frozen report, byte for byte as they were approved."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify

from rimlig.core.views import ObjectUseCase
from rimlig.records.files import NotTheSameBytes
from rimlig.records.serving import file_answer
from rimlig.reportwork.models import FrozenReport


class FrozenFile(ObjectUseCase):
    """One of the files of an approved edition."""

    model = FrozenReport
    permission = "report.read"
    board = "plan.board"
    template_name = "reportwork/broken_file.html"
    http_method_names = ["get", "head", "options"]

    def visible(self) -> Any:
        rows = FrozenReport.objects.visible_to(self.request.user)
        return rows.select_related("plan__board__municipality", "period", "document", "word", "data")

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        files = {"pdf": self.object.document, "docx": self.object.word, "json": self.object.data}
        stored = files.get(self.kwargs["extension"])
        if stored is None:
            raise Http404
        try:
            return file_answer(stored, self._name())
        except NotTheSameBytes as broken:
            return render(self.request, self.template_name, {"view": self, "message": str(broken)}, status=500)

    def _name(self) -> str:
        row = self.object
        parts = (row.kind, row.plan.board.code, row.plan.year, row.period.code if row.period else "", row.edition)
        return f"{slugify(' '.join(str(part) for part in parts if part))}.{self.kwargs['extension']}"
