"""Forms of the scales and the categories."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import LineField, WrittenField
from rimlig.planning.models import LONGEST_SCALE, SHORTEST_SCALE, Axis, Look
from rimlig.planning.municipality.scales import what_is_wrong
from rimlig.planning.risks.matrix import Band, Scales, Step

MOST_BANDS: Final = 8
SPARE_BANDS: Final = 2
"""Empty lines below the bands, so that one can add some."""
_HIGHEST: Final = LONGEST_SCALE * LONGEST_SCALE


class ScalesForm(forms.Form):
    """All of an edition on one page. As many steps are asked for as the sizes say; a band without a name is left out."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    likelihood_size = forms.IntegerField(
        label=gettext_lazy("Steps of likelihood"), min_value=SHORTEST_SCALE, max_value=LONGEST_SCALE
    )
    consequence_size = forms.IntegerField(
        label=gettext_lazy("Steps of consequence"), min_value=SHORTEST_SCALE, max_value=LONGEST_SCALE
    )
    threshold = forms.IntegerField(
        label=gettext_lazy("Threshold"),
        min_value=1,
        max_value=_HIGHEST,
        help_text=gettext_lazy("From this risk value upwards, a risk should come into the plan."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        source = initial if data is None else data
        self.sizes = {axis: _size(source.get(f"{axis.value}_size")) for axis in Axis}
        for axis in Axis:
            for value in range(1, self.sizes[axis] + 1):
                self.fields[f"{axis.value}_{value}_name"] = LineField(
                    label=_("Step %(value)d") % {"value": value}, max_length=60
                )
                self.fields[f"{axis.value}_{value}_criterion"] = WrittenField(
                    label=_("How one knows step %(value)d") % {"value": value},
                    required=False,
                    max_length=500,
                    widget=forms.Textarea(attrs={"rows": 1, "data-line": True}),
                )
        filled = [number for number in range(1, MOST_BANDS + 1) if source.get(f"band_{number}_name")]
        self.band_lines = min(max(filled, default=0) + SPARE_BANDS, MOST_BANDS)
        for number in range(1, self.band_lines + 1):
            self._add_band(number)

    def _add_band(self, number: int) -> None:
        words = {"number": number}
        self.fields[f"band_{number}_from"] = forms.IntegerField(
            label=_("Band %(number)d from value") % words, required=False, min_value=1, max_value=_HIGHEST
        )
        self.fields[f"band_{number}_name"] = LineField(
            label=_("Name of band %(number)d") % words, required=False, max_length=60
        )
        self.fields[f"band_{number}_look"] = forms.ChoiceField(
            label=_("Colour of band %(number)d") % words, required=False, choices=Look.choices
        )

    def axes(self) -> list[tuple[str, list[tuple[int, forms.BoundField, forms.BoundField]]]]:
        """Return the headings of the two scales, each with its lines: value, name, criterion."""
        words = {Axis.LIKELIHOOD: _("Likelihood"), Axis.CONSEQUENCE: _("Consequence")}
        return [
            (
                words[axis],
                [
                    (value, self[f"{axis.value}_{value}_name"], self[f"{axis.value}_{value}_criterion"])
                    for value in range(1, self.sizes[axis] + 1)
                ],
            )
            for axis in Axis
        ]

    def bands(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the lines of the bands: from, name, colour."""
        parts = ("from", "name", "look")
        return [tuple(self[f"band_{number}_{part}"] for part in parts) for number in range(1, self.band_lines + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, self.band_lines + 1):
            name, start = data.get(f"band_{number}_name"), data.get(f"band_{number}_from")
            if bool(name) != (start is not None) and f"band_{number}_from" not in self.errors:
                missing = "from" if name else "name"
                self.add_error(
                    f"band_{number}_{missing}", _("A band needs a value that it begins at, and a name. Or empty both.")
                )
        if not self.errors:
            for sentence in what_is_wrong(self.scales()):
                self.add_error(None, sentence)
        return data

    def scales(self) -> Scales:
        """Return what the clean data says."""
        data = self.cleaned_data

        def steps(axis: Axis) -> tuple[Step, ...]:
            return tuple(
                Step(value, data[f"{axis.value}_{value}_name"], data[f"{axis.value}_{value}_criterion"])
                for value in range(1, self.sizes[axis] + 1)
            )

        bands = tuple(
            Band(data[f"band_{number}_from"], data[f"band_{number}_name"], data[f"band_{number}_look"])
            for number in range(1, self.band_lines + 1)
            if data[f"band_{number}_name"]
        )
        return Scales(steps(Axis.LIKELIHOOD), steps(Axis.CONSEQUENCE), bands, data["threshold"])


def as_initial(scales: Scales, *, edition: int, version: int) -> dict[str, Any]:
    """Return what the form shows for the scales. `edition` and `version` are 0 when nothing is stored yet."""
    shown: dict[str, Any] = {
        "edition": edition,
        "version": version,
        "likelihood_size": len(scales.likelihoods),
        "consequence_size": len(scales.consequences),
        "threshold": scales.threshold,
    }
    for axis, steps in ((Axis.LIKELIHOOD, scales.likelihoods), (Axis.CONSEQUENCE, scales.consequences)):
        for step in steps:
            shown[f"{axis.value}_{step.value}_name"] = step.name
            shown[f"{axis.value}_{step.value}_criterion"] = step.criterion
    for number, band in enumerate(scales.bands, 1):
        shown |= {
            f"band_{number}_from": band.from_value,
            f"band_{number}_name": band.name,
            f"band_{number}_look": band.look,
        }
    return shown


def _size(written: Any) -> int:
    """Return the size as it was written, within what a scale may have."""
    text = str(written or "")
    size = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(_HIGHEST)) else SHORTEST_SCALE
    return min(max(size, SHORTEST_SCALE), LONGEST_SCALE)


class CategoryForm(forms.Form):
    """A category of risk."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    irregularity = forms.BooleanField(
        label=gettext_lazy("Irregularity"),
        required=False,
        help_text=gettext_lazy("Fraud, bribery, conflict of interest and the like: what the law asks us to prevent."),
    )
    in_use = forms.BooleanField(
        label=gettext_lazy("Can be chosen"),
        required=False,
        help_text=gettext_lazy("Risks that have the category keep it when it can no longer be chosen."),
    )


class AddCategoryForm(CategoryForm):
    """A new category can be chosen at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["in_use"]
        del self.fields["version"]
