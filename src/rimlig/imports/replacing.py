"""What a document would replace: counted, so that nobody replaces more than they saw."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.documents.document import Document, Kind
from rimlig.followup.models import Action, FollowUpResult
from rimlig.organisation.models import Board
from rimlig.planning.models import Plan, PlannedFollowUp, UndesiredEvent


@dataclass(frozen=True, slots=True)
class InTheWay:
    """The content that a board has already, of the kind that a document brings for the year.

    `mark` is another one as soon as anybody changes anything in that content.
    """

    board: Board
    year: int
    parts: tuple[str, ...]  # "6 mål", "19 processer", …; only what there is any of
    mark: str

    def refusal(self, *, agreed: bool) -> str:
        """Return why it is not replaced: the person did not agree to it, or it changed after they did."""
        quoted = {"board": self.board.name, "year": self.year, "parts": ", ".join(self.parts)}
        if agreed:
            return (
                _(
                    "What %(board)s has for %(year)s was changed while you looked at this page. It is now: %(parts)s."
                    " Nothing has been replaced. Choose again whether to replace it."
                )
                % quoted
            )
        return (
            _(
                "%(board)s already has content for %(year)s: %(parts)s. Nothing has been changed."
                " Choose to replace it if this document is to take its place."
            )
            % quoted
        )


def in_the_way(document: Document, board: Board, year: int) -> InTheWay | None:
    """Return what storing the document for the board and year would replace, or None when nothing is there."""
    plan = Plan.objects.of_the_year().filter(board=board, year=year).first()
    if plan is None:
        return None
    counted: list[tuple[int, str, str]] = []
    if document.kind != Kind.ACTION_PLANS:
        counted += _tables(plan)
    if document.action_plans:
        number, mark = _counted(plan.action_plans.all())
        counted.append((number, ngettext("%(n)s action plan", "%(n)s action plans", number), mark))
    parts = tuple(said % {"n": number} for number, said, _mark in counted if number)
    if not parts:
        return None
    return InTheWay(board, year, parts, "-".join(mark for _number, _said, mark in counted))


def _tables(plan: Plan) -> list[tuple[int, str, str]]:
    """Count what stands under the goals, the results of all periods included."""
    method = "working_method__process__plan"
    goals, goals_mark = _counted(plan.goals.all())
    processes, processes_mark = _counted(plan.processes.all())
    events, events_mark = _counted(UndesiredEvent.objects.filter(**{method: plan}))
    follow_ups, follow_ups_mark = _counted(PlannedFollowUp.objects.filter(**{method: plan}))
    results, results_mark = _counted(FollowUpResult.objects.filter(**{f"follow_up__{method}": plan}))
    actions, actions_mark = _counted(Action.objects.filter(plan=plan))
    return [
        (goals, ngettext("%(n)s goal", "%(n)s goals", goals), goals_mark),
        (processes, ngettext("%(n)s process", "%(n)s processes", processes), processes_mark),
        (events, ngettext("%(n)s undesired event", "%(n)s undesired events", events), events_mark),
        (follow_ups, ngettext("%(n)s follow-up", "%(n)s follow-ups", follow_ups), follow_ups_mark),
        (results, ngettext("%(n)s result of follow-ups", "%(n)s results of follow-ups", results), results_mark),
        (actions, ngettext("%(n)s action", "%(n)s actions", actions), actions_mark),
    ]


def _counted(rows: "QuerySet[Any]") -> tuple[int, str]:
    """Return how many rows there are, and a mark that a row more, a row less or a changed row makes another."""
    found = rows.order_by().aggregate(number=Count("pk"), last=Max("pk"), versions=Sum("version"))
    return found["number"], f"{found['number']}.{found['last'] or 0}.{found['versions'] or 0}"
