"""What people do to the board's document, and what is refused."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from controlsystem.documents import PDF_BYTES, adopted_system, decision_facts
from factories import BoardFactory
from rimlig.controlsystem.models import Attachment, Component, ControlSystem, Section, SystemState
from rimlig.controlsystem.operations import (
    add_section,
    adopt_system,
    attach,
    begin_from_template,
    begin_review,
    detach,
    discard_draft,
    file_name,
    move_section,
    remove_section,
    write_section,
)
from rimlig.controlsystem.template import TEMPLATE
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, User
from rimlig.records.files import open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(board: Board) -> ControlSystem:
    return begin_from_template(board, by=None)


def _headings(system: ControlSystem, component: Component) -> list[str]:
    return list(system.sections.filter(component=component).values_list("heading", flat=True))


def test_the_template_becomes_a_draft_with_its_sections_in_the_order_of_the_components(
    board: Board, controller: User
) -> None:
    system = begin_from_template(board, by=controller)
    assert (system.edition, system.state) == (1, SystemState.DRAFT)
    assert [(one.component, one.heading) for one in system.sections.all()] == [
        (one.component, one.heading) for one in TEMPLATE
    ]
    assert {one.component for one in TEMPLATE} == set(Component)
    context = system.history.get().pgh_context.metadata
    assert (context["operation"], context["user"]) == ("controlsystem.begin_from_template", controller.pk)


def test_a_board_begins_its_document_once(system: ControlSystem) -> None:
    with pytest.raises(RuleBroken, match="Nämnden har redan dokumentet"):
        begin_from_template(system.board, by=None)
    assert ControlSystem.objects.count() == 1


def test_a_new_section_comes_last_under_its_component(system: ControlSystem) -> None:
    section = add_section(system, component=Component.RISK, heading="Nytt", text="Text", by=None)
    assert _headings(system, Component.RISK) == ["Så görs riskanalysen", "Så hanteras riskerna", "Nytt"]
    assert section.position == 7
    assert list(system.sections.values_list("position", flat=True)) == list(range(14))


def test_a_section_that_changes_its_component_stands_there(system: ControlSystem) -> None:
    section = system.sections.get(heading="Organisation och delegation")
    write_section(section, component=Component.MONITORING, heading="Delegation", text="Text", version=1, by=None)
    assert _headings(system, Component.MONITORING)[0] == "Delegation"
    assert "Organisation och delegation" not in _headings(system, Component.ENVIRONMENT)


def test_the_second_writer_sees_what_the_first_wrote(system: ControlSystem) -> None:
    section = system.sections.first()
    assert section is not None
    told = {"component": section.component, "heading": section.heading}
    write_section(section, **told, text="Den förstas", version=1, by=None)
    with pytest.raises(Outdated) as refused:
        write_section(section, **told, text="Den andras", version=1, by=None)
    assert refused.value.current.text == "Den förstas"
    assert Section.objects.get(pk=section.pk).text == "Den förstas"
    write_section(section, **told, text="Den förstas", version=1, by=None)  # the same once more is no collision
    assert Section.objects.get(pk=section.pk).version == 2


@pytest.mark.parametrize(
    ("heading", "up", "order"),
    [
        ("Så hanteras riskerna", True, ["Så hanteras riskerna", "Så görs riskanalysen"]),
        ("Så görs riskanalysen", False, ["Så hanteras riskerna", "Så görs riskanalysen"]),
        ("Så görs riskanalysen", True, ["Så görs riskanalysen", "Så hanteras riskerna"]),
        ("Så hanteras riskerna", False, ["Så görs riskanalysen", "Så hanteras riskerna"]),
    ],
)
def test_a_section_moves_within_its_component(system: ControlSystem, heading: str, up: bool, order: list[str]) -> None:
    move_section(system.sections.get(heading=heading), up=up, by=None)
    assert _headings(system, Component.RISK) == order


def test_a_section_that_somebody_has_written_in_is_not_removed(system: ControlSystem) -> None:
    section = system.sections.all()[0]
    Section.objects.filter(pk=section.pk).update(version=2)
    with pytest.raises(Outdated, match="Det har inte tagits bort"):
        remove_section(section, version=1, by=None)
    remove_section(section, version=2, by=None)
    assert not Section.objects.filter(pk=section.pk).exists()


def test_an_attachment_is_stored_once_and_given_back_byte_by_byte(system: ControlSystem) -> None:
    one = attach(system, name="Delegationsordning", data=PDF_BYTES, by=None)
    two = attach(system, name="Samma fil", data=PDF_BYTES, by=None)
    assert one.file == two.file
    assert open_file(one.file) == PDF_BYTES
    assert [file_name(one), file_name(Attachment(name="Karta.PDF", file=one.file))] == [
        "Delegationsordning.pdf",
        "Karta.PDF",
    ]
    detach(one, by=None)
    assert [attachment.name for attachment in system.attachments.all()] == ["Samma fil"]


@pytest.mark.parametrize("data", [b"MZ\x90\x00", b"<html><script>", b"PK\x03\x04 not a zip", b""])
def test_a_file_that_is_something_else_is_not_attached(system: ControlSystem, data: bytes) -> None:
    with pytest.raises(RuleBroken, match="Inget har bifogats"):
        attach(system, name="Bilaga", data=data, by=None)
    assert not Attachment.objects.exists()


def test_two_attachments_have_two_names(system: ControlSystem) -> None:
    attach(system, name="Bilaga", data=PDF_BYTES, by=None)
    with pytest.raises(RuleBroken, match="Välj ett annat namn"):
        attach(system, name="Bilaga", data=PDF_BYTES, by=None)


def test_adoption_stores_the_document_and_locks_its_rows(system: ControlSystem, controller: User) -> None:
    attach(system, name="Delegationsordning", data=PDF_BYTES, by=None)
    adopted = adopt_system(system, **decision_facts(), version=1, by=controller)
    assert (adopted.state, adopted.version) == (SystemState.ADOPTED, 2)
    decision = adopted.decision
    assert decision is not None
    assert (decision.paragraph, decision.registry_number, decision.recorded_by) == ("112", "LIN 2025/7", controller)
    assert open_file(decision.document).startswith(b"%PDF-")
    assert b'"rimlig-system/1"' in open_file(decision.data)
    section = adopted.sections.all()[0]
    for attempt in _attempts(adopted, section):
        with pytest.raises(RuleBroken, match="fastställt"):
            attempt()


def _attempts(system: ControlSystem, section: Section) -> list[Callable[[], Any]]:
    told = {"component": section.component, "heading": section.heading}
    return [
        lambda: add_section(system, component=Component.RISK, heading="Nytt", text="", by=None),
        lambda: write_section(section, **told, text="Annat", version=section.version, by=None),
        lambda: move_section(section, up=False, by=None),
        lambda: remove_section(section, version=section.version, by=None),
        lambda: attach(system, name="Bilaga", data=PDF_BYTES, by=None),
        lambda: detach(system.attachments.all()[0], by=None),
        lambda: discard_draft(system, version=system.version, by=None),
        lambda: adopt_system(system, **decision_facts(), version=system.version, by=None),
    ]


NEW_SECTION = (
    "INSERT INTO controlsystem_section (version, system_id, component, heading, text, position)"
    " SELECT 1, id, 'risk', 'Nytt', '', 99 FROM controlsystem_controlsystem"
)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE controlsystem_section SET text = 'Annat'",
        "DELETE FROM controlsystem_section",
        NEW_SECTION,
        "UPDATE controlsystem_attachment SET name = 'Annat'",
        "DELETE FROM controlsystem_attachment",
        "UPDATE controlsystem_controlsystem SET edition = 9",
        "UPDATE controlsystem_controlsystem SET state = 'draft', decision_id = NULL",
        "DELETE FROM controlsystem_controlsystem",
        "UPDATE records_decision SET paragraph = '1'",
        "DELETE FROM records_decision",
    ],
)
def test_not_even_raw_sql_changes_what_the_board_has_adopted(board: Board, sql: str) -> None:
    system = begin_from_template(board, by=None)
    attach(system, name="Bilaga", data=PDF_BYTES, by=None)
    adopt_system(system, **decision_facts(), version=1, by=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_document_with_an_empty_section_is_not_adopted(system: ControlSystem) -> None:
    section = system.sections.get(heading="Styrande dokument")
    told = {"component": section.component, "heading": section.heading}
    write_section(section, **told, text="", version=1, by=None)
    with pytest.raises(RuleBroken, match="Styrande dokument"):
        adopt_system(system, **decision_facts(), version=1, by=None)


def test_a_document_that_is_silent_on_a_component_is_not_adopted(system: ControlSystem) -> None:
    system.sections.filter(component=Component.INFORMATION).delete()
    with pytest.raises(RuleBroken, match="inget är skrivet under Information och kommunikation"):
        adopt_system(system, **decision_facts(), version=1, by=None)


def test_a_meeting_that_is_to_come_has_decided_nothing(system: ControlSystem) -> None:
    with pytest.raises(RuleBroken, match="2099"):
        adopt_system(system, **decision_facts(meeting_date=date(2099, 1, 1)), version=1, by=None)


def test_a_review_is_a_new_edition_with_the_same_words(board: Board) -> None:
    first = adopted_system(board)
    second = begin_review(first, by=None)
    assert (second.edition, second.state) == (2, SystemState.DRAFT)
    assert [(one.heading, one.text, one.origin_id) for one in second.sections.all()] == [
        (one.heading, one.text, one.pk) for one in first.sections.all()
    ]
    assert [one.file for one in second.attachments.all()] == [one.file for one in first.attachments.all()]
    with pytest.raises(RuleBroken, match="har redan börjat"):
        begin_review(first, by=None)


def test_when_the_next_edition_is_adopted_the_former_is_replaced_and_kept(board: Board) -> None:
    first = adopted_system(board)
    second = begin_review(first, by=None)
    adopt_system(second, **decision_facts(paragraph="31"), version=1, by=None)
    assert [(one.edition, one.state) for one in board.control_systems.all()] == [(2, "adopted"), (1, "replaced")]
    assert first.sections.count() == len(TEMPLATE)


def test_a_draft_of_a_review_can_be_removed_and_begun_again(board: Board) -> None:
    first = adopted_system(board)
    discard_draft(begin_review(first, by=None), version=1, by=None)
    assert [one.edition for one in board.control_systems.all()] == [1]
    assert begin_review(first, by=None).edition == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_adopt_at_once_and_one_decision_stands() -> None:
    system = begin_from_template(BoardFactory(), by=None)
    refused: list[str] = []

    def adopt(paragraph: str) -> None:
        try:
            adopt_system(system, **decision_facts(paragraph=paragraph), version=1, by=None)
        except RuleBroken as broken:
            refused.append(str(broken))
        finally:
            connection.close()

    threads = [threading.Thread(target=adopt, args=[paragraph]) for paragraph in ("1", "2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert ControlSystem.objects.get().decision is not None
