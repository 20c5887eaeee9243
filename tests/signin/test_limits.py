"""Attempts to sign in are limited, counted together by all server processes."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from factories import PASSWORD, UserFactory
from rimlig.organisation.models import User
from rimlig.signin.models import CachedValue

TESTS = Path(__file__).parents[1]
CLOSED = "För många försök. För att ingen ska kunna gissa ett lösenord är inloggningen stängd en stund."
ATTEMPT = """
import django
django.setup()
from django.test import Client
from django.db import connection
connection.settings_dict["NAME"] = "%s"
page = Client(REMOTE_ADDR="198.51.100.2", HTTP_HOST="localhost").post("/logga-in/", {"login": "%s", "password": "fel"}).content.decode()
print("closed" if "Försök igen kl." in page else "open" if "hör inte ihop" in page else page)
"""


def attempt(client: Client, email: str, password: str = "fel", address: str = "192.0.2.7") -> str:
    answer = client.post("/logga-in/", {"login": email, "password": password}, REMOTE_ADDR=address)
    return answer.headers.get("Location") or answer.content.decode()


def test_the_sixth_attempt_is_refused_with_the_time_and_also_with_the_right_password(
    client: Client, controller: User
) -> None:
    open_pages = [attempt(client, controller.email) for _ in range(5)]
    assert [CLOSED in page for page in open_pages] == [False] * 5
    page = attempt(client, controller.email, PASSWORD)
    assert CLOSED in page
    end = timezone.localtime() + timedelta(minutes=5)
    times = [date_format(end + timedelta(minutes=step), "H.i") for step in (-1, 0, 1)]
    assert [f"Försök igen kl. {time}." in page for time in times].count(True) == 1
    assert client.get("/konto/").status_code == 302


def test_another_address_of_the_browser_or_of_the_site_gives_no_new_attempts(client: Client, controller: User) -> None:
    for number in range(5):
        attempt(client, controller.email.upper(), address=f"192.0.2.{number}")
    answer = client.post(
        "/logga-in/",
        {"login": controller.email, "password": PASSWORD},
        REMOTE_ADDR="198.51.100.1",
        HTTP_HOST="localhost",
    )
    assert CLOSED in answer.content.decode()


def test_others_sign_in_meanwhile_and_success_costs_no_attempt(client: Client, controller: User, auditor: User) -> None:
    for _ in range(5):
        attempt(client, controller.email)
    for _ in range(7):
        assert attempt(Client(), auditor.email, PASSWORD) == "/"


def test_very_many_attempts_from_one_address_close_the_page_for_a_minute(client: Client, db: None) -> None:
    cache_key = "allauth:rl:allauth.account:login:300/60/ip:ip:192.0.2.7"
    now = timezone.now().timestamp()
    cache.set(cache_key, [now] * 300, 60)
    answer = client.post("/logga-in/", {"login": "a@lindhaga.example", "password": "fel"}, REMOTE_ADDR="192.0.2.7")
    assert (answer.status_code, "Vänta en minut och försök sedan igen." in answer.content.decode()) == (429, True)
    assert attempt(client, "a@lindhaga.example", address="192.0.2.8") != ""


def test_behind_a_proxy_the_browsers_own_address_is_counted(client: Client, db: None) -> None:
    client.post(
        "/logga-in/",
        {"login": "a@lindhaga.example", "password": "fel"},
        REMOTE_ADDR="127.0.0.1",
        headers={"x-forwarded-for": "203.0.113.9, 198.51.100.1"},
    )
    counted = [key for key in CachedValue.objects.values_list("cache_key", flat=True) if ":ip:" in key]
    assert {key.rpartition(":")[2] for key in counted} == {"198.51.100.1"}


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together(client: Client) -> None:
    cache.clear()
    user = UserFactory(email="joel@lindhaga.example")
    for _ in range(4):
        assert CLOSED not in attempt(client, user.email)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "settings_for_tests",
        "PYTHONPATH": os.pathsep.join(str(TESTS.parent / part) for part in ("src", "tests")),
    }
    script = ATTEMPT % (connection.settings_dict["NAME"], user.email)
    for expected in ("open", "closed"):
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected
    assert CLOSED in attempt(client, user.email, PASSWORD)
    cache.clear()
