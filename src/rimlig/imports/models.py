"""A document on its way in: from the file dropped on the page to the plan that it became."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.errors import RuleBroken
from rimlig.core.models import with_history
from rimlig.organisation.held import known_boards
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the imports to boards that the person may know of."""
        return self.filter(board__in=known_boards(user))


@with_history("ImportHistory")
class Import(models.Model):
    """One file to be read, shown to a person, and stored or cancelled.

    Nothing of the plan is touched until the person stores it. The file itself
    is kept: it is the evidence of where the plan came from.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READING = "reading", _("Reading")
        READ = "read", _("Read")
        FAILED = "failed", _("Could not be read")
        STOPPED = "stopped", _("Stopped")
        STORED = "stored", _("Stored")
        CANCELLED = "cancelled", _("Cancelled")

    NEXT_STATES: ClassVar[dict[str, set[str]]] = {
        State.WAITING: {State.READING, State.STOPPED},
        State.READING: {State.READ, State.FAILED, State.STOPPED},
        State.READ: {State.STORED, State.CANCELLED},
        State.FAILED: {State.WAITING},
        State.STOPPED: {State.WAITING},
        State.STORED: set(),
        State.CANCELLED: {State.WAITING},
    }

    board = models.ForeignKey(Board, models.PROTECT, related_name="imports")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="imports")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    file = models.FileField(_("file"), upload_to="imports/")
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(_("problem"), blank=True)
    document = models.JSONField(null=True, blank=True)
    plan = models.ForeignKey(Plan, models.SET_NULL, related_name="imports", null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="import_done_within_total", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="import_read_has_document",
                condition=~Q(state__in=["read", "stored"]) | Q(document__isnull=False),
            ),
            models.CheckConstraint(name="import_failed_says_why", condition=~Q(state="failed") | ~Q(problem="")),
        ]

    def __str__(self) -> str:
        return self.file_name

    def move_to(self, state: "Import.State") -> None:
        """Set the state, or raise RuleBroken when it cannot come after the present one."""
        if state not in self.NEXT_STATES[self.state]:
            raise RuleBroken(_("The import is in the state “%(state)s”.") % {"state": self.get_state_display()})
        self.state = state
