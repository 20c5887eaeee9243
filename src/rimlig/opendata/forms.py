"""The form in which a municipality decides about its open data."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.core.written import LineField
from rimlig.opendata.models import Licence

COLUMNS: Final = ("is_open", "with_documents", "licence", "contact_name", "contact_email")


class OpenDataForm(forms.Form):
    """Whether plans and reports are open, on which terms, and whom one asks about them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    is_open = forms.BooleanField(
        label=_("Adopted plans and approved reports are open to anybody"),
        required=False,
        help_text=_(
            "As data (JSON), without the names of those who accept, carry out or review. Nothing that is a draft."
        ),
    )
    with_documents = forms.BooleanField(
        label=_("The documents themselves (PDF) are open too, as they were decided"),
        required=False,
        help_text=_("They are not changed, so names of persons that stand in them can be read by anybody."),
    )
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices, widget=forms.RadioSelect)
    contact_name = LineField(
        label=_("Contact"),
        required=False,
        max_length=150,
        help_text=_("A function rather than a person, for example: the municipality's contact centre."),
    )
    contact_email = forms.EmailField(label=_("E-mail of the contact"), required=False)
