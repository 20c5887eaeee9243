"""Who may do what, typed out: the answer of each route to each of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from factories import PlannedFollowUpFactory, UndesiredEventFactory
from rimlig.planning.models import Process

CAST = ["controller", "unit_manager", "board_member", "auditor", "outsider", "other_municipality_controller"]
READ, WRITE = "get", "post"

# Per route and method, the status for each of the cast in the order above.
TABLE = {
    ("start", READ): [200, 200, 200, 200, 200, 200],
    ("plan", READ): [200, 200, 200, 200, 404, 404],
    ("plan", WRITE): [405, 405, 405, 405, 404, 404],
    ("follow-up", READ): [200, 200, 200, 200, 404, 404],
    ("follow-up", WRITE): [405, 405, 405, 405, 404, 404],
    ("action-plans", READ): [200, 200, 200, 200, 404, 404],
    ("process", READ): [200, 200, 200, 200, 404, 404],
    ("history", READ): [200, 200, 200, 200, 404, 404],
    ("show", READ): [302, 302, 302, 302, 404, 404],
    ("change", READ): [200, 403, 403, 403, 404, 404],
    ("change", WRITE): [422, 403, 403, 403, 404, 404],
    ("conclude", READ): [200, 403, 403, 403, 404, 404],
    ("conclude", WRITE): [302, 403, 403, 403, 404, 404],
}


@pytest.fixture
def address(process: Process) -> Callable[[str], str]:
    """Give the address of each route, about rows of the cast's own board."""
    event = UndesiredEventFactory(working_method__process=process)
    follow_up = PlannedFollowUpFactory(working_method=event.working_method)
    arguments = {
        "start": [],
        "plan": [process.plan_id],
        "follow-up": [process.plan_id],
        "action-plans": [process.plan_id],
        "process": [process.pk],
        "history": ["handelse", event.pk],
        "show": ["handelse", event.pk],
        "change": ["handelse", event.pk],
        "conclude": [follow_up.pk, "T1"],
    }

    def give(name: str) -> str:
        room = "planning" if name in {"plan", "history", "show", "change"} else "followup"
        return reverse(f"{room}:{name}", args=arguments[name])

    return give


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("name", "method"), TABLE)
def test_each_of_the_cast_gets_the_answer_of_the_table(
    client: Client,
    request: pytest.FixtureRequest,
    address: Callable[[str], str],
    name: str,
    method: str,
    who: str,
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert getattr(client, method)(address(name)).status_code == TABLE[name, method][CAST.index(who)]


@pytest.mark.parametrize(("who", "ways"), [("controller", 1), ("unit_manager", 0), ("auditor", 0)])
def test_the_way_to_change_is_shown_to_whom_the_gate_lets_in(
    client: Client, request: pytest.FixtureRequest, address: Callable[[str], str], who: str, ways: int
) -> None:
    client.force_login(request.getfixturevalue(who))
    page = client.get(address("process")).content.decode()
    assert page.count(f'href="{address("change")}?') == ways
