"""The forms in which action plans are made, changed and followed up."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import LineField, WrittenField
from rimlig.followup.actions.forms import LONGEST, PersonField, day_field
from rimlig.organisation.models import Board, User

MOST_UNITS = 100_000


class WhoAndWhenForm(forms.Form):
    """Who is responsible, and by when it is done."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, board: Board, data: Any = None, initial: Any = None, now: User | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["responsible"] = PersonField(
            board, now=now, label=_("Responsible"), empty_label=_("Choose a person")
        )
        self.fields["due"] = day_field(_("Done by"))


class AddActionPlanForm(WhoAndWhenForm):
    """A shortcoming, where it was found, and what is done about it."""

    heading = LineField(
        label=gettext_lazy("Shortcoming"), max_length=300, widget=forms.TextInput(attrs={"autofocus": True})
    )
    finding = WrittenField(
        label=gettext_lazy("What has been found"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )
    units_total = forms.IntegerField(
        label=gettext_lazy("Units in all"),
        help_text=gettext_lazy("How many were asked."),
        min_value=0,
        max_value=MOST_UNITS,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    measures = WrittenField(
        label=gettext_lazy("Actions"),
        help_text=gettext_lazy("What is done, so that one can tell afterwards whether it was done."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
    )

    def __init__(self, board: Board, units: Any, data: Any = None, initial: Any = None) -> None:
        super().__init__(board, data, initial)
        del self.fields["version"]
        self.fields["units"] = forms.ModelMultipleChoiceField(
            units, label=_("Units where it was found"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["heading", "finding", "units", "units_total", "measures", "responsible", "due"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        total, named = data.get("units_total"), data.get("units") or []
        if total is not None and len(named) > total:
            self.add_error("units_total", _("There cannot be more units concerned than there are units."))
        return data


class FollowUpNoteForm(forms.Form):
    """How the action plan stood at a period."""

    text = WrittenField(
        label=gettext_lazy("What has been done, and what has it led to?"),
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        max_length=LONGEST,
    )
