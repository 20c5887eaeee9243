"""The lock that everybody takes who changes the rows of a plan: one at a time, and only while it is a draft."""

from rimlig.planning.models import Plan


def locked_draft(plan: Plan) -> Plan:
    """Lock the plan's row until the transaction ends and return it as it is then; RuleBroken unless it is a draft.

    Every operation on the plan's rows begins with it. Without it two people
    who change rows of one plan could each wait for what the other holds: the
    rows' triggers ask for the plan's row after the row itself is locked.
    """
    # Two statements: one that has waited for the row sees it as it is now, but what it joins as it was before.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    now = Plan.objects.select_related("board__municipality", "scale").get(pk=plan.pk)
    now.must_be_draft()
    return now
