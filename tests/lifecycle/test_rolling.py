"""Rolling over: next year's draft from a year that was followed up, and the record of what became of everything."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from factories import (
    ActionNoteFactory,
    ActionPlanUnitFactory,
    CouncilGoalFactory,
    OrgUnitFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    RiskScaleFactory,
    UndesiredEventFactory,
)
from rimlig.core.errors import RuleBroken
from rimlig.followup.actions.chain import earlier, log_of
from rimlig.followup.models import Action, ActionPlan, FollowUpResult
from rimlig.lifecycle.checks import not_reviewed
from rimlig.lifecycle.models import RollOver, RollOverItem
from rimlig.lifecycle.offering import Offered, offered
from rimlig.lifecycle.revising import begin_revision
from rimlig.lifecycle.rolling import roll_over
from rimlig.organisation.models import User
from rimlig.planning.models import FollowUpUnit, Goal, Plan, PlannedFollowUp, UndesiredEvent
from rimlig.planning.standards import scale_in_force

pytestmark = pytest.mark.django_db


def _items(rollover: RollOver, *, carried: bool) -> list[tuple[str, str, str]]:
    return [(item.kind, item.text, item.standing) for item in rollover.items.filter(carried=carried)]


def _keys(plan: Plan, *texts: str) -> set[str]:
    return {thing.key for top in offered(plan) for thing in top.walk() if thing.text in texts}


def _walk(plan: Plan) -> list[Offered]:
    return [thing for top in offered(plan) for thing in top.walk()]


def test_the_whole_plan_is_offered_with_what_the_year_showed(followed_up: Plan) -> None:
    said = {thing.text: (thing.standing, thing.chosen, thing.ends_here) for thing in _walk(followed_up)}
    assert said["För få vuxna"] == ("Riskvärde 12 · kontrollera", True, "")
    assert said["Räkna vuxna kl. 16"] == (
        "Mindre avvikelse (Verksamhetsberättelse 2026) · 1 svar från en enhet avviker",
        True,
        "",
    )
    assert said["Lista på vikarier"] == ("Pågående", True, "")
    assert said["Nytt schema"] == ("Avslutad", False, "Det som är avslutat stannar i sitt år.")
    assert said["Sena scheman"] == ("Pågående", True, "")
    assert said["1.1 Mål 1.1"] == ("", False, "")
    beside = {thing.text: thing.beside for thing in _walk(followed_up)}
    assert beside["Räkna vuxna kl. 16"] == "Verksamhetsberättelse 2026 · 1 svar från en enhet avviker"


def test_everything_open_comes_along_and_says_where_it_came_from(followed_up: Plan, controller: User) -> None:
    rollover = roll_over(followed_up, set(), by=controller)
    target = rollover.target
    assert (target.year, target.state, target.edition, target.rolled_from) == (2027, "draft", 1, followed_up)
    assert target.scale == scale_in_force(followed_up.board.municipality)
    assert [goal.title for goal in target.goals.all()] == ["Mål 1.1", "Mål 2.1"]
    assert [process.name for process in target.processes.all()] == ["Bemanning", "Inköp"]
    event = UndesiredEvent.objects.get(working_method__process__plan=target, text="För få vuxna")
    assert (event.likelihood, event.consequence, event.treatment) == (3, 4, "control")
    assert event.origin is not None
    assert event.origin.in_plan == followed_up
    assert [(row.text, row.status) for row in event.actions.all()] == [("Lista på vikarier", "ongoing")]
    action = event.actions.get()
    assert action.origin == Action.objects.get(text="Lista på vikarier", event__origin=None)
    assert action.limits.get().placement.goal.plan == target
    assert [row.heading for row in target.action_plans.all()] == ["Sena scheman"]
    assert target.reports.get().introduction == "Planen bygger på riskanalysen."
    assert FollowUpResult.objects.filter(follow_up__working_method__process__plan=target).count() == 0


def test_the_record_tells_of_everything_and_nothing_in_the_old_plan_changes(
    followed_up: Plan, controller: User
) -> None:
    before = [(action.text, action.status, action.version) for action in Action.objects.order_by("pk")]
    rollover = roll_over(followed_up, set(), by=controller)
    assert _items(rollover, carried=False) == [
        ("action", "Nytt schema", "Avslutad"),
        ("action_plan", "Larmet", "Avslutad"),
    ]
    assert _items(rollover, carried=True) == [
        ("goal", "1.1 Mål 1.1", ""),
        ("goal", "2.1 Mål 2.1", ""),
        ("process", "Bemanning", ""),
        ("method", "Schema", ""),
        ("control", "Rektor går igenom schemat", ""),
        ("event", "För få vuxna", "Riskvärde 12 · kontrollera"),
        ("action", "Lista på vikarier", "Pågående"),
        (
            "follow_up",
            "Räkna vuxna kl. 16",
            "Mindre avvikelse (Verksamhetsberättelse 2026) · 1 svar från en enhet avviker",
        ),
        ("action", "Räkna även fredagar", "Ej påbörjad"),
        ("process", "Inköp", ""),
        ("method", "Attest", ""),
        ("control", "Två attesterar", ""),
        ("event", "Jäv", "Riskvärde 12 · bevaka"),
        ("action_plan", "Sena scheman", "Pågående"),
        ("text", "Planens inledning och hur arbetet går till, som texter att utgå från", ""),
    ]
    old = Action.objects.filter(origin=None).order_by("pk")
    assert [(action.text, action.status, action.version) for action in old] == before
    assert (rollover.made_by, Plan.objects.get(pk=followed_up.pk).version) == (controller, followed_up.version)


def test_who_is_responsible_and_by_when_comes_along_and_the_log_stays_with_its_year(
    followed_up: Plan, controller: User
) -> None:
    unit = OrgUnitFactory(board=followed_up.board)
    follow_up = PlannedFollowUp.objects.get(text="Räkna vuxna kl. 16", working_method__process__plan=followed_up)
    named = {"responsible": controller, "due": date(2027, 3, 31), "status": "on_hold", "hold_reason": "Budget"}
    answer = follow_up.results.exclude(unit=None).get()
    Action.objects.filter(text="Räkna även fredagar").update(**named, unit=unit, result=answer)
    ActionPlan.objects.filter(heading="Sena scheman").update(**named, follow_up=follow_up)
    source = ActionPlan.objects.get(heading="Sena scheman")
    ActionPlanUnitFactory(action_plan=source, unit=unit)
    ActionNoteFactory(action=None, action_plan=source, text="Hälften är klara.", by=controller)
    target = roll_over(followed_up, set(), by=controller).target
    action = Action.objects.get(follow_up__working_method__process__plan=target)
    plan = target.action_plans.get()
    for copy in (action, plan):
        assert (copy.responsible, copy.due, copy.status, copy.hold_reason) == (
            controller,
            date(2027, 3, 31),
            "on_hold",
            "Budget",
        )
    assert (action.unit, action.result) == (unit, None)
    assert (plan.follow_up, list(plan.units.all())) == (action.follow_up, [unit])
    assert (plan.notes.count(), [note.text for note in log_of([plan, *earlier(plan)])]) == (0, ["Hälften är klara."])


def test_an_action_plan_forgets_a_follow_up_that_is_left(followed_up: Plan, controller: User) -> None:
    follow_up = PlannedFollowUp.objects.get(text="Räkna vuxna kl. 16", working_method__process__plan=followed_up)
    ActionPlan.objects.filter(heading="Sena scheman").update(follow_up=follow_up)
    target = roll_over(followed_up, {f"follow_up-{follow_up.pk}"}, by=controller).target
    assert target.action_plans.get().follow_up is None


def test_what_is_left_is_left_with_what_stands_under_it(followed_up: Plan, controller: User) -> None:
    leave = _keys(followed_up, "Räkna vuxna kl. 16", "Inköp", "Sena scheman")
    rollover = roll_over(followed_up, leave, by=controller)
    target = rollover.target
    assert [process.name for process in target.processes.all()] == ["Bemanning"]
    assert PlannedFollowUp.objects.filter(working_method__process__plan=target).count() == 0
    assert Action.objects.exclude(origin=None).get().text == "Lista på vikarier"
    assert [text for _kind, text, _standing in _items(rollover, carried=False)] == [
        "Nytt schema",
        "Räkna vuxna kl. 16",
        "Räkna även fredagar",
        "Inköp",
        "Attest",
        "Två attesterar",
        "Jäv",
        "Sena scheman",
        "Larmet",
    ]


def test_an_action_alone_can_be_left(followed_up: Plan, controller: User) -> None:
    rollover = roll_over(followed_up, _keys(followed_up, "Lista på vikarier"), by=controller)
    assert [row.text for row in Action.objects.exclude(origin=None)] == ["Räkna även fredagar"]
    assert rollover.items.get(text="Lista på vikarier").target_id is None


def test_a_key_of_nothing_is_nothing(followed_up: Plan, controller: User) -> None:
    rollover = roll_over(followed_up, {"process-0", "skräp"}, by=controller)
    assert rollover.target.processes.count() == 2


def test_rolling_over_twice_is_refused_in_words(adopted_plan: Plan, controller: User) -> None:
    roll_over(adopted_plan, set(), by=controller)
    with pytest.raises(RuleBroken, match="Det finns redan en plan för 2027"):
        roll_over(adopted_plan, set(), by=controller)
    assert (Plan.objects.count(), RollOver.objects.count()) == (2, 1)


def test_a_revision_on_its_way_is_not_what_is_rolled_over(adopted_plan: Plan, controller: User) -> None:
    revision = begin_revision(adopted_plan, "Ny lag", by=controller)
    with pytest.raises(RuleBroken, match="gäller inte"):
        roll_over(revision, set(), by=controller)


def test_the_last_year_there_is_has_none_after_it(controller: User) -> None:
    with pytest.raises(RuleBroken, match="2100"):
        roll_over(PlanFactory(year=2100), set(), by=controller)


def test_goals_take_up_the_councils_goals_of_the_new_year(written: Plan, controller: User) -> None:
    municipality = written.board.municipality
    old = CouncilGoalFactory(municipality=municipality, year=2026, number="1.1", title="Trygg start")
    lonely = CouncilGoalFactory(municipality=municipality, year=2026, number="2.1", title="Ordning")
    new = CouncilGoalFactory(municipality=municipality, year=2027, number="1.2", title="En trygg start", origin=old)
    Goal.objects.filter(plan=written, number="1.1").update(council_goal=old)
    Goal.objects.filter(plan=written, number="2.1").update(council_goal=lonely)
    rollover = roll_over(written, set(), by=controller)
    assert [(goal.number, goal.title, goal.council_goal) for goal in rollover.target.goals.all()] == [
        ("1.2", "En trygg start", new),
        ("2.1", "Mål 2.1", None),
    ]
    assert rollover.items.get(text="2.1 Mål 2.1").note == "Fullmäktige har inget mål för 2027 efter det här."


def test_values_on_other_scales_do_not_come_along_and_it_is_said(written: Plan, controller: User) -> None:
    municipality = written.board.municipality
    Plan.objects.filter(pk=written.pk).update(scale=scale_in_force(municipality))
    RiskScaleFactory(municipality=municipality, edition=99, likelihood_size=4, consequence_size=4)
    rollover = roll_over(Plan.objects.get(pk=written.pk), set(), by=controller)
    events = UndesiredEvent.objects.filter(working_method__process__plan=rollover.target)
    assert [event.risk_value for event in events] == [None, None]
    assert rollover.items.get(text="Jäv").note == (
        "Skalorna är andra nu, så värdena följde inte med: bedöm risken på nytt."
    )


def test_a_unit_that_ends_with_the_year_is_not_chosen_and_it_is_said(written: Plan, controller: User) -> None:
    follow_up = PlannedFollowUp.objects.get(working_method__process__plan=written)
    FollowUpUnit.objects.create(
        follow_up=follow_up, unit=OrgUnitFactory(board=written.board, name="Lindens förskola", ends=date(2026, 12, 31))
    )
    rollover = roll_over(written, set(), by=controller)
    copy = PlannedFollowUp.objects.get(working_method__process__plan=rollover.target)
    assert [chosen.unit.name for chosen in copy.chosen_units.all()] == ["Ekens förskola"]
    assert rollover.items.get(kind="follow_up").note == (
        "Enheten Lindens förskola finns inte 2027, så den valdes inte att svara."
    )


def test_a_follow_up_that_is_done_once_moves_its_day_a_year(written: Plan, controller: User) -> None:
    method = written.processes.get(name="Inköp").working_methods.get()
    PlannedFollowUpFactory(working_method=method, text="Inventera", schedule="once", due=date(2026, 3, 31))
    rollover = roll_over(written, set(), by=controller)
    copy = PlannedFollowUp.objects.get(working_method__process__plan=rollover.target, text="Inventera")
    assert copy.due == date(2027, 3, 31)


def test_values_from_last_year_are_told_until_somebody_has_looked_at_them(written: Plan, controller: User) -> None:
    target = roll_over(written, set(), by=controller).target
    waiting = UndesiredEvent.objects.filter(not_reviewed(), working_method__process__plan=target)
    assert [event.text for event in waiting.order_by("pk")] == ["För få vuxna", "Jäv"]
    UndesiredEvent.objects.filter(pk=waiting.first().pk).update(version=2)
    assert waiting.count() == 1


@pytest.mark.parametrize("sql", ["UPDATE lifecycle_rolloveritem SET carried = false, target_id = NULL"])
def test_the_record_is_never_changed_even_by_raw_sql(adopted_plan: Plan, controller: User, sql: str) -> None:
    roll_over(adopted_plan, set(), by=controller)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert RollOverItem.objects.filter(carried=False).count() == 0


def test_a_plan_that_was_rolled_over_can_be_rolled_over_in_its_turn(followed_up: Plan, controller: User) -> None:
    first = roll_over(followed_up, set(), by=controller).target
    second = roll_over(first, set(), by=controller).target
    event = UndesiredEvent.objects.get(working_method__process__plan=second, text="För få vuxna")
    assert event.origin is not None
    assert event.origin.origin is not None
    assert (second.year, event.origin.origin.in_plan) == (2028, followed_up)


@pytest.mark.parametrize("number", [1, 3])
def test_the_offer_asks_as_much_however_much_there_is(
    followed_up: Plan, django_assert_num_queries: Any, number: int
) -> None:
    plan = PlanFactory(board=followed_up.board, year=2030)
    for _ in range(number):
        UndesiredEventFactory(working_method__process__plan=plan)
    with django_assert_num_queries(12):
        assert len(_walk(plan)) == 3 * number


def test_the_old_plan_says_what_was_carried_over(client: Client, followed_up: Plan, controller: User) -> None:
    roll_over(followed_up, set(), by=controller)
    client.force_login(controller)
    process = followed_up.processes.get(name="Bemanning")
    page = client.get(reverse("followup:process", args=[process.pk])).content.decode()
    assert page.count("Förd vidare till 2027") == 2
    page = client.get(reverse("followup:action-plans", args=[followed_up.pk])).content.decode()
    assert page.count("Förd vidare till 2027") == 1
