"""What differs between the copies of a process, said exactly."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from rimlig.documents import words
from rimlig.documents.document import Goal, Remark
from rimlig.documents.merging import Goals, MergedAction, MergedEvent, MergedFollowUp, MergedProcess, merge

QUOTED_LENGTH = 80


def differences(goals: Sequence[Goal]) -> Iterator[Remark]:
    """Yield a remark for each row that some copies of a process have and others lack."""
    for process in merge(goals):
        for what, text, has in _partial_rows(process):
            lacks = process.goals - has
            message = _("%(what)s “%(text)s” stands under %(has)s but not under %(lacks)s.") % {
                "what": what,
                "text": text if len(text) <= QUOTED_LENGTH else text[: QUOTED_LENGTH - 1] + "…",
                "has": _numbers(goals, has),
                "lacks": _numbers(goals, lacks),
            }
            yield Remark("copies-differ", message, process.name)


def _numbers(goals: Sequence[Goal], indexes: Goals) -> str:
    return ", ".join(goals[index].number for index in sorted(indexes))


def _partial_rows(process: MergedProcess) -> Iterator[tuple[str, str, Goals]]:
    """Yield kind, text and goals of each row that concerns fewer goals than what it stands in."""
    for method in process.working_methods:
        if method.goals != process.goals:
            yield _("The working method"), method.name, method.goals
        for control in method.controls:
            if control.goals != method.goals:
                yield _("The ongoing control"), control.text, control.goals
        for event in method.events:
            if event.goals != method.goals:
                yield _("The undesired event"), event.event.text, event.goals
        for follow_up in method.follow_ups:
            if follow_up.goals != method.goals:
                yield _("The follow-up"), _with_deviation(follow_up), follow_up.goals
        owners: tuple[MergedEvent | MergedFollowUp, ...] = (*method.events, *method.follow_ups)
        for owner in owners:
            yield from _partial_actions(owner)


def _partial_actions(owner: MergedEvent | MergedFollowUp) -> Iterator[tuple[str, str, Goals]]:
    for action in owner.actions:
        if action.goals != owner.goals:
            yield _("The action"), _with_status(action), action.goals


def _with_deviation(row: MergedFollowUp) -> str:
    level = row.follow_up.deviation
    return _followed_by(row.follow_up.text, words.DEVIATION[level] if level else "")


def _with_status(row: MergedAction) -> str:
    status = row.action.status
    return _followed_by(row.action.text, words.STATUS[status] if status else "")


def _followed_by(text: str, word: str) -> str:
    """Two rows of the same words differ in what follows them: the status is quoted too."""
    return f"{text} ({word.lower()})" if word else text


def distinct_processes(goals: Iterable[Goal]) -> int:
    """Return how many processes the document has when each is counted once."""
    return len(merge(tuple(goals)))
