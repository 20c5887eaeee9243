"""The document's pages: what they show, to whom, and what they answer when they refuse."""

from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from controlsystem.documents import PDF_BYTES, adopted_system, decision_facts
from rimlig.controlsystem.models import Component, ControlSystem, SystemState
from rimlig.controlsystem.operations import add_section, adopt_system, begin_from_template, begin_review, write_section
from rimlig.organisation.models import Board, User


@pytest.fixture
def system(board: Board) -> ControlSystem:
    return begin_from_template(board, by=None)


def _get(client: Client, user: User, name: str, pk: int) -> Any:
    client.force_login(user)
    return client.get(reverse(f"controlsystem:{name}", args=[pk]))


def test_the_controller_begins_writes_and_records_the_decision(client: Client, board: Board, controller: User) -> None:
    client.force_login(controller)
    assert "Börja från mallen" in client.get(reverse("controlsystem:board", args=[board.pk])).content.decode()
    client.post(reverse("controlsystem:begin", args=[board.pk]))
    system = ControlSystem.objects.get()
    section = system.sections.get(heading="Styrande dokument")
    told = {"component": "environment", "heading": "Våra regler", "text": "Reglementet finns på intranätet."}
    answer = client.post(reverse("controlsystem:section", args=[section.pk]), {**told, "version": 1})
    assert answer["Location"] == f"{reverse('controlsystem:system', args=[system.pk])}#avsnitt-{section.pk}"
    decided = {"meeting_date": "2025-12-10", "paragraph": "§ 112", "registry_number": "LIN 2025/7", "version": 1}
    page = client.post(reverse("controlsystem:adopt", args=[system.pk]), decided, follow=True).content.decode()
    assert "Beslutet är inskrivet" in page
    assert "10 december 2025, § 112" in page
    assert "Ändra" not in page


def test_a_reader_sees_the_document_and_no_way_to_change_it(
    client: Client, system: ControlSystem, board_member: User
) -> None:
    page = _get(client, board_member, "system", system.pk).content.decode()
    assert "Ansvar för den interna kontrollen" in page
    assert "Lägg till ett avsnitt" not in page
    client.force_login(board_member)
    assert client.post(reverse("controlsystem:adopt", args=[system.pk]), {}).status_code == 403


def test_the_second_writer_gets_both_texts_and_can_save_over(
    client: Client, system: ControlSystem, controller: User
) -> None:
    section = system.sections.all()[0]
    told = {"component": section.component, "heading": section.heading}
    write_section(section, **told, text="Kims text", version=1, by=None)
    client.force_login(controller)
    url = reverse("controlsystem:section", args=[section.pk])
    answer = client.post(url, {**told, "text": "Joels text", "version": 1})
    page = answer.content.decode()
    assert (answer.status_code, "Kims text" in page, "Joels text" in page) == (409, True, True)
    assert client.post(url, {**told, "text": "Joels text", "version": 2}).status_code == 302
    section.refresh_from_db()
    assert section.text == "Joels text"


def test_a_file_is_attached_and_given_back_with_safe_headers(
    client: Client, system: ControlSystem, controller: User
) -> None:
    client.force_login(controller)
    file = SimpleUploadedFile("konstigt namn.exe", PDF_BYTES)
    client.post(reverse("controlsystem:attach", args=[system.pk]), {"name": "Delegationsordning", "file": file})
    answer = client.get(reverse("controlsystem:attachment-file", args=[system.attachments.get().pk]))
    assert answer.getvalue() == PDF_BYTES
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Delegationsordning.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_an_unknown_kind_is_refused_beside_the_form(
    client: Client, system: ControlSystem, controller: User
) -> None:
    client.force_login(controller)
    file = SimpleUploadedFile("rapport.pdf", b"MZ not a pdf")
    answer = client.post(reverse("controlsystem:attach", args=[system.pk]), {"name": "Bilaga", "file": file})
    assert (answer.status_code, "Inget har bifogats" in answer.content.decode()) == (422, True)


def test_the_file_of_what_was_decided_is_the_same_for_ever(client: Client, board: Board, controller: User) -> None:
    first = adopted_system(board)
    before = _get(client, controller, "pdf", first.pk).getvalue()
    second = begin_review(first, by=None)
    add_section(second, component=Component.RISK, heading="Nytt", text="Text", by=None)
    adopt_system(second, **decision_facts(paragraph="9"), version=1, by=None)
    assert _get(client, controller, "pdf", first.pk).getvalue() == before
    assert _get(client, controller, "pdf", second.pk).getvalue() != before


def test_a_review_shows_what_it_has_changed_side_by_side(client: Client, board: Board, controller: User) -> None:
    second = begin_review(adopted_system(board), by=None)
    assert "Inget är ändrat än" in _get(client, controller, "differences", second.pk).content.decode()
    section = second.sections.get(heading="Styrande dokument")
    told = {"component": section.component, "heading": section.heading}
    write_section(section, **told, text="Nya ord", version=1, by=None)
    second.sections.get(heading="System och behörigheter").delete()
    page = _get(client, controller, "differences", second.pk)
    assert [(row.was.heading if row.was else None, row.now is not None) for row in page.context["differences"]] == [
        ("Styrande dokument", True),
        ("System och behörigheter", False),
    ]


@pytest.mark.parametrize(("meeting", "due"), [(date(2025, 11, 23), False), (date(2025, 11, 22), True)])
def test_after_a_year_the_page_says_that_a_review_is_due(
    client: Client, board: Board, controller: User, monkeypatch: pytest.MonkeyPatch, meeting: date, due: bool
) -> None:
    system = begin_from_template(board, by=None)
    adopt_system(system, **decision_facts(meeting_date=meeting), version=1, by=None)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 22))
    page = _get(client, controller, "board", board.pk).content.decode()
    assert ("Det är dags att se över det" in page) is due


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_asks_the_database_equally_often_whatever_its_size(
    client: Client, system: ControlSystem, controller: User, django_assert_num_queries: Any, more: int
) -> None:
    for number in range(more):
        add_section(system, component=Component.RISK, heading=f"Avsnitt {number}", text="Text", by=None)
    client.force_login(controller)
    with django_assert_num_queries(6):
        client.get(reverse("controlsystem:system", args=[system.pk]))


def test_a_file_that_has_been_tampered_with_is_not_given(client: Client, board: Board, controller: User) -> None:
    system = adopted_system(board)
    assert system.state == SystemState.ADOPTED
    assert system.decision is not None
    place = system.decision.document.place
    with default_storage.open(place, "wb") as file:
        file.write(b"%PDF-forged")
    answer = _get(client, controller, "pdf", system.pk)
    default_storage.delete(place)
    page = answer.content.decode()
    assert (answer.status_code, "forged" in page, system.decision.document.sha256 in page) == (500, False, True)
