"""What people fill in to take in a document: the file, and where it is to be stored."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rimlig.followup.models import PeriodCode
from rimlig.organisation.models import Board
from rimlig.planning.models import EARLIEST_YEAR, LATEST_YEAR

ACCEPTED = ".pdf,.docx,.xlsx,.txt,.json"


class UploadForm(forms.Form):
    """The file, and the board that it belongs to where the person has several."""

    file = forms.FileField(
        label=_("The report"),
        help_text=_("PDF, Word, Excel, text, or a file that Rimlig has written."),
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("Choose the file that the board got."),
            "missing": _("Choose the file that the board got."),
            "invalid": _("The file did not arrive. Choose it again."),
            "empty": _("The file is empty. Nothing has been stored. Choose the report itself."),
        },
    )
    board = forms.ModelChoiceField(
        Board.objects.none(),
        label=_("Board"),
        empty_label=_("Choose a board"),
        error_messages={
            "required": _("Choose the board that the report belongs to."),
            "invalid_choice": _("Choose one of your boards."),
        },
    )

    def __init__(self, *args: Any, boards: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_board = boards[0] if len(boards) == 1 else None
        if self.only_board is not None:
            del self.fields["board"]
        else:
            choice = self.fields["board"]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = Board.objects.filter(pk__in=[board.pk for board in boards])
        self.order_fields(["board", "file"])

    def clean_file(self) -> Any:
        """Refuse a file that is larger than the installation takes."""
        file = self.cleaned_data["file"]
        most = settings.RIMLIG_UPLOAD_MEGABYTES
        if (file.size or 0) > most * 1_000_000:
            said = {"size": -(-(file.size or 0) // 1_000_000), "most": most}
            raise forms.ValidationError(
                _(
                    "The file is %(size)s MB; at most %(most)s MB can be taken in. Choose the report without its pictures."
                )
                % said
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Put in the board where there was none to choose."""
        cleaned = super().clean() or self.cleaned_data
        if self.only_board is not None:
            cleaned["board"] = self.only_board
        return cleaned


class NoForm(forms.Form):
    """A button that needs nothing said."""


class StoreForm(forms.Form):
    """Year and period under which the document is stored, and what the person agreed to replace."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
        error_messages={
            "required": _("Write the year that the plan is for."),
            "invalid": _("Write the year with four digits."),
            "min_value": _("Write the year with four digits."),
            "max_value": _("Write the year with four digits."),
        },
    )
    period = forms.ChoiceField(
        label=_("Period"),
        choices=PeriodCode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a period."), "invalid_choice": _("Choose a period.")},
    )
    replace = forms.BooleanField(required=False)
    mark = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_results: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_results:  # a plan or action plans are of the whole year
            del self.fields["period"]
