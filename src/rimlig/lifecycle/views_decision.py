"""The decision: what was decided, when and where, and the document as it was that day."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify

from rimlig.core.errors import RuleBroken
from rimlig.lifecycle.queries import editions_of, steps_of
from rimlig.lifecycle.views import OfPlan
from rimlig.records.files import is_intact
from rimlig.records.models import Decision, StoredFile
from rimlig.records.serving import file_answer


class DecisionPage(OfPlan):
    """The decision on the plan, its documents with the proof that they are the same, its editions and its steps."""

    template_name = "lifecycle/decision.html"
    here = "decision"

    def context(self) -> dict[str, Any]:
        decision = self.object.decision
        return {
            **super().context(),
            "decision": decision,
            "files": _files(decision) if decision else [],
            "editions": editions_of(self.object),
            "steps": steps_of(self.object),
        }


def _files(decision: Decision) -> list[tuple[str, StoredFile, bool]]:
    """Return the two files with their routes, and whether each is the very one that was stored: looked at now."""
    found = (("lifecycle:document", decision.document), ("lifecycle:data", decision.data))
    return [(route, stored, is_intact(stored)) for route, stored in found]


class DecidedFile(OfPlan):
    """A file of the decision, as it was stored."""

    http_method_names = ["get", "head", "options"]
    which: ClassVar[str]
    extension: ClassVar[str]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        decision = self.object.decision
        if decision is None:
            raise Http404
        plan = self.object
        name = slugify(
            f"internkontrollplan {plan.year} {plan.board.name} utgava {plan.edition} {decision.meeting_date}"
        )
        try:
            return file_answer(getattr(decision, self.which), f"{name}.{self.extension}")
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return redirect("lifecycle:decision", plan.pk)


class DecidedDocument(DecidedFile):
    """The document that the board decided on, as PDF."""

    which = "document"
    extension = "pdf"


class DecidedData(DecidedFile):
    """The data that the document was made from, as interchange JSON."""

    which = "data"
    extension = "json"
