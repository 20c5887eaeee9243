from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from factories import (
    ActionFactory,
    BoardFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PlannedFollowUpFactory,
    UndesiredEventFactory,
)
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.operations import add_action, change_action, move_action, note_action
from rimlig.followup.models import Action
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Process

pytestmark = pytest.mark.django_db
SPRING = date(2026, 3, 31)


@pytest.fixture
def action(process: Process) -> Action:
    """An action under a follow-up of the cast's plan, not started."""
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    action: Action = ActionFactory(event=None, follow_up=follow_up, text="Inför en lista", status="not_started")
    return action


def log_of(action: Action) -> list[tuple[str, str, str]]:
    return [(note.text, note.status, note.by.name) for note in action.notes.select_related("by")]


@pytest.mark.parametrize("make", [UndesiredEventFactory, PlannedFollowUpFactory])
def test_an_action_is_added_last_under_what_it_answers(
    make: Callable[..., Any], process: Process, controller: User
) -> None:
    under = make(working_method__process=process)
    first, second = (
        add_action(under, text=text, responsible=controller, due=SPRING, unit=None, by=controller)
        for text in ("Inför en lista", "Utbilda")
    )
    assert [(row.text, row.position, row.status, row.due, row.responsible, row.in_plan) for row in (first, second)] == [
        ("Inför en lista", 0, "not_started", SPRING, controller, process.plan),
        ("Utbilda", 1, "not_started", SPRING, controller, process.plan),
    ]
    last = first.history.select_related("pgh_context").get()
    assert last.pgh_context.metadata == {"operation": "followup.add_action", "user": controller.pk}


def test_an_action_for_an_answer_is_done_at_its_unit(process: Process, board: Board, controller: User) -> None:
    answer = FollowUpResultFactory(
        follow_up__working_method__process=process, unit=OrgUnitFactory(board=board), deviation="minor"
    )
    action = add_action(answer, text="Inför en lista", responsible=controller, due=SPRING, by=controller)
    assert (action.result, action.follow_up, action.unit) == (answer, answer.follow_up, answer.unit)


def test_the_same_action_sent_twice_is_stored_once(process: Process, controller: User) -> None:
    event = UndesiredEventFactory(working_method__process=process)
    one, same = (
        add_action(event, text="Lista", responsible=controller, due=SPRING, unit=None, by=controller) for _ in range(2)
    )
    assert one == same


def test_only_somebody_with_a_role_in_the_board_is_responsible(
    process: Process, controller: User, outsider: User
) -> None:
    event = UndesiredEventFactory(working_method__process=process)
    with pytest.raises(RuleBroken, match="Olle Strand har ingen roll i Lindhaga stadsdelsnämnd"):
        add_action(event, text="Lista", responsible=outsider, due=SPRING, unit=None, by=controller)
    action = add_action(event, text="Lista", responsible=controller, due=SPRING, unit=None, by=controller)
    with pytest.raises(RuleBroken, match="Olle Strand har ingen roll i Lindhaga stadsdelsnämnd"):
        change_action(action, {"responsible": outsider}, version=1, by=controller)


def test_another_boards_unit_and_an_empty_text_are_refused(process: Process, controller: User) -> None:
    event = UndesiredEventFactory(working_method__process=process)
    elsewhere = OrgUnitFactory(board=BoardFactory(name="Kulturnämnden"), name="Biblioteket")
    with pytest.raises(RuleBroken, match="Biblioteket hör inte till Lindhaga stadsdelsnämnd"):
        add_action(event, text="Lista", responsible=controller, due=SPRING, unit=elsewhere, by=controller)
    with pytest.raises(RuleBroken, match="Skriv vad som ska göras"):
        add_action(event, text="", responsible=controller, due=SPRING, unit=None, by=controller)
    assert not Action.objects.exists()


# From each status: to which it can be moved. Typed out, not computed.
MOVES = {
    ("", "not_started"): True,
    ("", "ongoing"): True,
    ("", "on_hold"): True,
    ("", "closed"): True,
    ("not_started", "not_started"): False,
    ("not_started", "ongoing"): True,
    ("not_started", "on_hold"): True,
    ("not_started", "closed"): True,
    ("ongoing", "not_started"): False,
    ("ongoing", "ongoing"): False,
    ("ongoing", "on_hold"): True,
    ("ongoing", "closed"): True,
    ("on_hold", "not_started"): False,
    ("on_hold", "ongoing"): True,
    ("on_hold", "on_hold"): False,
    ("on_hold", "closed"): True,
    ("closed", "not_started"): False,
    ("closed", "ongoing"): True,
    ("closed", "on_hold"): False,
    ("closed", "closed"): False,
}


@pytest.mark.parametrize(("now", "then"), MOVES)
def test_an_action_moves_only_where_it_can(now: str, then: str, action: Action, controller: User) -> None:
    Action.objects.filter(pk=action.pk).update(status=now)
    action.refresh_from_db()

    def move() -> Action:
        return move_action(action, ActionStatus(then), note="Därför", effect="Stickprov", version=1, by=controller)

    if MOVES[now, then]:
        moved = move()
        assert (moved.status, moved.version) == (then, 2)
        assert [status for _text, status, _by in log_of(moved)] == [then]
    else:
        with pytest.raises(RuleBroken, match="kan inte bli"):
            move()
        assert log_of(action) == []


def test_waiting_needs_its_reason_and_keeps_it_while_it_waits(action: Action, controller: User) -> None:
    with pytest.raises(RuleBroken, match="Skriv varför den väntar"):
        move_action(action, ActionStatus.ON_HOLD, version=1, by=controller)
    waiting = move_action(action, ActionStatus.ON_HOLD, note="Budgeten är inte beslutad.", version=1, by=controller)
    assert waiting.hold_reason == "Budgeten är inte beslutad."
    going_on = move_action(waiting, ActionStatus.ONGOING, version=2, by=controller)
    assert going_on.hold_reason == ""
    assert log_of(going_on) == [
        ("Budgeten är inte beslutad.", "on_hold", "Joel Brandt"),
        ("Arbetet pågår.", "ongoing", "Joel Brandt"),
    ]


def test_closing_needs_what_was_checked_and_says_by_whom_and_when(action: Action, controller: User) -> None:
    with pytest.raises(RuleBroken, match="Skriv vad som kontrollerades"):
        move_action(action, ActionStatus.CLOSED, note="Klart", version=1, by=controller)
    closed = move_action(action, ActionStatus.CLOSED, effect="Tio av tio listor är förda.", version=1, by=controller)
    assert (closed.effect, closed.effect_checked_by) == ("Tio av tio listor är förda.", controller)
    assert closed.effect_checked_at is not None
    assert log_of(closed) == [("Tio av tio listor är förda.", "closed", "Joel Brandt")]


def test_opening_again_needs_a_reason_and_takes_the_effect_check_away(action: Action, controller: User) -> None:
    closed = move_action(action, ActionStatus.CLOSED, effect="Det fungerar.", version=1, by=controller)
    with pytest.raises(RuleBroken, match="Skriv varför den öppnas igen"):
        move_action(closed, ActionStatus.ONGOING, version=2, by=controller)
    opened = move_action(closed, ActionStatus.ONGOING, note="Felet kom tillbaka.", version=2, by=controller)
    assert (opened.effect, opened.effect_checked_by, opened.effect_checked_at) == ("", None, None)
    assert log_of(opened) == [
        ("Det fungerar.", "closed", "Joel Brandt"),
        ("Felet kom tillbaka.", "ongoing", "Joel Brandt"),
    ]


def test_who_comes_second_moves_nothing_and_a_double_press_moves_once(
    action: Action, controller: User, unit_manager: User
) -> None:
    for _press in range(2):
        move_action(action, ActionStatus.ONGOING, version=1, by=controller)
    with pytest.raises(Outdated) as refused:
        move_action(action, ActionStatus.CLOSED, effect="Klart.", version=1, by=unit_manager)
    assert refused.value.current.status == "ongoing"
    assert log_of(action) == [("Arbetet pågår.", "ongoing", "Joel Brandt")]


def test_what_two_change_in_different_columns_is_joined(action: Action, controller: User, unit_manager: User) -> None:
    change_action(action, {"due": SPRING}, version=1, by=controller)
    both = change_action(action, {"responsible": unit_manager}, version=1, by=unit_manager)
    assert (both.due, both.responsible, both.version) == (SPRING, unit_manager, 3)
    with pytest.raises(Outdated):
        change_action(action, {"due": date(2026, 5, 1)}, version=1, by=unit_manager)


def test_a_closed_action_is_opened_before_it_is_changed(action: Action, controller: User) -> None:
    closed = move_action(action, ActionStatus.CLOSED, effect="Det fungerar.", version=1, by=controller)
    with pytest.raises(RuleBroken, match="Öppna den igen först"):
        change_action(closed, {"due": SPRING}, version=2, by=controller)


def test_the_status_is_no_column_that_is_changed_as_it_is(action: Action, controller: User) -> None:
    with pytest.raises(ValueError, match="status"):
        change_action(action, {"status": "closed"}, version=1, by=controller)


def test_a_note_says_how_it_stood_and_changes_nothing_else(action: Action, controller: User) -> None:
    note_action(action, "Annonsen är ute.", by=controller)
    action.refresh_from_db()
    assert (action.version, log_of(action)) == (1, [("Annonsen är ute.", "not_started", "Joel Brandt")])
    with pytest.raises(RuleBroken, match="Skriv vad som har hänt"):
        note_action(action, "", by=controller)
