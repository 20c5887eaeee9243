import pytest
from django.test import Client

from factories import PASSWORD
from rimlig.organisation.models import User


@pytest.mark.parametrize("typed", ["joel@lindhaga.example", " JOEL@Lindhaga.Example "])
def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, controller: User, typed: str) -> None:
    asked = client.get("/plan/7/")
    assert asked["Location"] == "/logga-in/?next=/plan/7/"
    answer = client.post("/logga-in/", {"username": typed, "password": PASSWORD, "next": "/plan/7/"})
    assert answer["Location"] == "/plan/7/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("address", "password"), [("joel@lindhaga.example", "fel"), ("ingen@lindhaga.example", PASSWORD)]
)
def test_a_refusal_does_not_say_which_of_the_two_was_wrong(
    client: Client, controller: User, address: str, password: str
) -> None:
    page = client.post("/logga-in/", {"username": address, "password": password}).content.decode()
    assert "<li>E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen.</li>" in page
    assert client.get("/").status_code == 302


def test_an_account_that_may_not_sign_in_is_refused(client: Client, controller: User) -> None:
    User.objects.filter(pk=controller.pk).update(is_active=False)
    client.post("/logga-in/", {"username": controller.email, "password": PASSWORD})
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
    answer = client.post("/logga-in/", {"username": controller.email, "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"
