"""The page on which a follow-up is planned."""

import pytest
from django.test import Client

from factories import OrgUnitFactory, PlacementFactory, PlannedFollowUpFactory
from rimlig.organisation.models import User
from rimlig.planning.models import FollowUpUnit, Process

pytestmark = pytest.mark.django_db


def test_a_follow_up_that_chosen_units_answer_is_opened_with_them_chosen(
    client: Client, process: Process, controller: User
) -> None:
    row = PlannedFollowUpFactory(working_method__process=process, text="Räkna", answering="some_units")
    chosen, other = (OrgUnitFactory(board=process.plan.board, name=name) for name in ("Tallbacken", "Granen"))
    FollowUpUnit.objects.create(follow_up=row, unit=chosen)
    client.force_login(controller)
    form = client.get(f"/planera/{row.pk}/").context["form"]
    assert [str(pk) for pk in form["units"].value()] == [str(chosen.pk)]
    assert f'value="{other.pk}"' in str(form["units"])


def test_a_unit_to_choose_is_called_by_its_name_with_its_place_below(
    client: Client, process: Process, controller: User
) -> None:
    board = process.plan.board
    names = ("Förvaltningen", "Avdelning <förskola>", "Granen")
    top, department, unit = (OrgUnitFactory(board=board, name=name) for name in names)
    for placed, parent in ((top, None), (department, top), (unit, department)):
        PlacementFactory(unit=placed, parent=parent)
    row = PlannedFollowUpFactory(working_method__process=process, text="Räkna", answering="some_units")
    client.force_login(controller)
    labels = [label for _value, label in client.get(f"/planera/{row.pk}/").context["form"].fields["units"].choices]
    assert labels == [
        "Förvaltningen",
        "Avdelning <förskola>",
        'Granen <span class="hint">Avdelning &lt;förskola&gt;</span>',
    ]
    assert [str(label.__html__()) for label in labels[2:]] == labels[2:]


def test_a_follow_up_gets_criteria_of_its_own(client: Client, process: Process, controller: User) -> None:
    row = PlannedFollowUpFactory(working_method__process=process, text="Räkna", criterion_none="Alla stämmer.")
    client.force_login(controller)
    said = {"criterion_none": "Alla stämmer.", "criterion_minor": "En avviker.", "criterion_major": "Fler än en."}
    kept = {"text": "Räkna", "answering": "board", "version": row.version}
    assert "Alla stämmer." in client.get(f"/planera/{row.pk}/").content.decode()
    assert client.post(f"/planera/{row.pk}/", {**kept, **said}).status_code == 302
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in said} == said
    shown = client.get(f"/historik/uppfoljning/{row.pk}/").content.decode()
    assert "Fler än en." in shown
