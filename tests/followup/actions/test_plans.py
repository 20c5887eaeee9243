"""Action plans: made from what a follow-up showed, followed up once per period, carried through the years."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from factories import (
    ActionNoteFactory,
    ActionPlanFactory,
    ActionPlanUnitFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
)
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.plans import (
    Shortcoming,
    add_action_plan,
    change_action_plan,
    follow_up_action_plan,
    move_action_plan,
)
from rimlig.followup.models import ActionPlan, PeriodCode
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan, PlannedFollowUp, Process

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 31)
PAGE = 9


@pytest.fixture
def follow_up(process: Process, board: Board) -> PlannedFollowUp:
    """Eight preschools answered; two of them deviate."""
    row: PlannedFollowUp = PlannedFollowUpFactory(working_method__process=process, text="Stäm av närvaron")
    for number in range(8):
        FollowUpResultFactory(
            follow_up=row,
            unit=OrgUnitFactory(board=board, name=f"Förskola {number}"),
            deviation="major" if number in {2, 5} else "none",
            result="Listan saknas." if number == 2 else "",
        )
    return row


@pytest.fixture
def row(plan: Plan) -> ActionPlan:
    """An action plan of 2026 that is ongoing."""
    made: ActionPlan = ActionPlanFactory(plan=plan, heading="Larmet provas inte")
    return made


def test_an_action_plan_says_at_how_many_units_of_how_many(plan: Plan, board: Board, controller: User) -> None:
    units = [OrgUnitFactory(board=board) for _ in range(2)]
    found = Shortcoming("Larmet provas inte", "Två av åtta.", units, 8, "Prova varje vecka.")
    made, same = (add_action_plan(plan, found, responsible=controller, due=DUE, by=controller) for _ in range(2))
    assert made == same
    assert (made.units_at_risk, made.units_total, made.status, made.position) == (2, 8, "not_started", 0)
    assert set(made.units.all()) == set(units)
    assert (made.responsible, made.due) == (controller, DUE)


def test_what_does_not_hold_together_is_refused(plan: Plan, board: Board, controller: User, outsider: User) -> None:
    units = [OrgUnitFactory(board=board) for _ in range(2)]
    for found, person, sentence in (
        (Shortcoming(""), controller, "Skriv vad bristen är"),
        (Shortcoming("Larm", units=units, units_total=1), controller, "fler berörda enheter"),
        (Shortcoming("Larm"), outsider, "har ingen roll"),
        (Shortcoming("Larm", units=[OrgUnitFactory()]), controller, "hör inte till"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            add_action_plan(plan, found, responsible=person, due=DUE, by=controller)
    assert not ActionPlan.objects.exists()


def test_the_deviating_units_are_chosen_already(client: Client, follow_up: PlannedFollowUp, controller: User) -> None:
    given = follow_up.results.first()
    # One of those that were asked has not answered: it is counted among them.
    FollowUpResultFactory(follow_up=follow_up, period=given.period, unit=OrgUnitFactory(), to_answer=True)
    client.force_login(controller)
    address = f"/uppfoljning/{follow_up.pk}/handlingsplan/ny/"
    page = client.get(address)
    form = page.context["form"]
    deviating = list(follow_up.results.filter(deviation="major").values_list("unit", flat=True))
    assert (sorted(form.initial["units"]), form.initial["units_total"]) == (sorted(deviating), 9)
    assert form.initial["finding"] == "Förskola 2: Listan saknas."
    sent = {
        "heading": "Närvarolistor saknas",
        "finding": "",
        "units": deviating,
        "units_total": 8,
        "measures": "Inför listor.",
        "responsible": controller.pk,
        "due": "2027-03-31",
    }
    answer = client.post(address, sent)
    made = follow_up.action_plans.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/handlingsplan/{made.pk}/")
    assert (made.plan, made.units_at_risk, made.heading) == (follow_up.in_plan, 2, "Närvarolistor saknas")
    assert client.post(address, {**sent, "units_total": 1}).status_code == 422


def test_it_is_followed_up_once_per_period(row: ActionPlan, controller: User, unit_manager: User) -> None:
    note = follow_up_action_plan(row, PeriodCode.T1, "Hälften har börjat.", by=controller)
    assert (note.period.code, note.period.year, note.status) == ("T1", 2026, "ongoing")
    with pytest.raises(RuleBroken, match="redan uppföljd"):
        follow_up_action_plan(row, PeriodCode.T1, "Mer.", by=unit_manager)
    follow_up_action_plan(row, PeriodCode.T2, "Alla har börjat.", by=controller)
    assert list(row.notes.values_list("text", flat=True)) == ["Hälften har börjat.", "Alla har börjat."]


def test_it_is_closed_with_its_effect_check(row: ActionPlan, controller: User) -> None:
    with pytest.raises(RuleBroken, match="Skriv vad som kontrollerades"):
        move_action_plan(row, ActionStatus.CLOSED, version=1, by=controller)
    closed = move_action_plan(row, ActionStatus.CLOSED, effect="Åtta av åtta.", version=1, by=controller)
    assert (closed.status, closed.effect, closed.effect_checked_by) == ("closed", "Åtta av åtta.", controller)
    with pytest.raises(RuleBroken, match="Öppna den igen först"):
        change_action_plan(closed, {"responsible": controller, "due": DUE}, version=2, by=controller)


def test_the_page_says_which_periods_lack_their_follow_up(
    client: Client, row: ActionPlan, controller: User, late_november: None
) -> None:
    follow_up_action_plan(row, PeriodCode.T1, "Hälften har börjat.", by=controller)
    client.force_login(controller)
    page = client.get(f"/handlingsplan/{row.pk}/").content.decode()
    followed_up = page.partition('id="periods-heading"')[2].partition("</section>")[0]
    t1, t2, annual = followed_up.split("<li")[1:]
    assert "Hälften har börjat." in t1
    assert "saknas" in t2
    assert f"/handlingsplan/{row.pk}/uppfoljning/T2/" in t2
    assert "kommande" in annual
    answer = client.post(f"/handlingsplan/{row.pk}/uppfoljning/T2/", {"text": "Alla har börjat."})
    assert (answer.status_code, row.notes.count()) == (302, 2)
    assert client.get(f"/handlingsplan/{row.pk}/uppfoljning/Q1/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_shows_what_was_noted_in_earlier_years_and_costs_the_same(
    number: int, client: Client, row: ActionPlan, controller: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    origin = None
    for year in range(2020, 2020 + number):
        origin = ActionPlanFactory(plan=PlanFactory(board=row.plan.board, year=year), origin=origin)
        period = PeriodFactory(municipality=row.plan.board.municipality, year=year, code="T1")
        ActionNoteFactory(action=None, action_plan=origin, period=period, text="Som förra året.")
        ActionPlanUnitFactory(action_plan=row, unit=OrgUnitFactory(board=row.plan.board))
    ActionPlan.objects.filter(pk=row.pk).update(origin=origin)
    client.force_login(controller)
    with django_assert_num_queries(PAGE):
        page = client.get(f"/handlingsplan/{row.pk}/").content.decode()
    assert page.count("Som förra året.") == number
    assert page.count("Förd vidare från") == number
    # What was written about an earlier year's tertial is not this year's.
    assert "saknas" in page or "kommande" in page


def test_a_person_who_sent_an_old_version_sees_what_stands_there(
    client: Client, row: ActionPlan, controller: User
) -> None:
    client.force_login(controller)
    ActionPlan.objects.filter(pk=row.pk).update(due=date(2026, 12, 1), version=2)
    sent: dict[str, Any] = {"responsible": controller.pk, "due": "2027-01-31", "version": 1}
    answer = client.post(f"/handlingsplan/{row.pk}/andra/", sent)
    assert answer.status_code == 409
    assert "1 december 2026" in answer.content.decode()
    assert client.post(f"/handlingsplan/{row.pk}/andra/", {**sent, "version": 2}).status_code == 302
