"""What is kept as it was: stored files, each once by its content, and the decisions of boards."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import with_history
from rimlig.organisation.held import known_boards
from rimlig.organisation.models import Board, Municipality, User

LONGEST_REGISTRY_NUMBER = 60


class StoredFile(models.Model):
    """The content of a file, stored once in a municipality whatever names it comes under, and never changed.

    The bytes lie in the default storage at `place`; their hash is the proof
    that they are the same as on the first day.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "sha256"], name="file_stored_once"),
            models.CheckConstraint(name="file_hash_is_sha256", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
        ]
        triggers = [pgtrigger.Protect(name="stored_file_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.sha256

    @property
    def place(self) -> str:
        """Where in the storage the bytes are: by municipality and hash, in folders that stay small."""
        return f"stored/{self.municipality_id}/{self.sha256[:2]}/{self.sha256}"


class Preview(models.Model):
    """What a stored file looks like, in small: drawn once; without a picture where it cannot be drawn. Never changed."""

    of = models.OneToOneField(StoredFile, models.PROTECT, related_name="preview")
    picture = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="preview_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.of)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the decisions of the boards that the person may know of."""
        return self.filter(board__in=known_boards(user))


@with_history("DecisionHistory")
class Decision(models.Model):
    """A board's decision at a meeting, with the document that was decided, as bytes and as the data that it was made from."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="decisions")
    meeting_date = models.DateField(_("date of the meeting"))
    paragraph = models.CharField(_("paragraph"), max_length=20)
    registry_number = models.CharField(_("registry number"), max_length=LONGEST_REGISTRY_NUMBER)
    document = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    data = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_names_its_minutes", condition=~Q(paragraph="") & ~Q(registry_number="")
            ),
        ]
        triggers = [pgtrigger.Protect(name="decision_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.meeting_date} § {self.paragraph}"
