"""What the pages of the sign-in need beside the common components: `{% load signin %}`."""

from typing import Any

from django import template
from django.conf import settings

from rimlig.signin.factors import has_factor, must_have_factor

register = template.Library()


@register.filter
def in_fours(key: str) -> str:
    """Show a long key in groups of four, as people copy it."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


@register.simple_tag(takes_context=True)
def second_factor_is_missing(context: template.Context) -> bool:
    """Say whether the person's role must have a second factor, and there is none yet."""
    person: Any = context["user"]
    return bool(settings.RIMLIG_MFA_REQUIRED_ROLES) and must_have_factor(person) and not has_factor(person)
