"""The periods in which follow-ups are answered, and what the municipality has decided about answering."""

from datetime import date
from typing import Any, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import Versioned, with_history
from rimlig.documents.document import Deviation
from rimlig.followup.models.words import DEVIATIONS, known
from rimlig.organisation.held import known_municipalities
from rimlig.organisation.models import Municipality

_capitalised = lazy(capfirst, str)


class PeriodCode(models.TextChoices):
    """The reporting periods of the year. The last is the annual report (verksamhetsberättelse)."""

    T1 = "T1", _("Tertial 1")
    T2 = "T2", _("Tertial 2")
    VB = "VB", _("Annual report")


QUARTERS: Final = {
    "Q1": _("Quarter 1"),
    "Q2": _("Quarter 2"),
    "Q3": _("Quarter 3"),
    "Q4": _("Quarter 4"),
}
MONTH_CODES: Final = {f"M{number:02}": _capitalised(name) for number, name in MONTHS.items()}
"""The code of each month → its name, for follow-ups that are answered every month."""
NAMES: Final = {**dict(PeriodCode.choices), **QUARTERS, **MONTH_CODES}


class PeriodQuerySet(models.QuerySet["Period"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the periods of the municipalities that the person may know of."""
        return self.filter(municipality__in=known_municipalities(user))

    def taking_answers_on(self, day: date) -> Self:
        """Keep the periods in which answers are given and reviewed on the day."""
        return self.filter(opens__lte=day, closes__gte=day)


@with_history("PeriodHistory")
class Period(Versioned):
    """A dated period of a year in a municipality: a reporting period, or the quarter or month of a follow-up.

    It covers the days from `starts` to `ends`. Answers are asked for from
    `opens`, are to be filed by `due`, and are taken until `closes`. `reason`
    says why the days are not the usual ones, or why it was opened again.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="periods")
    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(_("period"), max_length=4, choices=[*NAMES.items()])
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"))
    opens = models.DateField(_("opens"))
    due = models.DateField(_("answers are due"))
    closes = models.DateField(_("closes"))
    reason = models.TextField(_("why the days were changed"), blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["year", "ends"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "code"], name="period_once_a_year"),
            models.CheckConstraint(name="period_ends_after_start", condition=Q(starts__lt=F("ends"))),
            models.CheckConstraint(
                name="period_opens_before_it_is_due_and_closes",
                condition=Q(opens__gte=F("starts"), opens__lte=F("due"), due__lte=F("closes"), due__gte=F("ends")),
                violation_error_message=_(
                    "A period opens after its first day, its answers are due after its last day, and it closes after that."
                ),
            ),
            models.CheckConstraint(
                name="period_code_is_known",
                condition=Q(code__in=[*PeriodCode.values, *QUARTERS, *MONTH_CODES]),
            ),
        ]

    def __str__(self) -> str:
        return f"{NAMES.get(self.code, self.code)} {self.year}"

    @property
    def takes_answers(self) -> bool:
        """Whether answers can be given and reviewed today."""
        return self.opens <= timezone.localdate() <= self.closes


def days_before() -> list[int]:
    """Return how many days before the last one people are reminded, when nobody has decided."""
    return [7, 1]


def days_after() -> list[int]:
    """Return how many days after the last one people are reminded, when nobody has decided."""
    return [1, 7]


class FollowUpRulesQuerySet(models.QuerySet["FollowUpRules"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the rules of the municipalities that the person may know of."""
        return self.filter(municipality__in=known_municipalities(user))

    def of(self, municipality_id: int) -> "FollowUpRules":
        """Return what the municipality has decided, or the defaults (version 0, not stored) while it has decided nothing."""
        return self.filter(municipality=municipality_id).first() or FollowUpRules(
            municipality_id=municipality_id, version=0
        )


@with_history("FollowUpRulesHistory")
class FollowUpRules(Versioned):
    """What a municipality has decided about its follow-ups. Where it has decided nothing, the defaults hold."""

    municipality = models.OneToOneField(Municipality, models.CASCADE, related_name="follow_up_rules")
    controller_reviews = models.BooleanField(_("the controller reviews every answer last"), default=True)
    reviewer_is_another = models.BooleanField(_("nobody reviews what they have filed themselves"), default=True)
    action_from = models.CharField(
        _("deviations that need an action, or a reason for none"),
        max_length=10,
        blank=True,
        choices=[(level.value, DEVIATIONS[level]) for level in (Deviation.MINOR, Deviation.MAJOR)],
        default=Deviation.MINOR.value,
    )
    criterion_none = models.TextField(_("when there is no deviation"), blank=True)
    criterion_minor = models.TextField(_("when a deviation is minor"), blank=True)
    criterion_major = models.TextField(_("when a deviation is major"), blank=True)
    remind_before = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days before"), default=days_before)
    remind_after = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days after"), default=days_after)

    objects = FollowUpRulesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "follow-up rules"
        constraints = [
            models.CheckConstraint(name="rules_action_from_is_known", condition=known("action_from", Deviation))
        ]

    def __str__(self) -> str:
        return str(self.municipality)

    def demands_action(self, deviation: str) -> bool:
        """Say whether a deviation of this level needs an action, or a stated reason for none."""
        if self.action_from == Deviation.MINOR:
            return deviation in {Deviation.MINOR, Deviation.MAJOR}
        return bool(self.action_from) and deviation == Deviation.MAJOR
