"""What a person should look at in a document: slips, gaps and contradictions.

Only the content counts, so the same document gives the same remarks whichever
file it was read from.
"""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from rimlig.documents.differences import differences
from rimlig.documents.document import Deviation, Document, Event, FollowUp, Goal, Kind, Remark, WorkingMethod
from rimlig.documents.swedish import in_words

SHORTEST_MEANT: Final = 3
"""A text of fewer letters than this is hardly what somebody meant to write."""

NO_DEVIATION: Final = re.compile(
    r"\b(?:inga|inte\s(?:\w+\s)?någ(?:on|ra)|utan|ingen)\s(?:\w+\s)?(?:avvikelse|avvikelser|anmärkning|anmärkningar)\b",
    re.IGNORECASE,
)
_NUMBER: Final = rf"(?:\d+|{'|'.join(in_words(number) for number in range(13))})"
OF_SOME: Final = re.compile(rf"\b(?:av\s{_NUMBER}|{_NUMBER}\singen|de\sflesta|övriga|resten|andra)\b", re.IGNORECASE)
"""What says that a sentence is about some of them only: “Av fyra uppföljningar visar tre ingen avvikelse”."""
SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])\s+")
NO_LARGER_DEVIATION: Final = re.compile(r"\b(?:inga|ingen)\sstörre\savvikelser?\b", re.IGNORECASE)
NO_MEASURES: Final = re.compile(r"\binga\s(?:\w+\s)?åtgärder\b", re.IGNORECASE)


def review(document: Document) -> tuple[Remark, ...]:
    """Return the remarks on the document, in its order; those of the whole document last."""
    remarks: list[Remark] = []
    met: set[tuple[str, str, str]] = set()
    for goal in document.goals:
        for process in goal.processes:
            for method in process.working_methods:
                where = " › ".join((goal.number, process.name, method.name))
                for code, message in _method_remarks(method, document.kind):
                    # Copies say the same thing: it is said once, where it stands first.
                    if (code, message, process.name + method.name) not in met:
                        met.add((code, message, process.name + method.name))
                        remarks.append(Remark(code, message, where))
    remarks += differences(document.goals)
    remarks += _repeated_processes(document)
    remarks += _contradictions(document)
    return tuple(remarks)


def _method_remarks(method: WorkingMethod, kind: Kind) -> Iterator[tuple[str, str]]:
    if not (method.control or method.events or method.follow_ups):
        yield "empty-method", _("The working method has no control, no event and no follow-up.")
    for event in method.events:
        yield from _event_remarks(event)
    for follow_up in method.follow_ups:
        yield from _follow_up_remarks(follow_up, kind)
    owners: tuple[Event | FollowUp, ...] = (*method.events, *method.follow_ups)
    for owner in owners:
        for action in owner.actions:
            yield from _slip(_("The action"), action.text)
            if action.status is None:
                yield "action-without-status", _("The action “%(text)s” has no status.") % {"text": action.text}


def _event_remarks(event: Event) -> Iterator[tuple[str, str]]:
    yield from _slip(_("The undesired event"), event.text)
    if not event.actions:
        yield "event-without-action", _("The undesired event “%(text)s” has no action.") % {"text": event.text}


def _follow_up_remarks(follow_up: FollowUp, kind: Kind) -> Iterator[tuple[str, str]]:
    yield from _slip(_("The follow-up"), follow_up.text)
    if kind != Kind.FOLLOW_UP:
        return
    quoted = {"text": follow_up.text}
    if follow_up.deviation is None:
        yield "follow-up-without-level", _("The follow-up “%(text)s” has no deviation level.") % quoted
    if not follow_up.result:
        yield "follow-up-without-result", _("The follow-up “%(text)s” has no description of its result.") % quoted
    if follow_up.deviation in {Deviation.MINOR, Deviation.MAJOR} and (
        not follow_up.measures or NO_MEASURES.search(follow_up.measures)
    ):
        yield (
            "deviation-without-measures",
            _("The follow-up “%(text)s” shows a deviation, but no measures were taken.") % quoted,
        )


def _slip(what: str, text: str) -> Iterator[tuple[str, str]]:
    if sum(character.isalnum() for character in text) < SHORTEST_MEANT:
        yield "looks-like-slip", _("%(what)s “%(text)s” looks like a slip.") % {"what": what, "text": text}


def _repeated_processes(document: Document) -> Iterator[Remark]:
    for goal in document.goals:
        names = [process.name for process in goal.processes]
        for name in sorted({name for name in names if names.count(name) > 1}, key=names.index):
            yield Remark(
                "process-twice", _("The process stands more than once under the goal."), f"{goal.number} › {name}"
            )


def _contradictions(document: Document) -> Iterator[Remark]:
    """Hold the summary of each goal against the goal's own heading and table."""
    goals = {goal.number: goal for goal in reversed(document.goals)}
    for summary in document.summary_by_goal:
        goal = goals.get(summary.goal)
        if goal is None:
            if document.goals:
                message = _("The summary has a text for goal %(goal)s, which has no processes.") % {
                    "goal": summary.goal
                }
                yield Remark("summary-without-goal", message, summary.goal)
            continue
        if _bare(summary.title) != _bare(goal.title):
            message = _("The goal is called “%(one)s” in the summary and “%(other)s” above its tables.") % {
                "one": summary.title,
                "other": goal.title,
            }
            yield Remark("goal-title-differs", message, summary.goal)
        worst = _worst(goal)
        if worst is not None and _denies(NO_DEVIATION, summary.text):
            yield _contradiction(summary.goal, worst)
    worst_of_all = {_worst(goal) for goal in document.goals}
    if Deviation.MAJOR in worst_of_all and (
        _denies(NO_LARGER_DEVIATION, document.summary) or _denies(NO_DEVIATION, document.summary)
    ):
        yield _contradiction("", Deviation.MAJOR)


def _denies(pattern: re.Pattern[str], text: str) -> bool:
    """Say whether a sentence of the text says of all, not of some of them, that there is nothing of the kind."""
    return any(pattern.search(said) and not OF_SOME.search(said) for said in SENTENCE_ENDS.split(text))


def _contradiction(goal: str, level: Deviation) -> Remark:
    message = (
        _("The summary says that there is no deviation, but a follow-up shows a major one.")
        if level == Deviation.MAJOR
        else _("The summary says that there is no deviation, but a follow-up shows a minor one.")
    )
    return Remark("summary-contradicts", message, goal)


def _bare(title: str) -> str:
    return title.rstrip(" .").casefold()


def _worst(goal: Goal) -> Deviation | None:
    """Return the worst deviation among the goal's follow-ups: major, minor or None."""
    found = {
        follow_up.deviation
        for process in goal.processes
        for method in process.working_methods
        for follow_up in method.follow_ups
    }
    return next((level for level in (Deviation.MAJOR, Deviation.MINOR) if level in found), None)
