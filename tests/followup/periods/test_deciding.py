"""What a municipality decides about answering: days, reopening, rules; and who may."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cast import person
from factories import RoleAssignmentFactory
from factories.records import adopted
from opened_answers import begin
from organisation_trees import Tree
from rimlig.core.audit import versions_of
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.followup.models import FollowUpResult, FollowUpRules, Period
from rimlig.followup.periods.dates import period_in
from rimlig.followup.periods.deciding import change_period, change_rules
from rimlig.followup.periods.opening import ask_for_answers
from rimlig.followup.periods.queries import decided_about, periods_of
from rimlig.followup.unit_work import find_answers
from rimlig.organisation.models import Municipality, Role, User
from rimlig.planning.models import Plan, PlannedFollowUp

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 1)
DAYS = {"opens": date(2026, 8, 18), "due": date(2026, 9, 18), "closes": date(2026, 11, 30), "reason": "Nytt system."}
RULES = {
    "controller_reviews": False,
    "reviewer_is_another": True,
    "action_from": "major",
    "criterion_none": "",
    "criterion_minor": "Enstaka fel.",
    "criterion_major": "Återkommande fel.",
    "remind_before": [3],
    "remind_after": [1, 5, 10],
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def lindhaga(plan: Plan) -> Municipality:
    return plan.board.municipality


@pytest.fixture
def central(lindhaga: Municipality) -> User:
    """Cecilia is the municipality's central controller."""
    user = person("Cecilia Dahl")
    RoleAssignmentFactory(user=user, role=Role.CENTRAL_CONTROLLER, municipality=lindhaga, board=None)
    return user


def _change(municipality: Municipality, by: User | None = None, version: int = 0, **days: object) -> Period:
    return change_period(municipality, 2026, "T2", {**DAYS, **days}, version=version, by=by)


def test_a_closed_period_opens_again_with_a_reason_that_stands_in_its_history(
    lindhaga: Municipality, central: User
) -> None:
    period_in(lindhaga, 2026, "T2")
    period = _change(lindhaga, central, version=1)
    assert (period.closes, period.version, period.takes_answers) == (date(2026, 11, 30), 2, True)
    told = decided_about(lindhaga, 2026, "T2")
    assert [(one.who, one.closes, one.reason) for one in told] == [("Cecilia Dahl", date(2026, 11, 30), "Nytt system.")]
    context = versions_of(period).order_by("-pgh_id").first().pgh_context
    assert context.metadata["operation"] == "followup.change_period"


def test_a_period_that_nobody_has_used_is_made_when_it_is_decided_on(lindhaga: Municipality) -> None:
    assert _change(lindhaga).version == 2
    assert Period.objects.get().code == "T2"


def test_the_same_days_twice_are_saved_once(lindhaga: Municipality) -> None:
    _change(lindhaga)
    assert _change(lindhaga).version == 2


def test_who_is_second_sees_what_the_first_decided(lindhaga: Municipality) -> None:
    _change(lindhaga)
    with pytest.raises(Outdated) as refused:
        _change(lindhaga, version=1, closes=date(2026, 12, 24))
    assert refused.value.current.closes == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"reason": ""}, "Perioden har stängt. Skriv varför"),
        ({"opens": date(2026, 4, 30)}, "Perioden kan inte öppna före sin första dag."),
        ({"due": date(2026, 8, 30)}, "Svaren kan inte behöva vara inne före periodens sista dag"),
        ({"closes": date(2026, 9, 17)}, "Först öppnar perioden"),
        ({"opens": date(2026, 9, 19)}, "Först öppnar perioden"),
    ],
)
def test_days_that_cannot_be_are_refused(lindhaga: Municipality, days: dict[str, object], sentence: str) -> None:
    period_in(lindhaga, 2026, "T2")
    with pytest.raises(RuleBroken, match=sentence):
        _change(lindhaga, version=1, **days)
    assert Period.objects.get().version == 1


def test_an_open_period_needs_no_reason(lindhaga: Municipality) -> None:
    days = {"opens": date(2026, 10, 1), "due": date(2027, 1, 31), "closes": date(2027, 2, 28), "reason": ""}
    assert change_period(lindhaga, 2026, "VB", days, version=0, by=None).opens == date(2026, 10, 1)


def test_plans_in_force_are_asked_for_again_when_days_change(plan: Plan, lindhaga: Municipality) -> None:
    adopted(plan)
    _change(lindhaga)
    assert [job.args for job in ProcrastinateJob.objects.filter(task_name="followup.ask_for_answers_of")] == [
        {"plan_id": plan.pk}
    ]


def test_rules_are_the_defaults_until_somebody_decides(lindhaga: Municipality, central: User) -> None:
    usual = FollowUpRules.objects.of(lindhaga.pk)
    assert (usual.version, usual.remind_before, usual.remind_after, usual.action_from) == (0, [7, 1], [1, 7], "minor")
    changed = change_rules(lindhaga, RULES, version=0, by=central)
    assert (changed.version, changed.remind_after, changed.action_from) == (1, [1, 5, 10], "major")
    again = change_rules(lindhaga, {**RULES, "action_from": ""}, version=1, by=central)
    assert (again.version, again.action_from) == (2, "")
    assert FollowUpRules.objects.count() == 1


def test_rules_that_somebody_else_changed_are_not_overwritten(lindhaga: Municipality) -> None:
    change_rules(lindhaga, RULES, version=0, by=None)
    with pytest.raises(Outdated):
        change_rules(lindhaga, {**RULES, "action_from": ""}, version=0, by=None)
    assert FollowUpRules.objects.get().action_from == "major"


def test_the_year_lists_reporting_periods_and_what_plans_use(
    plan: Plan, planned: Callable[..., PlannedFollowUp], lindhaga: Municipality
) -> None:
    assert [one.code for one in periods_of(lindhaga, 2026)] == ["T1", "T2", "VB"]
    planned(schedule="quarterly")
    assert [one.code for one in periods_of(lindhaga, 2026)] == ["T1", "T2", "VB", "Q1", "Q2", "Q3", "Q4"]
    assert [one.stage for one in periods_of(lindhaga, 2026)][:3] == ["closed", "closed", "to_come"]
    planned(schedule="monthly")
    assert len(periods_of(lindhaga, 2026)) == 19


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_periods_costs_the_same_for_many_answers(
    client: Client,
    central: User,
    plan: Plan,
    planned: Callable[..., PlannedFollowUp],
    number: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for _one in range(number):
        planned()
    ask_for_answers(adopted(plan), by=None, on=date(2026, 8, 25))
    client.force_login(central)
    with django_assert_num_queries(7):
        page = client.get(f"/kommun/{plan.board.municipality_id}/perioder/2026/")
    text = page.content.decode()
    assert f"{number} svar efterfrågas" in text
    assert "31 aug" in text


def test_a_period_is_changed_on_its_page(client: Client, central: User, lindhaga: Municipality) -> None:
    client.force_login(central)
    address = f"/kommun/{lindhaga.pk}/perioder/2026/T2/"
    page = client.get(address)
    assert 'value="2026-10-18"' in page.content.decode()
    sent = {"version": "0", "opens": "2026-08-18", "due": "2026-09-18", "closes": "2026-11-30"}
    refused = client.post(address, sent)
    assert (refused.status_code, "Perioden har stängt." in refused.content.decode()) == (422, True)
    done = client.post(address, {**sent, "reason": "Nytt system."}, follow=True)
    assert "Dagarna är sparade." in done.content.decode()
    assert "andra dagar än vanligt" in done.content.decode()
    assert "Nytt system." in client.get(address).content.decode()
    late = client.post(address, {**sent, "closes": "2026-12-01", "reason": "Annat."})
    assert (late.status_code, Period.objects.get().closes) == (409, date(2026, 11, 30))
    assert client.get(f"/kommun/{lindhaga.pk}/perioder/2026/T9/").status_code == 404


def test_the_rules_are_changed_on_their_page(client: Client, central: User, lindhaga: Municipality) -> None:
    client.force_login(central)
    address = f"/kommun/{lindhaga.pk}/uppfoljningsregler/"
    assert 'value="7, 1"' in client.get(address).content.decode()
    sent = {"version": "0", "action_from": "major", "remind_before": "5, 3 ,3", "remind_after": ""}
    done = client.post(address, sent, follow=True)
    assert "Reglerna är sparade." in done.content.decode()
    rules = FollowUpRules.objects.get()
    assert (rules.remind_before, rules.remind_after, rules.controller_reviews) == ([3, 5], [], False)
    stale = client.post(address, {**sent, "remind_before": "9"})
    assert (stale.status_code, "3, 5" in stale.content.decode()) == (409, True)


@pytest.mark.parametrize("days", ["0", "61", "x", "1,2,3,4,5,6", "-1"])
def test_days_that_are_no_days_are_said_to_be_none(
    client: Client, central: User, lindhaga: Municipality, days: str
) -> None:
    client.force_login(central)
    sent = {"version": "0", "action_from": "", "remind_before": days, "remind_after": ""}
    assert client.post(f"/kommun/{lindhaga.pk}/uppfoljningsregler/", sent).status_code == 422
    assert FollowUpRules.objects.count() == 0


def test_a_unit_that_ends_is_told_what_it_has_begun_and_what_it_will_still_be_asked(
    plan: Plan, tree: Tree, planned: Callable[..., PlannedFollowUp]
) -> None:
    for _one in range(3):
        planned(answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=date(2026, 8, 25))
    begin(FollowUpResult.objects.filter(unit=tree.preschool).first())
    in_period, after = date(2026, 8, 28), date(2026, 9, 10)
    assert [work.text for work in find_answers([tree.preschool], in_period)] == [
        "Tallbackens förskola har 1 svar kvar att lämna i en öppen period."
    ]
    assert [(work.text, work.stays) for work in find_answers([tree.preschool, tree.north], after)] == [
        ("Tallbackens förskola har 3 svar kvar att lämna i öppna perioder.", True)
    ]
    assert find_answers([tree.preschool], date(2026, 12, 1)) == []
