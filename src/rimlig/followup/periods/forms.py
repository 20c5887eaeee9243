"""Forms of what the municipality decides about answering."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rimlig.core.written import LineField, WrittenField
from rimlig.documents.document import Deviation
from rimlig.followup.models import FollowUpRules

LONGEST: Final = 2000
MOST_DAYS: Final = 60
MOST_REMINDERS: Final = 5
DAY: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PeriodForm(forms.Form):
    """When a period opens, when its answers are due, and when it closes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    opens = forms.DateField(
        label=gettext_lazy("Opens"), help_text=gettext_lazy("From this day the units are asked."), widget=DAY
    )
    due = forms.DateField(
        label=gettext_lazy("Answers are due"), help_text=gettext_lazy("Reminders go by this day."), widget=DAY
    )
    closes = forms.DateField(
        label=gettext_lazy("Closes"),
        help_text=gettext_lazy("After this day nobody can answer or review. A later day opens a closed period again."),
        widget=DAY,
    )
    reason = WrittenField(
        label=gettext_lazy("Why the days are changed"),
        help_text=gettext_lazy("Needed when the period has closed. It stands in the history."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DaysField(LineField):
    """Numbers of days, with commas between: “7, 1”."""

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        parts = [part for part in re.split(r"[\s,;]+", written) if part]
        if not all(part.isdecimal() and 1 <= int(part) <= MOST_DAYS for part in parts):
            raise forms.ValidationError(
                _("Write numbers of days between 1 and %(most)d, with commas between. For example: 7, 1")
                % {"most": MOST_DAYS}
            )
        days = sorted({int(part) for part in parts})
        if len(days) > MOST_REMINDERS:
            raise forms.ValidationError(
                _("More than %(most)d reminders are rather a flood. Choose fewer days.") % {"most": MOST_REMINDERS}
            )
        return days


def _criterion(label: Any) -> WrittenField:
    return WrittenField(label=label, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))


class RulesForm(forms.Form):
    """How answers are reviewed, what a deviation is and what it asks for, and when people are reminded."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    controller_reviews = forms.BooleanField(
        label=gettext_lazy("The controller reviews every answer last"),
        required=False,
        help_text=gettext_lazy("Otherwise an answer is done when its first reviewer has approved it."),
    )
    reviewer_is_another = forms.BooleanField(
        label=gettext_lazy("Nobody reviews what they have filed themselves"), required=False
    )
    action_from = forms.ChoiceField(
        label=gettext_lazy("Deviations that need an action, or a stated reason why none is needed"),
        required=False,
        choices=[
            (Deviation.MINOR.value, gettext_lazy("minor and major deviations")),
            (Deviation.MAJOR.value, gettext_lazy("major deviations")),
            ("", pgettext_lazy("deviations", "none")),
        ],
        widget=forms.RadioSelect,
    )
    criterion_none = _criterion(gettext_lazy("When there is no deviation"))
    criterion_minor = _criterion(gettext_lazy("When a deviation is minor"))
    criterion_major = _criterion(gettext_lazy("When a deviation is major"))
    remind_before = DaysField(
        label=gettext_lazy("Reminders before the last day"),
        required=False,
        help_text=gettext_lazy(
            "How many days before, with commas between. People are always reminded on the day itself."
        ),
    )
    remind_after = DaysField(
        label=gettext_lazy("Reminders after the last day"),
        required=False,
        help_text=gettext_lazy("How many days after. With the last one the manager above is told too."),
    )


COLUMNS: Final = tuple(name for name in RulesForm.base_fields if name != "version")


def as_initial(rules: FollowUpRules) -> dict[str, Any]:
    """Return what the form shows of the rules."""
    shown = {name: getattr(rules, name) for name in (*COLUMNS, "version")}
    return shown | {name: ", ".join(map(str, shown[name])) for name in ("remind_before", "remind_after")}
