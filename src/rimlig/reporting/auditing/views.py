"""The auditor's file as a web page, in every format, and as an archive with all stored files."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.text import slugify

from rimlig.core.errors import RuleBroken
from rimlig.core.views import ObjectUseCase
from rimlig.planning.models import PlannedFollowUp
from rimlig.reporting.auditing.collecting import Collected, collected
from rimlig.reporting.auditing.document import document_of_file, place_of
from rimlig.reporting.auditing.packing import Member, packed, safe_name
from rimlig.reporting.blocks import BlockDocument, as_data
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.tracing.grounds import reference_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

ARCHIVE: Final = "zip"
OFFERED: Final = (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("json", "JSON"))


class AuditFile(ObjectUseCase):
    """Everything about a planned follow-up on one page."""

    model = PlannedFollowUp
    permission = "audit.file"
    board = "in_plan.board"
    template_name = "reporting/auditing/file.html"
    here = "report"
    http_method_names = ["get", "head", "options"]
    object: PlannedFollowUp

    def visible(self) -> "QuerySet[PlannedFollowUp]":
        return PlannedFollowUp.objects.visible_to(self.request.user).with_plan("municipality__appearance__logo")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    @cached_property
    def collected(self) -> Collected:
        """All of it that the person may read."""
        return collected(self.object, self.request.user)

    def context(self) -> Mapping[str, Any]:
        stored = [one.kept for one in self.collected.evidence if one.kept is not None]
        return {
            "follow_up": self.object,
            "plan": self.workplace,
            "reference": reference_of(self.object),
            "document": document_of_file(self.collected),
            "opened": place_of(self.object),
            "offered": OFFERED,
            "files": len(stored),
            "size": sum(file.size for file in stored),
        }


class AuditFileAs(AuditFile):
    """The same as a file in one of the formats, or as an archive with the stored files."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        wanted = self.kwargs["extension"]
        if wanted != ARCHIVE and wanted not in _RENDERERS:
            raise Http404
        name = slugify(f"revisorsakt {self.workplace.board.name} {self.workplace.year} {reference_of(self.object)}")
        try:
            answer = self._archive() if wanted == ARCHIVE else self._file(wanted)
        except RuleBroken as refused:
            messages.error(request, str(refused))
            return redirect("reporting:audit-file", self.object.pk)
        answer["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
        answer["X-Content-Type-Options"] = "nosniff"
        patch_cache_control(answer, private=True, no_store=True)
        return answer

    def _file(self, extension: str) -> HttpResponse:
        content = _RENDERERS[extension](document_of_file(self.collected))
        return HttpResponse(content, content_type=FORMATS[extension].media_type)

    def _archive(self) -> StreamingHttpResponse:
        document = document_of_file(self.collected)
        made = [
            Member(f"revisorsakt.{extension}", "Revisorns akt", _RENDERERS[extension](document))
            for extension in ("pdf", "json")
        ]
        return StreamingHttpResponse(packed([*made, *self._stored()]), content_type="application/zip")

    def _stored(self) -> Iterator[Member]:
        for row in self.collected.rows:
            plan, decision = row.in_plan, row.in_plan.decision
            if decision is not None:
                start = f"beslut/{plan.year} utgåva {plan.edition}"
                yield Member(f"{start}.pdf", f"Planen så som den beslutades, {decision}", decision.document)
                yield Member(f"{start}.json", f"Data som planen gjordes av, {decision}", decision.data)
        for number, one in enumerate(self.collected.evidence, start=1):
            if one.kept is not None:
                name = f"{one.name}.json" if one.run else one.name
                yield Member(safe_name(number, name), f"Underlag till {one.result}", one.kept)


# Each renderer brings a large library, and they are loaded when needed.
def _pdf(document: BlockDocument) -> bytes:
    from rimlig.reporting.blocks_pdf import render_pdf  # noqa: PLC0415

    return render_pdf(document)


def _word(document: BlockDocument) -> bytes:
    from rimlig.reporting.blocks_word import render_word  # noqa: PLC0415

    return render_word(document)


def _excel(document: BlockDocument) -> bytes:
    from rimlig.reporting.blocks_excel import render_excel  # noqa: PLC0415

    return render_excel(document)


def _json(document: BlockDocument) -> bytes:
    return (json.dumps(as_data(document), ensure_ascii=False, indent=1) + "\n").encode()


_RENDERERS: Final[dict[str, Callable[[BlockDocument], bytes]]] = {
    "pdf": _pdf, "docx": _word, "xlsx": _excel, "json": _json,
}  # fmt: skip
