"""Periods open: which answers are asked for, of whom, and what happens when plans and units change afterwards."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from factories import AnswerCommentFactory, EvidenceFactory, MunicipalityFactory, PlanFactory
from factories.records import adopted
from opened_answers import answers, begin
from organisation_trees import Tree
from rimlig.followup.models import FollowUpResult, Period
from rimlig.followup.periods import opening
from rimlig.followup.periods.dates import period_in, periods_in
from rimlig.followup.periods.opening import Opened, ask_for_answers, open_what_is_due
from rimlig.organisation.models import OrgUnit
from rimlig.organisation.structure.endings import end_units
from rimlig.organisation.structure.restructuring import add_unit, move_unit
from rimlig.planning.models import Plan, PlannedFollowUp, PlanState

pytestmark = pytest.mark.django_db

IN_AUGUST = date(2026, 8, 25)
"""Tertial 2 is open, and nothing else that is not answered every month."""
Planned = Callable[..., PlannedFollowUp]


@pytest.mark.parametrize(
    ("columns", "day", "codes"),
    [
        ({"schedule": "periods", "periods": ["T1", "T2"]}, date(2026, 8, 17), []),
        ({"schedule": "periods", "periods": ["T1", "T2"]}, date(2026, 8, 18), ["T2"]),
        ({"schedule": "periods", "periods": ["T1", "T2"]}, date(2026, 10, 18), ["T2"]),
        ({"schedule": "periods", "periods": ["T1", "T2"]}, date(2026, 10, 19), []),
        ({"schedule": "periods", "periods": ["T1"]}, IN_AUGUST, []),
        ({"schedule": ""}, IN_AUGUST, ["T2"]),
        ({"schedule": "periods", "periods": ["VB"]}, date(2027, 2, 17), ["VB"]),
        ({"schedule": "periods", "periods": ["VB"]}, date(2027, 2, 18), []),
        ({"schedule": "monthly"}, date(2026, 3, 25), ["M02", "M03"]),
        ({"schedule": "quarterly"}, date(2026, 3, 25), ["Q1"]),
        ({"schedule": "quarterly"}, date(2027, 1, 2), ["Q4"]),
        ({"schedule": "once", "due": date(2026, 5, 29)}, IN_AUGUST, ["T2"]),
        ({"schedule": "once", "due": date(2026, 3, 1)}, IN_AUGUST, []),
    ],
)
def test_each_follow_up_is_asked_for_in_its_own_periods(
    plan: Plan, planned: Planned, columns: dict[str, object], day: date, codes: list[str]
) -> None:
    planned(**columns)
    adopted(plan)
    open_what_is_due(by=None, on=day)
    assert answers(plan) == [(code, None, "open") for code in codes]


def test_an_answer_is_due_when_its_period_says_and_one_given_once_on_its_own_day(plan: Plan, planned: Planned) -> None:
    planned()
    planned(schedule="once", due=date(2026, 8, 28))
    planned(schedule="once", due=date(2026, 5, 29))
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    due = FollowUpResult.objects.order_by("follow_up__position").values_list("due", flat=True)
    # The last one's day was before anybody was asked.
    assert list(due) == [date(2026, 9, 18), date(2026, 8, 28), date(2026, 8, 18)]


def test_all_units_are_those_that_nothing_stands_under(plan: Plan, tree: Tree, planned: Planned) -> None:
    planned(answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    assert answers(plan) == [("T2", "Avdelning söder", "open"), ("T2", "Tallbackens förskola", "open")]


def test_chosen_units_answer_wherever_they_stand(plan: Plan, tree: Tree, planned: Planned) -> None:
    planned(tree.preschool, tree.north)
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    assert answers(plan) == [("T2", "Avdelning norr", "open"), ("T2", "Tallbackens förskola", "open")]


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.PROPOSED, PlanState.CLOSED])
def test_only_a_plan_in_force_is_answered(plan: Plan, planned: Planned, state: PlanState) -> None:
    planned()
    if state == PlanState.PROPOSED:
        Plan.objects.filter(pk=plan.pk).update(state=state)
    if state == PlanState.CLOSED:
        adopted(plan)
        Plan.objects.filter(pk=plan.pk).update(state=state)
    assert open_what_is_due(by=None, on=IN_AUGUST) == Opened()
    assert ask_for_answers(plan, by=None, on=IN_AUGUST) == Opened()
    assert answers(plan) == []


def test_asked_twice_nothing_is_doubled_and_nothing_changes(plan: Plan, tree: Tree, planned: Planned) -> None:
    planned(answering="all_units")
    planned()
    adopted(plan)
    assert open_what_is_due(by=None, on=IN_AUGUST) == Opened(asked_for=3)
    before = list(FollowUpResult.objects.order_by("pk").values())
    assert open_what_is_due(by=None, on=IN_AUGUST + timedelta(days=1)) == Opened()
    assert list(FollowUpResult.objects.order_by("pk").values()) == before
    assert Period.objects.count() == 3


def _end(*units: OrgUnit, last_day: date, into: OrgUnit) -> None:
    end_units(units, last_day=last_day, into=into, versions={unit.pk: unit.version for unit in units}, by=None)


def _move(unit: OrgUnit, under: OrgUnit, on: date) -> None:
    move_unit(unit, under=under, on=on, version=unit.version, by=None)


def test_a_unit_that_ends_is_asked_no_longer_unless_it_has_begun(plan: Plan, tree: Tree, planned: Planned) -> None:
    begun, untouched = planned(answering="all_units", text="påbörjad"), planned(answering="all_units", text="orörd")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    begin(FollowUpResult.objects.get(follow_up=begun, unit=tree.preschool))
    _end(tree.preschool, last_day=date(2026, 8, 27), into=tree.south)
    assert ask_for_answers(plan, by=None, on=date(2026, 8, 27)) == Opened()
    # From the next day nothing stands under the northern department, so it answers for itself.
    assert ask_for_answers(plan, by=None, on=date(2026, 8, 28)) == Opened(asked_for=2, withdrawn=1)
    assert set(untouched.results.values_list("unit__name", flat=True)) == {"Avdelning norr", "Avdelning söder"}
    assert set(begun.results.values_list("unit__name", flat=True)) == {
        "Avdelning norr",
        "Avdelning söder",
        "Tallbackens förskola",
    }


def test_a_unit_that_ends_after_the_period_still_answers_for_it(plan: Plan, tree: Tree, planned: Planned) -> None:
    planned(tree.preschool)
    adopted(plan)
    _end(tree.preschool, last_day=date(2026, 9, 2), into=tree.south)
    assert ask_for_answers(plan, by=None, on=date(2026, 9, 10)) == Opened(asked_for=1)
    assert answers(plan) == [("T2", "Tallbackens förskola", "open")]


def test_the_unit_that_takes_over_answers_once_for_all_that_went_into_it(
    plan: Plan, tree: Tree, planned: Planned
) -> None:
    planned(tree.preschool, tree.north, tree.south)
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    _end(tree.north, tree.preschool, last_day=date(2026, 8, 27), into=tree.south)
    assert ask_for_answers(plan, by=None, on=date(2026, 8, 28)) == Opened(withdrawn=2)
    assert answers(plan) == [("T2", "Avdelning söder", "open")]


def test_who_took_over_is_not_asked_for_what_the_unit_has_answered_itself(
    plan: Plan, tree: Tree, planned: Planned
) -> None:
    planned(tree.preschool)
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    begin(FollowUpResult.objects.get())
    _end(tree.preschool, last_day=date(2026, 8, 27), into=tree.south)
    assert ask_for_answers(plan, by=None, on=date(2026, 8, 28)) == Opened()
    assert answers(plan) == [("T2", "Tallbackens förskola", "open")]


def test_a_unit_that_opens_in_the_period_is_asked_from_its_first_day(plan: Plan, tree: Tree, planned: Planned) -> None:
    planned(answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    add_unit(
        tree.board, name="Ekens förskola", kind="unit", code="", under=tree.north, starts=date(2026, 8, 28), by=None
    )
    assert ask_for_answers(plan, by=None, on=date(2026, 8, 27)) == Opened()
    assert ask_for_answers(plan, by=None, on=date(2026, 8, 28)) == Opened(asked_for=1)


def test_a_unit_that_opens_after_the_period_is_not_asked_for_it(plan: Plan, tree: Tree, planned: Planned) -> None:
    planned(answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    add_unit(
        tree.board, name="Ekens förskola", kind="unit", code="", under=tree.north, starts=date(2026, 9, 1), by=None
    )
    assert ask_for_answers(plan, by=None, on=date(2026, 9, 10)) == Opened()


def test_a_department_that_units_move_under_answers_no_longer_for_itself(
    plan: Plan, tree: Tree, planned: Planned
) -> None:
    planned(answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    _move(tree.preschool, tree.south, date(2026, 8, 27))
    assert ask_for_answers(plan, by=None, on=date(2026, 8, 27)) == Opened(asked_for=1, withdrawn=1)
    assert answers(plan) == [("T2", "Avdelning norr", "open"), ("T2", "Tallbackens förskola", "open")]


def test_what_is_filed_stays_when_nobody_asks_for_it_any_longer(plan: Plan, tree: Tree, planned: Planned) -> None:
    planned(answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    for answer, state in zip(FollowUpResult.objects.order_by("unit__name"), ["filed", "open"], strict=True):
        begin(answer, state=state)
    _move(tree.preschool, tree.south, date(2026, 8, 27))
    ask_for_answers(plan, by=None, on=date(2026, 8, 27))
    assert answers(plan) == [
        ("T2", "Avdelning norr", "open"),
        ("T2", "Avdelning söder", "filed"),
        ("T2", "Tallbackens förskola", "open"),
    ]


@pytest.mark.parametrize("make", [EvidenceFactory, AnswerCommentFactory])
def test_an_answer_that_somebody_has_put_something_beside_is_begun(
    plan: Plan, tree: Tree, planned: Planned, make: Callable[..., object]
) -> None:
    planned(answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    make(result=FollowUpResult.objects.get(unit=tree.south))
    _move(tree.preschool, tree.south, date(2026, 8, 27))
    assert ask_for_answers(plan, by=None, on=date(2026, 8, 27)) == Opened(asked_for=1)


def test_another_due_day_moves_what_is_still_written_and_disturbs_nobody(
    plan: Plan, tree: Tree, planned: Planned
) -> None:
    planned(answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    begin(FollowUpResult.objects.get(unit=tree.south), state="filed")
    Period.objects.filter(code="T2").update(due=date(2026, 9, 25))
    assert ask_for_answers(plan, by=None, on=IN_AUGUST) == Opened()
    due = FollowUpResult.objects.order_by("unit__name").values_list("unit__name", "due", "version")
    assert list(due) == [
        ("Avdelning söder", date(2026, 9, 18), 2),
        ("Tallbackens förskola", date(2026, 9, 25), 1),
    ]


def test_what_was_asked_for_stays_when_its_period_has_closed(plan: Plan, planned: Planned) -> None:
    planned()
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    assert ask_for_answers(plan, by=None, on=date(2026, 11, 1)) == Opened()
    assert answers(plan) == [("T2", None, "open")]


def test_a_period_that_opens_again_asks_again(plan: Plan, planned: Planned) -> None:
    planned()
    adopted(plan)
    assert ask_for_answers(plan, by=None, on=date(2026, 11, 1)) == Opened()
    Period.objects.filter(code="T2").update(closes=date(2026, 11, 30))
    assert ask_for_answers(plan, by=None, on=date(2026, 11, 1)) == Opened(asked_for=1)


def test_a_plan_that_cannot_be_asked_for_does_not_stop_the_others(
    plan: Plan, planned: Planned, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    planned()
    broken = adopted(PlanFactory(year=2026))
    adopted(plan)

    def ask(one: Plan, **given: object) -> Opened:
        if one == broken:
            raise IntegrityError
        return Opened(asked_for=1)

    monkeypatch.setattr(opening, "ask_for_answers", ask)
    assert open_what_is_due(by=None, on=IN_AUGUST) == Opened(asked_for=1)
    assert f"The answers of plan {broken.pk} could not be asked for" in caplog.text


def test_when_the_database_is_away_the_job_is_tried_again(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    adopted(plan)

    def ask(_plan: Plan, **_given: object) -> Opened:
        raise OperationalError

    monkeypatch.setattr(opening, "ask_for_answers", ask)
    with pytest.raises(OperationalError):
        open_what_is_due(by=None, on=IN_AUGUST)


def test_who_asked_stands_in_the_history(plan: Plan, planned: Planned) -> None:
    planned()
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    context = FollowUpResult.objects.get().history.get().pgh_context
    assert (context.metadata["operation"], context.metadata["user"]) == ("followup.ask_for_answers", None)


@pytest.mark.parametrize("number", [2, 300])
def test_many_follow_ups_are_asked_for_by_the_same_number_of_queries(
    plan: Plan, tree: Tree, planned: Planned, number: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _one in range(number):
        planned(answering="all_units")
    adopted(plan)
    periods_in(plan.board.municipality, 2026, ["T1", "T2", "VB"])
    with django_assert_num_queries(11):
        assert ask_for_answers(plan, by=None, on=IN_AUGUST) == Opened(asked_for=number * 2)


def test_periods_are_each_municipalitys_own(plan: Plan) -> None:
    other = MunicipalityFactory()
    period_in(other, 2026, "T1")
    mine = periods_in(plan.board.municipality, 2026, ["T1"])
    assert [period.municipality for period in mine.values()] == [plan.board.municipality]


def test_without_a_day_it_is_today(plan: Plan, planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    planned()
    adopted(plan)
    monkeypatch.setattr(timezone, "localdate", lambda: IN_AUGUST)
    assert open_what_is_due(by=None) == Opened(asked_for=1)
