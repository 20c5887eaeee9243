"""What of follow-ups people are reminded of and told of, and what stands in their year."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from cast import person
from factories import (
    ActionFactory,
    FollowUpRulesFactory,
    PlannedFollowUpFactory,
    RemindingFactory,
    RoleAssignmentFactory,
    SubstitutionFactory,
    WorkingMethodFactory,
)
from factories.records import adopted
from opened_answers import begin
from organisation_trees import Tree, make_tree
from rimlig.followup.actions.operations import add_action, change_action
from rimlig.followup.models import Action, FollowUpResult, Period
from rimlig.followup.periods.opening import ask_for_answers
from rimlig.followup.reminding.by_hand import awaited_of, last_reminded, missing_by_person, remind_now
from rimlig.followup.reminding.dates import dates_of
from rimlig.followup.reminding.waiting import waiting_of
from rimlig.followup.reviewing.operations import approve, approve_many, comment, send_back
from rimlig.organisation.models import Board, OrgUnit, Role, User
from rimlig.planning.models import Plan, PlannedFollowUp
from rimlig.reminders.digest import send_digests
from rimlig.reminders.models import Mail, Notice

pytestmark = pytest.mark.django_db
IN_AUGUST = date(2026, 8, 25)
DUE = date(2026, 9, 18)


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """It is 25 August 2026, until a test says otherwise."""
    monkeypatch.setattr(timezone, "localdate", lambda: IN_AUGUST)
    return lambda day: monkeypatch.setattr(timezone, "localdate", lambda: day)


@pytest.fixture
def tree(board: Board) -> Tree:
    return make_tree(board)


@pytest.fixture
def asked(plan: Plan, tree: Tree) -> Plan:
    """Two units are asked one thing each: Avdelning söder and Tallbackens förskola."""
    method = WorkingMethodFactory(process__plan=plan)
    PlannedFollowUpFactory(
        working_method=method, text="Räkna vuxna kl. 16", schedule="periods", periods=["T2"], answering="all_units"
    )
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    return plan


def _manager(unit: OrgUnit, name: str, role: Role = Role.UNIT_MANAGER) -> User:
    user = person(name)
    RoleAssignmentFactory(user=user, role=role, board=unit.board, unit=unit)
    return user


@pytest.fixture
def amira(tree: Tree) -> User:
    """Amira manages Tallbackens förskola."""
    return _manager(tree.preschool, "Amira Holm")


def _action(plan: Plan, responsible: User) -> Action:
    follow_up = PlannedFollowUp.objects.get(working_method__process__plan=plan)
    return ActionFactory(event=None, follow_up=follow_up, responsible=responsible, due=DUE)


def _fresh(user: User) -> User:
    """Return the person as the next request knows them."""
    return User.objects.get(pk=user.pk)


def _told(user: User, day: date = IN_AUGUST) -> list[tuple[str, str, date | None]]:
    return [(one.kind, one.text, one.due) for one in waiting_of(_fresh(user), day)]


def test_answers_await_the_manager_and_a_substitute_with_the_municipalitys_days(asked: Plan, amira: User) -> None:
    FollowUpRulesFactory(municipality=asked.board.municipality, remind_before=[3], remind_after=[2])
    held = amira.assignments.get()
    substitute = SubstitutionFactory(assignment=held, starts=IN_AUGUST, ends=DUE).substitute
    for one in (amira, substitute):
        (waiting,) = waiting_of(_fresh(one), IN_AUGUST)
        assert (waiting.text, waiting.due) == ("Svara: Räkna vuxna kl. 16 – Tallbackens förskola", DUE)
        assert (waiting.before, waiting.after, waiting.board_name) == ((3,), (2,), "Lindhaga stadsdelsnämnd")
        assert waiting.url == f"/svar/{FollowUpResult.objects.get(unit__name='Tallbackens förskola').pk}/"


def test_a_review_awaits_who_reviews_now_and_what_is_asked_together_is_one_line(
    asked: Plan, tree: Tree, controller: User
) -> None:
    siv = _manager(tree.administration, "Siv Norrby", Role.DEPARTMENT_MANAGER)
    for answer in FollowUpResult.objects.all():
        begin(answer, state="filed")
    closes = date(2026, 10, 18)
    assert _told(siv) == [("review", "Granska 2 svar, Tertial 2 2026", closes)]
    assert _told(controller) == []
    FollowUpResult.objects.filter(unit=tree.south).update(step=2)
    assert _told(siv) == [("review", "Granska 1 svar, Tertial 2 2026", closes)]
    assert _told(controller) == [("review", "Granska 1 svar, Tertial 2 2026", closes)]


def test_an_action_awaits_who_is_responsible(asked: Plan, amira: User) -> None:
    FollowUpResult.objects.all().update(
        state="filed", step=1, deviation="none", filed_by=amira, filed_at=timezone.now()
    )
    action = _action(asked, amira)
    assert _told(amira) == [("action", f"Åtgärd: {action.text}", DUE)]


def test_the_manager_above_and_the_controller_are_told_who_is_late(
    asked: Plan, tree: Tree, amira: User, controller: User, on: Callable[[date], None]
) -> None:
    siv = _manager(tree.north, "Siv Norrby", Role.DEPARTMENT_MANAGER)
    on(date(2026, 9, 24))
    assert [kind for kind, _text, _due in _told(siv, date(2026, 9, 24))] == []
    day = date(2026, 9, 25)
    on(day)
    assert _told(siv, day) == [("late", "1 svar för Tertial 2 2026 saknas: Tallbackens förskola", DUE)]
    assert _told(controller, day) == [
        ("late", "2 svar för Tertial 2 2026 saknas: Avdelning söder, Tallbackens förskola", DUE)
    ]
    assert all(one.reminds_on(day) for one in waiting_of(_fresh(siv), day))
    assert [kind for kind, _text, _due in _told(amira, day)] == ["answer"]


def test_a_replaced_plan_awaits_nobody(asked: Plan, amira: User) -> None:
    Plan.objects.filter(pk=asked.pk).update(state="replaced")
    assert _told(amira) == []


@pytest.mark.parametrize("number", [1, 3])
def test_what_awaits_costs_the_same_for_many(
    plan: Plan, tree: Tree, amira: User, number: int, django_assert_num_queries: Callable[..., object]
) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    for _one in range(number):
        PlannedFollowUpFactory(working_method=method, answering="all_units")
    ask_for_answers(adopted(plan), by=None, on=IN_AUGUST)
    one = _fresh(amira)
    with django_assert_num_queries(11):
        assert len(list(waiting_of(one, IN_AUGUST))) == number


def test_the_mail_of_the_day_has_the_way_to_the_answer(asked: Plan, amira: User, on: Callable[[date], None]) -> None:
    on(DUE)
    assert send_digests(DUE) == 1
    mail = Mail.objects.get()
    assert mail.person == amira
    assert f"/svar/{FollowUpResult.objects.get(unit__name='Tallbackens förskola').pk}/" in mail.text


def test_the_controllers_button_reminds_each_once_a_day(
    asked: Plan, tree: Tree, amira: User, controller: User, on: Callable[[date], None]
) -> None:
    bo = _manager(tree.south, "Bo Alm")
    RemindingFactory(person=bo, mail=False)
    period = Period.objects.get(code="T2")
    assert {one.name: len(rows) for one, rows in missing_by_person(asked, period).items()} == {
        "Amira Holm": 1,
        "Bo Alm": 1,
    }
    assert [(one.name, one.answers, one.units, one.reminded) for one in awaited_of(asked, period)] == [
        ("Amira Holm", 1, ("Tallbackens förskola",), None),
        ("Bo Alm", 1, (str(tree.south),), None),
    ]
    assert remind_now(asked, period, controller) == 2
    assert [one.reminded is not None for one in awaited_of(asked, period)] == [True, False]
    assert [mail.person for mail in Mail.objects.all()] == [amira]
    assert set(Notice.objects.values_list("person__name", "text")) == {
        ("Amira Holm", "Du påminns om 1 svar, Tertial 2 2026."),
        ("Bo Alm", "Du påminns om 1 svar, Tertial 2 2026."),
    }
    assert remind_now(asked, period, controller) == 0
    assert set(last_reminded(asked, period)) == {amira.pk}
    on(date(2026, 8, 26))
    assert remind_now(asked, period, controller) == 2


def test_who_answered_is_told_that_it_came_back_was_approved_or_talked_about(
    asked: Plan, amira: User, controller: User
) -> None:
    answer = begin(FollowUpResult.objects.get(unit__name="Tallbackens förskola"), state="filed")
    comment(answer, text="Gäller det alla dagar?", by=controller)
    send_back(answer, text="Räkna fredagen också.", version=answer.version, by=controller)
    texts = list(Notice.objects.filter(person=amira).order_by("pk").values_list("text", flat=True))
    what = "Räkna vuxna kl. 16 – Tallbackens förskola"
    assert texts == [f"Joel Brandt har kommenterat: {what}", f"Tillbaka till dig: {what}"]
    assert Notice.objects.filter(person=controller).count() == 0


def test_who_filed_is_told_that_it_is_approved_for_good(asked: Plan, amira: User, controller: User) -> None:
    first, second = (begin(answer, state="filed") for answer in FollowUpResult.objects.order_by("unit__name"))
    approve(first, version=first.version, by=controller)
    approve_many([second], by=controller)
    told = Notice.objects.order_by("pk").values_list("person", "text")
    assert list(told) == [
        (first.filed_by_id, "Godkänt: Räkna vuxna kl. 16 – Avdelning söder"),
        (second.filed_by_id, "Godkänt: Räkna vuxna kl. 16 – Tallbackens förskola"),
    ]


def test_who_gets_an_action_is_told_in_their_language_and_not_of_their_own_doing(
    asked: Plan, amira: User, controller: User
) -> None:
    RemindingFactory(person=amira, language="en")
    answer = FollowUpResult.objects.get(unit__name="Tallbackens förskola")
    action = add_action(answer, text="Ring en vikarie", responsible=controller, due=DUE, by=controller)
    assert Notice.objects.count() == 0
    change_action(action, {"responsible": amira}, version=action.version, by=controller)
    notice = Notice.objects.get()
    assert (notice.person, notice.text) == (amira, "You are responsible for an action: Ring en vikarie")
    assert notice.url == f"/atgard/{action.pk}/"


def test_the_year_has_periods_decisions_and_actions(asked: Plan, amira: User) -> None:
    _action(asked, amira)
    found = list(dates_of(_fresh(amira), date(2026, 1, 1), date(2026, 12, 31)))
    kinds = [one.kind for one in found]
    assert (kinds.count("period"), kinds.count("due"), kinds.count("action")) == (6, 6, 1)
    due = next(one for one in found if one.text == "Sista dag för svar: Tertial 2 2026")
    assert (due.day, due.mine) == (DUE, True)
    decided = list(dates_of(_fresh(amira), date(2025, 1, 1), date(2025, 12, 31)))
    assert [(one.text, one.day) for one in decided if one.kind == "decision"] == [
        ("Planen för 2026 fastställs", date(2025, 12, 10))
    ]
