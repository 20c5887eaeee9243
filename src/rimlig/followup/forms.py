"""Forms of the follow-up's pages, made from the table in editables.py."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import WrittenField
from rimlig.followup.editables import BY_KIND, Editable, Field
from rimlig.planning.models import PartOfPlan


class ChangeForm(forms.Form):
    """The fields of an editable row, the version that they were read at, and where to go afterwards."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, editable: Editable, row: PartOfPlan | None, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"{editable.kind}-{row.pk if row else 'new'}-%s")
        for number, field in enumerate(editable.fields):
            self.fields[field.name] = _form_field(field, getattr(row, field.name, None), first=number == 0)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        at_risk, total = data.get("units_at_risk"), data.get("units_total")
        if at_risk is not None and total is not None and at_risk > total:
            self.add_error("units_at_risk", _("There cannot be more units concerned than there are units."))
        return data

    def values(self) -> dict[str, Any]:
        """Return the clean data of the row's own columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _badge(look: str | None, word: Any) -> Any:
    """Return the word of a choice as the badge that it becomes, when it has one."""
    return word if look is None else render_to_string("components/state.html", {"look": look, "word": word}).strip()


def _form_field(field: Field, now: Any, *, first: bool) -> forms.Field:
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


class ConcludeForm(ChangeForm):
    """The board's result for a period that has none yet. There is no version to lock by."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(BY_KIND["result"], None, data)
        del self.fields["version"]


class BeginTextsForm(forms.Form):
    """Nothing to fill in: the button says it all."""

    title = gettext_lazy("Begin the report's texts")
