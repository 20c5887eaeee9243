"""A risk is coloured by the bands of its plan's scale, wherever it stands."""

import re

import pytest
from django.test import Client

from factories import UndesiredEventFactory
from rimlig.organisation.models import User
from rimlig.planning.models import Plan, Process
from rimlig.planning.standards import make_standard_scale


@pytest.mark.parametrize(("has_scale", "look"), [(True, "mid"), (False, "hi")])
@pytest.mark.parametrize("address", ["/plan/{plan}/uppfoljning/", "/process/{process}/", "/visa/handelse/{event}/"])
def test_a_risk_has_the_colour_of_its_plans_own_band(
    client: Client, process: Process, controller: User, address: str, has_scale: bool, look: str
) -> None:
    # 12 lies in the third of the standard scale's four bands; without a scale it is as high as values are shown.
    if has_scale:
        scale = make_standard_scale(process.plan.board.municipality, by=None)
        Plan.objects.filter(pk=process.plan_id).update(scale=scale)
    event = UndesiredEventFactory(working_method__process=process, likelihood=3, consequence=4)
    client.force_login(controller)
    way_back = f"/process/{process.pk}/"
    where = address.format(plan=process.plan_id, process=process.pk, event=event.pk)
    headers = {"HX-Request": "true"}
    page = client.get(where, {"next": way_back}, headers=headers).content.decode()
    assert re.findall(r'<span class="rv ([a-z]*)">', page) == [look]
