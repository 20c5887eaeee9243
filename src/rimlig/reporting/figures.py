"""The report in figures: each follow-up and each action counted once, whatever the number of goals it stands under."""

from collections import Counter
from dataclasses import dataclass

from rimlig.documents.document import ActionStatus, Deviation, Document
from rimlig.documents.merging import merge


@dataclass(frozen=True, slots=True)
class Figures:
    """How many follow-ups show what, and how far the actions have come; only levels and statuses that occur."""

    follow_ups: tuple[tuple[Deviation, int], ...]
    actions: tuple[tuple[ActionStatus, int], ...]


def figures_of(document: Document) -> Figures:
    """Count the document's follow-ups by deviation level, and its actions and action plans by status."""
    deviations: Counter[Deviation | None] = Counter()
    statuses: Counter[ActionStatus | None] = Counter(plan.status for plan in document.action_plans)
    for process in merge(document.goals):
        for method in process.working_methods:
            deviations.update(row.follow_up.deviation for row in method.follow_ups)
            statuses.update(row.action.status for event in method.events for row in event.actions)
            statuses.update(row.action.status for follow_up in method.follow_ups for row in follow_up.actions)
    return Figures(
        tuple((level, deviations[level]) for level in Deviation if deviations[level]),
        tuple((status, statuses[status]) for status in ActionStatus if statuses[status]),
    )
