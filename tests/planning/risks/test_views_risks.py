import csv
import re
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cast import person
from factories import (
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Plan, Process, UndesiredEvent
from rimlig.planning.risks.operations import assess_risk
from rimlig.planning.standards import make_standard_scale

HTMX = {"HX-Request": "true"}


@pytest.fixture
def scaled(process: Process) -> Plan:
    """The plan on the municipality's scale."""
    Plan.objects.filter(pk=process.plan_id).update(scale=make_standard_scale(process.plan.board.municipality, by=None))
    return Plan.objects.get(pk=process.plan_id)


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


def _risk(plan: Plan, **values: Any) -> UndesiredEvent:
    return UndesiredEventFactory(working_method__process=plan.processes.first(), **values)


def _text(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def _heading(client: Client, address: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", client.get(address).content.decode(), re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_heading_says_how_many_risks_there_are_and_how_many_are_high(signed_in: Client, scaled: Plan) -> None:
    for likelihood in (1, 3, 4):
        _risk(scaled, likelihood=likelihood, consequence=4)
    assert _heading(signed_in, f"/plan/{scaled.pk}/risker/") == "3 risker, två på eller över tröskeln"


def test_a_plan_without_risks_teaches_what_a_risk_is(signed_in: Client, scaled: Plan) -> None:
    page = signed_in.get(f"/plan/{scaled.pk}/risker/").content.decode()
    assert "<h1>Inga risker än</h1>" in page
    assert f'href="/plan/{scaled.pk}/risker/ny/"' in page


def test_a_cell_leads_to_its_risks_as_a_page_and_as_a_part(signed_in: Client, scaled: Plan) -> None:
    _risk(scaled, text="Fel lön", likelihood=3, consequence=4)
    _risk(scaled, text="Läckta uppgifter", likelihood=5, consequence=5)
    page = signed_in.get(f"/plan/{scaled.pk}/risker/").content.decode()
    assert 'href="?ruta=3x4"' in page
    address = f"/plan/{scaled.pk}/risker/?ruta=3x4"
    part = signed_in.get(address, headers={**HTMX, "HX-Target": "picture"})
    told = _text(part.content)
    assert part.content.lstrip().startswith(b'<div class="risk-picture" id="picture"')
    assert ("3 × 4 = 12 en risk" in told, "Fel lön" in told, "Läckta uppgifter" in told) == (True, True, False)
    assert part["HX-Push-Url"] == address
    whole = signed_in.get(address).content.decode()
    assert whole.startswith("<!doctype html>")
    assert "3 × 4 = 12</span>" in whole


def test_after_controls_a_risk_stands_where_they_take_it(signed_in: Client, scaled: Plan) -> None:
    _risk(scaled, likelihood=4, consequence=4, likelihood_after=2, consequence_after=4)
    address = f"/plan/{scaled.pk}/risker/"
    cells = {
        vy: re.findall(r"ruta=(\dx\d)", signed_in.get(f"{address}?vy={vy}").content.decode())
        for vy in ("fore", "efter")
    }
    assert cells == {"fore": ["4x4"], "efter": ["2x4"]}
    change = signed_in.get(f"{address}?vy=forandring").content.decode()
    assert change.count('<line class="arrow"') == 1


def test_the_list_is_narrowed_without_javascript_and_as_a_part(signed_in: Client, scaled: Plan) -> None:
    _risk(scaled, text="Fel lön", assessed=True)
    _risk(scaled, text="Läckta uppgifter")
    address = f"/plan/{scaled.pk}/risker/?q=&process=&utan-varde=1"
    part = signed_in.get(address, headers={**HTMX, "HX-Target": "risks"})
    told = _text(part.content)
    assert ("1 vald risk" in told, "Läckta uppgifter" in told, "Fel lön" in told) == (True, True, False)
    assert part["HX-Push-Url"] == f"/plan/{scaled.pk}/risker/?utan-varde=1"
    assert "1 vald risk" in _text(signed_in.get(address).content)


def test_fifty_risks_stand_on_a_page_and_a_page_too_far_is_the_last(signed_in: Client, scaled: Plan) -> None:
    method = WorkingMethodFactory(process=scaled.processes.get())
    for number in range(51):
        UndesiredEventFactory(working_method=method, text=f"Risk nummer {number}")
    pages = [signed_in.get(f"/plan/{scaled.pk}/risker/?sida={page}").content.decode() for page in (1, 2, 900)]
    assert [page.count('<li class="pad risk">') for page in pages] == [50, 1, 1]
    assert 'href="?sida=2#risks"' in pages[0]


def test_a_board_that_has_looked_at_no_irregularity_is_told_what_the_law_says(signed_in: Client, scaled: Plan) -> None:
    bribery = scaled.board.municipality.risk_categories.get(name="Mutor")
    risk = _risk(scaled, category=bribery)
    sentence = "Ingen risk för oegentligheter är bedömd."
    assert sentence in signed_in.get(f"/plan/{scaled.pk}/risker/").content.decode()
    UndesiredEvent.objects.filter(pk=risk.pk).update(likelihood=2, consequence=3)
    assert sentence not in signed_in.get(f"/plan/{scaled.pk}/risker/").content.decode()


def test_a_plan_without_a_scale_says_so_and_offers_the_municipalitys(signed_in: Client, process: Process) -> None:
    _risk(process.plan, likelihood=4, consequence=5)
    page = signed_in.get(f"/plan/{process.plan_id}/risker/").content.decode()
    assert "Planen har ingen skala." in page
    assert 'class="heat"' not in page
    answer = signed_in.post(f"/plan/{process.plan_id}/risker/skala/")
    assert answer["Location"] == f"/plan/{process.plan_id}/risker/"
    assert 'class="heat"' in signed_in.get(f"/plan/{process.plan_id}/risker/").content.decode()


def test_a_reader_sees_the_risks_and_no_button_that_changes(client: Client, scaled: Plan, board_member: User) -> None:
    _risk(scaled)
    client.force_login(board_member)
    page = client.get(f"/plan/{scaled.pk}/risker/")
    assert page.status_code == 200
    assert "/risker/ny/" not in page.content.decode()
    assert client.get(f"/plan/{scaled.pk}/risker/ny/").status_code == 403


def test_a_risk_is_added_and_then_valued(signed_in: Client, scaled: Plan) -> None:
    method = WorkingMethodFactory(process=scaled.processes.get())
    answer = signed_in.post(f"/plan/{scaled.pk}/risker/ny/", {"text": "Gåvor tas emot", "method": method.pk})
    added = UndesiredEvent.objects.get()
    assert (added.text, answer["Location"]) == ("Gåvor tas emot", f"/risk/{added.pk}/bedom/")


def test_a_risk_without_words_or_place_is_asked_for_them(signed_in: Client, scaled: Plan) -> None:
    other = UndesiredEventFactory()
    answer = signed_in.post(f"/plan/{scaled.pk}/risker/ny/", {"text": " ", "method": other.working_method_id})
    assert answer.status_code == 422
    assert scaled.processes.get().working_methods.count() == 0


# One risk


def _values(event: UndesiredEvent, **sent: Any) -> dict[str, Any]:
    return {
        "version": event.version,
        "likelihood": "3",
        "likelihood_reason": "Hände i mars.",
        "consequence": "4",
        **sent,
    }


def test_valuing_leads_back_to_the_risk_or_on_to_the_next_without_values(signed_in: Client, scaled: Plan) -> None:
    first, second = _risk(scaled), _risk(scaled)
    on = signed_in.post(f"/risk/{first.pk}/bedom/", _values(first, go_on="1"))
    assert on["Location"] == f"/risk/{second.pk}/bedom/"
    back = signed_in.post(f"/risk/{second.pk}/bedom/", _values(second))
    assert back["Location"] == f"/risk/{second.pk}/"
    assert [risk.risk_value for risk in UndesiredEvent.objects.order_by("pk")] == [12, 12]
    first.refresh_from_db()
    assert (
        signed_in.post(f"/risk/{first.pk}/bedom/", _values(first, go_on="1"))["Location"]
        == f"/plan/{scaled.pk}/risker/"
    )


def test_the_steps_are_named_with_their_criteria(signed_in: Client, scaled: Plan) -> None:
    page = signed_in.get(f"/risk/{_risk(scaled).pk}/bedom/").content.decode()
    assert '<b>3 Möjlig</b><span class="hint">Kan hända någon gång de närmaste åren.</span>' in page


def test_accepting_asks_for_reason_and_person_beside_the_fields(signed_in: Client, scaled: Plan, board: Board) -> None:
    head = person("Eva Lind", Role.HEAD_OF_ADMINISTRATION, board)
    risk = _risk(scaled)
    answer = signed_in.post(f"/risk/{risk.pk}/bedom/", _values(risk, treatment="accept"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("Skriv varför nämnden kan leva med risken." in page, "Välj den person som tar på sig risken." in page) == (
        True,
        True,
    )
    sent = _values(risk, treatment="accept", treatment_reason="Dyrt att undvika.", accepted_by_id=head.pk)
    assert signed_in.post(f"/risk/{risk.pk}/bedom/", sent).status_code == 302
    assert "av Eva Lind" in _text(signed_in.get(f"/risk/{risk.pk}/").content)


def test_the_second_writer_sees_both_texts_and_chooses(signed_in: Client, scaled: Plan, unit_manager: User) -> None:
    risk = _risk(scaled)
    assess_risk(risk, {"likelihood_reason": "Hennes skäl", "consequence": 2}, version=1, by=unit_manager)
    answer = signed_in.post(f"/risk/{risk.pk}/bedom/", _values(risk, likelihood_reason="Mitt skäl"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Amira Holm sparade klockan" in page
    assert page.index("<p>Hennes skäl</p>") < page.index("<p>Mitt skäl</p>")
    assert 'name="version" value="2"' in page
    risk.refresh_from_db()
    assert (risk.likelihood_reason, risk.consequence) == ("Hennes skäl", 2)
    assert signed_in.post(f"/risk/{risk.pk}/bedom/", _values(risk, likelihood_reason="Mitt skäl")).status_code == 302
    risk.refresh_from_db()
    assert (risk.likelihood_reason, risk.consequence) == ("Mitt skäl", 4)


def test_a_decided_plans_risk_is_read_and_its_valuing_is_refused_in_words(signed_in: Client, scaled: Plan) -> None:
    risk = _risk(scaled, assessed=True)
    adopted(scaled)
    assert "/bedom/" not in signed_in.get(f"/risk/{risk.pk}/").content.decode()
    form = signed_in.get(f"/risk/{risk.pk}/bedom/").content.decode()
    assert "Planen är beslutad och kan inte ändras." in form
    assert signed_in.post(f"/risk/{risk.pk}/bedom/", _values(risk)).status_code == 422
    risk.refresh_from_db()
    assert risk.version == 1


def test_the_page_of_a_risk_tells_its_controls_its_past_and_who_changed_it(signed_in: Client, scaled: Plan) -> None:
    last_year = PlanFactory(board=scaled.board, year=2025, scale=scaled.scale)
    before = UndesiredEventFactory(working_method__process__plan=last_year, likelihood=5, consequence=5)
    risk = _risk(scaled, origin=before)
    OngoingControlFactory(working_method=risk.working_method, text="Chefen stämmer av listan")
    PlannedFollowUpFactory(working_method=risk.working_method, text="Stickprov i oktober")
    signed_in.post(f"/risk/{risk.pk}/bedom/", _values(risk))
    page = signed_in.get(f"/risk/{risk.pk}/").content.decode()
    told = _text(page.encode())
    for words in ("Chefen stämmer av listan", "Stickprov i oktober", "2025 5 × 5 = 25", "Joel Brandt", "Hände i mars."):
        assert words in told
    assert page.count('<polyline class="was"') == 1


# Files


def test_the_chosen_risks_come_as_csv_in_which_nothing_is_a_formula(signed_in: Client, scaled: Plan) -> None:
    _risk(scaled, text='=HYPERLINK("x")', likelihood=3, consequence=4, likelihood_reason="Rad ett\n\nRad två")
    _risk(scaled, text="Utan värden")
    answer = signed_in.get(f"/plan/{scaled.pk}/risker/fil/csv/?troskel=1")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert answer["Content-Disposition"] == 'attachment; filename="risker-lindhaga-stadsdelsnamnd-2026.csv"'
    assert rows[0][:8] == [
        "Oönskad händelse",
        "Process",
        "Arbetssätt",
        "Mål",
        "Kategori",
        "Sannolikhet",
        "Konsekvens",
        "Riskvärde",
    ]
    assert [(row[0], row[7], row[8], row[9]) for row in rows[1:]] == [
        ('\'=HYPERLINK("x")', "12", "Hög", "Rad ett\n\nRad två")
    ]


def test_the_workbook_holds_numbers_as_numbers_and_texts_as_texts(signed_in: Client, scaled: Plan) -> None:
    _risk(scaled, text="=1+1", likelihood=3, consequence=4)
    _risk(scaled, text="http://x.example")
    answer = signed_in.get(f"/plan/{scaled.pk}/risker/fil/xlsx/")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[3], row[7]) for row in rows] == [("=1+1", "1.1", 12), ("http://x.example", "1.1", None)]
    assert [row[0].data_type for row in sheet.iter_rows(min_row=2)] == ["s", "s"]
    assert [row[0].hyperlink for row in sheet.iter_rows(min_row=2)] == [None, None]


def test_another_kind_of_file_is_not_found(signed_in: Client, scaled: Plan) -> None:
    assert signed_in.get(f"/plan/{scaled.pk}/risker/fil/pdf/").status_code == 404


# How much is asked of the database


def _fill(plan: Plan, number: int) -> UndesiredEvent:
    for _ in range(number):
        goals = [GoalFactory(plan=plan) for _ in range(number)]
        process = ProcessFactory(plan=plan)
        placements = [ProcessGoalFactory(process=process, goal=goal) for goal in goals]
        method = WorkingMethodFactory(process=process)
        OngoingControlFactory(working_method=method)
        bribery = plan.board.municipality.risk_categories.get(name="Mutor")
        for _ in range(number):
            event = UndesiredEventFactory(
                working_method=method, assessed=True, category=bribery, likelihood_after=1, consequence_after=1
            )
            LimitFactory(event=event, placement=placements[0])
            UndesiredEventFactory(working_method=method)
    return event


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/plan/{plan}/risker/", 29),
        ("/plan/{plan}/risker/?ruta=3x4", 29),
        ("/plan/{plan}/risker/?vy=forandring&q=a&troskel=1", 29),
        ("/plan/{plan}/risker/fil/csv/", 10),
        ("/risk/{event}/", 17),
        ("/risk/{event}/bedom/", 20),
    ],
)
def test_a_page_asks_as_much_however_much_stands_there(
    signed_in: Client,
    scaled: Plan,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    number: int,
) -> None:
    event = _fill(scaled, number)
    with django_assert_num_queries(queries):
        assert signed_in.get(address.format(plan=scaled.pk, event=event.pk)).status_code == 200
