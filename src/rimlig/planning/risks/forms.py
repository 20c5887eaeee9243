"""Forms of the risk pages. The steps of the plan's scale are large choices, each with its name and its criterion."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import WrittenField
from rimlig.documents.document import Treatment
from rimlig.planning.models import LONGEST_SCALE, Plan, UndesiredEvent, WorkingMethod
from rimlig.planning.municipality.queries_scales import categories_to_choose
from rimlig.planning.risks.acceptance import people_who_may_accept
from rimlig.planning.risks.matrix import Scales, Step

LONGEST: Final = 20_000
TREATMENT_CHOICES: Final = (
    (
        Treatment.ACCEPT.value,
        gettext_lazy("Accept it"),
        gettext_lazy("The board lives with the risk, for a stated reason."),
    ),
    (
        Treatment.WATCH.value,
        gettext_lazy("Watch it"),
        gettext_lazy("Nothing is done now, but the risk is looked at again."),
    ),
    (Treatment.REDUCE.value, gettext_lazy("Reduce it"), gettext_lazy("Actions are planned that lower the risk.")),
    (Treatment.CONTROL.value, gettext_lazy("Control it"), gettext_lazy("The plan follows up that the controls work.")),
)


def steps_to_choose(steps: Iterable[Step], none_chosen: str = "") -> list[tuple[str, Any]]:
    """Return the steps as choices, the lowest first: value and name, and the criterion below. `none_chosen` comes last."""
    found: list[tuple[str, Any]] = [
        (
            str(step.value),
            format_html('<b>{} {}</b><span class="hint">{}</span>', step.value, step.name, step.criterion),
        )
        for step in steps
    ]
    return [*found, ("", none_chosen)] if none_chosen else found


def bare_steps() -> tuple[Step, ...]:
    """Return the steps to choose from in a plan without a scale: numbers without names."""
    return tuple(Step(value, "") for value in range(1, LONGEST_SCALE + 1))


class StepField(forms.TypedChoiceField):
    """A step of a scale, as a number; None when none is chosen and none need be."""

    def __init__(self, steps: Sequence[Step], label: str, *, required: bool = False, hint: str = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            choices=steps_to_choose(steps, "" if required else _("Not assessed")),
            required=required,
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the step that is closest.")},
        )


def reason_field(label: str, hint: str = "") -> WrittenField:
    """Return a field for a motivation."""
    return WrittenField(
        label=label, help_text=hint, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class AssessForm(forms.Form):
    """A risk's category, its values before and after controls with their motivations, and its treatment."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, plan: Plan, event: UndesiredEvent, scales: Scales | None, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        likelihoods = scales.likelihoods if scales else bare_steps()
        consequences = scales.consequences if scales else bare_steps()
        why = _("What you build it on: what has happened, how often, what it led to.")
        self.fields["likelihood"] = StepField(likelihoods, _("How likely is it, as it is now?"))
        self.fields["likelihood_reason"] = reason_field(_("Why this likelihood"), why)
        self.fields["consequence"] = StepField(consequences, _("How bad would it be?"))
        self.fields["consequence_reason"] = reason_field(_("Why this consequence"))
        self.fields["likelihood_after"] = StepField(likelihoods, _("How likely is it with the controls?"))
        self.fields["consequence_after"] = StepField(consequences, _("How bad would it be with the controls?"))
        self.fields["treatment"] = forms.ChoiceField(
            label=_("What does the board do with the risk?"),
            choices=_treatments(),
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["treatment_reason"] = reason_field(
            _("Reason for the treatment"), _("Needed when the risk is accepted: why the board can live with it.")
        )
        self.fields["accepted_by_id"] = _choice(
            _("Accepted by"), _people(plan, event), _("Needed when the risk is accepted.")
        )
        self.fields["category_id"] = _choice(_("Category"), _categories(plan, event))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("treatment") == Treatment.ACCEPT:
            if not data.get("treatment_reason"):
                self.add_error("treatment_reason", _("Write why the board can live with the risk."))
            if not data.get("accepted_by_id"):
                self.add_error("accepted_by_id", _("Choose the person who takes the risk on."))
        for before, after in (("likelihood", "likelihood_after"), ("consequence", "consequence_after")):
            if None not in {data.get(before), data.get(after)} and data[after] > data[before]:
                self.add_error(after, _("With controls it cannot be higher than before them."))
        return data


def _treatments() -> list[tuple[str, Any]]:
    told = [
        (value, format_html('<b>{}</b><span class="hint">{}</span>', *words)) for value, *words in TREATMENT_CHOICES
    ]
    return [*told, ("", _("Not decided"))]


def _choice(label: str, found: Iterable[tuple[int, str]], hint: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=[("", "–"), *((str(pk), name) for pk, name in found)],
        required=False,
        coerce=int,
        empty_value=None,
    )


def _people(plan: Plan, event: UndesiredEvent) -> list[tuple[int, str]]:
    """Return those who may accept, and who has accepted already, whether they still may or not."""
    found = dict(people_who_may_accept(plan.board).values_list("pk", "name"))
    if event.accepted_by is not None:
        found.setdefault(event.accepted_by.pk, event.accepted_by.name)
    return list(found.items())


def _categories(plan: Plan, event: UndesiredEvent) -> list[tuple[int, str]]:
    """Return the categories that can be chosen, and the one that the risk has."""
    found = dict(categories_to_choose(plan.board.municipality).values_list("pk", "name"))
    if event.category is not None:
        found.setdefault(event.category.pk, event.category.name)
    return list(found.items())


class AddRiskForm(forms.Form):
    """A new undesired event: under which working method, what could happen, and of what kind."""

    text = WrittenField(
        label=gettext_lazy("What could happen?"),
        help_text=gettext_lazy("One event that one can say has happened or not, in one sentence."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": gettext_lazy("Write what could happen.")},
    )

    def __init__(self, plan: Plan, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        methods = WorkingMethod.objects.filter(process__plan=plan).select_related("process")
        grouped: dict[str, list[tuple[str, str]]] = {}
        for method in methods.order_by("process__position", "position"):
            grouped.setdefault(method.process.name, []).append((str(method.pk), method.name))
        self.fields["method"] = forms.TypedChoiceField(
            label=_("In which working method?"),
            choices=[("", "–"), *grouped.items()],
            coerce=int,
            error_messages={"required": _("Choose the working method that it belongs to.")},
        )
        self.fields["category"] = _choice(
            _("Category"), categories_to_choose(plan.board.municipality).values_list("pk", "name")
        )
        self.order_fields(["text", "method", "category"])


class UseScaleForm(forms.Form):
    """Nothing to fill in: the button says it all."""
