"""Mail that is to be sent, notices, how each person wants to be reminded, and the secret addresses of calendars."""

from typing import Any, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import with_history
from rimlig.organisation.models import RoleAssignment, User

LANGUAGES: Final = [("sv", "Svenska"), ("en", "English")]


class MailState(models.TextChoices):
    """How far a mail has come."""

    QUEUED = "queued", _("in the queue")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the mail to people of the municipalities where the person holds a role, for those who administer them."""
        municipalities = RoleAssignment.objects.held_by(user).values("municipality")
        return self.filter(person__assignments__municipality__in=municipalities).distinct()


class Mail(models.Model):
    """A mail to a person, stored in the transaction that decided it, and sent by a worker afterwards.

    `key` names what it is about: the same person never gets two of one key.
    `message_id` is the mail's for ever, so that a mail server, or the person's
    mailbox, can tell that a second copy is the same mail.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="mail")
    key = models.CharField(max_length=200)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField()
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    next_at = models.DateTimeField(_("next attempt"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("what the mail server said"), blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "mail"
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="mail_once_of_a_key"),
            models.CheckConstraint(name="mail_state_is_known", condition=Q(state__in=MailState.values)),
            models.CheckConstraint(
                name="mail_sent_has_its_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state__in=["queued", "sending"]), name="mail_to_send"),
            models.Index(fields=["state", "made_at"], name="mail_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class Notice(models.Model):
    """Something that a person is told in Rimlig: what, where to see it, and whether they have read it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=200)
    text = models.TextField(_("text"))
    url = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_once_of_a_key"),
            models.CheckConstraint(name="notice_says_something", condition=~Q(text="")),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread")]

    def __str__(self) -> str:
        return self.text


class Rhythm(models.TextChoices):
    """How often a person gets mail about what awaits them."""

    DAILY = "daily", _("on the days when something is to be remembered")
    WEEKLY = "weekly", _("on Mondays, of the week")


@with_history("RemindingHistory")
class Reminding(models.Model):
    """How a person wants to be reminded. Who has chosen nothing has the defaults."""

    person = models.OneToOneField(User, models.CASCADE, related_name="reminding")
    mail = models.BooleanField(_("remind me by mail"), default=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    language = models.CharField(_("language of the mail"), max_length=2, choices=LANGUAGES, default="sv")
    kinds_off = ArrayField(models.CharField(max_length=20), verbose_name=_("not about"), default=list, blank=True)

    class Meta:
        verbose_name_plural = "reminding"
        constraints = [
            models.CheckConstraint(name="reminding_rhythm_is_known", condition=Q(rhythm__in=Rhythm.values)),
            models.CheckConstraint(name="reminding_language_is_known", condition=Q(language__in=["sv", "en"])),
        ]

    def __str__(self) -> str:
        return str(self.person)


@with_history("CalendarAddressHistory")
class CalendarAddress(models.Model):
    """A secret address at which a person's calendar program fetches their days. Only the hash of the secret is kept."""

    person = models.ForeignKey(User, models.CASCADE, related_name="calendar_addresses")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name_plural = "calendar addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="calendar_address_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
