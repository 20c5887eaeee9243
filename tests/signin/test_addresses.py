"""Who is believed about where a request comes from."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from rimlig.signin.addresses import client_address


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),  # no proxy of ours: its word is not believed
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),  # what the client wrote itself stands first
        ("127.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),  # through two proxies of ours
        ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "not an address", "127.0.0.1"),
        ("", "198.51.100.1", "0.0.0.0"),
    ],
)
def test_the_address_is_the_first_that_is_no_proxy_of_ours(
    rf: RequestFactory, settings: Settings, peer: str, forwarded: str, client: str
) -> None:
    settings.RIMLIG_PROXIES = ["127.0.0.1", "10.0.0.2"]
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert client_address(rf.get("/", headers=headers, REMOTE_ADDR=peer)) == client
