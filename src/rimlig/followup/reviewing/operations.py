"""What reviewers do with a filed answer, and what everybody concerned says beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Deviation
from rimlig.followup.answering.operations import locked_answer, must_be_open
from rimlig.followup.concerned import may_review, may_write
from rimlig.followup.models import AnswerComment, AnswerState, FollowUpResult, FollowUpRules, Review, Verdict
from rimlig.followup.reminding.noticing import tell_approved, tell_commented, tell_sent_back
from rimlig.followup.reviewing.quotes import QUOTED, field_of_quote
from rimlig.followup.reviewing.reviewers import (
    BY_THE_CONTROLLER,
    is_expert,
    is_last_review,
    lacks_action,
    why_not_review,
)
from rimlig.organisation.models import User


def approve(result: FollowUpResult, *, version: int, by: User) -> FollowUpResult:
    """Approve the answer at the review that it waits for: it goes on to the controller, or is settled.

    Pressed twice it is approved once. Raises Outdated when the answer is no
    longer the one that the reviewer read, and RuleBroken when it is not filed,
    its period is closed, the person may not review it, or its deviation has
    neither an action nor a reason for none.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.approve", by):
        row = locked_answer(result)
        if _said_already(row, Verdict.APPROVED, version, by):
            return row
        rules = FollowUpRules.objects.of(row.period.municipality_id)
        _must_be_read(row, version)
        if reason := _why_not_approve(row, rules, by):
            raise RuleBroken(reason)
        if lacks_action(row, rules):
            raise RuleBroken(
                _(
                    "The deviation has no action yet, and no reason why none is needed. Add an action, or send the answer back and ask for one."
                )
            )
        Review.objects.create(result=row, step=row.step, verdict=Verdict.APPROVED, of_version=version, by=by)
        _go_on(row, by, rules)
        row.save(update_fields=["state", "step", "version"])
        tell_approved([row], by=by)
    return row


def send_back(  # what a returned answer consists of
    result: FollowUpResult, *, text: str, field: str = "", quote: str = "", version: int, by: User
) -> FollowUpResult:
    """Send the answer back to those who wrote it, with a question or a comment, perhaps about some of its words.

    An approved answer is opened again so; only a controller may. Pressed twice
    it is sent back once. Raises Outdated and RuleBroken as `approve` does, and
    RuleBroken without a comment, or when the quoted words are not in the answer.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.send_back", by):
        row = locked_answer(result)
        if _said_already(row, Verdict.RETURNED, version, by):
            return row
        _must_be_read(row, version)
        must_be_open(row)
        if row.state == AnswerState.APPROVED:
            if not is_expert(by, row):
                raise RuleBroken(_("The answer is approved. Only the controller can open it again."))
        elif row.state == AnswerState.FILED and (
            reason := why_not_review(by, row, FollowUpRules.objects.of(row.period.municipality_id))
        ):
            raise RuleBroken(reason)
        step = row.step
        row.move_to(AnswerState.RETURNED)
        if not text.strip():
            raise RuleBroken(_("Write what you ask for, so that the one who answers knows what to do."))
        review = Review.objects.create(result=row, step=step, verdict=Verdict.RETURNED, of_version=version, by=by)
        _say(row, text, field, quote, by, review)
        row.step = 0
        row.version += 1
        row.save(update_fields=["state", "step", "version"])
        tell_sent_back(row, review, by=by)
    return row


def comment(result: FollowUpResult, *, text: str, field: str = "", quote: str = "", by: User) -> AnswerComment:
    """Say something beside the answer, perhaps about some of its words. The answer stays as it is.

    The same words sent twice are said once. Raises RuleBroken without a text,
    when the quoted words are not in the answer, and when it does not concern the person.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.comment", by):
        row = locked_answer(result)
        if not (may_write(by, row) or may_review(by, row)):
            raise RuleBroken(_("Only those who answer or review can comment on the answer."))
        if not text.strip():
            raise RuleBroken(_("Write something first."))
        last: AnswerComment | None = row.comments.order_by("at", "pk").last()
        if last is not None and (last.by_id, last.text, last.quote) == (by.pk, text.strip(), " ".join(quote.split())):
            return last
        said = _say(row, text, field, quote, by)
        tell_commented(row, said, by=by)
        return said


@dataclass
class ManyApproved:
    """What became of the answers that somebody wanted to approve at one press."""

    approved: list[FollowUpResult] = field(default_factory=list)
    left: list[tuple[FollowUpResult, str]] = field(default_factory=list)
    """Those that stay as they are, each with a sentence on why."""


def approve_many(results: Iterable[FollowUpResult], *, by: User) -> ManyApproved:
    """Approve those of the answers that say that nothing was wrong, that the person may review, and that are as they saw them.

    Each of `results` carries the version that the person saw. Nothing is
    raised for one that cannot be approved: it is left, with the reason.
    """
    seen = {result.pk: result.version for result in results}
    outcome = ManyApproved()
    reviews = []
    with refusals_in_words(), transaction.atomic(), recorded("followup.approve_many", by):
        # All are locked in one order, so two who press at once wait for each other and not in a circle.
        list(FollowUpResult.objects.select_for_update(no_key=True).filter(pk__in=seen).order_by("pk").values("pk"))
        known: dict[int, FollowUpRules] = {}
        for row in _with_what_rules_ask(seen):
            municipality = row.period.municipality_id
            rules = known.setdefault(municipality, known.get(municipality) or FollowUpRules.objects.of(municipality))
            if reason := _why_not_among_many(row, seen[row.pk], rules, by):
                outcome.left.append((row, reason))
                continue
            reviews.append(Review(result=row, step=row.step, verdict=Verdict.APPROVED, of_version=row.version, by=by))
            _go_on(row, by, rules)
            outcome.approved.append(row)
        Review.objects.bulk_create(reviews)
        FollowUpResult.objects.bulk_update(outcome.approved, ["state", "step", "version"], batch_size=500)
        tell_approved(outcome.approved, by=by)
    return outcome


def _with_what_rules_ask(seen: dict[int, int]) -> list[FollowUpResult]:
    """Fetch the answers in their order on the board; those who filed several are one object, whose roles are asked for once."""
    rows = list(
        FollowUpResult.objects.filter(pk__in=seen)
        .with_plan()
        .select_related("period", "unit__board", "unit__merged_into__board", "filed_by")
        .order_by("follow_up__working_method__process__position", "follow_up__position", "unit__name", "pk")
    )
    people: dict[int, User] = {}
    for row in rows:
        if row.filed_by is not None:
            row.filed_by = people.setdefault(row.filed_by.pk, row.filed_by)
    return rows


def _why_not_among_many(row: FollowUpResult, version: int, rules: FollowUpRules, by: User) -> str:
    if row.version != version:
        return _("The answer has changed since you saw it.")
    if row.state == AnswerState.FILED and row.deviation != Deviation.NONE:
        return _("It tells of a deviation, or was not done. Read it and review it by itself.")
    try:
        return _why_not_approve(row, rules, by)
    except RuleBroken as closed:
        return str(closed)


def _why_not_approve(row: FollowUpResult, rules: FollowUpRules, by: User) -> str:
    """Return why the answer as it stands is not approved by the person, "" when it can be. Raises when its period is closed."""
    must_be_open(row)
    if row.state != AnswerState.FILED:
        return _("The answer is %(state)s, so there is nothing to approve.") % {"state": row.get_state_display()}
    return why_not_review(by, row, rules)


def _go_on(row: FollowUpResult, by: User, rules: FollowUpRules) -> None:
    """Let the approved answer wait for the controller, or be settled."""
    if is_last_review(by, row, rules):
        row.move_to(AnswerState.APPROVED)
        row.step = 0
    else:
        row.step = BY_THE_CONTROLLER
    row.version += 1


def _said_already(row: FollowUpResult, verdict: Verdict, version: int, by: User) -> bool:
    return row.reviews.filter(of_version=version, verdict=verdict, by=by).exists()


def _must_be_read(row: FollowUpResult, version: int) -> None:
    if row.version != version:
        raise Outdated(_("The answer has changed since you opened it. Read it as it is now, and decide then."), row)


def _say(  # what a comment consists of
    row: FollowUpResult, text: str, field: str, quote: str, by: User, review: Review | None = None
) -> AnswerComment:
    words = " ".join(quote.split())
    if field and field not in QUOTED:
        raise ValueError(f"not a text of an answer: {field!r}")
    if words:
        found = field_of_quote(row, words, field)
        if not found:
            raise RuleBroken(_("The words that you quote are not in the answer. Mark them in it again."))
        field = found
    return AnswerComment.objects.create(result=row, review=review, field=field, quote=words, text=text.strip(), by=by)
