"""The start page: what awaits me, and what to do next."""

from typing import Any, Final

from rimlig.core.navigation import offered, ways_of
from rimlig.core.views import UseCase
from rimlig.followup.answering import to_do
from rimlig.followup.overviews import boards_with_plans

ADMINISTRATION: Final = "municipality"
"""What the keys of the ways to a municipality's administration begin with."""


class Start(UseCase):
    """What awaits me, first; then my boards and their plans. Everybody who is signed in has one."""

    permission = "site.use"
    template_name = "followup/start.html"
    here = "start"

    def context(self) -> dict[str, Any]:
        return {**self._boards(), **self._to_do()}

    def _to_do(self) -> dict[str, Any]:
        user = self.person
        rounds, reviews = to_do.rounds_of(user), to_do.to_review(user)
        actions, number = to_do.own_actions(user)
        filed = [answer for one in rounds for answer in one.filed]
        waiting = [one for one in rounds if one.tasks]
        return {
            "rounds": rounds,
            "waiting": waiting,
            "due": min((one.due for one in waiting), default=None),
            "days_left": to_do.days_left(min(one.due for one in waiting)) if waiting else "",
            "is_late": bool(waiting) and min(to_do.until(one.due) for one in waiting) < 0,
            "reviews": reviews,
            "actions": actions,
            "more_actions": number - len(actions),
            "filed": filed[: to_do.MOST_FILED],
            "filed_more": filed[to_do.MOST_FILED :],
            "is_mine": bool(waiting or reviews or to_do.answers_for_a_unit(user)),
            "headline": to_do.headline(user, rounds, reviews),
            "opens": None if waiting else to_do.next_opening(user),
        }

    def _boards(self) -> dict[str, Any]:
        boards: list[dict[str, Any]] = [
            {
                "board": board,
                "plans": list(board.plans.all()),
                "ways": [(entry.label, entry.address(board)) for entry in offered("board", self.request.user, board)],
            }
            for board in boards_with_plans(self.request.user)
        ]
        plans = [plan for row in boards for plan in row["plans"]]
        # A draft that was carried over holds copies of the open actions that the year before counts already.
        counted = [plan for plan in plans if not (plan.is_draft and plan.rolled_from_id)]
        return {
            "boards": boards,
            "plans": plans,
            "administration": next(
                (way for way in ways_of(self.request.user) if way.key.startswith(ADMINISTRATION)), None
            ),
            # For who only reads it is the one page to begin with.
            "overview": next((way for way in ways_of(self.request.user) if way.key == "overview"), None),
            "first_way": next((way for row in boards for way in row["ways"]), None),
            "deviations": sum(plan.deviations for plan in counted),
            "open_actions": sum(plan.open_actions for plan in counted),
        }
