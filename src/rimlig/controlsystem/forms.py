"""Forms of the document's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.controlsystem.models import Component
from rimlig.core.written import WrittenField
from rimlig.records.forms import MinutesForm


class SectionForm(forms.Form):
    """What a section says, and the version that it was read at."""

    component = forms.ChoiceField(label=_("Component"), choices=Component.choices)
    heading = WrittenField(
        label=_("Heading"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": _("Write a heading, so that the section can be found.")},
    )
    text = WrittenField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 12}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class VersionForm(forms.Form):
    """A button that acts on what was seen: the version tells whether it still is so."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AttachForm(forms.Form):
    """A file, and what it is called in the document."""

    name = WrittenField(
        label=_("What the attachment is called"),
        max_length=200,
        widget=forms.TextInput,
        help_text=_("As the board should read it, for example “Delegation of authority 2026”."),
        error_messages={"required": _("Write what the attachment is called.")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, PNG or JPEG."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose another one.")},
    )


class DecisionForm(VersionForm, MinutesForm):
    """The board's decision, as its minutes have it."""
