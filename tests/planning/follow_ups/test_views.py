"""The page on which a follow-up is planned."""

import pytest
from django.test import Client

from factories import OrgUnitFactory, PlannedFollowUpFactory
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
