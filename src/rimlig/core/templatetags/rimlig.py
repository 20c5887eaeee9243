"""The components that every page is made of: `{% load rimlig %}`. Their markup stands in templates/components/."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rimlig.core.navigation import BELL, MAIN, OWN, Way, notices_of, offered, search_of, ways_of

register = template.Library()

# Symbols are told apart by shape, not only by colour. 16 × 16, drawn with the text's own colour.
ICONS = {
    "none": '<path d="M3 8.5l3.2 3L13 4.5" class="line bold"/>',
    "minor": '<path d="M8 2l6.5 11.5h-13z" class="line"/><path d="M8 6.5v3.2M8 11.6v.2" class="line"/>',
    "major": '<path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z" class="full"/><path d="M5.5 5.5l5 5m0-5l-5 5" class="cut"/>',
    "notdone": '<circle cx="8" cy="8" r="6" class="line"/><path d="M4 12L12 4" class="line"/>',
    "wait": '<circle cx="8" cy="8" r="6" class="line dashed"/>',
    "ongoing": '<circle cx="8" cy="8" r="6" class="line"/><path d="M8 4.5V8l2.5 1.8" class="line"/>',
    "hold": '<circle cx="8" cy="8" r="6" class="line"/><path d="M6.4 5.7v4.6M9.6 5.7v4.6" class="line"/>',
    "edit": '<path d="M2.5 13.5l.7-3L10.600 3.100a1.300 1.300 0 0 1 1.800 0l.5.5a1.300 1.300 0 0 1 0 1.800L5.500 12.800z" class="line"/>',
    "back": '<path d="M6.500 4L3 7.500L6.500 11M3 7.500h6.500a3.500 3.500 0 0 1 0 6H8" class="line"/>',
    "more": '<path d="M4 6l4 4 4-4" class="line"/>',
    "link": '<path d="M6 3l5 5-5 5" class="line"/>',
    "bell": '<path d="M4 11V7.500a4 4 0 0 1 8 0V11l1.200 1.500H2.800zM6.700 14.300h2.600" class="line"/>',
    "menu": '<path d="M2.500 4h11M2.500 8h11M2.500 12h11" class="line"/>',
    "plus": '<path d="M8 3v10M3 8h10" class="line"/>',
    "search": '<circle cx="7" cy="7" r="4.500" class="line"/><path d="M10.500 10.500L14 14" class="line"/>',
    "file": '<path d="M4 1.500h5.500L12.500 4.500v10H4zM9.500 1.500v3h3" class="line"/>',
    "link-out": '<path d="M9.500 2.500h4v4M13.500 2.500L7.500 8.500M6.500 3.500h-4v10h10v-4" class="line"/>',
    "info": '<circle cx="8" cy="8" r="6" class="line"/><path d="M8 7.300v3.700M8 4.800v.2" class="line"/>',
}
MARK = (
    '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<path class="line" d="M12 2.5l8 3v6c0 5-3.4 8.4-8 10-4.6-1.6-8-5-8-10v-6z"/>'
    '<path class="line" d="M8 12.2l2.8 2.7L16 9.5"/></svg>'
)
LOOKS = frozenset({"", "primary", "quiet", "danger", "small"})
STATES = frozenset({"none", "minor", "major", "notdone", "wait", "ongoing", "hold"})


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a symbol. It says nothing to a screen reader: a word must stand beside it."""
    drawing = ICONS[name]
    return mark_safe(  # noqa: S308  # all of it is ours
        f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{drawing}</svg>'
    )


@register.simple_tag
def mark() -> SafeString:
    """Draw the product's mark."""
    return mark_safe(MARK)  # noqa: S308  # it is ours


@register.inclusion_tag("components/state.html")
def state(look: str, word: str) -> dict[str, Any]:
    """Show a state by symbol, word and colour. `look` is one of STATES."""
    if look not in STATES:
        raise ValueError(f"No state looks like {look!r}.")
    return {"look": look, "word": word}


@register.inclusion_tag("components/button.html")
def button(text: str, look: str = "", icon: str = "", name: str = "", value: str = "") -> dict[str, Any]:
    """Show the button that sends its form."""
    return {"text": text, "look": _look(look), "icon": icon, "name": name, "value": value}


@register.inclusion_tag("components/link_button.html")
def link_button(text: str, url: str, look: str = "", icon: str = "", context: str = "") -> dict[str, Any]:
    """Show a link that looks like a button. `context` is read out after the text, for links of the same name."""
    return {"text": text, "url": url, "look": _look(look), "icon": icon, "context": context}


def _look(look: str) -> str:
    unknown = set(look.split()) - LOOKS
    if unknown:
        raise ValueError(f"No button looks like {unknown}.")
    return look


@register.inclusion_tag("components/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """Show a form field: label, hint, errors, and the control that names them as its description."""
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    widget = bound.field.widget
    is_group = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    is_check = isinstance(widget, forms.CheckboxInput)
    control = bound.as_widget(attrs=attrs)
    return {
        "field": bound,
        "control": control,
        "is_group": is_group,
        "is_check": is_check,
        "described": " ".join(described),
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.Form) -> dict[str, Any]:
    """List what has to be put right, each with a link to its field. Nothing when nothing is wrong."""
    rows = [
        (form[name].id_for_label or form[name].auto_id, form[name].label, error)
        for name, errors in form.errors.items()
        if name in form.fields
        for error in errors
    ]
    return {"rows": rows, "general": list(form.non_field_errors())}


@register.inclusion_tag("components/empty.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """Say that nothing is here yet, why, and what to do about it."""
    return {"title": title, "text": text, "url": url, "action": action}


FEW = 8
"""How many of a long list a telephone shows first: as many as the style sheet does."""
NOT_WORTH_FOLDING = 2


@register.inclusion_tag("components/rest.html")
def rest(number: int) -> dict[str, Any]:
    """Show the rest of a list (`few`) of so many, on a telephone, where only the first few stand at once. No script."""
    return {"more": number - FEW if number > FEW + NOT_WORTH_FOLDING else 0}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: Any) -> dict[str, Any]:
    """Show the way here: pairs of text and URL, and at last the present page's own text."""
    pairs = list(zip(parts[0::2], parts[1::2], strict=False))
    return {"pairs": pairs, "last": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag("components/facts.html")
def facts(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """List facts: pairs of a label and a value. Pairs without a value are left out."""
    return {"rows": [(label, value) for label, value in rows if value not in (None, "")]}


@register.filter
def paragraphs(text: str) -> SafeString:
    """Show a stored text with its paragraphs."""
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308  # linebreaks has escaped it


@register.simple_tag
def page_title(*parts: Any) -> str:
    """Join the parts of a page's title: what, of what, and the product."""
    return " – ".join([*(str(part) for part in parts if part), "Rimlig"])


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """Show the ways in one line: to the start page, to what the page is about (the view's `workplace`), to what is one's own."""
    frame = _frame(context)
    return {**frame, "workplace": getattr(context.get("view"), "workplace", None)}


@register.inclusion_tag("components/own_ways.html", takes_context=True)
def own_ways(context: template.Context) -> dict[str, Any]:
    """Show the bell, and the menu under the person's name; where there is little room one menu with all the ways."""
    return {**_frame(context), "user": context.get("user"), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/frame_tabs.html", takes_context=True)
def frame_tabs(context: template.Context) -> dict[str, Any]:
    """Show what stands beside the page's entry of the line: the reports, writing them, the assessment."""
    return _frame(context)


def _frame(context: template.Context) -> dict[str, Any]:
    """Return the ways of the page for the person, each where it stands. Asked for twice, computed once."""
    known: dict[str, Any] | None = context.render_context.get("frame")
    if known is not None:
        return known
    view, user, request = context.get("view"), context.get("user"), context.get("request")
    workplace, signed_in = getattr(view, "workplace", None), getattr(user, "is_authenticated", False)
    here = getattr(view, "here", "")
    entries: list[Any] = []
    ways = ways_of(user) if signed_in else []
    main = [Way(_("To do"), "/", "start", order=0)] if signed_in else []
    if workplace is not None:
        entries = offered("plan", user, workplace.board, workplace)
        main += [
            Way(entry.label, entry.address(workplace), entry.key, order=entry.order)
            for entry in entries
            if not entry.beside
        ]
    there = {way.key for way in main}
    # A way to something of one's own gives place to the plan's own way to it.
    main += [way for way in ways if way.place == MAIN and way.key not in there]
    frame: dict[str, Any] = {
        "signed_in": signed_in,
        "main": sorted(main, key=lambda way: way.order),
        "own": [way for way in ways if way.place == OWN],
        "bell": next((way for way in ways if way.place == BELL), None),
        # The entry in the line to mark, and the page's own tabs when it has any beside it.
        "here": next((entry.beside for entry in entries if entry.key == here and entry.beside), here),
        "tab": here,
        "request": request,
    }
    # A page that is no entry of the line has none beside it: `beside` is empty of those that stand in the line.
    group = [entry for entry in entries if here and frame["here"] in {entry.key, entry.beside}]
    tabs = [Way(entry.label, entry.address(workplace), entry.key) for entry in group]
    frame["tabs"] = tabs if len(tabs) > 1 else []
    context.render_context["frame"] = frame
    return frame


@register.inclusion_tag("components/search.html", takes_context=True)
def search_field(context: template.Context) -> dict[str, Any]:
    """Show the field that searches in everything: not on the search page itself, which has its own."""
    user, here = context.get("user"), getattr(context.get("view"), "here", "")
    signed_in = getattr(user, "is_authenticated", False)
    return {"address": search_of(user) if signed_in and here != "search" else ""}


@register.inclusion_tag("components/ways.html", takes_context=True)
def ways(context: template.Context, place: str, subject: Any) -> dict[str, Any]:
    """Show as buttons what the person may do at the place with the subject, a plan for example, as it stands now."""
    entries = offered(place, context.get("user"), subject.board, subject)
    return {"ways": [(entry.label, entry.address(subject), entry.look) for entry in entries]}


@register.inclusion_tag("components/notices.html", takes_context=True)
def notices(context: template.Context) -> dict[str, Any]:
    """Say what there is to know about the page's workplace on every page about it, and to the person on every page."""
    user, workplace = context.get("user"), getattr(context.get("view"), "workplace", None)
    of_person = notices_of("person", user) if getattr(user, "is_authenticated", False) else []
    return {"notices": of_person + (notices_of("plan", workplace) if workplace is not None else [])}


@register.simple_tag
def count(number: int, one: str, many: str) -> SafeString:
    """Show a number with the right form of its word: “1 process”, “3 processer”."""
    return format_html('<span class="num">{}</span> {}', number, one if number == 1 else many)


@register.simple_tag
def missing() -> SafeString:
    """Stand where a text should be."""
    return format_html('<span class="muted">{}</span>', _("(no text)"))
