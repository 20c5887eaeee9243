"""Forms of the common risks: what the central controller writes, and what a board answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import LineField, WrittenField
from rimlig.organisation.models import Municipality
from rimlig.planning.models import Goal, Plan, Process, RiskCategory, UndesiredEvent, WorkingMethod
from rimlig.planning.municipality.common_answers import NewMethod
from rimlig.planning.municipality.common_risks import CommonRiskText
from rimlig.planning.municipality.queries_scales import categories_to_choose

LONGEST = 4000


def _text(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 2) -> WrittenField:
    widget = forms.Textarea(attrs={"rows": rows})
    return WrittenField(label=label, help_text=help_text, required=required, max_length=LONGEST, widget=widget)


class CommonRiskForm(forms.Form):
    """All that a common risk says."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    text = _text(
        gettext_lazy("Undesired event"), gettext_lazy("What could happen, in every board's words."), required=True
    )
    reason = _text(gettext_lazy("Why it concerns all boards"))
    category = forms.ModelChoiceField(
        RiskCategory.objects.none(), label=gettext_lazy("Category"), required=False, empty_label=gettext_lazy("none")
    )
    control = _text(
        gettext_lazy("Ongoing control"), gettext_lazy("Comes into the plans of the boards that take the risk up.")
    )
    follow_up = _text(
        gettext_lazy("Follow-up"), gettext_lazy("What the boards should follow up; comes into their plans too.")
    )
    required = forms.BooleanField(
        label=gettext_lazy("Required"),
        required=False,
        help_text=gettext_lazy("Every board must take it up. A recommended risk can be refused for a reason."),
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, forms.ModelChoiceField)
        category.queryset = categories_to_choose(municipality)
        self.fields["text"].widget.attrs["autofocus"] = True

    def says(self) -> CommonRiskText:
        """Return what the clean data says."""
        data = self.cleaned_data
        return CommonRiskText(**{name: data[name] for name in data if name != "version"})


class MethodChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    """Working methods, each with its process."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.process.name}: {obj.name}"[:150]


class TakeUpForm(forms.Form):
    """Where a board takes up a common risk: a risk that it has already, a working method that it has, or a new one."""

    event = forms.ModelChoiceField(
        UndesiredEvent.objects.none(),
        label=gettext_lazy("A risk that the plan has already"),
        required=False,
        empty_label=gettext_lazy("none, add the common risk"),
        help_text=gettext_lazy("Choose one if the board has described the same risk in its own words."),
    )
    method = MethodChoice(
        WorkingMethod.objects.none(),
        label=gettext_lazy("Working method"),
        required=False,
        empty_label=gettext_lazy("a new working method"),
        help_text=gettext_lazy("The risk, its control and its follow-up are added there."),
    )
    new_method = LineField(label=gettext_lazy("Name of the new working method"), required=False, max_length=500)
    process = forms.ModelChoiceField(
        Process.objects.none(),
        label=gettext_lazy("Process of the new working method"),
        required=False,
        empty_label=gettext_lazy("a new process"),
    )
    new_process = LineField(label=gettext_lazy("Name of the new process"), required=False, max_length=500)
    goals = forms.ModelMultipleChoiceField(
        Goal.objects.none(),
        label=gettext_lazy("Goals that the new process serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = UndesiredEvent.objects.filter(working_method__process__plan=plan)
        choices: dict[str, Any] = {
            "event": events.order_by("working_method__process__position", "working_method__position", "position"),
            "method": WorkingMethod.objects.filter(process__plan=plan)
            .select_related("process")
            .order_by("process__position", "position"),
            "process": plan.processes.all(),
            "goals": plan.goals.all(),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        if not plan.goals.exists():
            del self.fields["goals"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or data.get("event") or data.get("method"):
            return data
        if not data.get("new_method"):
            self.add_error("new_method", _("Choose a working method above, or name a new one here."))
        if not data.get("process") and not data.get("new_process"):
            self.add_error("new_process", _("Choose a process above, or name a new one here."))
        return data

    def into(self) -> WorkingMethod | NewMethod:
        """Return where the risk comes, when it is not one that the plan has."""
        data = self.cleaned_data
        method: WorkingMethod | None = data["method"]
        if method is not None:
            return method
        return NewMethod(data["new_method"], data["process"], data["new_process"], tuple(data.get("goals", ())))


class RefuseForm(forms.Form):
    """Why a board does not take up a recommended risk."""

    reason = WrittenField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        help_text=gettext_lazy("The central controller and the auditors read it."),
        error_messages={"required": gettext_lazy("Write why the board does not take the risk up.")},
    )
