"""What happens beside an answer without changing it: evidence laid there and taken away, reviews, and what people say."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.followup.models import AnswerComment, Evidence, FollowUpResult, Review, Verdict
from rimlig.organisation.models import User
from rimlig.planning.rows.beside import Beside, register_beside


def beside_answer(row: FollowUpResult) -> Iterator[Beside]:
    """Give all of it; of what happened in one moment the latest first. Four queries at most, however much there is."""
    yield from _evidence(row)
    for said in AnswerComment.objects.filter(result=row).select_related("by"):
        yield Beside(said.at, said.by.name, _("Sent back") if said.review_id else _("Commented"), said.text)
    for review in Review.objects.filter(result=row, comment=None).select_related("by"):
        what = _("Approved") if review.verdict == Verdict.APPROVED else _("Sent back")
        yield Beside(review.at, review.by.name, what)


def register() -> None:
    """Let the history of an answer show it."""
    register_beside("result", beside_answer)


def _evidence(row: FollowUpResult) -> Iterator[Beside]:
    model: Any = Evidence._meta.get_field("history").related_model  # noqa: SLF001
    versions = list(
        model.objects.filter(result=row.pk).annotate(metadata=F("pgh_context__metadata")).order_by("-pgh_id")
    )
    asked: set[Any] = {(version.metadata or {}).get("user") for version in versions} - {None}
    people: dict[Any, str] = dict(User.objects.filter(pk__in=asked).values_list("pk", "name"))
    words = {"insert": _("Evidence added"), "delete": _("Evidence removed")}
    for version in versions:
        if version.pgh_label in words:
            who = people.get((version.metadata or {}).get("user"), "Rimlig")
            yield Beside(version.pgh_created_at, who, words[version.pgh_label], version.name)
