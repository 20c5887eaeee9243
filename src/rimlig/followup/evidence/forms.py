from typing import Any, Final

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rimlig.core.written import WrittenField

MOST_AT_ONCE: Final = 20


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files. What each of them is, and whether it is taken, the operation says file by file."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ARG002  # as Django calls it
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(gettext("Choose at most %(most)d files at a time.") % {"most": MOST_AT_ONCE})
        return files


class EvidenceForm(forms.Form):
    """Files or a link, and what it is called."""

    one_of = ("file", "link")
    """Fields of which one is filled in: neither is said to be left empty as one likes."""

    file = ManyFilesField(
        label=_("Files"),
        required=False,
        help_text=_("One or several: PDF, Word, Excel, PowerPoint, pictures, text, CSV or a saved e-mail (.eml)."),
        widget=ManyFilesInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.heic,.txt,.csv,.eml"}),
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
        help_text=_("Leave it empty to use the file's own name. Several files keep their own names."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool(data.get("link")):
            self.add_error("file", gettext("Choose files or write a link: one of them."))
        return data
