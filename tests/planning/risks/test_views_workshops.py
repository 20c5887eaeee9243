import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factories import AssessmentFactory, UndesiredEventFactory, WorkingMethodFactory, WorkshopFactory, adopted
from rimlig.organisation.models import User
from rimlig.planning.models import Assessment, Plan, Process, UndesiredEvent, Workshop
from rimlig.planning.risks.workshops import set_open
from rimlig.planning.standards import make_standard_scale


@pytest.fixture
def workshop(process: Process) -> Workshop:
    """An open workshop on two risks."""
    Plan.objects.filter(pk=process.plan_id).update(scale=make_standard_scale(process.plan.board.municipality, by=None))
    method = WorkingMethodFactory(process=Process.objects.get(pk=process.pk))
    for text in ("Fel lön", "Läckta uppgifter"):
        UndesiredEventFactory(working_method=method, text=text)
    return WorkshopFactory(plan=Plan.objects.get(pk=process.plan_id), name="Ledningsgruppen")


@pytest.fixture
def risks(workshop: Workshop) -> list[UndesiredEvent]:
    return list(UndesiredEvent.objects.order_by("pk"))


def _text(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def _give(client: Client, workshop: Workshop, risk: UndesiredEvent, **sent: Any) -> Any:
    data = {"likelihood": "3", "consequence": "4", "motivation": "Hände i mars.", "version": "0", **sent}
    return client.post(f"/verkstad/{workshop.pk}/risk/{risk.pk}/", data)


def test_the_controller_opens_a_workshop(client: Client, workshop: Workshop, controller: User) -> None:
    client.force_login(controller)
    sent = {"name": "Förskolorna", "day": "2026-10-21"}
    answer = client.post(f"/plan/{workshop.plan_id}/verkstader/ny/", sent)
    opened = Workshop.objects.get(name="Förskolorna")
    assert answer["Location"] == f"/verkstad/{opened.pk}/"
    page = _text(client.get(f"/plan/{workshop.plan_id}/verkstader/").content)
    assert "Förskolorna 21 oktober 2026 · 0 personer · 0 av 2 risker värderade Öppen" in page


def test_a_participant_is_led_from_risk_to_risk_and_back(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], unit_manager: User
) -> None:
    client.force_login(unit_manager)
    assert _give(client, workshop, risks[0])["Location"] == f"/verkstad/{workshop.pk}/risk/{risks[1].pk}/"
    assert _give(client, workshop, risks[1])["Location"] == f"/verkstad/{workshop.pk}/"
    assert Assessment.objects.filter(person=unit_manager).count() == 2
    assert "<h1>Du har värderat 2 av 2 risker</h1>" in client.get(f"/verkstad/{workshop.pk}/").content.decode()


def test_a_participant_sees_the_others_only_after_giving_own_values(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], unit_manager: User, controller: User
) -> None:
    AssessmentFactory(workshop=workshop, event=risks[0], person=controller, motivation="Controllerns ord")
    client.force_login(unit_manager)
    addresses = (f"/verkstad/{workshop.pk}/risk/{risks[0].pk}/", f"/risk/{risks[0].pk}/")

    def told() -> list[bool]:
        own, risk = (_text(client.get(address).content) for address in addresses)
        return ["Controllerns ord" in own, "median" in own, "median" in risk]

    assert told() == [False, False, False]
    assert "median" not in _text(client.get(f"/verkstad/{workshop.pk}/").content)
    _give(client, workshop, risks[0])
    assert told() == [True, True, True]


def test_the_controller_who_takes_part_is_not_led_by_others_either(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], unit_manager: User, controller: User
) -> None:
    AssessmentFactory(workshop=workshop, event=risks[0], person=unit_manager, motivation="Amiras ord")
    client.force_login(controller)
    own, conclude = (
        _text(client.get(f"/verkstad/{workshop.pk}/risk/{risks[0].pk}/{page}").content) for page in ("", "slutsats/")
    )
    assert ("Amiras ord" in own, "Amiras ord" in conclude) == (False, True)


def test_an_auditor_sees_the_spread_when_the_workshop_is_closed(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], auditor: User
) -> None:
    AssessmentFactory(workshop=workshop, event=risks[0])
    client.force_login(auditor)
    address = f"/verkstad/{workshop.pk}/"
    assert "median" not in _text(client.get(address).content)
    set_open(workshop, is_open=False, by=None)
    assert "median" in _text(client.get(address).content)
    assert client.get(f"{address}risk/{risks[0].pk}/").status_code == 403


def test_a_board_member_takes_no_part(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], board_member: User
) -> None:
    client.force_login(board_member)
    assert _give(client, workshop, risks[0]).status_code == 403
    assert Assessment.objects.count() == 0


def test_after_closing_the_page_says_so_and_a_late_value_is_refused_in_words(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], unit_manager: User, controller: User
) -> None:
    client.force_login(controller)
    assert client.post(f"/verkstad/{workshop.pk}/stang/")["Location"] == f"/verkstad/{workshop.pk}/"
    client.force_login(unit_manager)
    page = client.get(f"/verkstad/{workshop.pk}/risk/{risks[0].pk}/").content.decode()
    assert "Verkstaden är stängd, så värden kan inte längre ges eller ändras." in page
    late = _give(client, workshop, risks[0])
    assert late.status_code == 422
    assert Assessment.objects.count() == 0
    client.force_login(controller)
    client.post(f"/verkstad/{workshop.pk}/oppna/")
    assert Workshop.objects.get().is_open


def test_who_changes_own_values_in_two_windows_sees_both(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], unit_manager: User
) -> None:
    client.force_login(unit_manager)
    _give(client, workshop, risks[0], likelihood="2")
    answer = _give(client, workshop, risks[0], likelihood="5")
    assert answer.status_code == 409
    assert "Där gav du 2 × 4." in answer.content.decode()
    assert _give(client, workshop, risks[0], likelihood="5", version="1").status_code == 302
    assert Assessment.objects.get().likelihood == 5


def test_values_must_be_chosen(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], unit_manager: User
) -> None:
    client.force_login(unit_manager)
    answer = _give(client, workshop, risks[0], likelihood="")
    assert answer.status_code == 422
    assert "Välj det steg som ligger närmast." in answer.content.decode()


def test_the_group_concludes_with_a_motivation_each(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], controller: User
) -> None:
    AssessmentFactory(workshop=workshop, event=risks[0])
    client.force_login(controller)
    address = f"/verkstad/{workshop.pk}/risk/{risks[0].pk}/slutsats/"
    sent = {
        "likelihood": "3",
        "likelihood_reason": "",
        "consequence": "5",
        "consequence_reason": "Barnen.",
        "version": "1",
    }
    assert client.post(address, sent).status_code == 422
    assert client.post(address, {**sent, "likelihood_reason": "Två fall."})["Location"] == f"/verkstad/{workshop.pk}/"
    risks[0].refresh_from_db()
    assert (risks[0].risk_value, risks[0].likelihood_reason) == (15, "Två fall.")
    assert "Gruppens värde för 1 av 2" in _text(client.get(f"/verkstad/{workshop.pk}/").content)
    assert "Gruppens värde från en verkstad : Ledningsgruppen" in _text(
        client.get(f"/risk/{risks[0].pk}/").content
    ).replace(": L", " : L")
    assert client.post(address, {**sent, "likelihood": "1", "likelihood_reason": "Nej."}).status_code == 409


def test_a_decided_plans_workshop_is_read_only(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], controller: User
) -> None:
    AssessmentFactory(workshop=workshop, event=risks[0])
    adopted(workshop.plan)
    client.force_login(controller)
    page = client.get(f"/verkstad/{workshop.pk}/").content.decode()
    assert ("Planen är beslutad" in page, "/stang/" in page, "/slutsats/" in page) == (True, False, False)
    assert (
        client.post(f"/plan/{workshop.plan_id}/verkstader/ny/", {"name": "Ny", "day": "2026-10-21"}).status_code == 422
    )
    assert _give(client, workshop, risks[0]).status_code == 422


def test_a_risk_of_another_plan_is_not_found_there(client: Client, workshop: Workshop, controller: User) -> None:
    client.force_login(controller)
    assert client.get(f"/verkstad/{workshop.pk}/risk/{UndesiredEventFactory().pk}/").status_code == 404


def test_the_list_of_those_who_take_part_is_a_part_that_asks_again(
    client: Client, workshop: Workshop, risks: list[UndesiredEvent], controller: User
) -> None:
    AssessmentFactory(workshop=workshop, event=risks[0], person=controller)
    client.force_login(controller)
    headers = {"HX-Request": "true", "HX-Target": "progress"}
    part = client.get(f"/verkstad/{workshop.pk}/", headers=headers).content.decode()
    assert part.lstrip().startswith('<section class="card pad stack" id="progress"')
    assert "Joel Brandt 1 av 2" in _text(part.encode())


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/plan/{plan}/verkstader/", 6),
        ("/verkstad/{workshop}/", 12),
        ("/verkstad/{workshop}/risk/{risk}/", 19),
        ("/verkstad/{workshop}/risk/{risk}/slutsats/", 17),
    ],
)
def test_a_page_asks_as_much_however_many_take_part(
    client: Client,
    workshop: Workshop,
    risks: list[UndesiredEvent],
    controller: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    number: int,
) -> None:
    for _ in range(number):
        UndesiredEventFactory(working_method=risks[0].working_method)
        for risk in risks:
            AssessmentFactory(workshop=workshop, event=risk)
    client.force_login(controller)
    with django_assert_num_queries(queries):
        page = client.get(address.format(plan=workshop.plan_id, workshop=workshop.pk, risk=risks[0].pk))
    assert page.status_code == 200
