"""What people say when they move a plan on. A button that acts on what was seen carries the version that was seen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.core.written import WrittenField
from rimlig.records.models import LONGEST_REGISTRY_NUMBER

LONGEST_REASON = 2000


class StepForm(forms.Form):
    """A step that needs nothing but to be taken, on the plan as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AdoptForm(StepForm):
    """Where the decision stands in the board's minutes."""

    meeting_date = forms.DateField(
        label=_("Date of the meeting"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Write the date of the meeting."),
            "invalid": _("Write the date as year, month and day, for example 2026-12-09."),
        },
    )
    paragraph = forms.CharField(
        label=_("Paragraph"),
        max_length=60,
        help_text=_("As in the minutes, for example § 112."),
        error_messages={"required": _("Write the paragraph of the minutes.")},
    )
    registry_number = forms.CharField(
        label=_("Registry number"),
        max_length=LONGEST_REGISTRY_NUMBER,
        help_text=_("As in the registry, for example KS 2026/118."),
        error_messages={"required": _("Write the registry number.")},
    )


class ReviseForm(forms.Form):
    """Why the plan is revised."""

    reason = WrittenField(
        label=_("Why is the plan revised?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The board reads it with the revision, and it stands beside the decision."),
        error_messages={"required": _("Say why the plan is revised: the board and the auditors will ask.")},
    )


class RollOverForm(forms.Form):
    """The plan is rolled over. What is not to come along is read as a list of keys, which may be of things gone since."""
