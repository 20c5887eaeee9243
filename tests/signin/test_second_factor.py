"""A second factor, from setting it up to signing in with it, and without it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from cast import person
from factories import PASSWORD
from rimlig.organisation.models import Board, Role, User


def code_of(secret: str, step: int = 0) -> str:
    """Return the code that an app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def sign_in(client: Client, user: User) -> str:
    answer: str = client.post("/logga-in/", {"login": user.email, "password": PASSWORD})["Location"]
    return answer


def set_up_app(client: Client) -> str:
    """Add an app to the account that is signed in, by the pages; return its secret."""
    asked = client.get("/konto/tvafaktor/app/")
    if asked.status_code == 302:
        confirmed = client.post(asked["Location"], {"password": PASSWORD, "next": "/konto/tvafaktor/app/"})
        assert confirmed["Location"] == "/konto/tvafaktor/app/"
        asked = client.get("/konto/tvafaktor/app/")
    (key,) = re.findall(r'<code class="key">([A-Z2-7 ]+)</code>', asked.content.decode())
    secret: str = key.replace(" ", "")
    done = client.post("/konto/tvafaktor/app/", {"code": code_of(secret)})
    assert done["Location"] == "/konto/tvafaktor/koder/"
    return secret


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code></li>", client.get("/konto/tvafaktor/koder/").content.decode())


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(client: Client, controller: User) -> None:
    sign_in(client, controller)
    secret = set_up_app(client)
    assert "Appen är tillagd." in client.get("/konto/tvafaktor/").content.decode()
    assert [message.subject for message in mail.outbox] == ["Rimlig: En app lades till på ditt konto"]
    assert mail.outbox[0].to == [controller.email]

    later = Client()
    assert sign_in(later, controller) == "/logga-in/steg-tva/"
    assert later.get("/konto/").status_code == 302
    wrong = later.post("/logga-in/steg-tva/", {"code": "000000"}).content.decode()
    assert "Det godtogs inte." in wrong
    # The code that set the app up was not used to sign in; the next step's is accepted for clocks that differ.
    assert later.post("/logga-in/steg-tva/", {"code": code_of(secret, 1)})["Location"] == "/"
    assert later.get("/konto/").status_code == 200


def test_a_code_is_good_once(client: Client, controller: User) -> None:
    sign_in(client, controller)
    code = code_of(set_up_app(client), 1)
    first, second = Client(), Client()
    for browser, status in ((first, 302), (second, 200)):
        sign_in(browser, controller)
        assert browser.post("/logga-in/steg-tva/", {"code": code}).status_code == status


def test_a_recovery_code_works_once(client: Client, controller: User) -> None:
    sign_in(client, controller)
    set_up_app(client)
    codes = recovery_codes(client)
    assert len(codes) == 10
    for status in (302, 200):
        later = Client()
        sign_in(later, controller)
        assert later.post("/logga-in/steg-tva/", {"code": codes[0]}).status_code == status
    assert recovery_codes(client) == codes[1:]
    assert client.get("/konto/tvafaktor/koder/fil/").content.decode().split()[-9:] == codes[1:]


def test_stopping_half_way_lets_somebody_else_sign_in(client: Client, controller: User, auditor: User) -> None:
    sign_in(client, controller)
    set_up_app(client)
    later = Client()
    sign_in(later, controller)
    assert later.get("/logga-in/")["Location"] == "/logga-in/steg-tva/"
    assert later.post("/logga-ut/")["Location"] == "/logga-in/"
    assert sign_in(later, auditor) == "/"


def test_what_matters_asks_for_the_password_again(client: Client, controller: User) -> None:
    client.force_login(controller)
    asked = client.get("/konto/tvafaktor/nycklar/ny/")
    assert asked["Location"] == "/konto/bekrafta/?next=%2Fkonto%2Ftvafaktor%2Fnycklar%2Fny%2F"
    page = client.post(asked["Location"], {"password": "fel"}).content.decode()
    assert "Det är inte ditt lösenord." in page


def test_removing_the_app_leaves_the_password_alone_and_takes_the_codes_along(client: Client, controller: User) -> None:
    sign_in(client, controller)
    set_up_app(client)
    assert client.post("/konto/tvafaktor/app/ta-bort/")["Location"] == "/konto/tvafaktor/"
    assert not Authenticator.objects.exists()
    assert sign_in(Client(), controller) == "/"


@pytest.mark.parametrize("keys", [1, 3])
def test_the_page_of_factors_asks_the_same_of_the_database_however_many(
    client: Client, controller: User, django_assert_num_queries: DjangoAssertNumQueries, keys: int
) -> None:
    for number in range(keys):
        Authenticator.objects.create(
            user=controller, type="webauthn", data={"name": f"Nyckel {number}", "credential": {}}
        )
    client.force_login(controller)
    with django_assert_num_queries(5):  # one of them is the frame's
        assert "Nyckel 0" in client.get("/konto/tvafaktor/").content.decode()


@pytest.fixture
def required(settings: Settings) -> None:
    settings.RIMLIG_MFA_REQUIRED_ROLES = ["controller", "administrator"]


def test_a_role_that_must_have_it_sets_it_up_before_anything_else(
    client: Client, controller: User, required: None
) -> None:
    sign_in(client, controller)
    assert [client.get(address)["Location"] for address in ("/", "/konto/")] == ["/konto/tvafaktor/"] * 2
    assert "Din roll måste ha inloggning i två steg." in client.get("/konto/tvafaktor/").content.decode()
    part = client.get("/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, "/konto/tvafaktor/")
    set_up_app(client)
    assert client.get("/").status_code == 200
    assert "Din roll måste ha" not in client.get("/konto/tvafaktor/").content.decode()


def test_a_role_that_must_have_it_cannot_remove_the_last(client: Client, controller: User, required: None) -> None:
    sign_in(client, controller)
    set_up_app(client)
    page = client.post("/konto/tvafaktor/app/ta-bort/").content.decode()
    assert "Lägg till en annan app eller nyckel innan du tar bort den här." in page
    assert client.get("/").status_code == 200


def test_the_last_passkey_of_such_a_role_cannot_be_removed_either(
    client: Client, controller: User, required: None
) -> None:
    sign_in(client, controller)
    key = Authenticator.objects.create(user=controller, type="webauthn", data={"name": "Datorn", "credential": {}})
    address = f"/konto/tvafaktor/nycklar/{key.pk}/ta-bort/"
    asked = client.get(address)
    client.post(asked["Location"], {"password": PASSWORD, "next": address})
    assert "innan du tar bort den här" in client.post(address).content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_other_roles_go_on_without(client: Client, board: Board, auditor: User, required: None) -> None:
    sign_in(client, auditor)
    assert client.get("/konto/").status_code == 200


def test_who_came_through_a_provider_is_not_asked(client: Client, controller: User, required: None) -> None:
    client.force_login(controller)
    session = client.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": time.time()}]
    session["account_authentication_methods_user"] = str(controller.pk)
    session.save()
    assert client.get("/").status_code == 200


def test_another_persons_passkey_is_not_there(client: Client, controller: User, board: Board) -> None:
    other = person("Kim Åberg", Role.AUDITOR, board)
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Datorn", "credential": {}})
    sign_in(client, controller)
    address = f"/konto/tvafaktor/nycklar/{key.pk}/"
    assert [client.get(place).status_code for place in (address, f"{address}ta-bort/")] == [404, 404]
