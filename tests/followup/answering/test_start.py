"""The start page: what awaits whom, said in words, and one thing to do about each."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from cast import person
from factories import (
    ActionFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    UserFactory,
    WorkingMethodFactory,
)
from rimlig.followup.models import FollowUpResult, Period
from rimlig.organisation.models import OrgUnit, Role, User
from rimlig.planning.models import Process, WorkingMethod

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(process: Process, monkeypatch: pytest.MonkeyPatch) -> Period:
    """Tertial 2, nine days before its answers are due."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 9, 9))
    row: Period = PeriodFactory(municipality=process.plan.board.municipality, code="T2")
    return row


@pytest.fixture
def unit(process: Process) -> OrgUnit:
    """Amira's preschool."""
    row: OrgUnit = OrgUnitFactory(board=process.plan.board, name="Förskolan Tallbacken")
    return row


@pytest.fixture
def amira(unit: OrgUnit) -> User:
    """The manager of the preschool."""
    user = person("Amira Holm")
    RoleAssignmentFactory(user=user, role=Role.UNIT_MANAGER, board=unit.board, unit=unit)
    return user


@pytest.fixture
def method(process: Process) -> WorkingMethod:
    """What all of it is about."""
    row: WorkingMethod = WorkingMethodFactory(process=process)
    return row


def _answer(method: WorkingMethod, period: Period, unit: OrgUnit | None, text: str, **more: Any) -> FollowUpResult:
    follow_up = PlannedFollowUpFactory(working_method=method, text=text)
    row: FollowUpResult = FollowUpResultFactory(
        **{"follow_up": follow_up, "period": period, "unit": unit, "to_answer": True, "due": period.due, **more}
    )
    return row


def _text(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_what_awaits_is_said_with_its_day_and_one_thing_to_do(
    client: Client, amira: User, method: WorkingMethod, period: Period, unit: OrgUnit
) -> None:
    first = _answer(method, period, unit, "Andel förskollärare i varje grupp")
    earlier = PeriodFactory(municipality=period.municipality, code="T1")
    FollowUpResultFactory(follow_up=first.follow_up, unit=unit, period=earlier, deviation="minor")
    begun = _answer(method, period, unit, "Introduktion av nya medarbetare", saved_by=amira)
    FollowUpResult.objects.filter(pk=begun.pk).update(saved_at="2026-09-07T08:00:00Z", deviation="none")
    back = _answer(method, period, unit, "Inköp inom ramavtal", filed=True, to_answer=False, deviation="none")
    FollowUpResult.objects.filter(pk=back.pk).update(state="returned", step=0)
    _answer(method, period, unit, "Synpunkter besvaras i tid", to_answer=False, deviation="none")
    _answer(method, period, OrgUnitFactory(board=unit.board), "En annan enhets")
    client.force_login(amira)
    response = client.get("/")
    text = _text(response)
    assert "Hej Amira. Tre uppföljningar återstår till tertial 2." in text
    assert "Klart senast fredag 18 september , om 9 dagar. Det tar ungefär en minut för varje." in text
    assert "Tertial 2 2026 1 av 4 inlämnade" in text
    assert "Likvärdig förskola · förra perioden: mindre avvikelse Ej påbörjad Svara" in text
    assert "Likvärdig förskola · utkastet är sparat 7 september Utkast Fortsätt" in text
    assert "Likvärdig förskola · skickat tillbaka med en fråga Komplettera Läs frågan" in text
    assert "Inlämnat Synpunkter besvaras i tid Ingen avvikelse" in text
    assert "En annan enhets" not in text
    assert f'<a class="btn primary" href="/svar/{first.pk}/">Svara' in response.content.decode()


def test_late_answers_say_so(
    client: Client, amira: User, method: WorkingMethod, period: Period, unit: OrgUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(method, period, unit, "Inköp inom ramavtal")
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 9, 21))
    client.force_login(amira)
    text = _text(client.get("/"))
    assert "Hej Amira. En uppföljning återstår till tertial 2." in text
    assert "Det skulle ha lämnats in senast fredag 18 september , för 3 dagar sedan." in text


def test_nothing_awaits_says_when_the_next_period_opens(client: Client, amira: User, period: Period) -> None:
    client.force_login(amira)
    text = _text(client.get("/"))
    assert "Hej Amira. Inget väntar på dig." in text
    assert "Nästa gång är verksamhetsberättelsen. Uppföljningarna öppnar 18 december." in text


def test_all_filed_is_thanked_for(
    client: Client, amira: User, method: WorkingMethod, period: Period, unit: OrgUnit
) -> None:
    _answer(method, period, unit, "Inköp inom ramavtal", to_answer=False, deviation="none")
    client.force_login(amira)
    text = _text(client.get("/"))
    assert "Tertial 2 2026 1 av 1 inlämnade Allt är inlämnat. Tack!" in text


def test_who_reviews_sees_how_many_answers_await(
    client: Client, method: WorkingMethod, period: Period, unit: OrgUnit
) -> None:
    berit = person("Berit Sand", Role.DEPARTMENT_MANAGER, unit.board)
    for text in ("Inköp inom ramavtal", "Andel förskollärare"):
        _answer(method, period, unit, text, to_answer=False, filed=True, deviation="none")
    client.force_login(berit)
    text = _text(client.get("/"))
    assert "Hej Berit. Två svar att granska." in text
    assert "2 svar att granska Tertial 2 2026 · Lindhaga stadsdelsnämnd Granska" in text


def test_my_actions_stand_beside_with_how_late_they_are(
    client: Client, amira: User, method: WorkingMethod, period: Period
) -> None:
    follow_up = PlannedFollowUpFactory(working_method=method)
    for text, due, status in (
        ("Schema för planeringstid", "2026-09-30", "ongoing"),
        ("Rekrytera förskollärare", "2026-09-03", "ongoing"),
        ("Klart redan", "2026-09-03", "closed"),
    ):
        ActionFactory(event=None, follow_up=follow_up, responsible=amira, text=text, due=due, status=status)
    client.force_login(amira)
    text = _text(client.get("/"))
    assert (
        "Åtgärder Rekrytera förskollärare försenad 6 dagar Schema för planeringstid klar senast 30 september · pågående"
        in text
    )
    assert "Klart redan" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_much_however_much_awaits(
    client: Client,
    amira: User,
    method: WorkingMethod,
    period: Period,
    unit: OrgUnit,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        row = _answer(method, period, unit, f"Uppföljning {index}")
        _answer(method, period, unit, f"Inlämnad {index}", to_answer=False, deviation="none")
        ActionFactory(event=None, follow_up=row.follow_up, responsible=amira)
        RoleAssignmentFactory(user=UserFactory(), role=Role.UNIT_MANAGER, board=unit.board)
        more = OrgUnitFactory(board=unit.board)
        RoleAssignmentFactory(user=amira, role=Role.UNIT_MANAGER, board=unit.board, unit=more)
    client.force_login(amira)
    with django_assert_num_queries(15):
        client.get("/")


def test_who_answers_and_reviews_is_told_of_both(
    client: Client, method: WorkingMethod, period: Period, unit: OrgUnit
) -> None:
    joel = person("Joel Brandt", Role.CONTROLLER, unit.board)
    _answer(method, period, None, "Prognoserna mäts")
    for index in range(2):
        _answer(method, period, unit, f"Granskad av avdelningen {index}", to_answer=False, filed=True, deviation="none")
    client.force_login(joel)
    assert "Hej Joel. En uppföljning återstår till tertial 2. Två svar att granska." in _text(client.get("/"))
