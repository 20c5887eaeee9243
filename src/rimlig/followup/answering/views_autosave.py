"""Saving while one writes: what the page's script sends and asks for, as JSON."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rimlig.core.audit import versions_of
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.followup.answering.forms import AnswerForm
from rimlig.followup.answering.operations import save_answer
from rimlig.followup.answering.views import AnswerUseCase, SaveAnswer
from rimlig.followup.models import CONTENT, FollowUpResult

LONGEST_VERSION = 10
"""Digits that a version in the address may have, and one more."""


def as_it_stands(answer: FollowUpResult, person: Any, since: int) -> dict[str, Any]:
    """Return the answer as the page's script knows it: its version and values, when it was saved, and who else has
    written in it since the version that the page has.
    """
    values = {name: getattr(answer, name) for name in CONTENT}
    saved_at = timezone.localtime(answer.saved_at) if answer.saved_at else None
    return {
        "version": answer.version,
        "writable": answer.is_writable and answer.period.takes_answers,
        "values": {name: "" if value is None else str(value) for name, value in values.items()},
        "saved": date_format(saved_at, "H.i") if saved_at else "",
        "by": "" if _is_own_work(answer, person, since) else _another_since(answer, person, since),
    }


def _is_own_work(answer: FollowUpResult, person: Any, since: int) -> bool:
    """Say whether nothing has happened since that version, or one thing, which the person did."""
    return answer.version == since or (answer.version == since + 1 and answer.saved_by_id == person.pk)


def _another_since(answer: FollowUpResult, person: Any, version: int) -> str:
    written = versions_of(answer).filter(version__gt=version).exclude(saved_by=None).exclude(saved_by=person.pk)
    return written.order_by("-pgh_id").values_list("saved_by__name", flat=True).first() or ""


class Save(SaveAnswer):
    """Save what was sent: for the page's script the part that has changed, answered with JSON; else the whole form."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Accept") != "application/json":
            return super().post(request, *args, **kwargs)
        form = AnswerForm(self.object, request.POST)
        if "version" in form.errors:
            return self._said(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                self.object.version,
                problem=_("The page was not sent whole. Load it again."),
            )
        version = form.cleaned_data["version"]
        errors = {name: " ".join(map(str, found)) for name, found in form.errors.items()}
        try:
            now = self._save(form.written(), version)
        except Outdated as outdated:
            return self._said(HTTPStatus.CONFLICT, version, problem=str(outdated))
        except RuleBroken as broken:
            return self._said(HTTPStatus.UNPROCESSABLE_ENTITY, version, problem=str(broken), errors=errors)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
        return self._said(status, version, now=now, errors=errors)

    def _save(self, changes: Mapping[str, Any], version: int) -> FollowUpResult:
        return save_answer(self.object, changes, version=version, by=self.person)

    def _said(self, status: HTTPStatus, since: int, now: FollowUpResult | None = None, **more: Any) -> HttpResponse:
        # Lean, since it is done at every pause in the writing: an answer that was saved is told as it was saved.
        now = now or FollowUpResult.objects.select_related("period").get(pk=self.object.pk)
        return JsonResponse({**as_it_stands(now, self.person, since), **more}, status=status)


class AnswerNow(AnswerUseCase):
    """The answer as it stands now; nothing when it stands as in the version that the person has (`?version=`)."""

    permission = "answer.write"

    def asked_about(self) -> Any:
        return self.object

    def page(self, **_more: Any) -> HttpResponse:
        asked = self.request.GET.get("version", "")
        since = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < LONGEST_VERSION else 0
        if since == self.object.version:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return JsonResponse(as_it_stands(self.object, self.person, since))
