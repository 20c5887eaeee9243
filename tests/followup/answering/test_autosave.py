"""Saving while one writes, as the page's script does it: every answer that it can get, without a browser."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import person
from factories import FollowUpResultFactory, OrgUnitFactory, PlannedFollowUpFactory, RoleAssignmentFactory
from rimlig.followup.answering.operations import file_answer, save_answer
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import Role, User
from rimlig.planning.models import PlannedFollowUp, Process

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json", "HX-Request": "true"}


@pytest.fixture
def answer(process: Process, monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer that nobody has begun, of a unit, in a period that takes answers."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    unit = OrgUnitFactory(board=process.plan.board, name="Förskolan Tallbacken")
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    row: FollowUpResult = FollowUpResultFactory(follow_up=follow_up, unit=unit, to_answer=True)
    return row


@pytest.fixture
def amira(answer: FollowUpResult) -> User:
    """Amira is the manager of the answer's unit."""
    user = person("Amira Holm")
    RoleAssignmentFactory(user=user, role=Role.UNIT_MANAGER, board=answer.in_plan.board, unit=answer.unit)
    return user


def save(client: Client, answer: FollowUpResult, **sent: Any) -> Any:
    return client.post(reverse("followup:save-answer", args=[answer.pk]), sent, headers=SCRIPT)


def test_what_has_changed_is_saved_and_told(client: Client, answer: FollowUpResult, amira: User) -> None:
    client.force_login(amira)
    told = save(client, answer, version=1, result="Två av åtta.")
    said = told.json()
    assert (told.status_code, said["version"], said["values"]["result"], said["writable"], said["by"]) == (
        *(200, 2, "Två av åtta."),
        *(True, ""),
    )
    assert len(said["saved"]) == 5
    assert said["errors"] == {}
    # What was not sent stays as it was.
    assert save(client, answer, version=2, deviation="minor").json()["values"]["result"] == "Två av åtta."


def test_another_field_is_joined_and_the_same_field_is_a_conflict(
    client: Client, answer: FollowUpResult, amira: User, controller: User
) -> None:
    save_answer(answer, {"result": "Samordnarens ord."}, version=1, by=controller)
    client.force_login(amira)
    joined = save(client, answer, version=1, measures="Nytt schema.")
    assert (joined.status_code, joined.json()["by"]) == (200, "Joel Brandt")
    clash = save(client, answer, version=1, result="Mina ord.")
    assert clash.status_code == 409
    assert "Inget har skrivits över" in clash.json()["problem"]
    assert clash.json()["values"]["result"] == "Samordnarens ord."


def test_a_wrong_field_is_told_and_the_others_are_saved(client: Client, answer: FollowUpResult, amira: User) -> None:
    PlannedFollowUp.objects.filter(pk=answer.follow_up_id).update(examination="sample")
    client.force_login(amira)
    told = save(client, answer, version=1, result="Två.", population="många")
    assert (told.status_code, list(told.json()["errors"]), told.json()["values"]["result"]) == (
        *(422, ["population"]),
        "Två.",
    )


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_a_page_that_was_not_sent_whole_saves_nothing(
    client: Client, answer: FollowUpResult, amira: User, version: str
) -> None:
    client.force_login(amira)
    told = save(client, answer, version=version, result="Två.")
    assert (told.status_code, told.json()["values"]["result"]) == (422, "")
    assert told.json()["problem"]


def test_a_filed_answer_is_refused_with_its_sentence(client: Client, answer: FollowUpResult, amira: User) -> None:
    row = save_answer(answer, {"deviation": "none", "result": "Alla."}, version=1, by=amira)
    file_answer(row, version=row.version, by=amira)
    client.force_login(amira)
    told = save(client, answer, version=2, result="Ändrat.")
    assert (told.status_code, told.json()["writable"]) == (422, False)
    assert told.json()["problem"].startswith("Svaret är inlämnat, så det kan inte ändras.")


def test_who_has_been_signed_out_gets_401_and_no_page(client: Client, answer: FollowUpResult) -> None:
    for told in (save(client, answer, version=1, result="Två."), _now(client, answer, 0)):
        # The script follows to the sign-in page, which answers a script in this way instead of with itself.
        assert client.get(told["Location"], headers=SCRIPT).status_code == 401


def test_a_role_that_does_not_write_is_refused(client: Client, answer: FollowUpResult, auditor: User) -> None:
    row = save_answer(answer, {"deviation": "none", "result": "Alla."}, version=1, by=auditor)
    file_answer(row, version=row.version, by=auditor)  # so that the auditor may know of it
    client.force_login(auditor)
    assert save(client, answer, version=3, result="Två.").status_code == 403
    assert _now(client, answer, 0).status_code == 403


def test_whoever_may_not_know_of_it_and_one_that_is_gone_are_404(
    client: Client, answer: FollowUpResult, amira: User, other_municipality_controller: User, board_member: User
) -> None:
    for stranger in (other_municipality_controller, board_member):  # a draft is nothing to a board member
        client.force_login(stranger)
        assert save(client, answer, version=1, result="Två.").status_code == 404
        assert _now(client, answer, 0).status_code == 404
    client.force_login(amira)
    FollowUpResult.objects.filter(pk=answer.pk).delete()
    assert save(client, answer, version=1, result="Två.").status_code == 404


def test_how_it_stands_now_is_told_when_it_has_changed(
    client: Client, answer: FollowUpResult, amira: User, controller: User
) -> None:
    client.force_login(amira)
    assert _now(client, answer, 1).status_code == 204
    save_answer(answer, {"result": "Två."}, version=1, by=controller)
    now = _now(client, answer, 1)
    assert (now.status_code, now.json()["version"], now.json()["by"]) == (200, 2, "Joel Brandt")
    assert _now(client, answer, "9" * 20).status_code == 200


def test_an_old_token_in_a_session_that_is_alive_gets_the_new_one_and_goes_on(
    answer: FollowUpResult, amira: User
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(amira)
    page = browser.get(reverse("followup:answer", args=[answer.pk])).content.decode()
    assert f'data-person="{amira.pk}"' in page
    old = save(browser, answer, version=1, result="Två.", csrfmiddlewaretoken="a" * 64)
    assert (old.status_code, old.json()["person"]) == (403, amira.pk)
    again = save(browser, answer, version=1, result="Två.", csrfmiddlewaretoken=old.json()["token"])
    assert (again.status_code, again.json()["values"]["result"]) == (200, "Två.")


def test_an_old_token_without_a_session_is_signed_out_and_a_form_gets_a_page(
    answer: FollowUpResult, amira: User
) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert save(browser, answer, version=1, result="Två.").status_code == 401
    browser.force_login(amira)
    refused = browser.post(reverse("followup:save-answer", args=[answer.pk]), {"version": 1})
    assert (refused.status_code, refused["Content-Type"].split(";")[0]) == (403, "text/html")


def _now(client: Client, answer: FollowUpResult, version: int | str) -> Any:
    return client.get(f"{reverse('followup:answer-now', args=[answer.pk])}?version={version}", headers=SCRIPT)
