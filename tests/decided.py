"""Plans that have been through the steps to a decision, by the operations that people use."""

from datetime import date

from rimlig.lifecycle.operations import adopt, propose
from rimlig.organisation.models import User
from rimlig.planning.models import Plan
from rimlig.records.models import Decision

MEETING = {"meeting_date": date(2025, 12, 10), "paragraph": "§ 114", "registry_number": "LIN 2025/118"}


def decide(plan: Plan, head: User, **said: object) -> Decision:
    """Propose the plan and record that the board adopted it."""
    proposed = propose(plan, version=Plan.objects.get(pk=plan.pk).version, by=head)
    return adopt(proposed, **{**MEETING, **said}, version=proposed.version, by=head)
