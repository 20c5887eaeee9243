"""What people write when they work with a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.core.written import LineField, WrittenField
from rimlig.organisation.models import User
from rimlig.records.forms import MinutesForm
from rimlig.records.models import LONGEST_REGISTRY_NUMBER
from rimlig.reportwork.models import Level

LONGEST: int = 20_000
LONGEST_REASON: int = 2_000


def _reason(label: Any, *, required: Any, help_text: Any = "") -> WrittenField:
    """Return the field for why a step is taken, which nobody may leave out."""
    return WrittenField(
        label=label,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={"required": required},
    )


def _level(label: Any) -> forms.ChoiceField:
    """Return the choice between the three levels of an assessment."""
    required = _("Choose one of the three levels.")
    return forms.ChoiceField(
        label=label, choices=Level.choices, widget=forms.RadioSelect, error_messages={"required": required}
    )


class StepForm(forms.Form):
    """A step that needs nothing but to be taken, on what was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReturnForm(StepForm):
    """What is to be changed before the report is approved."""

    reason = _reason(
        _("What is to be changed?"), required=_("Say what is to be changed: those who write the report read it.")
    )


class ReopenForm(StepForm):
    """Why there is to be a new edition."""

    reason = _reason(
        _("Why is there to be a new edition?"),
        required=_("Say why there is to be a new edition: the board and the auditors will ask."),
        help_text=_("It stands beside the new edition, for the board and the auditors to read."),
    )


class ApproveForm(StepForm):
    """The number under which the approved report is registered, on the content that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    registry_number = LineField(
        label=_("Registry number"),
        max_length=LONGEST_REGISTRY_NUMBER,
        help_text=_("As in the registry, for example KS 2026/118."),
        error_messages={"required": _("Write the registry number.")},
    )


class DraftForm(StepForm):
    """A text that begins as a suggestion."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST, strip=False)
    text = WrittenField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write something here, or leave the suggestion.")},
    )


class RenewForm(StepForm):
    """Whether the new sentences take the old ones' places, or the text stays."""

    replace = forms.BooleanField(required=False)


class CommentForm(forms.Form):
    """What somebody says about a section."""

    text = WrittenField(
        label=_("Your comment"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the comment first.")},
    )


class AssignForm(StepForm):
    """Who writes a section, and by when. Without a person it is the controller's again."""

    person = forms.ModelChoiceField(
        label=_("Who writes it?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Whoever writes the report"),
    )
    due = forms.DateField(
        label=_("By when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as year, month and day, for example 2026-12-09.")},
    )

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AssessmentForm(StepForm):
    """The board's level and why."""

    level = _level(_("Is the internal control sufficient?"))
    reasons = WrittenField(
        label=_("Why?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What the board builds on: what the follow-ups show, what has been put right, and what remains."),
        error_messages={"required": _("Give the reasons: a level without them says nothing.")},
    )


class DecideForm(StepForm, MinutesForm):
    """Where the decision stands in the board's minutes, on the assessment as it was shown."""


class AuditorsForm(StepForm):
    """What the auditors say."""

    level = _level(_("The auditors' level"))
    text = WrittenField(
        label=_("What do they say?"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    source = LineField(
        label=_("In which document?"),
        max_length=300,
        required=False,
        help_text=_("For example: The audit report for 2026, registry number REV 2027/4."),
    )


class CriterionForm(StepForm):
    """What a level means."""

    text = WrittenField(
        label=_("What does the level mean?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what the level means: boards choose by it.")},
    )
