"""Forms of the council's goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.core.written import LineField, WrittenField
from rimlig.organisation.models import Municipality
from rimlig.planning.models import CouncilGoal, OrientationGoal

LONGEST_TITLE = 1000


class NumberedForm(forms.Form):
    """The number and the words of a goal or an orientation goal."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    number = LineField(
        label=_("Number"), max_length=40, help_text=_("As the council numbers it, for example 1 or 1.1.")
    )
    title = WrittenField(
        label=_("The goal's words"),
        max_length=LONGEST_TITLE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Word for word as the council decided."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs.update({"autofocus": True, "autocomplete": "off"})


class OrientationForm(NumberedForm):
    """An orientation goal."""


class GoalForm(NumberedForm):
    """A goal, what it stands below, and what it goes on from."""

    orientation = forms.ModelChoiceField(
        OrientationGoal.objects.none(),
        label=_("Orientation goal"),
        required=False,
        empty_label=pgettext_lazy("orientation goal", "none"),
    )
    origin = forms.ModelChoiceField(
        CouncilGoal.objects.none(),
        label=_("Goes on from last year's goal"),
        required=False,
        empty_label=_("none, it is new"),
        help_text=_("Plans that are rolled over to this year then come under this goal."),
    )

    def __init__(self, *args: Any, municipality: Municipality, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        orientation, origin = self.fields["orientation"], self.fields["origin"]
        assert isinstance(orientation, forms.ModelChoiceField)
        assert isinstance(origin, forms.ModelChoiceField)
        orientation.queryset = municipality.orientation_goals.filter(year=year)
        origin.queryset = municipality.council_goals.filter(year=year - 1)


class ImportGoalsForm(forms.Form):
    """Goals as a file or as pasted text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Excel, CSV or text, with the number first and the words after it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt"}),
    )
    text = forms.CharField(
        label=_("Or paste the goals here, one on each line"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("1 for an orientation goal, 1.1 for a goal below it."),
    )
