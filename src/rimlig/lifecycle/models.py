"""What is kept of how a plan became next year's draft."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import with_history
from rimlig.organisation.held import known_boards
from rimlig.organisation.models import User
from rimlig.planning.models import Plan


class RollOverQuerySet(models.QuerySet["RollOver"]):
    def visible_to(self, user: Any) -> Self:
        """Keep those of the plans that the person may know of."""
        return self.filter(target__board__in=known_boards(user))


@with_history("RollOverHistory")
class RollOver(models.Model):
    """That a plan was rolled over to a draft for a later year: by whom, when, and by its items what became of everything."""

    source = models.ForeignKey(Plan, models.PROTECT, related_name="rolled_over")
    target = models.OneToOneField(Plan, models.CASCADE, related_name="rolled_over_by")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RollOverQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.source} → {self.target.year}"


class ItemKind(models.TextChoices):
    """What kind of thing an item of a roll over is."""

    GOAL = "goal", _("goal")
    PROCESS = "process", _("process")
    METHOD = "method", _("working method")
    CONTROL = "control", _("ongoing control")
    EVENT = "event", _("undesired event")
    FOLLOW_UP = "follow_up", _("follow-up")
    ACTION = "action", _("action")
    ACTION_PLAN = "action_plan", _("action plan")
    TEXT = "text", _("text")


class RollOverItem(models.Model):
    """One thing of the old plan in a roll over: whether it came along, as it was worded then. Never changed afterwards.

    `place` is where it stood, in words. `standing` is how it stood: a
    deviation, an open action. `note` says what could not come along with it.
    `source_id` and `target_id` are the ids of the rows at that time; the rows
    may be gone by now, and the words remain.
    """

    rollover = models.ForeignKey(RollOver, models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices)
    carried = models.BooleanField(_("came along"))
    text = models.TextField(_("text"), blank=True)
    place = models.TextField(_("stood under"), blank=True)
    standing = models.TextField(_("how it stood"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source_id = models.BigIntegerField()
    target_id = models.BigIntegerField(null=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rollover", "position"], name="rollover_item_position_once"),
            models.CheckConstraint(name="rollover_item_kind_is_known", condition=models.Q(kind__in=ItemKind.values)),
            models.CheckConstraint(
                name="rollover_item_carried_has_its_row",
                condition=models.Q(carried=True, target_id__isnull=False)
                | models.Q(carried=False, target_id__isnull=True),
            ),
        ]
        triggers = [pgtrigger.Protect(name="rollover_item_is_kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.text
