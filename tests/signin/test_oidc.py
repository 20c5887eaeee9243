"""Signing in with OpenID Connect against a real provider: django-oauth-toolkit in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from cast import person
from factories import PASSWORD, BoardFactory
from identity_providers import PEOPLE, Configure, People, running, through_oidc
from rimlig.organisation.models import Board, Role, RoleAssignment, User

BEGIN = "/logga-in/oidc/lindhaga/"
NOT_TRUSTED = "Det går inte att lita på svaret från Lindhaga"
CONFIGURATION = """
[[provider]]
id = "lindhaga"
name = "Lindhaga"
kind = "oidc"
municipality = "MUNICIPALITY"
domains = ["lindhaga.example"]
server = "{server}/o"
client_id = "rimlig"
client_secret_file = "{secret}"
{more}

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
    found = tmp_path_factory.mktemp("oidc")
    People(found).are(PEOPLE)
    (found / "secret").write_text("klientens hemlighet", encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def server(directory: Path) -> Iterator[str]:
    with running("oidc_provider.py", directory) as address:
        yield address


@pytest.fixture
def people(directory: Path) -> People:
    found = People(directory)
    found.are(PEOPLE)
    return found


@pytest.fixture
def provider(server: str, directory: Path, configured: Configure) -> Configure:
    """The provider as it usually is configured; call it with more lines to configure it otherwise."""

    def configure(more: str) -> None:
        configured(CONFIGURATION.format(server=server, secret=directory / "secret", more=more))

    configure("")
    return configure


def refusal_of(client: Client, name: str = "anna") -> str:
    """Sign in as the person and return the page that refuses; nobody may be signed in, and nobody made."""
    answer = client.get(through_oidc(client, name, BEGIN))
    assert answer.status_code == 403
    assert client.get("/konto/").status_code == 302
    return answer.content.decode()


def roles(email: str) -> list[tuple[str, str]]:
    held = RoleAssignment.objects.held_by(User.objects.get(email=email))
    return sorted((row.role, row.source) for row in held)


def test_the_first_sign_in_makes_the_person_with_roles_by_groups(
    client: Client, people: People, provider: Configure
) -> None:
    assert 'href="/logga-in/oidc/lindhaga/?next=/konto/">Logga in med Lindhaga</a>' in client.get(
        "/logga-in/?next=/konto/"
    ).content.decode().replace("%2F", "/")
    assert client.get(through_oidc(client, "anna", f"{BEGIN}?next=/konto/"))["Location"] == "/konto/"
    page = client.get("/konto/").content.decode()
    assert "Anna Ek" in page
    assert "Du loggar in genom Lindhaga, som sköter lösenord och inloggning i två steg." in page
    assert "given av dina grupper i kommunen" in page
    assert roles("anna.ek@lindhaga.example") == [("controller", "claim:lindhaga")]


def test_the_next_sign_in_changes_the_roles(client: Client, people: People, provider: Configure) -> None:
    client.get(through_oidc(client, "anna", BEGIN))
    people.change("anna", groups=["revision"])
    client.get(through_oidc(Client(), "anna", BEGIN))
    client.get(through_oidc(client, "anna", BEGIN))
    assert roles("anna.ek@lindhaga.example") == [("auditor", "claim:lindhaga")]
    assert User.objects.count() == 1


@pytest.mark.parametrize("wrong", ["audience", "issuer", "signature", "nonce", "expired", "subject"])
def test_a_token_that_cannot_be_trusted_lets_nobody_in(
    client: Client, people: People, provider: Configure, wrong: str
) -> None:
    people.change("anna", wrong=wrong)
    assert NOT_TRUSTED in refusal_of(client)
    assert not User.objects.exists()


def test_an_answer_is_used_once_and_by_the_browser_that_asked(
    client: Client, people: People, provider: Configure
) -> None:
    answer = through_oidc(client, "anna", BEGIN)
    assert NOT_TRUSTED in Client().get(answer).content.decode()
    assert client.get(answer).status_code == 302
    again = client.get(answer)
    assert (again.status_code, NOT_TRUSTED in again.content.decode()) == (403, True)


def test_a_domain_that_is_not_the_providers_is_refused(client: Client, people: People, provider: Configure) -> None:
    assert "Lindhaga får inte logga in bo.ros@annan.example här." in refusal_of(client, "bo")
    assert not User.objects.exists()


def test_an_account_of_another_municipality_is_not_taken_over(
    client: Client, people: People, provider: Configure
) -> None:
    theirs = person("Anna Ek", Role.CONTROLLER, BoardFactory())
    User.objects.filter(pk=theirs.pk).update(email="anna.ek@lindhaga.example")
    assert "anna.ek@lindhaga.example loggar in i Rimlig på ett annat sätt." in refusal_of(client)
    theirs.refresh_from_db()
    assert theirs.check_password(PASSWORD)
    assert not SocialAccount.objects.exists()


def test_whoever_is_signed_in_here_is_not_bound_to_whoever_signs_in_there(
    client: Client, people: People, provider: Configure, controller: User
) -> None:
    client.force_login(controller)
    client.get(through_oidc(client, "anna", f"{BEGIN}?process=connect"))
    assert SocialAccount.objects.get().user.email == "anna.ek@lindhaga.example"
    assert "Anna Ek" in client.get("/konto/").content.decode()


def test_an_address_that_nobody_has_checked_is_believed_only_by_configuration(
    client: Client, people: People, provider: Configure
) -> None:
    people.are({"anna": {"email": "anna.ek@lindhaga.example", "name": "Anna Ek"}})
    assert "har inte kontrollerat att anna.ek@lindhaga.example är din" in refusal_of(client)
    provider("addresses_are_verified = true")
    assert client.get(through_oidc(client, "anna", BEGIN))["Location"] == "/"


def test_too_many_groups_to_tell_is_said(client: Client, people: People, provider: Configure) -> None:
    people.are({"anna": {**PEOPLE["anna"], "groups": [], "_claim_names": {"groups": "src1"}}})
    assert "Du är med i fler grupper än Lindhaga kan berätta för Rimlig" in refusal_of(client)


def test_who_signs_in_there_has_no_password_here(client: Client, people: People, provider: Configure) -> None:
    client.get(through_oidc(client, "anna", BEGIN))
    addresses = ["/konto/losenord/", "/konto/tvafaktor/", "/konto/tvafaktor/nycklar/ny/", "/konto/tvafaktor/koder/"]
    assert [client.get(address)["Location"] for address in addresses] == ["/konto/"] * 4
    assert "Du loggar in genom din kommun" in client.get("/konto/").content.decode()


def test_stopping_at_the_provider_is_said_in_plain_words(client: Client, people: People, provider: Configure) -> None:
    state = client.get(BEGIN)["Location"].partition("state=")[2].partition("&")[0]
    answer = client.get(f"{BEGIN}svar/?error=access_denied&state={state}")
    assert "Du avslutade inte inloggningen med Lindhaga. Ingenting har hänt." in answer.content.decode()


def test_a_provider_that_does_not_answer_is_said(
    client: Client, configured: Configure, directory: Path, people: People
) -> None:
    configured(CONFIGURATION.format(server="http://127.0.0.1:9", secret=directory / "secret", more=""))
    answer = client.get(BEGIN)
    assert (answer.status_code, "Lindhaga svarar inte just nu." in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("address", ["/logga-in/oidc/borta/", "/logga-in/oidc/borta/svar/", "/logga-in/saml/lindhaga/"])
def test_a_provider_that_is_not_configured_is_not_there(client: Client, provider: Configure, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_board_of_the_role_is_the_municipalitys_own(
    client: Client, people: People, provider: Configure, board: Board
) -> None:
    BoardFactory(code=board.code)
    client.get(through_oidc(client, "anna", BEGIN))
    assert RoleAssignment.objects.get().board == board
