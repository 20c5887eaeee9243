"""What differs between the copies of a process, said exactly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from django.utils.translation import gettext as _

from rimlig.documents import planned, words
from rimlig.documents.document import Event, FollowUp, Goal, Remark
from rimlig.documents.merging import Goals, MergedAction, MergedEvent, MergedFollowUp, MergedProcess, merge

QUOTED_LENGTH = 80


def differences(goals: Sequence[Goal]) -> Iterator[Remark]:
    """Yield a remark for each row that some copies of a process have and others lack."""
    for process in merge(goals):
        for what, text, has in _partial_rows(process):
            lacks = process.goals - has
            message = _("%(what)s “%(text)s” stands under %(has)s but not under %(lacks)s.") % {
                "what": what,
                "text": text,
                "has": _numbers(goals, has),
                "lacks": _numbers(goals, lacks),
            }
            yield Remark("copies-differ", message, process.name)
    yield from _different_reasons(goals)


def _different_reasons(goals: Sequence[Goal]) -> Iterator[Remark]:
    """Point at processes of one name that are essential for different reasons, and so are kept apart."""
    reasons: dict[str, set[str]] = {}
    for goal in goals:
        for process in goal.processes:
            reasons.setdefault(process.name, set()).add(process.reason)
    for name, found in reasons.items():
        if len(found) > 1:
            message = _("The copies of the process give different reasons why it is essential. They are kept as %(n)d.")
            yield Remark("process-reason-differs", message % {"n": len(found)}, name)


def _numbers(goals: Sequence[Goal], indexes: Goals) -> str:
    return ", ".join(goals[index].number for index in sorted(indexes))


def _partial_rows(process: MergedProcess) -> Iterator[tuple[str, str, Goals]]:
    """Yield kind, text and goals of each row that concerns fewer goals than what it stands in."""
    for method in process.working_methods:
        if method.goals != process.goals:
            yield _("The working method"), _quoted(method.name), method.goals
        for control in method.controls:
            if control.goals != method.goals:
                yield _("The ongoing control"), _quoted(control.text), control.goals
        for event in method.events:
            if event.goals != method.goals:
                alike = [row.event for row in method.events if row.event.text == event.event.text]
                yield _("The undesired event"), _followed_by(event.event.text, _apart(event.event, alike)), event.goals
        for follow_up in method.follow_ups:
            if follow_up.goals != method.goals:
                same = [row.follow_up for row in method.follow_ups if row.follow_up.text == follow_up.follow_up.text]
                yield _("The follow-up"), _with_deviation(follow_up, same), follow_up.goals
        owners: tuple[MergedEvent | MergedFollowUp, ...] = (*method.events, *method.follow_ups)
        for owner in owners:
            yield from _partial_actions(owner)


def _partial_actions(owner: MergedEvent | MergedFollowUp) -> Iterator[tuple[str, str, Goals]]:
    for action in owner.actions:
        if action.goals != owner.goals:
            yield _("The action"), _with_status(action), action.goals


def _with_deviation(row: MergedFollowUp, alike: list[FollowUp]) -> str:
    level = row.follow_up.deviation
    said = (words.DEVIATION[level] if level else "", _apart(row.follow_up, alike))
    return _followed_by(row.follow_up.text, ", ".join(part for part in said if part))


_NAMES = {
    "likelihood": words.RISK_COLUMNS[3],
    "consequence": words.RISK_COLUMNS[4],
    "likelihood_after": "Sannolikhet efter kontroller",
    "consequence_after": "Konsekvens efter kontroller",
    "category": words.RISK_COLUMNS[2],
    "treatment": words.RISK_COLUMNS[7],
    "accepted_by": words.ACCEPTED_BY.rstrip(":"),
    "method": planned.METHOD.rstrip(":"),
    "schedule": planned.SCHEDULE.rstrip(":"),
    "answering": planned.ANSWERING.rstrip(":"),
    "performer": planned.PERFORMER.rstrip(":"),
    "reviewer": planned.REVIEWER.rstrip(":"),
    "examination": planned.EXAMINATION.rstrip(":"),
    "criterion_none": planned.CRITERION_NONE.rstrip(":"),
    "criterion_minor": planned.CRITERION_MINOR.rstrip(":"),
    "criterion_major": planned.CRITERION_MAJOR.rstrip(":"),
    "likelihood_reason": "motivering av sannolikhet",
    "consequence_reason": "motivering av konsekvens",
    "treatment_reason": "motivering av hantering",
}
"""The fields in which rows of the same words may differ, by the documents' own names for them."""


def _apart(row: Event | FollowUp, alike: Sequence[Event | FollowUp]) -> str:
    """Return what tells the row from those of the same text, field by field: short values, and names of long ones."""
    told = []
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name not in _NAMES or all(getattr(other, field.name) == value for other in alike):
            continue
        shown = (
            planned.names_joined(value) if isinstance(value, tuple) else str(words.TREATMENT.get(value, value or "–"))
        )
        told.append(f"{_NAMES[field.name]}: {shown}" if len(shown) <= QUOTED_LENGTH // 2 else _NAMES[field.name])
    return ", ".join(told)


def _with_status(row: MergedAction) -> str:
    status = row.action.status
    return _followed_by(row.action.text, words.STATUS[status] if status else "")


def _followed_by(text: str, word: str) -> str:
    """Two rows of the same words differ in what follows them: the status is quoted too, however long the words are."""
    return f"{_quoted(text)} ({word[:1].lower()}{word[1:]})" if word else _quoted(text)


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED_LENGTH else text[: QUOTED_LENGTH - 1] + "…"


def distinct_processes(goals: Iterable[Goal]) -> int:
    """Return how many processes the document has when each is counted once."""
    return len(merge(tuple(goals)))
