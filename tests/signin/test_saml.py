"""Signing in with SAML against a real provider: pysaml2 with xmlsec1 in a process of its own."""

import re
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from cast import person
from factories import PASSWORD, BoardFactory
from identity_providers import Configure, People, local, running
from rimlig.organisation.models import Board, Role, RoleAssignment, User

pytestmark = pytest.mark.skipif(
    shutil.which("xmlsec1") is None, reason="the provider signs with xmlsec1, which is not here"
)

BEGIN = "/logga-in/saml/lindhaga/"
NOT_TRUSTED = "Det går inte att lita på svaret från Lindhaga"
ANNA = {"subject": "s-1-5-21", "email": "anna.ek@lindhaga.example", "name": "Anna Ek", "groups": ["ik"]}
CONFIGURATION = """
[[provider]]
id = "lindhaga"
name = "Lindhaga"
kind = "saml"
municipality = "MUNICIPALITY"
domains = ["lindhaga.example"]
addresses_are_verified = true
entity_id = "https://adfs.lindhaga.example/adfs/services/trust"
sso_url = "{server}/sso"
certificate_file = "{certificate}"

[[provider.role]]
group = "ik"
role = "controller"
board = "BOARD"

[[provider.role]]
group = "revision"
role = "auditor"
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("saml")


@pytest.fixture(scope="module")
def server(directory: Path) -> Iterator[str]:
    with running("saml_provider.py", directory) as address:
        yield address


@pytest.fixture
def people(directory: Path) -> People:
    found = People(directory)
    found.are({"anna": ANNA})
    return found


@pytest.fixture
def provider(server: str, directory: Path, configured: Configure, client: Client) -> None:
    """The provider knows us by our metadata, and we know it by its certificate."""
    configured(CONFIGURATION.format(server=server, certificate=directory / "certificate.pem"))
    metadata = client.get(f"{BEGIN}metadata/")
    assert metadata["Content-Type"] == "application/samlmetadata+xml"
    (directory / "ours.xml").write_bytes(metadata.content)


def assertion(client: Client, address: str = BEGIN) -> dict[str, str]:
    """Go from our address to the provider, and return what its page would have the browser post to us."""
    out = client.get(address)
    assert out.status_code == 302, out.content.decode()
    page = requests.get(f"{out['Location']}&as=anna", timeout=60).text
    found = {
        name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    }
    assert "SAMLResponse" in found, page
    return found


def arrive(client: Client, posted: dict[str, str]) -> tuple[int, str]:
    """Post as the provider's page does and follow; return the status, and where it leads or what the page says."""
    received = client.post(f"{BEGIN}svar/", posted)
    assert received.status_code == 302
    answer = client.get(received["Location"])
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def roles(email: str) -> list[tuple[str, str]]:
    held = RoleAssignment.objects.held_by(User.objects.get(email=email))
    return sorted((row.role, row.source) for row in held)


def test_the_first_sign_in_makes_the_person_with_roles_by_groups(
    client: Client, people: People, provider: None
) -> None:
    assert arrive(client, assertion(client, f"{BEGIN}?next=/konto/")) == (302, "/konto/")
    assert "Anna Ek" in client.get("/konto/").content.decode()
    assert roles("anna.ek@lindhaga.example") == [("controller", "claim:lindhaga")]
    assert SocialAccount.objects.get().uid == "s-1-5-21"


def test_the_next_sign_in_changes_the_roles(client: Client, people: People, provider: None) -> None:
    arrive(client, assertion(client))
    people.are({"anna": {**ANNA, "groups": ["revision"], "name": "Anna Lund"}})
    again = Client()
    assert arrive(again, assertion(again)) == (302, "/")
    assert roles("anna.ek@lindhaga.example") == [("auditor", "claim:lindhaga")]
    assert User.objects.get().name == "Anna Lund"


@pytest.mark.parametrize("wrong", ["audience", "signature", "unsigned", "expired", "unasked", "transient"])
def test_an_assertion_that_cannot_be_trusted_lets_nobody_in(
    client: Client, people: People, provider: None, wrong: str
) -> None:
    people.are({"anna": {**ANNA, "wrong": wrong}})
    status, page = arrive(client, assertion(client))
    assert (status, NOT_TRUSTED in page) == (403, True)
    assert client.get("/konto/").status_code == 302
    assert not User.objects.exists()


def test_an_assertion_that_was_changed_on_the_way_lets_nobody_in(
    client: Client, people: People, provider: None
) -> None:
    posted = assertion(client)
    xml = b64decode(posted["SAMLResponse"]).replace(b"anna.ek@", b"chefen@")
    status, page = arrive(client, {**posted, "SAMLResponse": b64encode(xml).decode()})
    assert (status, NOT_TRUSTED in page) == (403, True)
    assert not User.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"SAMLResponse": ""}, {"SAMLResponse": "%%%"}, {"SAMLResponse": "PHg+"}])
def test_what_is_no_assertion_is_refused_in_words(
    client: Client, people: People, provider: None, sent: dict[str, str]
) -> None:
    status, page = arrive(client, sent)
    assert (status, NOT_TRUSTED in page) == (403, True)


def test_an_assertion_is_used_once(client: Client, people: People, provider: None) -> None:
    posted = assertion(client)
    assert arrive(client, posted) == (302, "/")
    for browser in (client, Client()):
        status, page = arrive(browser, posted)
        assert (status, NOT_TRUSTED in page) == (403, True)


def test_an_assertion_is_for_the_browser_that_asked(client: Client, people: People, provider: None) -> None:
    posted = assertion(client)
    status, page = arrive(Client(), posted)
    assert (status, NOT_TRUSTED in page) == (403, True)


def test_a_domain_that_is_not_the_providers_is_refused(client: Client, people: People, provider: None) -> None:
    people.are({"anna": {**ANNA, "email": "anna@annan.example"}})
    status, page = arrive(client, assertion(client))
    assert (status, "Lindhaga får inte logga in anna@annan.example här." in page) == (403, True)
    assert not User.objects.exists()


def test_an_account_of_another_municipality_is_not_taken_over(
    client: Client, people: People, provider: None, board: Board
) -> None:
    theirs = person("Anna Ek", Role.CONTROLLER, BoardFactory())
    User.objects.filter(pk=theirs.pk).update(email="anna.ek@lindhaga.example")
    status, page = arrive(client, assertion(client))
    assert (status, "loggar in i Rimlig på ett annat sätt" in page) == (403, True)
    theirs.refresh_from_db()
    assert theirs.check_password(PASSWORD)


def test_our_metadata_says_where_to_and_promises_no_sign_out(client: Client, people: People, provider: None) -> None:
    xml = client.get(f"{BEGIN}metadata/").content.decode()
    assert f'Location="http://testserver{BEGIN}svar/"' in xml
    assert "SingleLogoutService" not in xml
    assert local(client.get(f"{BEGIN}logga-ut/")["Location"]) == "/logga-in/"
