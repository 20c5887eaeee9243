"""Changing a password, and getting a new one when it is forgotten."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from factories import PASSWORD, UserFactory
from rimlig.config import sign_in
from rimlig.organisation.models import User

NEW = "ett nytt och långt lösenord"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> str:
    answer = client.post("/konto/losenord/", {"oldpassword": old, "password1": new, "password2": again})
    return answer.headers.get("Location") or answer.content.decode()


def signed_in(user: User) -> Client:
    client = Client()
    assert client.post("/logga-in/", {"login": user.email, "password": PASSWORD})["Location"] == "/"
    return client


def test_a_new_password_signs_out_everywhere_else_and_is_told_by_mail(controller: User) -> None:
    here, elsewhere = signed_in(controller), signed_in(controller)
    assert change(here) == "/konto/"
    assert "Lösenordet är bytt." in here.get("/konto/").content.decode()
    assert elsewhere.get("/konto/").status_code == 302
    controller.refresh_from_db()
    assert controller.check_password(NEW)
    assert [message.subject for message in mail.outbox] == ["Rimlig: Ditt lösenord byttes"]
    assert "Var det inte du?" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old": "fel"}, "Det är inte ditt nuvarande lösenord."),
        ({"new": "kort", "again": "kort"}, "12"),
        ({"old": ""}, "Skriv ditt nuvarande lösenord."),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(controller: User, typed: dict[str, str], words: str) -> None:
    assert words in change(signed_in(controller), **typed)
    controller.refresh_from_db()
    assert controller.check_password(PASSWORD)


def ask(client: Client, email: str) -> None:
    assert client.post("/logga-in/glomt/", {"email": email})["Location"] == "/logga-in/glomt/skickat/"


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client: Client, controller: User) -> None:
    elsewhere = signed_in(controller)
    ask(client, controller.email.upper())
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Rimlig: Välj ett nytt lösenord", ["joel@lindhaga.example"])
    (link,) = re.findall(r"http://testserver(/logga-in/nytt-losenord/\S+)", message.body)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    assert client.post(address, {"password1": NEW, "password2": NEW})["Location"] == "/logga-in/nytt-losenord/klart/"
    assert elsewhere.get("/konto/").status_code == 302
    controller.refresh_from_db()
    assert controller.check_password(NEW)
    assert "Länken fungerar inte längre" in Client().get(link).content.decode()


def test_an_address_that_nobody_has_looks_the_same_and_gets_no_mail(client: Client, db: None) -> None:
    ask(client, "ingen@lindhaga.example")
    assert mail.outbox == []


def test_who_may_not_sign_in_gets_no_link(client: Client, controller: User) -> None:
    User.objects.filter(pk=controller.pk).update(is_active=False)
    ask(client, controller.email)
    assert mail.outbox == []


def test_who_has_no_password_here_is_told_so_and_gets_no_link(client: Client, db: None) -> None:
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    ask(client, user.email)
    (message,) = mail.outbox
    assert message.subject == "Rimlig: Du har inget lösenord i Rimlig"
    assert "http" not in message.body


def test_a_link_that_was_changed_does_not_work(client: Client, controller: User) -> None:
    page = client.get("/logga-in/nytt-losenord/1-abc-def/").content.decode()
    assert "Länken fungerar inte längre" in page


def test_mail_is_kept_in_files_where_no_server_is_named(settings: Settings) -> None:
    assert sign_in.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend"
    assert sign_in.EMAIL_FILE_PATH == settings.RIMLIG_VAR / "mail"
