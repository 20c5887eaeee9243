"""Signing in with a password, signing out, and the page about one's own account."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from cast import person
from factories import PASSWORD, BoardFactory
from rimlig.organisation.models import Board, Role, User


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> str:
    """Sign in as people do, and return where it leads, or the page when it does not."""
    answer = client.post("/logga-in/", {"login": email, "password": password, **more})
    return answer.headers.get("Location") or answer.content.decode()


@pytest.mark.parametrize("typed", ["joel@lindhaga.example", " JOEL@Lindhaga.Example "])
def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, controller: User, typed: str) -> None:
    asked = client.get("/plan/7/")
    assert asked["Location"] == "/logga-in/?next=/plan/7/"
    assert sign_in(client, typed, next="/plan/7/") == "/plan/7/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("address", "password"), [("joel@lindhaga.example", "fel"), ("ingen@lindhaga.example", PASSWORD)]
)
def test_a_refusal_does_not_say_which_of_the_two_was_wrong(
    client: Client, controller: User, address: str, password: str
) -> None:
    page = sign_in(client, address, password)
    assert "<li>E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen.</li>" in page
    assert client.get("/").status_code == 302


def test_what_is_left_empty_is_asked_for_in_our_words(client: Client, controller: User) -> None:
    page = sign_in(client, "", "")
    assert "Skriv din e-postadress." in page
    assert "Skriv ditt lösenord." in page


def test_an_account_that_may_not_sign_in_is_told_so_when_the_password_was_right(
    client: Client, controller: User
) -> None:
    User.objects.filter(pk=controller.pk).update(is_active=False)
    assert sign_in(client, controller.email) == "/logga-in/stangt/"
    assert "Kontot är stängt" in client.get("/logga-in/stangt/").content.decode()
    assert client.get("/").status_code == 302


def test_a_part_asked_for_after_the_session_ended_does_not_become_a_sign_in_page(
    client: Client, controller: User
) -> None:
    answer = client.get("/plan/7/", headers={"HX-Request": "true"}, follow=True)
    assert (answer.status_code, answer.content) == (401, b"")


def test_signing_out_takes_a_post(client: Client, controller: User) -> None:
    client.force_login(controller)
    assert client.get("/logga-ut/").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/logga-ut/")["Location"] == "/logga-in/"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://ond.example/", "//ond.example"])
def test_signing_in_leads_to_no_other_site(client: Client, controller: User, elsewhere: str) -> None:
    assert sign_in(client, controller.email, next=elsewhere) == "/"


def test_nobody_opens_an_account_for_themselves(client: Client, controller: User) -> None:
    addresses = ["/signup/", "/accounts/signup/", "/logga-in/signup/", "/konto/email/", "/konto/3rdparty/"]
    client.force_login(controller)
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)


@pytest.mark.parametrize(
    ("mails", "words"),
    [("", "Har du glömt lösenordet, eller är du ny här?"), ("smtp://mail.example", 'href="/logga-in/glomt/"')],
)
def test_a_forgotten_password_leads_to_mail_only_where_mail_is_sent(
    client: Client, db: None, settings: Settings, mails: str, words: str
) -> None:
    settings.RIMLIG_MAIL = mails
    assert words in client.get("/logga-in/").content.decode()


def test_my_account_says_who_i_am_and_what_i_may_do(client: Client, board: Board) -> None:
    someone = person("Kim Åberg", Role.CONTROLLER, board)
    client.force_login(someone)
    page = client.get("/konto/").content.decode()
    assert "Kim Åberg" in page
    assert f'<strong>Internkontrollsamordnare</strong><br><span class="small muted">{board.name}</span>' in page
    assert 'href="/konto/losenord/"' in page
    assert 'href="/konto/"' in client.get("/").content.decode()


def test_my_account_teaches_when_there_is_no_role(client: Client, outsider: User) -> None:
    client.force_login(outsider)
    assert "Du har ingen roll än, så det finns inget att se." in client.get("/konto/").content.decode()


@pytest.mark.parametrize("boards", [1, 3])
def test_my_account_asks_the_same_of_the_database_however_many_roles(
    client: Client, board: Board, django_assert_num_queries: DjangoAssertNumQueries, boards: int
) -> None:
    someone = person("Kim Åberg", Role.CONTROLLER, board)
    for _ in range(boards - 1):
        another = BoardFactory(municipality=board.municipality)
        someone.assignments.create(role=Role.AUDITOR, municipality=board.municipality, board=another)
    client.force_login(someone)
    with django_assert_num_queries(6):  # one of them is the frame's
        client.get("/konto/")
