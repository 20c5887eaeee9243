"""The form in which a municipality words a phrase."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.core.errors import RuleBroken
from rimlig.core.written import WrittenField
from rimlig.drafting.choosing import LONGEST, refuse_mistakes


class PhraseForm(forms.Form):
    """A phrase, and whether it is said at all."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = WrittenField(
        label=_("Wording"),
        help_text=_("What stands between braces is filled in by Rimlig, in the right number and gender."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_said = forms.BooleanField(label=_("Say this in drafts and in the summary for the board"), required=False)

    def __init__(self, key: str, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.key = key

    def clean_text(self) -> str:
        """Refuse what cannot be filled in, beside the field."""
        text = " ".join(str(self.cleaned_data["text"]).split())
        try:
            refuse_mistakes(self.key, text)
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken)) from broken
        return text
