"""How risks look on a page: `{% load risks %}`. The page loads planning/matrix.css and planning/risks.css."""

from typing import Any, Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from rimlig.planning.risks.drawings import drawing_of_dots
from rimlig.planning.risks.matrix import Scales, Step
from rimlig.planning.risks.operations import TREATED
from rimlig.planning.risks.queries_workshops import Spread

register = template.Library()

_SMALL: Final = (
    pgettext_lazy("number", "none"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
    pgettext_lazy("number", "ten"),
    pgettext_lazy("number", "eleven"),
    pgettext_lazy("number", "twelve"),
)


@register.filter
def number_in_words(number: int) -> str:
    """Return a number as one writes it in a sentence: in letters up to twelve."""
    return str(_SMALL[number]) if 0 <= number < len(_SMALL) else str(number)


@register.filter
def treated(value: str) -> str:
    """Return what is done with a risk, said of the risk: “Kontrolleras”."""
    return str(TREATED.get(value, ""))


@register.simple_tag
def risk_value_badge(likelihood: int | None, consequence: int | None, scales: Scales | None) -> SafeString | str:
    """Show likelihood × consequence = risk value in the colour of its band, and the band's name. Nothing without values."""
    if likelihood is None or consequence is None:
        return ""
    value = likelihood * consequence
    spoken = _("likelihood times consequence is the risk value")
    if scales is None:
        return format_html(
            '<span class="rv">{} × {} = {}<span class="vh"> ({})</span></span>', likelihood, consequence, value, spoken
        )
    band = scales.band_of(value)
    return format_html(
        '<span class="rv band-{}">{} × {} = {}<span class="vh"> ({})</span> <span class="band">{}</span></span>',
        band.look, likelihood, consequence, value, spoken, band.name,
    )  # fmt: skip


@register.simple_tag
def step_name(value: int | None, steps: tuple[Step, ...] | None) -> str:
    """Return a step as people read it, value and name; its value alone where the plan has no scale."""
    if value is None:
        return _("Not assessed")
    names = {step.value: step.name for step in steps or ()}
    return f"{value} {names.get(value, '')}".strip()


@register.inclusion_tag("planning/_dots.html")
def dots(spread: Spread, label: str, steps: tuple[Step, ...] | None = None) -> dict[str, Any]:
    """Draw the values that people gave on one scale, a dot each, with the numbers in a table beside."""
    names = {step.value: step.name for step in steps or ()}
    rows = [(step, names.get(step, ""), count) for step, count in enumerate(spread.dots, 1) if count]
    return {"spread": spread, "label": label, "drawing": drawing_of_dots(spread), "rows": rows}


@register.filter
def middle(value: float) -> str:
    """Return a median as people read it: no decimal when it is whole."""
    return str(int(value)) if value == int(value) else str(value).replace(".", ",")
