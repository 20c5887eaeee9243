"""A description of identity providers that cannot be meant is refused with one line."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rimlig.signin.providers import GroupRole, read_providers

ENTRA = """
[[provider]]
id = "lindhaga"
name = "Lindhaga"
kind = "oidc"
municipality = "lindhaga"
domains = ["Lindhaga.example"]
server = "https://login.example/lindhaga/v2.0/"
client_id = "rimlig"
client_secret_file = "{secret}"

[[provider.role]]
group = "internkontroll"
role = "controller"
board = "lindhaga"
"""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("hemligt\n", encoding="utf-8")
    return path


def test_nothing_configured_is_no_provider() -> None:
    assert read_providers("") == ()


def test_a_provider_is_read_with_what_is_usual_filled_in(secret: Path) -> None:
    (one,) = read_providers(ENTRA.format(secret=secret))
    assert (one.id, one.source, one.domains) == ("lindhaga", "claim:lindhaga", {"lindhaga.example"})
    assert (one.email_claim, one.groups_claim, one.addresses_are_verified) == ("email", "groups", False)
    assert one.options["server"] == "https://login.example/lindhaga/v2.0"
    assert one.options["client_secret"] == "hemligt"
    assert one.roles == (GroupRole("internkontroll", "controller", "lindhaga"),)


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("anna@lindhaga.example", True),
        ("anna@LINDHAGA.example", True),
        ("anna@skola.lindhaga.example", False),
        ("anna@notlindhaga.example", False),
        ("anna@lindhaga.example@ond.example", False),
        ("", False),
    ],
)
def test_a_provider_speaks_for_its_own_domains_only(secret: Path, address: str, may: bool) -> None:
    (one,) = read_providers(ENTRA.format(secret=secret))
    assert one.may_vouch_for(address) is may


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('id = "lindhaga"', 'id = "Lind haga"', "id 'Lind haga'; write small letters, figures and hyphens."),
        ('kind = "oidc"', 'kind = "ldap"', "RIMLIG_SIGN_ON, lindhaga: kind is 'ldap'; write oidc or saml."),
        ('["Lindhaga.example"]', "[]", "RIMLIG_SIGN_ON, lindhaga: domains is missing."),
        ("https://login", "http://login", "RIMLIG_SIGN_ON, lindhaga: server must be an https address."),
        ("client_id", "cilent_id", "RIMLIG_SIGN_ON, lindhaga: cilent_id is unknown for oidc."),
        ('name = "Lindhaga"', 'name = ""', "RIMLIG_SIGN_ON, lindhaga: name is missing."),
        ('board = "lindhaga"', 'unit = "tallen"', "RIMLIG_SIGN_ON, lindhaga: unit tallen needs its board."),
        ('group = "', 'gruop = "', "RIMLIG_SIGN_ON, lindhaga: a role has group, role, board and unit."),
        ("[[provider]]", "[[providers]]", "RIMLIG_SIGN_ON: providers is unknown; write [[provider]]."),
    ],
)
def test_what_cannot_be_meant_is_refused(secret: Path, was: str, becomes: str, said: str) -> None:
    text = ENTRA.format(secret=secret).replace(was, becomes)
    if "providers" in becomes:
        text = text.replace("[[provider.role]]", "[[providers.role]]")
    with pytest.raises(ImproperlyConfigured) as refused:
        read_providers(text)
    assert str(refused.value).endswith(said)


def test_a_secret_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="cannot read client_secret_file"):
        read_providers(ENTRA.format(secret=tmp_path / "borta"))


def test_one_id_is_one_provider(secret: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="the id lindhaga stands twice"):
        read_providers(ENTRA.format(secret=secret) * 2)


def test_a_domain_cannot_belong_to_two_municipalities(secret: Path) -> None:
    one = ENTRA.format(secret=secret)
    other = one.replace('id = "lindhaga"', 'id = "annan"').replace('ty = "lindhaga"', 'ty = "annan"')
    with pytest.raises(ImproperlyConfigured, match=r"lindhaga\.example belongs to two municipalities"):
        read_providers(one + other)


def test_a_municipality_may_have_two_providers_for_its_domain(secret: Path) -> None:
    one = ENTRA.format(secret=secret)
    assert [row.id for row in read_providers(one + one.replace('id = "lindhaga"', 'id = "reserv"'))] == [
        "lindhaga",
        "reserv",
    ]
