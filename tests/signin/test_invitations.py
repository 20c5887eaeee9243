import re

import pytest
from django.core import mail
from django.test import Client

from cast import person
from factories import RoleAssignmentFactory
from rimlig.organisation.models import Board, Role, User
from rimlig.organisation.people.operations import add_person
from rimlig.organisation.people.roles import RolePlace

PASSWORD = "ett nytt lösenord 2026"


@pytest.fixture
def administrator(client: Client, board: Board) -> User:
    """Ali administers Lindhaga and is signed in."""
    user = person("Ali Berg")
    RoleAssignmentFactory(user=user, role=Role.ADMINISTRATOR, municipality=board.municipality, board=None)
    client.force_login(user)
    return user


def _invite(client: Client, board: Board, user: User) -> str:
    way = f"/kommun/{board.municipality.pk}/personer/{user.pk}/inbjudan/"
    assert (client.get(way).status_code, mail.outbox) == (200, [])
    assert client.post(way)["Location"] == f"/kommun/{board.municipality.pk}/personer/{user.pk}/"
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Rimlig: Du har släppts in i Rimlig", [user.email])
    return str(message.body)


def test_somebody_new_chooses_a_password_by_the_mail_and_comes_in(
    client: Client, board: Board, administrator: User
) -> None:
    wanted = RolePlace(Role.CONTROLLER, board.municipality, board)
    user = add_person(wanted, email="rut@lindhaga.example", name="Rut", starts=None, ends=None, by=administrator)
    (way_in,) = re.findall(r"http://testserver(/logga-in/nytt-losenord/\S+)", _invite(client, board, user))
    fresh = Client()
    form = fresh.get(way_in, follow=True).request["PATH_INFO"]
    fresh.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    fresh.post("/logga-in/", {"login": user.email, "password": PASSWORD})
    assert fresh.get("/").status_code == 200


def test_who_can_sign_in_already_gets_no_way_to_another_password(
    client: Client, board: Board, administrator: User, unit_manager: User
) -> None:
    body = _invite(client, board, unit_manager)
    assert ("http://testserver/logga-in/" in body, "nytt-losenord" in body) == (True, False)


def test_a_mail_server_that_does_not_answer_is_told_in_words(
    client: Client, board: Board, administrator: User, unit_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_args: object, **_kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", silent)
    answer = client.post(f"/kommun/{board.municipality.pk}/personer/{unit_manager.pk}/inbjudan/")
    assert answer.status_code == 422
    assert "<li>E-postbrevet kunde inte skickas." in answer.content.decode()
