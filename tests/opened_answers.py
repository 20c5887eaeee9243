"""The answers of a plan as tests tell them, and answers that somebody has begun."""

from datetime import UTC, datetime

from factories import UserFactory
from rimlig.followup.models import FollowUpResult
from rimlig.planning.models import Plan


def answers(plan: Plan) -> list[tuple[str, str | None, str]]:
    """Return the plan's answers: period, unit, state."""
    rows = FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan)
    return [
        (row.period.code, row.unit.name if row.unit else None, row.state)
        for row in rows.select_related("period", "unit").order_by("period__ends", "unit__name")
    ]


def begin(answer: FollowUpResult, *, state: str = "open") -> FollowUpResult:
    """Let somebody have written in the answer, and filed it when the state says so."""
    writer, now = UserFactory(), datetime(2026, 8, 25, 9, 0, tzinfo=UTC)
    answer.result, answer.saved_by, answer.saved_at, answer.version = "Två av åtta.", writer, now, answer.version + 1
    if state == "filed":
        answer.state, answer.step, answer.deviation, answer.filed_by, answer.filed_at = "filed", 1, "none", writer, now
    answer.save()
    return answer
