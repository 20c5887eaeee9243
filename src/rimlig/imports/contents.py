"""What a document holds, counted."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.documents.differences import distinct_processes
from rimlig.documents.document import Deviation, Document, FollowUp, WorkingMethod
from rimlig.followup.models import KINDS


@dataclass(frozen=True, slots=True)
class Contents:
    """Numbers of a document. Processes once each; what stands under them as often as the document has it."""

    goals: int
    places: int  # where processes stand: a process under five goals has five
    processes: int
    working_methods: int
    events: int
    follow_ups: int
    deviations: int  # minor and major
    actions: int
    action_plans: int
    warnings: int


def contents_of(document: Document) -> Contents:
    """Count what the document holds."""
    methods = [method for goal in document.goals for process in goal.processes for method in process.working_methods]
    follow_ups = [follow_up for method in methods for follow_up in method.follow_ups]
    return Contents(
        goals=len(document.goals),
        places=sum(len(goal.processes) for goal in document.goals),
        processes=distinct_processes(document.goals),
        working_methods=len(methods),
        events=sum(len(method.events) for method in methods),
        follow_ups=len(follow_ups),
        deviations=sum(1 for follow_up in follow_ups if _deviates(follow_up)),
        actions=sum(_actions(method) for method in methods),
        action_plans=len(document.action_plans),
        warnings=len(document.warnings),
    )


def contents_in_words(document: Document) -> str:
    """Return one line that says what the document is and holds."""
    found = contents_of(document)
    places = _("in %(n)s places") % {"n": found.places}
    parts = [
        _count(ngettext("%(n)s goal", "%(n)s goals", found.goals), found.goals),
        _count(ngettext("%(n)s process", "%(n)s processes", found.processes), found.processes)
        + (f" ({places})" if found.places != found.processes else ""),
        _count(ngettext("%(n)s undesired event", "%(n)s undesired events", found.events), found.events),
        _count(ngettext("%(n)s follow-up", "%(n)s follow-ups", found.follow_ups), found.follow_ups),
        _count(ngettext("%(n)s action", "%(n)s actions", found.actions), found.actions),
        _count(ngettext("%(n)s action plan", "%(n)s action plans", found.action_plans), found.action_plans),
        _count(ngettext("%(n)s thing to look at", "%(n)s things to look at", found.warnings), found.warnings),
    ]
    said = [part for part, number in zip(parts, _numbers(found), strict=True) if number]
    heading = " ".join(str(part) for part in (KINDS[document.kind], document.year) if part)
    return f"{heading}: {', '.join(said)}."


def _numbers(found: Contents) -> tuple[int, ...]:
    return (
        found.goals,
        found.processes,
        found.events,
        found.follow_ups,
        found.actions,
        found.action_plans,
        found.warnings,
    )


def _count(words: str, number: int) -> str:
    return words % {"n": number}


def _deviates(follow_up: FollowUp) -> bool:
    return follow_up.deviation in {Deviation.MINOR, Deviation.MAJOR}


def _actions(method: WorkingMethod) -> int:
    return sum(len(event.actions) for event in method.events) + sum(
        len(follow_up.actions) for follow_up in method.follow_ups
    )
