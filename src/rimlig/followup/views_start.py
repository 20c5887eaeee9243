"""The start page: what there is for me, and what to do next."""

from typing import Any

from rimlig.core.navigation import offered, ways_of
from rimlig.core.views import UseCase
from rimlig.followup.overviews import boards_with_plans


class Start(UseCase):
    """My boards and their plans, and one sentence on what to do next. Everybody who is signed in has one."""

    permission = "site.use"
    template_name = "followup/start.html"
    here = "start"

    def context(self) -> dict[str, Any]:
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
            "own_ways": ways_of(self.request.user),
            "first_way": next((way for row in boards for way in row["ways"]), None),
            "deviations": sum(plan.deviations for plan in counted),
            "open_actions": sum(plan.open_actions for plan in counted),
        }
