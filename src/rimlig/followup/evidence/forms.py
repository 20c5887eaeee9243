from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from rimlig.core.written import WrittenField


class EvidenceForm(forms.Form):
    """A file or a link, and what it is called."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel, PNG or JPEG."),
        error_messages={"empty": _("The file is empty. Choose another one.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}),
    )
    link = forms.URLField(
        label=_("Or a link"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("To where the document is kept, for example in the registry."),
    )
    name = WrittenField(
        label=_("What it is called"),
        required=False,
        max_length=255,
        widget=forms.TextInput,
        help_text=_("Leave it empty to use the file's own name."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool(data.get("link")):
            self.add_error("file", _("Choose a file or write a link: one of them."))
        return data
