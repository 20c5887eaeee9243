"""Components of the plan's rows: `{% load outline %}`."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rimlig.core.templatetags.rimlig import missing, paragraphs
from rimlig.planning.follow_ups.words import plan_in_words
from rimlig.planning.models import Look, PlanState
from rimlig.planning.risks.matrix import Scales
from rimlig.planning.risks.operations import TREATED
from rimlig.planning.rows.drawing import may_change, outline_context, row_context
from rimlig.planning.rows.editables import BY_KIND, Field

register = template.Library()

HIGH, MEDIUM = 12, 8
"""Risk values from which a risk is shown as high and as medium where the page gives no scales: 1–5 each."""
LOOKS = {Look.CRITICAL.value: "hi", Look.HIGH.value: "mid"}


@register.simple_tag(takes_context=True)
def risk_value(context: template.Context, event: Any) -> SafeString | str:
    """Show likelihood × consequence = risk value, and the same after controls. Nothing until both are assessed.

    The page's `scales` give the colour and the name of the band.
    """
    scales = context.get("scales")
    before = _value(event.likelihood, event.consequence, scales)
    after = _value(event.likelihood_after, event.consequence_after, scales)
    if before and after:
        return format_html(
            '{} <span class="nowrap"><span class="muted">{}</span> {}</span>', before, _("after controls"), after
        )
    return before or after


@register.simple_tag(takes_context=True)
def risk_value_alone(context: template.Context, event: Any) -> SafeString | str:
    """Show the risk value in words, for those who have not valued it: “Risk value 12”. Nothing until it is assessed."""
    if event.likelihood is None or event.consequence is None:
        return ""
    value = event.likelihood * event.consequence
    look, band = _look(value, context.get("scales"))
    text = _("Risk value %(value)s") % {"value": value}
    return format_html('<span class="rv {}">{}<span class="vh"> {}</span></span>', look, text, band)


def _look(value: int, scales: Scales | None) -> tuple[str, str]:
    """Return how a risk value looks, and the name of its band where there are scales."""
    if scales is None:
        return "hi" if value >= HIGH else "mid" if value >= MEDIUM else "", ""
    band = scales.band_of(value)
    return LOOKS.get(band.look, ""), band.name


def _value(likelihood: int | None, consequence: int | None, scales: Scales | None) -> SafeString | str:
    if likelihood is None or consequence is None:
        return ""
    value = likelihood * consequence
    look, band = _look(value, scales)
    spoken = ", ".join(filter(None, [_("likelihood times consequence is the risk value"), band]))
    return format_html(
        '<span class="rv {}">{} × {} = {}<span class="vh"> ({})</span></span>',
        look,
        likelihood,
        consequence,
        value,
        spoken,
    )


@register.filter
def treatment(value: str) -> str:
    """Return what is done with a risk, said of the risk."""
    return str(TREATED.get(value, ""))


@register.filter
def in_words(follow_up: Any) -> str:
    """Say how a planned follow-up is carried out: “T1 T2 VB · 5 units · reviewed by department manager”."""
    return plan_in_words(follow_up)


@register.simple_tag
def limits(row: Any) -> SafeString | str:
    """Say which goals the row concerns when it does not concern all of its process's."""
    goals = [limit.placement.goal for limit in row.limits.all()]
    if not goals:
        return ""
    numbers = format_html_join(", ", "{}", ((goal.number or goal.title,) for goal in goals))
    return format_html('<span class="tag limit">{} {}</span>', _("concerns only"), numbers)


@register.filter
def goal_name(goal: Any) -> str:
    """Return the goal's number, or its title when it has no number."""
    return str(goal.number or goal.title)


@register.inclusion_tag("planning/row.html", takes_context=True)
def editable(context: template.Context, kind: str, row: Any, look: str = "") -> dict[str, Any]:
    """Show a row of the kind, with its way to change it for those who may as the plan stands.

    In the plan's outline (the page's `outline` is set) rows can be moved and
    removed too, and the page's `row_in_focus` gets the focus.
    """
    editable = BY_KIND[kind]
    way_back = context["way_here"] if "way_here" in context else context["request"].get_full_path()
    may_edit = may_change(editable, row, context["plan"], may_edit=context["may_edit"])
    more: dict[str, Any] = {"scales": context.get("scales")}
    if "lines" in context:
        focus = context.get("row_in_focus") == f"{kind}-{row.pk}"
        lines = context["lines"].get(kind, {}).get(row.pk, ())
        more |= {"swapped": focus, "saved": focus and may_edit}
        more |= outline_context(editable, row, may_edit=may_edit, goal=context.get("goal"), lines=lines)
    return row_context(editable, row, look=look, may_edit=may_edit, way_back=way_back, **more)


@register.simple_tag
def field_value(field: Field, value: Any) -> SafeString:
    """Show a value of an editable field as people read it."""
    if value in (None, ""):
        return missing()
    if field.choices:
        return format_html("<p>{}</p>", dict(field.choices).get(value, value))
    return paragraphs(str(value))


STATE_LOOKS = {
    PlanState.DRAFT: "wait",
    PlanState.PROPOSED: "ongoing",
    PlanState.ADOPTED: "none",
    PlanState.CLOSED: "notdone",
    PlanState.REPLACED: "hold",
}


@register.inclusion_tag("components/state.html")
def plan_state(plan: Any) -> dict[str, Any]:
    """Show how far the plan has come towards a decision, by symbol, word and colour."""
    return {"look": STATE_LOOKS[PlanState(plan.state)], "word": capfirst(plan.get_state_display())}


@register.inclusion_tag("planning/_add_link.html", takes_context=True)
def add_link(context: template.Context, kind: str, parent: Any) -> dict[str, Any]:
    """Show the way to add a row of the kind under the parent (None: under the plan), for those who may."""
    if not context["may_edit"]:
        return {}
    goal = context.get("goal")
    address = reverse("planning:add", args=[context["plan"].pk, kind, parent.pk if parent else 0])
    return {
        "kind": kind,
        "label": BY_KIND[kind].label,
        "address": f"{address}?mal={goal.pk}" if goal else address,
        "parent": parent,
    }


@register.simple_tag
def address_of(entry: Any, subject: Any) -> str:
    """Return the address to which a way leads for its subject."""
    return str(entry.address(subject))
