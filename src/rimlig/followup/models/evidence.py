"""Evidence: what shows that an answer is true. And control tests that are run for an answer, and then are evidence of it."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.errors import RuleBroken
from rimlig.core.models import with_history
from rimlig.followup.models.answers import FollowUpResult, PartOfAnswerQuerySet
from rimlig.followup.triggers import DONE_RUN_STAYS, EVIDENCE_STAYS_WITH_A_FILED_ANSWER
from rimlig.organisation.models import User
from rimlig.records.models import StoredFile

UNDER_WAY: Final = ("waiting", "running")
"""The states of a run that is going to find something."""


@with_history("ControlTestRunHistory")
class ControlTestRun(models.Model):
    """One run of a control test for an answer.

    `parameters` are as they were written. `files` says of each of the test's
    data what the file is called and where it lies until the run is done: the
    data name persons, so only their hashes are kept, in the `outcome`
    (`rimlig-control-test/1`). What is done never changes; to run it again makes another.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Could not be run")
        STOPPED = "stopped", _("Stopped")

    NEXT_STATES: ClassVar[dict[str, set[str]]] = {
        State.WAITING: {State.RUNNING, State.STOPPED},
        State.RUNNING: {State.DONE, State.FAILED, State.STOPPED},
        State.DONE: set(),
        State.FAILED: {State.WAITING},
        State.STOPPED: {State.WAITING},
    }

    result = models.ForeignKey(FollowUpResult, models.PROTECT, related_name="runs")
    test = models.CharField(_("control test"), max_length=60)
    parameters = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    problem = models.TextField(_("problem"), blank=True)
    outcome = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, blank=True)
    population = models.PositiveBigIntegerField(_("population"), null=True, blank=True)
    exceptions = models.PositiveBigIntegerField(_("exceptions"), null=True, blank=True)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = PartOfAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="run_done_within_total", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(name="run_failed_says_why", condition=~Q(state="failed") | ~Q(problem="")),
            models.CheckConstraint(
                name="run_done_has_its_outcome",
                condition=Q(state="done", outcome__isnull=False, population__isnull=False, exceptions__isnull=False)
                | (~Q(state="done") & Q(outcome=None, population=None, exceptions=None)),
            ),
            models.CheckConstraint(
                name="run_finds_no_more_than_it_examines",
                condition=Q(exceptions=None) | Q(exceptions__lte=F("population")),
            ),
        ]
        triggers = [DONE_RUN_STAYS]

    def __str__(self) -> str:
        return f"{self.test} · {self.result}"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or is being run."""
        return self.state in UNDER_WAY

    def move_to(self, state: "ControlTestRun.State") -> None:
        """Set the state, or raise RuleBroken when it cannot come after the present one."""
        if state not in self.NEXT_STATES[self.state]:
            raise RuleBroken(_("The control test is in the state “%(state)s”.") % {"state": self.get_state_display()})
        self.state = state


@with_history("EvidenceHistory")
class Evidence(models.Model):
    """What shows that an answer is true: a file, stored once by its content, a link, or a control test that was run."""

    result = models.ForeignKey(FollowUpResult, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="evidence", null=True, blank=True)
    link = models.URLField(_("link"), max_length=2000, blank=True)
    run = models.OneToOneField(ControlTestRun, models.PROTECT, related_name="evidence", null=True, blank=True)
    name = models.CharField(_("name"), max_length=255)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = PartOfAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_a_link_or_a_run",
                condition=Q(file__isnull=False, link="", run=None)
                | (Q(file=None, run=None) & ~Q(link=""))
                | Q(file=None, link="", run__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["result", "file"],
                name="evidence_file_once",
                violation_error_message=_("The file is there already."),
            ),
        ]
        triggers = [EVIDENCE_STAYS_WITH_A_FILED_ANSWER]

    def __str__(self) -> str:
        return self.name

    @property
    def kept(self) -> StoredFile | None:
        """The stored file behind it: of a control test its outcome. A link has none."""
        return self.run.outcome if self.run is not None else self.file
