"""A report of blocks as a file: which formats are offered, and the file itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from rimlig.core.errors import RuleBroken
from rimlig.reporting.blocks_files import RENDERERS, BlockReport, formats_of
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.views import OFFERED, as_file


def offered_formats(report: BlockReport) -> list[tuple[str, str]]:
    """Return the formats that the report comes in, each with the name on its button."""
    formats = formats_of(report)
    return [(extension, name) for extension, name in OFFERED if extension in formats]


class BlockFile:
    """Answers with the view's report as a file in the format that the address ends with. Stands before the page's view."""

    report: BlockReport
    kwargs: dict[str, Any]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        extension = self.kwargs["extension"]
        if extension not in formats_of(self.report):
            raise Http404
        try:
            content = RENDERERS[extension](self.report)
        except RuleBroken as refused:
            messages.error(request, str(refused))
            return redirect("../")  # the page, above its files
        return as_file(content, FORMATS[extension].media_type, f"{self.report.name}.{extension}")
