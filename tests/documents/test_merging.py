from dataclasses import replace

from hypothesis import given, settings

from copies import documents_with_copies
from rimlig.documents.document import Action, ActionStatus, Document, Event, FollowUp, Goal, Process, WorkingMethod
from rimlig.documents.merging import MergedEvent, merge, take_apart


@settings(derandomize=True, max_examples=150, deadline=None)
@given(documents_with_copies())
def test_taking_apart_what_was_merged_gives_the_copies_back(document: Document) -> None:
    merged = merge(document.goals)
    assert take_apart(merged, [replace(goal, processes=()) for goal in document.goals]) == document.goals


@settings(derandomize=True, max_examples=150, deadline=None)
@given(documents_with_copies())
def test_a_process_is_stored_once_however_many_goals_it_serves(document: Document) -> None:
    most = {
        same: max(sum((process.name, process.reason) == same for process in goal.processes) for goal in document.goals)
        for goal in document.goals
        for same in ((process.name, process.reason) for process in goal.processes)
    }
    assert len(merge(document.goals)) == sum(most.values())


def _goals(*copies: tuple[WorkingMethod, ...]) -> list[Goal]:
    return [Goal(f"1.{n}", "", (Process("Lön", methods),)) for n, methods in enumerate(copies, start=1)]


def test_equal_copies_become_one_row_each() -> None:
    method = WorkingMethod("Attest", "Listan stäms av", (Event("Fel lön", actions=(Action("Stickprov"),)),))
    (process,) = merge(_goals((method,), (method,), (method,)))
    (merged,) = process.working_methods
    assert process.goals == merged.goals == merged.events[0].goals == merged.events[0].actions[0].goals == {0, 1, 2}
    assert len(merged.controls) == len(merged.events) == len(merged.events[0].actions) == 1


def test_an_event_of_one_copy_concerns_that_goal_only() -> None:
    common, own = Event("Fel lön"), Event("Vite")
    (process,) = merge(_goals((WorkingMethod("Attest", "", (common,)),), (WorkingMethod("Attest", "", (common, own)),)))
    assert process.working_methods[0].events == (
        MergedEvent(common, frozenset({0, 1}), ()),
        MergedEvent(own, frozenset({1}), ()),
    )


def test_an_action_missing_in_one_copy_concerns_the_others() -> None:
    event = Event("Fel lön", actions=(Action("Stickprov", ActionStatus.CLOSED),))
    (process,) = merge(
        _goals((WorkingMethod("Attest", "", (event,)),), (WorkingMethod("Attest", "", (Event("Fel lön"),)),))
    )
    (merged,) = process.working_methods[0].events
    assert (merged.goals, merged.actions[0].goals) == ({0, 1}, {0})


def test_different_results_of_the_same_follow_up_stay_two_rows() -> None:
    one, other = FollowUp("Stickprov", result="Bra"), FollowUp("Stickprov", result="Dåligt")
    (process,) = merge(
        _goals((WorkingMethod("Attest", follow_ups=(one,)),), (WorkingMethod("Attest", follow_ups=(other,)),))
    )
    assert [(row.follow_up, row.goals) for row in process.working_methods[0].follow_ups] == [(one, {0}), (other, {1})]


def test_a_process_twice_under_one_goal_stays_two() -> None:
    goal = Goal("1.1", "", (Process("Lön", (WorkingMethod("A"),)), Process("Lön", (WorkingMethod("B"),))))
    assert [process.places for process in merge([goal])] == [{0: 0}, {0: 1}]
