"""The overview of a board: every figure, and that each leads to a list of just so many."""

import io
import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from factories import ActionFactory, FollowUpResultFactory, OrgUnitFactory, PlanFactory, UserFactory
from overview_world import World
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import Board, User
from rimlig.overview.board import BoardOverview, overview_of_board
from rimlig.overview.charts import Chart
from rimlig.overview.selection import Selection


def _lines(chart: Chart | None) -> dict[str, dict[str, int]]:
    """Return what each line of the chart says of what is not 0."""
    assert chart is not None
    return {
        line.label: {
            series.word: number.value for series, number in zip(chart.series, line.numbers, strict=True) if number.value
        }
        for line in chart.lines
    }


def _shown(world: World, **asked: int | str) -> BoardOverview:
    return overview_of_board(world.board, Selection(**asked))  # type: ignore[arg-type]


def test_each_answer_stands_once_where_it_is(world: World) -> None:
    assert _lines(_shown(world).charts["status"]) == {
        "Förskolan Ekhult": {"Ej besvarade": 1, "Försenade": 1},
        "Förskolan Granen": {"Godkända": 1, "Granskade en gång": 1},
        "Förskolan Sjövik": {"Att granska": 1, "Skickade tillbaka": 1},
        "Förvaltningen som helhet": {"Att granska": 1},
    }


def test_a_follow_up_counts_by_the_worst_answer_until_the_board_has_concluded(world: World) -> None:
    assert _lines(_shown(world).charts["processes"]) == {
        "Trygghet": {"Större avvikelse": 1},
        "Maten": {"Ej genomförd": 1},
    }
    FollowUpResultFactory(follow_up=world.safety, period=world.period, deviation="minor")
    assert _lines(_shown(world).charts["processes"]) == {
        "Trygghet": {"Mindre avvikelse": 1},
        "Maten": {"Ej genomförd": 1},
    }


def test_levels_stand_period_by_period_over_the_years(world: World) -> None:
    assert _lines(_shown(world).charts["periods"]) == {
        "Verksamhetsberättelse 2025": {"Mindre avvikelse": 1},
        "Tertial 2 2026": {"Ej genomförd": 1, "Större avvikelse": 1},
    }


def test_risks_lie_in_the_bands_of_the_scale_before_and_after_controls(world: World) -> None:
    shown = _shown(world)
    assert _lines(shown.charts["bands"]) == {
        "Före kontroller": {"Låg": 1, "Måttlig": 1, "Kritisk": 1},
        "Efter kontroller": {"Låg": 1, "Måttlig": 1, "Hög": 1},
    }
    assert {line.extra.value for line in shown.charts["bands"].lines} == {1}
    assert _lines(shown.charts["trend"]) == {
        "2025": {"Måttlig": 1},
        "2026": {"Låg": 1, "Måttlig": 1, "Hög": 1},
    }


def test_an_action_counts_once_and_from_the_year_in_which_it_was_first_written(world: World) -> None:
    chart = _shown(world).charts["actions"]
    assert _lines(chart) == {"2026": {"Väntläge": 1}, "2025": {"Pågående": 1}}
    assert [(line.total.value, line.extra.value) for line in chart.lines] == [(1, 0), (1, 1)]


def test_what_does_not_hang_together_is_counted(world: World) -> None:
    shown = _shown(world)
    # “Barnens trygghet” has no follow-up this year, but last year's was followed up; “Lokalerna” never was.
    assert [(gap.label, gap.number.value) for gap in shown.gaps] == [
        ("Risker utan kontroll", 2),
        ("Löpande kontroller utan risk", 1),
        ("Uppföljningar utan risk", 2),
        ("Processer som aldrig följts upp", 1),
    ]
    assert shown.irregularities is not None
    assert [risk.text for risk in shown.irregularities.risks] == ["Gåvor tas emot"]
    assert (shown.irregularities.number.value, shown.irregularities.valued) == (1, 1)
    assert [number.value for number in shown.action_plans] == [1, 1]


def test_a_part_of_the_administration_has_its_own_answers_and_actions(world: World) -> None:
    shown = _shown(world, enhet=world.department.pk)
    assert list(_lines(shown.charts["status"])) == ["Förskolan Granen", "Förskolan Sjövik"]
    assert _lines(shown.charts["periods"]) == {"Tertial 2 2026": {"Ingen avvikelse": 1, "Större avvikelse": 1}}
    assert _lines(shown.charts["actions"]) == {"2025": {"Pågående": 1}}
    assert (shown.gaps, shown.irregularities, "bands" in shown.charts) == ([], None, False)


@pytest.mark.parametrize(
    ("asked", "year", "period"),
    [({}, 2026, "T2"), ({"ar": 2025}, 2025, "VB"), ({"ar": 2019, "period": "T9"}, 2026, "T2")],
)
def test_the_address_chooses_year_and_period(world: World, asked: dict[str, int | str], year: int, period: str) -> None:
    PlanFactory(board=world.board, year=2027)
    shown = _shown(world, **asked)
    assert shown.plan is not None
    assert shown.period is not None
    assert (shown.plan.year, shown.period.code) == (year, period)


def test_a_unit_of_another_board_narrows_nothing(world: World) -> None:
    assert _shown(world, enhet=OrgUnitFactory().pk).unit is None


NUMBER = re.compile(r'<a href="([^"]+)">(?:(?=\d+<span class="vh word)|<span class="num">)(\d+)<')


@pytest.mark.parametrize("asked", ["", "?enhet={department}", "?enhet={ekhult}", "?ar=2025"])
def test_every_number_leads_to_a_list_of_just_so_many(
    client: Client, world: World, controller: User, asked: str
) -> None:
    client.force_login(controller)
    address = f"/namnd/{world.board.pk}/oversikt/{asked}".format(department=world.department.pk, ekhult=world.ekhult.pk)
    page = client.get(address).content.decode()
    found = [(unescape(address), int(number)) for address, number in NUMBER.findall(page)]
    assert len(found) > 3
    assert [(address, length_of_list(client, address)) for address, _number in found] == found


def length_of_list(client: Client, address: str) -> int:
    """Return how many the list at the address says that it has, or shows."""
    response = client.get(address.partition("#")[0])
    assert response.status_code == 200
    page = response.content.decode()
    if "/svar/" in address:
        if "niva=" in address:
            return len(re.findall(r'<tr><th scope="row"><a href="/process/', page))
        return _chip(page)
    patterns = {
        "/handlingsplaner/": r'id="found-heading">(\d+)',
        "/atgarder/": r'id="found-heading">(\d+)',
        "/risker/": r'id="list-heading">(\d+)',
        "/luckor/": r'<span class="muted num">(\d+)</span></h1>',
    }
    pattern = next(pattern for part, pattern in patterns.items() if part in address)
    return int(re.findall(pattern, page)[0])


def _chip(page: str) -> int:
    shown = re.findall(r'aria-label="Vilka svar">(.*?)</nav>', page, re.DOTALL)[0]
    return int(re.findall(r'aria-current="true">[^<]*<span class="num">(\d+)', shown)[0])


def test_given_answers_are_those_asked_for_less_those_not_given(world: World) -> None:
    shown = _shown(world)
    assert (shown.asked, shown.given) == (7, 4)
    answers = FollowUpResult.objects.filter(period=world.period)
    assert answers.count() == 7


def test_the_page_asks_as_much_however_much_stands_there(
    client: Client, world: World, controller: User, django_assert_num_queries: Any
) -> None:
    client.force_login(controller)
    address = f"/namnd/{world.board.pk}/oversikt/"
    client.get(address)  # signing in costs its own
    asked = _asked_anew(client, address)
    for number in range(3):
        unit = OrgUnitFactory(board=world.board, name=f"Förskolan {number}")
        FollowUpResultFactory(follow_up=world.food, period=world.period, unit=unit, filed=True, deviation="major")
        ActionFactory(event=None, follow_up=world.food, unit=unit)
    assert _asked_anew(client, address) == asked
    with django_assert_num_queries(7):
        client.get(address)


def _asked_anew(client: Client, address: str) -> int:
    caches["figures"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_what_is_remembered_is_never_older_than_the_last_change(world: World) -> None:
    assert _shown(world).given == 4
    FollowUpResultFactory(follow_up=world.safety, period=world.period, filed=True, filed_by=UserFactory())
    assert _shown(world).given == 5


def test_an_empty_board_is_told_what_will_stand_there(client: Client, board: Board, controller: User) -> None:
    client.force_login(controller)
    page = client.get(f"/namnd/{board.pk}/oversikt/").content.decode()
    assert "<h1>Här finns inget att se ut över än</h1>" in page
    assert client.get(f"/namnd/{board.pk}/oversikt/excel/").status_code == 404
    PlanFactory(board=board)
    page = client.get(f"/namnd/{board.pk}/oversikt/").content.decode()
    assert "<h1>2026: inga svar har begärts än</h1>" in page
    assert "Ingen risk för oegentligheter är bedömd." in page


def test_the_workbook_has_the_tables_of_the_page(client: Client, world: World, controller: User) -> None:
    client.force_login(controller)
    response = client.get(f"/namnd/{world.board.pk}/oversikt/excel/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert response["Content-Disposition"] == 'attachment; filename="oversikt-lindhaga-stadsdelsnamnd-2026.xlsx"'
    assert book.sheet_names == [
        "Översikt",
        "Avvikelser period för period",
        "Hur långt svaren har kommit",
        "Avvikelser per process",
        "Risker efter värde",
        "Risker efter kontroller, år för",
        "Öppna åtgärder efter år",
    ]
    rows = book.get_sheet_by_name("Hur långt svaren har kommit").to_python()
    assert rows[1] == ["Förskolan Ekhult", 0, 0, 0, 0, 1, 1, 2]
    assert book.get_sheet_by_name("Översikt").to_python()[5] == ["Svar inne", 4, 7]
