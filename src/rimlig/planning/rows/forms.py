"""The form in which a row is changed in place, made from the table in editables.py."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from rimlig.core.written import WrittenField
from rimlig.planning.models import PartOfPlan
from rimlig.planning.rows.editables import Editable, Field


class ChangeForm(forms.Form):
    """The fields of an editable row, the version that they were read at, and where to go afterwards."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, editable: Editable, row: PartOfPlan | None, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"{editable.kind}-{row.pk if row else 'new'}-%s")
        self.editable = editable
        for number, field in enumerate(editable.fields):
            self.fields[field.name] = form_field(field, getattr(row, field.name, None), first=number == 0)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, sentence in self.editable.wrong(data).items():
            self.add_error(name, sentence)
        return data

    def values(self) -> dict[str, Any]:
        """Return the clean data of the row's own columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _badge(look: str | None, word: Any) -> Any:
    """Return the word of a choice as the badge that it becomes, when it has one."""
    if look is None:
        return word
    # Stripping makes a plain string of it; the template has escaped the word.
    return mark_safe(render_to_string("components/state.html", {"look": look, "word": word}).strip())  # noqa: S308


def form_field(field: Field, now: Any, *, first: bool) -> forms.Field:
    """Return the form field that asks for a column; `now` is what it holds, `first` gives it the focus."""
    attrs: dict[str, Any] = {"autofocus": True} if first else {}
    common: dict[str, Any] = {"label": field.label, "help_text": field.hint}
    if field.choices:
        choices = [(value, _badge(field.looks.get(value), word)) for value, word in field.choices]
        choices.append(("", field.none_chosen))
        return forms.ChoiceField(choices=choices, required=False, widget=forms.RadioSelect(attrs=attrs), **common)
    if field.scale:
        widget = forms.NumberInput(attrs={**attrs, "inputmode": "numeric"})
        return forms.IntegerField(required=False, min_value=field.least, max_value=field.scale, widget=widget, **common)
    if field.line:
        attrs |= {"data-line": True, "rows": 1}
    # A row that has lost its text in an old document can still get its status; one that has a text keeps one.
    required = field.keep and now != ""
    sentence = _("Write something here: an empty text says nothing to those who read the plan.")
    return WrittenField(
        required=required,
        max_length=field.longest,
        widget=forms.Textarea(attrs=attrs),
        error_messages={"required": sentence},
        **common,
    )
