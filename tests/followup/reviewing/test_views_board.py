"""The controller's board: what stands in it, for whom, and what is done from it."""

import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from factories import (
    FollowUpResultFactory,
    GoalFactory,
    OrgUnitFactory,
    PlacementFactory,
    PlannedFollowUpFactory,
    ProcessGoalFactory,
)
from organisation_trees import Tree
from rimlig.followup.models import FollowUpResult, Period
from rimlig.followup.reviewing import reminding
from rimlig.followup.reviewing.reminding import Awaited, register_reminder
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import Plan, PlannedFollowUp, Process


@pytest.fixture
def plan_address(answer: FollowUpResult) -> str:
    return f"/plan/{answer.in_plan.pk}/svar/"


def _page(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _words(page: str) -> list[str]:
    """Return what the cells say, in their order."""
    found = re.findall(r'<span class="unit">([^<]*)</span><svg.*?</svg>.*?<span class="word">([^<]*)</span>', page)
    return [f"{unit}{word}" for unit, word in found]


@pytest.fixture
def four(answer: FollowUpResult, other_unit: OrgUnit) -> FollowUpResult:
    """Tallbacken has filed; Sjövik deviates; the administration as a whole has begun, and Ekhult has not."""
    same = {"follow_up": answer.follow_up, "period": answer.period}
    FollowUpResultFactory(**same, unit=other_unit, deviation="major")
    FollowUpResultFactory(**same, unit=OrgUnitFactory(board=other_unit.board, name="Ekhult"), to_answer=True)
    FollowUpResultFactory(
        **same, unit=None, to_answer=True, saved_at=datetime(2026, 9, 10, tzinfo=UTC), result="Hemligt utkast"
    )
    return answer


def test_the_board_says_how_far_it_has_come(
    client: Client, four: FollowUpResult, people: Any, plan_address: str
) -> None:
    page = _page(client, people.controller, plan_address)
    assert "<h1>Tertial 2: 2 av 4 svar inlämnade</h1>" in page
    said = " ".join(re.search(r'<p class="muted lead-in">(.*?)</p>', page, re.DOTALL)[1].split())  # type: ignore[index]
    assert said == (
        "Svaren ska vara inne fredag 18 september och granskas till och med 18 oktober. "
        "1 svar väntar på dig. 2 saknas från 2 enheter."
    )
    assert _words(page) == [
        "Tallbackens förskola: att granska: ingen avvikelse",
        "Ekhult: saknas",
        "Sjövik: större avvikelse",
        "Förvaltningen: påbörjat",
    ]
    assert "1 av 3" in page
    assert "Hemligt utkast" not in page


@pytest.mark.parametrize(
    ("filter_", "rows"),
    [("alla", 2), ("granska", 1), ("avvikelser", 1), ("saknas", 1)],
)
def test_a_filter_keeps_the_rows_in_which_it_finds_something(
    filter_: str, rows: int, client: Client, four: FollowUpResult, people: Any, plan_address: str
) -> None:
    FollowUpResultFactory(
        follow_up__working_method=four.follow_up.working_method, period=four.period, unit=four.unit, deviation="none"
    )
    page = _page(client, people.controller, f"{plan_address}?visa={filter_}")
    assert page.count('<th scope="row">') == rows


def test_a_process_under_two_goals_stands_once(
    client: Client, answer: FollowUpResult, people: Any, plan_address: str, process: Process
) -> None:
    ProcessGoalFactory(process=process, goal=GoalFactory(plan=process.plan, number="3.5", title="Ekonomin"))
    page = _page(client, people.controller, plan_address)
    assert page.count('<th scope="row">') == 1
    assert page.count("1.1 Barn får en trygg start") == 1
    assert "3.5 Ekonomin" not in page


def test_a_telephone_opens_the_goals_in_which_something_awaits_the_reader(
    client: Client, four: FollowUpResult, people: Any, plan_address: str, process: Process
) -> None:
    plan = process.plan
    other = ProcessGoalFactory(process__plan=plan, goal=GoalFactory(plan=plan, number="3.5", title="Ekonomin")).process
    follow_up = PlannedFollowUpFactory(working_method__process=other)
    for unit in (four.unit, *OrgUnit.objects.filter(name__in=["Sjövik", "Ekhult"])):
        FollowUpResultFactory(follow_up=follow_up, period=four.period, unit=unit)
    goals = re.compile(r'<details class="opener"( open)?><summary>(.*?) <span class="what">(.*?)</span>')
    page = _page(client, people.controller, plan_address)
    assert goals.findall(page) == [
        (" open", "1.1 Barn får en trygg start", "1 att granska · 1 avvikelse · 2 saknas"),
        ("", "3.5 Ekonomin", "allt är inne"),
    ]
    assert "3 enheter utan avvikelse" in page
    assert page.count(' fine">') == 3
    # Who has asked for something of a kind sees where it is.
    page = _page(client, people.controller, f"{plan_address}?visa=inne")
    assert [opened for opened, _goal, _what in goals.findall(page)] == [" open", " open"]
    # Nothing awaits who only reads, and nothing is opened for them.
    page = _page(client, people.auditor, plan_address)
    assert [opened for opened, _goal, _what in goals.findall(page)] == ["", ""]


def test_who_has_units_only_sees_those_first(
    client: Client, four: FollowUpResult, people: Any, plan_address: str
) -> None:
    page = _page(client, people.department_manager, plan_address)
    assert "<h1>Tertial 2: 1 av 1 svar inlämnat</h1>" in page
    assert _words(page) == ["Tallbackens förskola: att granska: ingen avvikelse"]
    assert len(_words(_page(client, people.department_manager, f"{plan_address}?avdelning=alla"))) == 4


def test_who_does_not_review_reads_the_answer_on_its_page(
    client: Client, four: FollowUpResult, people: Any, plan_address: str
) -> None:
    page = _page(client, people.board_member, plan_address)
    assert f'<a class="cell" id="answer-{four.pk}" href="/svar/{four.pk}/" hx-boost="false">' in page
    # What is only begun is no more than that to them: there is no way into it.
    assert page.count('<span class="cell"') == 2
    assert "väntar på dig" not in page


def test_departments_take_the_place_of_too_many_units(
    client: Client, answer: FollowUpResult, people: Any, plan_address: str, tree: Tree
) -> None:
    for number in range(31):
        unit = OrgUnitFactory(board=tree.board, name=f"Enhet {number:02}")
        PlacementFactory(unit=unit, parent=tree.south)
        FollowUpResultFactory(
            follow_up=answer.follow_up,
            period=answer.period,
            unit=unit,
            deviation="minor" if number == 5 else "none",
            **({"to_answer": True} if number > 20 else {}),
        )
    page = _page(client, people.controller, plan_address)
    assert _words(page) == [
        "Avdelning norr: 1 av 1 inlämnade, värst: ingen avvikelse",
        "Avdelning söder: 21 av 31 inlämnade, värst: mindre avvikelse",
    ]
    assert len(_words(_page(client, people.controller, f"{plan_address}?avdelning={tree.north.pk}"))) == 1


def test_before_the_first_period_the_page_says_what_will_come(client: Client, people: Any, plan: Plan) -> None:
    page = _page(client, people.controller, f"/plan/{plan.pk}/svar/")
    assert "Det finns inget att följa upp ännu" in page


def test_a_period_with_the_boards_results_only_shows_those(
    client: Client, people: Any, follow_up: PlannedFollowUp, period: Period
) -> None:
    FollowUpResultFactory(follow_up=follow_up, period=period, deviation="minor")
    page = _page(client, people.controller, f"/plan/{follow_up.in_plan.pk}/svar/")
    assert "<h1>Tertial 2</h1>" in page
    assert 'title="Mindre avvikelse"' in page


def test_the_period_that_is_asked_for_is_shown(
    client: Client, answer: FollowUpResult, people: Any, plan_address: str
) -> None:
    FollowUpResultFactory(
        follow_up=answer.follow_up, unit=answer.unit, period__code="T1", period__municipality=answer.period.municipality
    )
    assert "<h1>Tertial 2: 1 av 1" in _page(client, people.controller, plan_address)
    assert "<h1>Tertial 1: 1 av 1" in _page(client, people.controller, f"{plan_address}?period=T1")
    assert "<h1>Tertial 2: 1 av 1" in _page(client, people.controller, f"{plan_address}?period=T9")


def test_many_are_approved_after_a_look_at_them(
    client: Client, four: FollowUpResult, people: Any, plan_address: str
) -> None:
    address = f"{plan_address}godkann/?period=T2"
    page = _page(client, people.controller, address)
    assert f'<input type="hidden" name="seen" value="{four.pk}:1">' in page
    assert "Godkänn 1 svar" in page
    response = client.post(address, {"seen": [f"{four.pk}:1", "x:y", "7"]})
    assert response["Location"] == f"{plan_address}?period=T2"
    four.refresh_from_db()
    assert four.state == "approved"
    assert "1 svar godkänt." in client.get(plan_address).content.decode()


def test_what_changed_after_the_look_is_left_and_told(
    client: Client, four: FollowUpResult, people: Any, plan_address: str
) -> None:
    client.force_login(people.controller)
    client.post(f"{plan_address}godkann/?period=T2", {"seen": [f"{four.pk}:7"]})
    page = client.get(plan_address).content.decode()
    assert "Andel förskollärare i varje grupp, Tallbackens förskola: Svaret har ändrats sedan du såg det." in page
    four.refresh_from_db()
    assert four.state == "filed"


@pytest.fixture
def reminders(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Somebody sends reminders; return what was sent."""
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr(reminding, "_REGISTERED", [])

    def send(plan: Plan, period: Period, by: User) -> int:
        sent.append((str(plan), period.code, by.name))
        return 2

    register_reminder(
        send,
        lambda _plan, _period: [
            Awaited("Amira Holm", 3, ("Granen",)),
            Awaited("Per Alm", 1, reminded=datetime(2026, 9, 8, 6, 30, tzinfo=UTC)),
        ],
    )
    return sent


def test_those_who_are_late_are_reminded_with_one_press(
    client: Client, four: FollowUpResult, people: Any, plan_address: str, reminders: list[Any]
) -> None:
    assert f'href="{plan_address}paminn/?period=T2"' in _page(client, people.controller, plan_address)
    page = _page(client, people.controller, f"{plan_address}paminn/?period=T2")
    assert "3 svar saknas · Granen" in page
    assert "påmind senast 8 september 08.30" in page
    client.post(f"{plan_address}paminn/?period=T2")
    assert reminders == [("Lindhaga stadsdelsnämnd 2026", "T2", "Joel Brandt")]
    assert "2 personer har fått en påminnelse." in client.get(plan_address).content.decode()


def test_there_is_no_button_where_nothing_reminds(
    client: Client, four: FollowUpResult, people: Any, plan_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "_REGISTERED", [])
    assert f"{plan_address}paminn/" not in _page(client, people.controller, plan_address)


@pytest.mark.parametrize(("person", "sees"), [("controller", True), ("head", True), ("department_manager", False)])
def test_who_may_remind(
    person: str, sees: bool, client: Client, four: FollowUpResult, people: Any, plan_address: str, reminders: list[Any]
) -> None:
    page = _page(client, getattr(people, person), f"{plan_address}?avdelning=alla")
    assert (f"{plan_address}paminn/" in page) is sees
    assert client.post(f"{plan_address}paminn/?period=T2").status_code == (302 if sees else 403)
    assert len(reminders) == sees


def test_the_board_as_a_workbook_in_which_nothing_runs(
    client: Client, four: FollowUpResult, people: Any, plan_address: str, other_unit: OrgUnit
) -> None:
    FollowUpResultFactory(
        follow_up__working_method=four.follow_up.working_method,
        follow_up__text="=HYPERLINK(1)",
        period=four.period,
        unit=four.unit,
        result="=1+1",
    )
    client.force_login(people.auditor)
    response = client.get(f"{plan_address}excel/?period=T2")
    assert response["Content-Disposition"] == 'attachment; filename="svar-sdn-2026-T2.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    board, answers = book.get_sheet_by_name("Matris").to_python(), book.get_sheet_by_name("Svar").to_python()
    assert board[1] == [
        *("Andel förskollärare i varje grupp", "1.1 Barn får en trygg start", "Likvärdig förskola"),
        *("saknas", "större avvikelse", "att granska: ingen avvikelse", "påbörjat", 1, 3, ""),
    ]
    assert board[2][0] == "=HYPERLINK(1)"
    assert [row[1:5] for row in answers[1:]] == [
        ["Ekhult", "att svara på", "", ""],
        ["Sjövik", "godkänt", "Större avvikelse", "Alla uppgifter stämde."],
        [
            "Tallbackens förskola",
            "inlämnat",
            "Ingen avvikelse",
            "Alla grupper har minst en legitimerad förskollärare.",
        ],
        ["Förvaltningen som helhet", "att svara på", "", ""],
        ["Tallbackens förskola", "godkänt", "Ingen avvikelse", "=1+1"],
    ]


def test_the_board_costs_the_same_for_one_follow_up_and_for_three(
    client: Client, answer: FollowUpResult, people: Any, plan_address: str, django_assert_num_queries: Any
) -> None:
    client.force_login(people.controller)
    for more in (0, 2):
        for _row in range(more):
            FollowUpResultFactory(
                follow_up__working_method=answer.follow_up.working_method,
                period=answer.period,
                unit=OrgUnitFactory(board=answer.in_plan.board),
                filed=True,
            )
        with django_assert_num_queries(13):
            assert client.get(plan_address).status_code == 200


def test_a_closed_period_is_read_and_nothing_is_asked_of_anybody(
    client: Client, four: FollowUpResult, people: Any, plan_address: str, reminders: list[Any]
) -> None:
    Period.objects.update(due=date(2026, 9, 5), closes=date(2026, 9, 9))
    page = _page(client, people.controller, plan_address)
    assert "Perioden stängde 9 september 2026." in page
    assert f"{plan_address}paminn/" not in page
    assert "Granska nästa" not in page
