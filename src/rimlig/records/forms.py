"""The fields in which people write where a decision stands in a board's minutes, whatever was decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.records.models import LONGEST_REGISTRY_NUMBER


class MinutesForm(forms.Form):
    """The arguments of `minutes.minutes`, which says what of them cannot be right."""

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
        max_length=60,  # as people write it, sign and spaces included
        help_text=_("As in the minutes, for example § 112."),
        error_messages={"required": _("Write the paragraph of the minutes.")},
    )
    registry_number = forms.CharField(
        label=_("Registry number"),
        max_length=LONGEST_REGISTRY_NUMBER,
        help_text=_("As in the registry, for example KS 2026/118."),
        error_messages={"required": _("Write the registry number.")},
    )
