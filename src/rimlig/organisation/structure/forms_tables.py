"""The forms about tables of units and people."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.organisation.structure.forms import day_field


class TableForm(forms.Form):
    """The file with the table."""

    file = forms.FileField(
        label=gettext_lazy("The table"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV."),
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose the file with the table."),
            "missing": gettext_lazy("Choose the file with the table."),
            "invalid": gettext_lazy("The file did not arrive. Choose it again."),
            "empty": gettext_lazy("The file is empty. Choose the table itself."),
        },
    )

    def clean_file(self) -> Any:
        """Refuse a file that is larger than the installation takes."""
        file, most = self.cleaned_data["file"], settings.RIMLIG_UPLOAD_MEGABYTES
        if (file.size or 0) > most * 1_000_000:
            raise forms.ValidationError(
                _("The file is larger than the %(most)s MB that are taken in.") % {"most": most}
            )
        return file


class UnitsTableForm(TableForm):
    """The file, and the day from which units that move stand in their new place."""

    takes_effect = day_field(
        gettext_lazy("Moves take effect on"),
        missing=gettext_lazy("Write the day on which moves take effect."),
        hint=gettext_lazy("The first day on which the units stand as in the table. It may lie ahead."),
    )


class DecideForm(forms.Form):
    """A decision on a table, and what was seen when it was made."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
