"""A municipality's look on a web page: `{% load appearance %}`."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rimlig.appearance.house_style import STANDARD, HouseStyle

register = template.Library()


@register.simple_tag
def house_colours(look: HouseStyle) -> SafeString:
    """Return the link to the stylesheet of the look's colour; nothing where it is our own."""
    if look.accent == STANDARD.accent:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', reverse("appearance:colours", args=[look.accent[1:]]))
