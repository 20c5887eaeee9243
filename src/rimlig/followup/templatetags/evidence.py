"""Components about evidence: `{% load evidence %}`."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.followup.evidence.words import said_of
from rimlig.followup.models import Evidence
from rimlig.followup.running.queries import runs_without_evidence
from rimlig.records.drawing import WAYS
from rimlig.records.media_types import EXCEL, HEIC, JPEG, MAIL, PDF, PNG, POWERPOINT, TEXT, WORD, ending

register = template.Library()

KINDS: Final = {
    PDF: "PDF",
    WORD: "Word",
    EXCEL: "Excel",
    POWERPOINT: "PowerPoint",
    PNG: gettext_lazy("picture"),
    JPEG: gettext_lazy("picture"),
    HEIC: gettext_lazy("picture (HEIC)"),
    MAIL: gettext_lazy("saved e-mail"),
    TEXT: gettext_lazy("text"),
}


@register.inclusion_tag("followup/evidence/_list.html")
def evidence_of(answer: Any, may_write: bool) -> dict[str, Any]:  # noqa: FBT001  # a template's argument
    """Show the evidence of an answer, and for those who write it the ways to add and remove."""
    runs = runs_without_evidence(answer) if may_write else []
    return {"answer": answer, "may_write": may_write, "evidence": shown(answer), "runs": runs}


@register.inclusion_tag("followup/evidence/_small.html")
def evidence_in_small(evidence: Sequence[Evidence]) -> dict[str, Any]:
    """Show pieces of evidence beside other things: each with its picture and a way to the file."""
    return {"evidence": evidence}


def shown(answer: Any) -> list[Evidence]:
    """Return the evidence of an answer with what is told of each, in one query."""
    return list(answer.evidence.select_related("file__preview", "run", "added_by"))


@register.simple_tag
def run_words(evidence: Evidence) -> str:
    """Return what a control test is called and what came of it, as the name of the evidence."""
    return said_of(evidence)


@register.simple_tag
def kind_of(evidence: Evidence) -> str:
    """Return what kind of file it is, in a word."""
    return str(KINDS.get(evidence.file.media_type, "")) if evidence.file else ""


@register.simple_tag
def ending_of(evidence: Evidence) -> str:
    """Return how files of its kind end, as it stands on the sign in the place of a picture."""
    return ending(evidence.name, evidence.file.media_type).upper() if evidence.file else ""


@register.filter
def host(evidence: Evidence) -> str:
    """Return where a link leads to: the name of the site alone."""
    return urlsplit(evidence.link).hostname or evidence.link


@register.filter
def has_picture(evidence: Evidence) -> bool:
    """Say whether there is a small picture of it."""
    preview = getattr(evidence.file, "preview", None)
    return preview is not None and preview.picture_id is not None


@register.simple_tag
def why_no_picture(evidence: Evidence) -> str:
    """Say why there is no small picture where one could be expected; "" where none is made of the kind."""
    if evidence.file is None or evidence.file.media_type not in WAYS or has_picture(evidence):
        return ""
    return _("no preview") if hasattr(evidence.file, "preview") else _("the preview is on its way")


@register.simple_tag
def picture_words(evidence: Evidence) -> str:
    """Return what the small picture is of, for those who do not see it."""
    is_document = evidence.file is not None and evidence.file.media_type == PDF
    words = _("The first page of %(name)s, in small") if is_document else _("%(name)s, in small")
    return words % {"name": evidence.name}
