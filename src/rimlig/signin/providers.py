"""Identity providers as they are configured: one TOML document, read at start, refused when it cannot be meant.

Every provider is bound to one municipality and to the domains of its addresses. No domain belongs to providers of two
municipalities, so that none can speak for the people of another.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

OIDC: Final = "oidc"
SAML: Final = "saml"
LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}
ADFS_CLAIMS: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
CLAIMS: Final = {
    OIDC: {"email_claim": "email", "name_claim": "name", "groups_claim": "groups"},
    SAML: {
        "email_claim": f"{ADFS_CLAIMS}emailaddress",
        "name_claim": f"{ADFS_CLAIMS}name",
        "groups_claim": "http://schemas.xmlsoap.org/claims/Group",
    },
}
COMMON: Final = {"id", "name", "kind", "municipality", "domains", "addresses_are_verified", "role"}
KNOWN: Final = {
    OIDC: COMMON | set(CLAIMS[OIDC]) | {"server", "client_id", "client_secret_file", "scopes", "userinfo"},
    SAML: COMMON
    | set(CLAIMS[SAML])
    | {"id_claim", "entity_id", "sso_url", "certificate_file", "our_entity_id", "our_certificate_file", "our_key_file"},
}


@dataclass(frozen=True)
class GroupRole:
    """What membership of a group gives: a role on the municipality, on one of its boards, or on a unit of the board."""

    group: str
    role: str
    board: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Provider:
    """One identity provider. `options` are those of its kind, as `docs/sign-in.md` lists them."""

    id: str
    name: str
    kind: str
    municipality: str
    domains: frozenset[str]
    addresses_are_verified: bool
    email_claim: str
    name_claim: str
    groups_claim: str
    roles: tuple[GroupRole, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """What marks a role assignment as given by this provider's claims."""
        return f"claim:{self.id}"

    def may_vouch_for(self, address: str) -> bool:
        """Say whether the address is in one of the provider's domains; a subdomain is another domain."""
        return address.rpartition("@")[2].lower() in self.domains


def read_providers(text: str) -> tuple[Provider, ...]:
    """Return the providers that the TOML document describes; none for an empty one.

    Raises ImproperlyConfigured with one line that says what cannot be meant.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON is not TOML: {error}") from error
    if unknown := set(document) - {"provider"}:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON: {', '.join(sorted(unknown))} is unknown; write [[provider]].")
    providers = tuple(_provider(row) for row in document.get("provider", []))
    _refuse_shared(providers)
    return providers


def _provider(row: Mapping[str, Any]) -> Provider:
    name = str(row.get("id", ""))
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", name):
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON: id {name!r}; write small letters, figures and hyphens.")
    kind = row.get("kind")
    if kind not in KNOWN:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON, {name}: kind is {kind!r}; write oidc or saml.")
    if unknown := set(row) - KNOWN[kind]:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON, {name}: {', '.join(sorted(unknown))} is unknown for {kind}.")
    domains = frozenset(domain.lower().lstrip("@") for domain in _needed(row, name, "domains", list))
    if not domains:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON, {name}: name at least one domain.")
    return Provider(
        id=name,
        name=_needed(row, name, "name", str),
        kind=kind,
        municipality=_needed(row, name, "municipality", str),
        domains=domains,
        addresses_are_verified=bool(row.get("addresses_are_verified", False)),
        roles=tuple(_group_role(role, name) for role in row.get("role", [])),
        options=_oidc(row, name) if kind == OIDC else _saml(row, name),
        **{claim: row.get(claim, default) for claim, default in CLAIMS[kind].items()},
    )


def _group_role(row: Mapping[str, Any], name: str) -> GroupRole:
    try:
        role = GroupRole(**row)
    except TypeError as error:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON, {name}: a role has group, role, board and unit.") from error
    if role.unit and not role.board:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON, {name}: unit {role.unit} needs its board.")
    return role


def _oidc(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {
        "server": _address(row, name, "server").rstrip("/"),
        "client_id": _needed(row, name, "client_id", str),
        "client_secret": _file(row, name, "client_secret_file"),
        "scopes": row.get("scopes", ["openid", "profile", "email"]),
        "userinfo": bool(row.get("userinfo", True)),
    }


def _saml(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    signing = {"our_certificate_file", "our_key_file"} & set(row)
    return {
        "entity_id": _needed(row, name, "entity_id", str),
        "sso_url": _address(row, name, "sso_url"),
        "certificate": _file(row, name, "certificate_file"),
        "id_claim": row.get("id_claim", ""),
        "our_entity_id": row.get("our_entity_id", ""),
        "our_certificate": _file(row, name, "our_certificate_file") if signing else "",
        "our_key": _file(row, name, "our_key_file") if signing else "",
    }


def _needed(row: Mapping[str, Any], name: str, key: str, kind: type) -> Any:
    value = row.get(key)
    if not value or not isinstance(value, kind):
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON, {name}: {key} is missing.")
    return value


def _address(row: Mapping[str, Any], name: str, key: str) -> str:
    address: str = _needed(row, name, key, str)
    parts = urlsplit(address)
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON, {name}: {key} must be an https address.")
    return address


def _file(row: Mapping[str, Any], name: str, key: str) -> str:
    path = _needed(row, name, key, str)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON, {name}: cannot read {key} {path}: {error}") from error


def _refuse_shared(providers: tuple[Provider, ...]) -> None:
    """Two providers with one id would share people; a domain in two municipalities would let one take the other's."""
    ids = [provider.id for provider in providers]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise ImproperlyConfigured(f"RIMLIG_SIGN_ON: the id {twice.pop()} stands twice.")
    owner: dict[str, str] = {}
    for provider in providers:
        for domain in provider.domains:
            if owner.setdefault(domain, provider.municipality) != provider.municipality:
                raise ImproperlyConfigured(f"RIMLIG_SIGN_ON: {domain} belongs to two municipalities.")


def allauth_apps(providers: tuple[Provider, ...]) -> dict[str, Any]:
    """Return the providers as django-allauth wants them described (SOCIALACCOUNT_PROVIDERS)."""
    return {
        "openid_connect": {"APPS": [_oidc_app(one) for one in providers if one.kind == OIDC]},
        "saml": {"APPS": [_saml_app(one) for one in providers if one.kind == SAML]},
    }


def _oidc_app(provider: Provider) -> dict[str, Any]:
    return {
        "provider_id": provider.id,
        "name": provider.name,
        "client_id": provider.options["client_id"],
        "secret": provider.options["client_secret"],
        "settings": {
            "server_url": provider.options["server"],
            "scope": provider.options["scopes"],
            "fetch_userinfo": provider.options["userinfo"],
            "oauth_pkce_enabled": True,
        },
    }


def _saml_app(provider: Provider) -> dict[str, Any]:
    options = provider.options
    signs = bool(options["our_key"])
    return {
        "provider_id": provider.id,
        "client_id": provider.id,
        "name": provider.name,
        "settings": {
            "attribute_mapping": {"uid": options["id_claim"], "email": provider.email_claim},
            "idp": {
                "entity_id": options["entity_id"],
                "sso_url": options["sso_url"],
                "x509cert": options["certificate"],
            },
            "sp": {"entity_id": options["our_entity_id"]} if options["our_entity_id"] else {},
            "advanced": {
                "strict": True,
                "allow_single_label_domains": True,  # an address within the municipality may be one word
                "want_assertion_signed": True,
                "want_name_id": True,
                "want_attribute_statement": True,
                "reject_deprecated_algorithm": True,
                "reject_idp_initiated_sso": True,
                "authn_request_signed": signs,
                **({"x509cert": options["our_certificate"], "private_key": options["our_key"]} if signs else {}),
            },
        },
    }
