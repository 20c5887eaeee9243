"""Forms of the workshops: a new one, one's own values, and the group's."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import LineField
from rimlig.planning.risks.forms import StepField, bare_steps, reason_field
from rimlig.planning.risks.matrix import Scales


class WorkshopForm(forms.Form):
    """What the workshop is called, and which day it is."""

    name = LineField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Who meets, or about what: the management team, the preschools."),
        max_length=150,
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": gettext_lazy("Write what the workshop is called.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Write which day the workshop is.")},
    )


class OwnValuesForm(forms.Form):
    """A participant's own values of one risk."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, scales: Scales | None, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        likelihoods = scales.likelihoods if scales else bare_steps()
        consequences = scales.consequences if scales else bare_steps()
        self.fields["likelihood"] = StepField(likelihoods, _("How likely is it, as it is now?"), required=True)
        self.fields["consequence"] = StepField(consequences, _("How bad would it be?"), required=True)
        self.fields["motivation"] = reason_field(_("What makes you think so?"))


class ConcludeForm(forms.Form):
    """The group's values of one risk, with a motivation each."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, scales: Scales | None, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        likelihoods = scales.likelihoods if scales else bare_steps()
        consequences = scales.consequences if scales else bare_steps()
        self.fields["likelihood"] = StepField(likelihoods, _("The group's likelihood"), required=True)
        self.fields["likelihood_reason"] = _needed(_("Why this likelihood"))
        self.fields["consequence"] = StepField(consequences, _("The group's consequence"), required=True)
        self.fields["consequence_reason"] = _needed(_("Why this consequence"))


def _needed(label: str) -> forms.Field:
    field = reason_field(label)
    field.required = True
    field.error_messages["required"] = _("Write what the group built it on: the board and the auditors will ask.")
    return field


class SetOpenForm(forms.Form):
    """Nothing to fill in: the button says it all."""
