"""Mistakes that show only when settings are seen together."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning

from rimlig.organisation.models import Role

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def _beyond_this_machine() -> list[str]:
    """Addresses that others than this machine can use."""
    return [address for address in settings.RIMLIG_ADDRESSES if urlsplit(address).hostname not in LOOPBACK]


@register(Tags.security)
def check_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Find combinations of address, DEBUG and https that would let out what is secret."""
    found: list[CheckMessage] = []
    beyond = _beyond_this_machine()
    if settings.DEBUG and beyond:
        hint = "Unset RIMLIG_DEBUG, or try on http://127.0.0.1:8000 only."
        found.append(Error(f"DEBUG is on at {beyond[0]}, and shows secrets.", hint=hint, id="rimlig.E001"))
    if plain := [address for address in beyond if address.startswith("http://")]:
        hint = "Let a proxy answer with https and write RIMLIG_ADDRESS=https://…"
        found.append(Error(f"Passwords would travel unencrypted to {plain[0]}.", hint=hint, id="rimlig.E002"))
    if beyond and "*" in settings.RIMLIG_PROXIES:
        hint = "Name the proxies' addresses in RIMLIG_PROXIES."
        found.append(Error("Anyone could pretend to come through the proxy.", hint=hint, id="rimlig.E003"))
    return found


@register()
def check_roles_of_sign_in(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Find roles in the settings of the sign-in that there are not: they would give nobody anything, silently."""
    named = {*settings.RIMLIG_MFA_REQUIRED_ROLES}
    named |= {role.role for provider in settings.RIMLIG_SIGN_ON for role in provider.roles}
    unknown = sorted(named - set(Role.values))
    if not unknown:
        return []
    hint = f"Write them in RIMLIG_MFA_REQUIRED_ROLES and RIMLIG_SIGN_ON as {', '.join(Role.values)}."
    return [Error(f"There is no role {', '.join(unknown)}.", hint=hint, id="rimlig.E004")]


@register(Tags.database)
def check_database(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Warn when an installation that others reach keeps its data in the embedded database."""
    if settings.RIMLIG_EMBEDDED_DATABASE and _beyond_this_machine():
        hint = "Set DATABASE_URL to a PostgreSQL server that is backed up."
        return [CheckWarning("The embedded database is meant for trying.", hint=hint, id="rimlig.W001")]
    return []
