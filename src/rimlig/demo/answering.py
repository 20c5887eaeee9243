"""How an answer goes its way in the demo: written, with what shows it, filed, asked about, reviewed, concluded.

Everything is done by the people of the demo through the operations of the
product, so that the history, the reviews and the comments are theirs.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from rimlig.demo.content import NONE, Answer
from rimlig.demo.examining import examine
from rimlig.demo.papers import lay_beside
from rimlig.demo.staff import Staff
from rimlig.followup.actions.operations import add_action
from rimlig.followup.answering.operations import file_answer, save_answer
from rimlig.followup.models import DEVIATES, AnswerState, FollowUpResult
from rimlig.followup.reviewing.operations import approve, approve_many, send_back
from rimlig.organisation.models import User

QUESTIONS: Final = {
    ("Varje enhet prövar sin rutin för specialkost en gång per tertial", "Förskolan Ekhult"): (
        "Vad gällde intyget, och hur upptäcktes det? Skriv en mening till.",
        "Ett av sju intyg hade gått ut i maj",
        " Intyget gällde mjölk, och köket såg det när listan jämfördes med pärmen i augusti.",
    )
}
"""The answer that is sent back, by its follow-up and unit: the question, the words that it is about, and what is added then."""


def write(row: FollowUpResult, answer: Answer, by: User) -> FollowUpResult:
    """Write the whole answer, with what lies beside it and the action that its deviation leads to."""
    row = save_answer(row, _words(row, answer), version=row.version, by=by)
    lay_beside(row, answer.papers, by=by)
    if answer.test is not None:
        row = examine(row, answer.test, by=by)
    if answer.action is not None:
        due = timezone.localdate() + timedelta(days=answer.action.days)
        add_action(row, text=answer.action.text, responsible=by, due=due, by=by)
    return row


def give(row: FollowUpResult, answer: Answer, by: User) -> FollowUpResult:
    """Write the whole answer, and file it."""
    row = write(row, answer, by)
    return file_answer(row, version=row.version, by=by)


def ask_again(row: FollowUpResult, *, by: User) -> FollowUpResult:
    """Send the answer back with the question that there is about it."""
    text, quote, _added = QUESTIONS[row.follow_up.text, str(row.unit)]
    return send_back(row, text=text, field="result", quote=quote, version=row.version, by=by)


def review(rows: Iterable[FollowUpResult], staff: Staff) -> None:
    """Let each answer be reviewed by whom the plan says, one of them after a question, and then by the controller."""
    by_reviewer: dict[User, list[FollowUpResult]] = {}
    for row in rows:
        by_reviewer.setdefault(staff.reviewing(row), []).append(row)
    for reviewer, theirs in by_reviewer.items():
        _approve([_explained(row, staff) for row in theirs], by=reviewer)
    left = FollowUpResult.objects.filter(pk__in=[row.pk for row in rows], state=AnswerState.FILED)
    _approve(list(left), by=staff.controller)


def _explained(row: FollowUpResult, staff: Staff) -> FollowUpResult:
    if row.deviation not in DEVIATES or (row.follow_up.text, str(row.unit)) not in QUESTIONS:
        return row
    by = staff.answering(row)
    row = ask_again(row, by=staff.reviewing(row))
    added = QUESTIONS[row.follow_up.text, str(row.unit)][2]
    row = save_answer(row, {"result": row.result + added}, version=row.version, by=by)
    return file_answer(row, version=row.version, by=by)


def _approve(rows: list[FollowUpResult], *, by: User) -> None:
    """Approve the answers: those that say that all was well at one press, the others one by one, as they must be."""
    left = approve_many([row for row in rows if row.deviation == NONE], by=by).left
    if left:
        raise AssertionError(left)
    for row in rows:
        if row.deviation != NONE:
            approve(row, version=row.version, by=by)


def _words(row: FollowUpResult, answer: Answer) -> dict[str, Any]:
    words: dict[str, Any] = {
        "deviation": answer.deviation.value,
        "result": answer.result,
        "measures": answer.measures,
        "no_action_reason": answer.reason or _other_action(row, answer),
    }
    if answer.counted:
        words |= dict(zip(("population", "sample_size", "errors_found"), answer.counted, strict=True))
    return words


def _other_action(row: FollowUpResult, answer: Answer) -> str:
    """Return why a deviation without an action of its own needs none: there is one for the same risk."""
    if answer.deviation not in DEVIATES or answer.action is not None:
        return ""
    events = row.follow_up.working_method.events.all()
    texts = [action.text for event in events for action in event.actions.all() if action.is_open]
    return f"Åtgärden ”{texts[0]}” gäller samma risk och är på väg." if texts else "Det som har gjorts räcker."
