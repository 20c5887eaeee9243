"""Where one is signed in, and signing out there."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from factories import PASSWORD
from rimlig.organisation.models import User
from rimlig.signin.middleware import SEEN, SEEN_EVERY

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def signed_in(user: User, browser: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    client = Client(headers={"user-agent": browser}, REMOTE_ADDR=address)
    assert client.post("/logga-in/", {"login": user.email, "password": PASSWORD})["Location"] == "/"
    return client


def test_each_browser_is_listed_in_plain_words_with_its_address(controller: User, auditor: User) -> None:
    here = signed_in(controller)
    signed_in(controller, PHONE, "198.51.100.4")
    signed_in(auditor, address="203.0.113.99")
    page = here.get("/konto/sessioner/").content.decode()
    assert '<strong>Firefox på Linux</strong> <span class="tag">här, nu</span>' in page
    assert "<strong>Safari på iPhone</strong><br>" in page
    assert "från 198.51.100.4" in page
    assert "203.0.113.99" not in page


def test_signing_out_in_one_browser_leaves_the_others(controller: User) -> None:
    here, phone, third = signed_in(controller), signed_in(controller, PHONE), signed_in(controller)
    number = UserSession.objects.get(session_key=phone.session.session_key).pk
    here.post("/konto/sessioner/", {"end": number})
    assert [one.get("/konto/").status_code for one in (here, phone, third)] == [200, 302, 200]


@pytest.mark.parametrize(("where", "statuses"), [("elsewhere", [200, 302, 200]), ("everywhere", [302, 302, 200])])
def test_signing_out_everywhere_is_ones_own_sessions_only(
    controller: User, auditor: User, where: str, statuses: list[int]
) -> None:
    here, phone, other = signed_in(controller), signed_in(controller, PHONE), signed_in(auditor)
    here.post("/konto/sessioner/", {"end": where})
    assert [one.get("/konto/").status_code for one in (here, phone, other)] == statuses


@pytest.mark.parametrize("sent", ["", "x", "²", "-1", "999999999999"])
def test_what_is_no_session_ends_none(controller: User, sent: str) -> None:
    here = signed_in(controller)
    assert here.post("/konto/sessioner/", {"end": sent}).status_code == 302
    assert here.get("/konto/").status_code == 200


def test_another_persons_session_is_not_ended(controller: User, auditor: User) -> None:
    here, other = signed_in(controller), signed_in(auditor)
    number = UserSession.objects.get(session_key=other.session.session_key).pk
    here.post("/konto/sessioner/", {"end": number})
    assert other.get("/konto/").status_code == 200


def test_last_use_is_noted_but_not_at_every_request(
    controller: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = signed_in(controller)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    here.get("/konto/", REMOTE_ADDR="198.51.100.4")
    assert UserSession.objects.get().ip == "192.0.2.7"
    session = here.session
    session[SEEN] -= SEEN_EVERY
    session.save()
    here.get("/konto/", REMOTE_ADDR="198.51.100.4")
    noted = UserSession.objects.get()
    assert (noted.ip, timezone.now() - noted.last_seen_at < timedelta(minutes=1)) == ("198.51.100.4", True)


@pytest.mark.parametrize("browsers", [1, 3])
def test_the_list_asks_the_same_of_the_database_however_many(
    controller: User, django_assert_num_queries: DjangoAssertNumQueries, browsers: int
) -> None:
    clients = [signed_in(controller) for _ in range(browsers)]
    with django_assert_num_queries(5):  # one of them is the frame's
        clients[0].get("/konto/sessioner/")
