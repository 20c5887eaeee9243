"""Every status of an action × everything that people do with one: what becomes of it, or the sentence that refuses."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from factories import ActionFactory, PlannedFollowUpFactory
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.operations import change_action, move_action, note_action
from rimlig.followup.models import Action
from rimlig.organisation.models import User
from rimlig.planning.models import Process

pytestmark = pytest.mark.django_db

STATUSES: Final = ("", "not_started", "ongoing", "on_hold", "closed")


def _to(status: str, **said: str) -> Callable[[Action, User], Any]:
    return lambda row, by: move_action(row, ActionStatus(status), version=1, by=by, **said)


OPERATIONS: Final[dict[str, Callable[[Action, User], Any]]] = {
    "not begun": _to("not_started"),
    "begin": _to("ongoing"),
    "begin, saying why": _to("ongoing", note="Det kom tillbaka."),
    "let wait": _to("on_hold", note="Väntar på systemet."),
    "let wait without a reason": _to("on_hold"),
    "close": _to("closed", effect="Listan finns."),
    "close without an effect check": _to("closed"),
    "change": lambda row, by: change_action(row, {"text": "Inför en annan lista"}, version=1, by=by),
    "change to nothing": lambda row, by: change_action(row, {"text": ""}, version=1, by=by),
    "note": lambda row, by: note_action(row, "Halvvägs.", by=by),
    "note nothing": lambda row, by: note_action(row, "", by=by),
}
NEVER = "Den är ”"
WHY_WAIT, WHY_CLOSED, WHY_AGAIN = (
    "Skriv varför den väntar",
    "Skriv vad som kontrollerades",
    "Skriv varför den öppnas igen",
)
IS_CLOSED, SAY_WHAT, SAY_HAPPENED = "Den är avslutad", "Skriv vad som ska göras", "Skriv vad som har hänt"
TABLE: Final[dict[str, tuple[str, str, str, str, str]]] = {
    #               no status       not started   ongoing    on hold      closed
    "not begun": ("not_started", NEVER, NEVER, NEVER, NEVER),
    "begin": ("ongoing", "ongoing", NEVER, "ongoing", WHY_AGAIN),
    "begin, saying why": ("ongoing", "ongoing", NEVER, "ongoing", "ongoing"),
    "let wait": ("on_hold", "on_hold", "on_hold", NEVER, NEVER),
    "let wait without a reason": (WHY_WAIT, WHY_WAIT, WHY_WAIT, NEVER, NEVER),
    "close": ("closed", "closed", "closed", "closed", NEVER),
    "close without an effect check": (WHY_CLOSED, WHY_CLOSED, WHY_CLOSED, WHY_CLOSED, NEVER),
    "change": ("", "not_started", "ongoing", "on_hold", IS_CLOSED),
    "change to nothing": (SAY_WHAT, SAY_WHAT, SAY_WHAT, SAY_WHAT, SAY_WHAT),
    "note": ("", "not_started", "ongoing", "on_hold", "closed"),
    "note nothing": (SAY_HAPPENED, SAY_HAPPENED, SAY_HAPPENED, SAY_HAPPENED, SAY_HAPPENED),
}
CASES = [(what, status, row[number]) for what, row in TABLE.items() for number, status in enumerate(STATUSES)]


def test_every_status_and_operation_is_in_the_table() -> None:
    assert set(TABLE) == set(OPERATIONS)
    assert set(STATUSES) == {"", *(status.value for status in ActionStatus)}


@pytest.mark.parametrize(("what", "status", "expected"), CASES, ids=[f"{what}-{status}" for what, status, _to in CASES])
def test_what_becomes_of_an_action(what: str, status: str, expected: str, process: Process, controller: User) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    row: Action = ActionFactory(event=None, follow_up=follow_up, text="Inför en lista", status=status)
    if expected in STATUSES:
        OPERATIONS[what](row, controller)
    else:
        with pytest.raises(RuleBroken) as refused:
            OPERATIONS[what](row, controller)
        assert str(refused.value).startswith(expected)
        expected = status
    row.refresh_from_db()
    assert row.status == expected
