"""Pages for when something is wrong: in the product's look and words, and never a traceback."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from rimlig.organisation.models import User
from rimlig.planning.models import Plan


def test_the_page_for_our_own_faults_needs_nothing_that_may_have_failed() -> None:
    with override("sv"):
        page = render_to_string("500.html")
    assert "<title>Något gick fel i Rimlig – Rimlig</title>" in page
    assert "Felet är vårt och står i loggen." in page


def test_a_fault_of_ours_shows_that_page_and_no_traceback(
    client: Client, plan: Plan, controller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rimlig.followup.views_plan.outline_of", lambda _plan: 1 / 0)
    client.force_login(controller)
    client.raise_request_exception = False
    answer = client.get(f"/plan/{plan.pk}/uppfoljning/")
    assert answer.status_code == 500
    assert "Något gick fel i Rimlig" in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()


def test_who_may_read_but_not_change_is_told_who_may(client: Client, plan: Plan, unit_manager: User) -> None:
    client.force_login(unit_manager)
    answer = client.get(f"/rapport/{plan.pk}/arbete/VB/borja/")
    assert answer.status_code == 403
    assert "Du får läsa här, men det här görs av nämndens internkontrollsamordnare." in answer.content.decode()
