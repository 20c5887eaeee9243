"""Who does what at a board of the demo."""

from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import Board, Role, RoleAssignment, User
from rimlig.planning.models import PlannedFollowUp


class Staff:
    """The people of a board, found once. What nobody has as their role, the controller does."""

    def __init__(self, board: Board) -> None:
        held = RoleAssignment.objects.filter(board=board).select_related("user").order_by("pk")
        self._managers = {one.unit_id: one.user for one in held if one.role == Role.UNIT_MANAGER}
        self._people: dict[str, User] = {}
        for one in held:
            self._people.setdefault(one.role, one.user)
        self.controller = self._people[Role.CONTROLLER]
        self.head = self._people[Role.HEAD_OF_ADMINISTRATION]

    def in_role(self, role: str) -> User:
        """Return the person who has the role."""
        return self._people.get(role, self.controller)

    def answering(self, row: FollowUpResult) -> User:
        """Return who gives the answer."""
        return self._managers[row.unit_id] if row.unit_id else self.in_role(row.follow_up.performer_role)

    def reviewing(self, row: FollowUpResult) -> User:
        """Return who reviews the answer first."""
        return self.in_role(row.follow_up.reviewer_role)

    def responsible(self, follow_up: PlannedFollowUp) -> User:
        """Return who sees to what the follow-up is about: who performs it, above the units where they do."""
        role = follow_up.performer_role
        return self.in_role(Role.DEPARTMENT_MANAGER if role == Role.UNIT_MANAGER else role)
