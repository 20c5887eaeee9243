"""The form of an answer: whole without JavaScript, and the part of it that has changed when it is saved while one writes."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rimlig.followup.models import CONTENT, DEVIATIONS, FollowUpResult

LONGEST: Final = 20_000
LARGEST: Final = 2_147_483_647
COUNTED: Final = ("population", "sample_size", "errors_found")
"""What is asked where the follow-up examines a sample."""


class Words(forms.CharField):
    """A text as it was written: the same line breaks whoever sends it, and nothing trimmed under the writer's hands."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        super().__init__(
            label=label, help_text=hint, required=False, strip=False, max_length=LONGEST, widget=forms.Textarea
        )
        self.widget.attrs.pop("cols")
        self.widget.attrs["rows"] = 3

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class Number(forms.IntegerField):
    """A count, or nothing."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        super().__init__(label=label, help_text=hint, required=False, min_value=0, max_value=LARGEST)
        self.widget.attrs["inputmode"] = "numeric"


class AnswerForm(forms.Form):
    """What is written in an answer. What is not sent is not touched.

    Nothing has to be filled in to be saved; what is missing is asked for when
    the answer is filed.
    """

    deviation = forms.ChoiceField(
        label=_("How did it go?"), required=False, choices=list(DEVIATIONS.items()), widget=forms.RadioSelect
    )
    result = Words(_("What did the follow-up show?"), _("Two sentences are enough. Name no persons."))
    population = Number(_("How many were there to choose from?"))
    sample_size = Number(_("How many did you examine?"))
    errors_found = Number(_("How many of them had errors?"))
    measures = Words(_("What have you done about it?"), _("Leave it empty if nothing was needed."))
    root_cause = Words(_("Why did it happen?"), _("The cause behind, as far as you know it."))
    no_action_reason = Words(
        _("Is no action needed? Tell why"), _("Leave it empty if you write an action, or do it later.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)

    def __init__(self, answer: FollowUpResult, data: Any = None) -> None:
        values = {name: getattr(answer, name) for name in CONTENT}
        super().__init__(data, initial={**values, "version": answer.version}, auto_id="%s")
        self.answer = answer
        if answer.follow_up.examination != "sample" and all(getattr(answer, name) is None for name in COUNTED):
            for name in COUNTED:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Say at the number itself when it does not agree with the one before it."""
        data: dict[str, Any] = super().clean() or {}
        said = {
            name: data[name] if name in self.sent else getattr(self.answer, name) for name in COUNTED if name in data
        }
        population, sample, wrong = (said.get(name) for name in COUNTED)
        if population is not None and sample is not None and sample > population:
            self.add_error("sample_size", gettext("The sample cannot be larger than what it was drawn from."))
        if sample is not None and wrong is not None and wrong > sample:
            self.add_error("errors_found", gettext("There cannot be more errors than examined items."))
        return data

    @property
    def sent(self) -> set[str]:
        """The columns that the person's browser has sent."""
        return {name for name in CONTENT if name in self.data}

    def written(self) -> Mapping[str, Any]:
        """Return what was sent and can be stored: column → value. What is wrong in itself stays out, and has its error."""
        return {name: self.cleaned_data[name] for name in CONTENT if name in self.sent and name in self.cleaned_data}


class VersionForm(forms.Form):
    """A button about the answer: only which version of it the person saw."""

    version = forms.IntegerField(min_value=0, max_value=LARGEST)
