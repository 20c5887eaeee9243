from rimlig.planning.models import Plan

PASSWORD = "ett långt lösenord"


def plan_states() -> dict[tuple[str, int], str]:
    """Return how far each plan of this year and the next has come, by its board and year."""
    plans = Plan.objects.filter(year__gte=2026).select_related("board")
    return {(plan.board.code, plan.year): plan.state for plan in plans}
