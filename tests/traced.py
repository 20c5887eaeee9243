"""Traces for made-up documents: every follow-up has one, equal follow-ups of a process's copies the same."""

from datetime import date

from rimlig.documents.document import Document, FollowUp
from rimlig.reporting.report import Trace, Traces


def traces_of(document: Document) -> Traces:
    """Return traces for all follow-ups of the document, numbered as they first stand."""
    numbered: dict[tuple[str, str, int, FollowUp], Trace] = {}
    at = {}
    for g, goal in enumerate(document.goals):
        for p, process in enumerate(goal.processes):
            for m, method in enumerate(process.working_methods):
                keys = [(process.name, method.name, place, row) for place, row in enumerate(method.follow_ups)]
                at[g, p, m] = tuple(numbered.setdefault(key, _trace(len(numbered) + 1, key[-1])) for key in keys)
    return Traces(tuple(numbered.values()), at)


def _trace(number: int, row: FollowUp) -> Trace:
    return Trace(
        f"U{number}",
        row.text,
        is_concluded=row.deviation is not None,
        deviation=row.deviation,
        concluded_by="Joel Brandt" if number % 2 else "",
        concluded_on=date(2026, 9, 14) if number % 2 else None,
        answers=number % 4,
        asked=number % 4 + 1,
        evidence=number % 3,
        path=f"/sparning/{number}/T2/",
        address=f"https://rimlig.exempel.se/sparning/{number}/T2/",
    )
