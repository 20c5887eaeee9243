"""The form in which a municipality decides how its documents look."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.appearance.fonts import FONTS
from rimlig.appearance.models import LONGEST_ALT, LONGEST_FOOTER, LONGEST_HEADER, Appearance
from rimlig.core.written import LineField
from rimlig.documents.words import REGISTRY_LABELS

COLUMNS: Final = ("accent", "family", "header", "footer", "registry_label", "logo_alt")


class ColourField(LineField):
    """A colour as people write it: with or without #, in large or small letters."""

    def clean(self, value: Any) -> str:
        written = super().clean(value).lower()
        return written if written.startswith("#") else f"#{written}"


class AppearanceForm(forms.Form):
    """Colour, font, logo, and the words around a document."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("SVG or PNG. It stands on the cover, at most 60 mm wide and 22 mm high."),
        error_messages={"empty": _("The file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": ".svg,.png"}),
    )
    logo_alt = LineField(
        label=_("What the logo shows, in words"),
        required=False,
        max_length=LONGEST_ALT,
        help_text=_(
            "Read aloud to those who do not see it, for example: Lindhaga's coat of arms. Empty: it is decoration."
        ),
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    accent = ColourField(
        label=_("Colour"),
        max_length=7,
        help_text=_(
            "As # and six digits, for example #0a5563. Headings and lines have it; it must be dark enough to read."
        ),
        error_messages={"required": _("Write a colour.")},
    )
    family = forms.ChoiceField(label=_("Font"), choices=[(name, name) for name in FONTS], widget=forms.RadioSelect)
    header = LineField(
        label=_("Text at the top of every page"),
        required=False,
        max_length=LONGEST_HEADER,
        help_text=_("After the word Tjänsteutlåtande, for example the municipality and its administration."),
    )
    footer = LineField(
        label=_("Text at the foot of every page"),
        required=False,
        max_length=LONGEST_FOOTER,
        help_text=_("For example the address and the web page."),
    )
    registry_label = forms.ChoiceField(
        label=_("What you call the registry number"), choices=[(name, name) for name in REGISTRY_LABELS]
    )


def as_initial(row: Appearance) -> dict[str, Any]:
    """Return what the form shows of the look as it is."""
    return {name: getattr(row, name) for name in (*COLUMNS, "version")}
