"""Where the list behind a number is."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from rimlig.followup.models import Period
from rimlig.followup.reviewing.boards import ALL, WHOLE
from rimlig.organisation.models import Board
from rimlig.overview.charts import Number
from rimlig.planning.models import Plan


@dataclass(frozen=True)
class Place:
    """What an overview is of: a board's plan, and a unit (its id) with all below it, or 0 for the whole board."""

    board: Board
    plan: Plan
    unit: int = 0

    def answers(self, count: int, period: Period, *, plan: int = 0, **more: Any) -> Number:
        """Return the number with the way to those answers: of the plan with the id, or of this one."""
        return number(count, answers(plan or self.plan.pk, period, self.unit or ALL, **more))

    def answers_of(self, unit: int | None, count: int, period: Period, **more: Any) -> Number:
        """Return the number with the way to the answers of the unit; without one, of the administration as a whole."""
        return number(count, answers(self.plan.pk, period, unit or WHOLE, **more))

    def actions(self, count: int, **more: Any) -> Number:
        """Return the number with the way to those actions, whosever they are."""
        asked = {"visa": "alla", "namnd": self.board.pk, **({"enhet": self.unit} if self.unit else {}), **more}
        return number(count, f"{reverse('followup:actions')}?{urlencode(asked)}")

    def action_plans(self, count: int, **more: Any) -> Number:
        """Return the number with the way to those action plans."""
        asked = {"namnd": self.board.pk, **({"enhet": self.unit} if self.unit else {}), **more}
        return number(count, f"{reverse('followup:all-action-plans')}?{urlencode(asked)}")

    def risks(self, count: int, **more: Any) -> Number:
        """Return the number with the way to those risks."""
        return number(count, risks(self.plan.pk, **more))

    def gaps(self, count: int, kind: str) -> Number:
        """Return the number with the way to what does not hang together."""
        return number(count, f"{reverse('overview:gaps', args=[self.plan.pk])}?{urlencode({'visa': kind})}")

    def overview(self, **more: Any) -> str:
        """Return the address of the overview of the same place, of another year or period."""
        asked = {**more, **({"enhet": self.unit} if self.unit else {})}
        return f"{reverse('overview:board', args=[self.board.pk])}?{urlencode(asked)}"


def number(count: int, address: str) -> Number:
    """Return the number with its list; 0 has none."""
    return Number(count, address if count else "")


def answers(plan: int, period: Period, scope: int | str, **more: Any) -> str:
    """Return the address of the board of answers."""
    asked = {"period": period.code, "avdelning": scope, **more}
    return f"{reverse('followup:matrix', args=[plan])}?{urlencode(asked)}"


def risks(plan: int, **more: Any) -> str:
    """Return the address of the plan's list of risks."""
    asked = f"?{urlencode(more)}" if more else ""
    return f"{reverse('planning:risks', args=[plan])}{asked}#risks"
