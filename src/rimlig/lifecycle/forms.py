"""What people say when they move a plan on. A button that acts on what was seen carries the version that was seen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.core.written import WrittenField
from rimlig.records.forms import MinutesForm

LONGEST_REASON = 2000


class StepForm(forms.Form):
    """A step that needs nothing but to be taken, on the plan as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AdoptForm(StepForm, MinutesForm):
    """Where the decision stands in the board's minutes, on the plan as it was shown."""


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
