"""What a control test asks for on the page: its data files and its parameters."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from rimlig.controltests.definition import ControlTest, Input, Kind, Parameter
from rimlig.controltests.parameters import limits_in_words, value_of
from rimlig.core.errors import Unreadable

FILE, PARAMETER = "fil-", "val-"
_INPUT_TYPES: Final = {Kind.DATE: "date", Kind.NUMBER: "number", Kind.AMOUNT: "text", Kind.TEXT: "text"}
_HEADINGS_SHOWN: Final = 3


class RunForm(forms.Form):
    """A file for each of the test's data, and its parameters with their defaults."""

    def __init__(self, test: ControlTest, day: date, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.test = test
        for one in test.inputs:
            self.fields[f"{FILE}{one.name}"] = _file_field(one)
        for parameter in test.parameters:
            self.fields[f"{PARAMETER}{parameter.name}"] = _parameter_field(parameter, day)

    def clean(self) -> dict[str, Any]:
        """Say at each parameter what is wrong with it."""
        data: dict[str, Any] = super().clean() or {}
        for parameter in self.test.parameters:
            name = f"{PARAMETER}{parameter.name}"
            if name in data:
                try:
                    value_of(parameter, data[name])
                except Unreadable as problem:
                    self.add_error(name, str(problem))
        return data

    def chosen_files(self) -> Mapping[str, Any]:
        """Return the files by the names of the test's data."""
        return {one.name: self.cleaned_data[f"{FILE}{one.name}"] for one in self.test.inputs}

    def chosen_parameters(self) -> Mapping[str, str]:
        """Return the parameters as they were written."""
        return {one.name: self.cleaned_data[f"{PARAMETER}{one.name}"] for one in self.test.parameters}


def _file_field(one: Input) -> forms.Field:
    needed = [
        f"{column.label} ({', '.join(column.headers[:_HEADINGS_SHOWN])} …)" for column in one.columns if column.required
    ]
    return forms.FileField(
        label=one.label,
        help_text=_("CSV, Excel or Parquet, with the columns: %(columns)s.") % {"columns": "; ".join(needed)},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.parquet"}),
    )


def _parameter_field(parameter: Parameter, day: date) -> forms.Field:
    has_limits = parameter.kind in {Kind.NUMBER, Kind.AMOUNT}
    return forms.CharField(
        label=parameter.label,
        required=parameter.default is None,
        initial=day.isoformat() if parameter.kind is Kind.DATE else parameter.default,
        max_length=200,
        help_text=" ".join(
            filter(None, [str(parameter.hint), limits_in_words(parameter).capitalize() + "." if has_limits else ""])
        ),
        widget=forms.TextInput(attrs={"type": _INPUT_TYPES[parameter.kind]}),
    )
