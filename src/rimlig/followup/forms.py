"""Forms of the follow-up's own pages."""

from django import forms
from django.utils.translation import gettext_lazy


class BeginTextsForm(forms.Form):
    """Nothing to fill in: the button says it all."""

    title = gettext_lazy("Begin the report's texts")
