import pytest
from pytest_django.fixtures import Settings

from rimlig.config.checks import check_addresses, check_database, check_roles_of_sign_in

PUBLIC, PLAIN, OURS = "https://rimlig.example.se", "http://rimlig.example.se", "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("addresses", "debug", "proxies", "found"),
    [
        ([OURS], False, ["127.0.0.1"], []),
        ([OURS], True, ["*"], []),
        ([PUBLIC, OURS], False, ["10.0.0.1"], []),
        ([PUBLIC], True, ["10.0.0.1"], ["rimlig.E001"]),
        ([PLAIN], False, ["10.0.0.1"], ["rimlig.E002"]),
        ([PUBLIC], False, ["*"], ["rimlig.E003"]),
        ([PLAIN], True, ["*"], ["rimlig.E001", "rimlig.E002", "rimlig.E003"]),
    ],
)
def test_what_would_let_out_secrets_is_an_error(
    settings: Settings,
    addresses: list[str],
    debug: bool,
    proxies: list[str],
    found: list[str],
) -> None:
    settings.RIMLIG_ADDRESSES, settings.DEBUG, settings.RIMLIG_PROXIES = addresses, debug, proxies
    messages = check_addresses(None)
    assert [message.id for message in messages] == found
    assert [message for message in messages if not message.hint] == []


@pytest.mark.parametrize(
    ("addresses", "embedded", "found"),
    [([OURS], True, []), ([PUBLIC], False, []), ([PUBLIC], True, ["rimlig.W001"])],
)
def test_the_embedded_database_is_for_trying(
    settings: Settings,
    addresses: list[str],
    embedded: bool,
    found: list[str],
) -> None:
    settings.RIMLIG_ADDRESSES, settings.RIMLIG_EMBEDDED_DATABASE = addresses, embedded
    assert [message.id for message in check_database(None)] == found


@pytest.mark.parametrize(
    ("roles", "found"), [([], []), (["administrator", "auditor"], []), (["administrator", "chef"], ["rimlig.E004"])]
)
def test_a_role_that_there_is_not_is_found_in_the_settings_of_the_sign_in(
    settings: Settings, roles: list[str], found: list[str]
) -> None:
    settings.RIMLIG_MFA_REQUIRED_ROLES = roles
    assert [message.id for message in check_roles_of_sign_in(None)] == found
