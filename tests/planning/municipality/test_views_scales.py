import re
from typing import Any

import pytest
from django.test import Client

from cast import person
from factories import PlanFactory, RoleAssignmentFactory, UndesiredEventFactory
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import RiskCategory, RiskScale
from rimlig.planning.municipality.forms_scales import as_initial
from rimlig.planning.municipality.queries_scales import STANDARD, scales_of
from rimlig.planning.municipality.scales import save_scales
from rimlig.planning.risks.matrix import Band, Scales, Step
from rimlig.planning.standards import make_standard_scale

SMALL = Scales(
    (Step(1, "Sällan"), Step(2, "Ofta", "Varje år")),
    (Step(1, "Lindrigt"), Step(2, "Illa")),
    (Band(1, "Låg", "low"), Band(3, "Hög", "critical")),
    3,
)


@pytest.fixture
def central(client: Client, board: Board) -> Client:
    """Siv, central controller, is signed in."""
    user = person("Siv Lund")
    RoleAssignmentFactory(user=user, role=Role.CENTRAL_CONTROLLER, board=None, municipality=board.municipality)
    client.force_login(user)
    return client


def _page(board: Board) -> str:
    return f"/kommun/{board.municipality_id}/skalor/"


def _sent(scales: Scales, scale: RiskScale | None = None) -> dict[str, Any]:
    edition, version = (scale.edition, scale.version) if scale else (0, 0)
    return as_initial(scales, edition=edition, version=version)


def _text(answer: Any) -> str:
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_reading_the_scales_stores_nothing(client: Client, board: Board, board_member: User) -> None:
    client.force_login(board_member)
    text = _text(client.get(_page(board)))
    assert "De här skalorna följer med Rimlig." in text
    assert "Ändra skalorna" not in text
    assert RiskScale.objects.count() == 0
    assert client.get(f"{_page(board)}andra/").status_code == 403


def test_the_form_shows_the_scales_in_force_and_saves_what_is_sent(central: Client, board: Board) -> None:
    form = central.get(f"{_page(board)}andra/").content.decode()
    assert form.count('name="likelihood_5_name" value="Mycket trolig"') == 1
    answer = central.post(f"{_page(board)}andra/", _sent(SMALL), follow=True)
    assert "Skalorna är sparade." in _text(answer)
    assert scales_of(RiskScale.objects.get()) == SMALL


def test_the_page_says_beforehand_that_scales_in_use_become_the_next_edition(central: Client, board: Board) -> None:
    scale = make_standard_scale(board.municipality, by=None)
    PlanFactory(board=board, scale=scale)
    text = _text(central.get(f"{_page(board)}andra/"))
    assert "1 plan använder utgåva 1. När du sparar blir din ändring utgåva 2" in text
    assert "Spara som utgåva 2" in text
    answer = central.post(f"{_page(board)}andra/", _sent(SMALL, scale), follow=True)
    assert "Skalorna är sparade som utgåva 2." in _text(answer)
    assert [scales_of(edition) for edition in RiskScale.objects.all()] == [SMALL, STANDARD]


def test_showing_the_matrix_saves_nothing(central: Client, board: Board) -> None:
    answer = central.post(f"{_page(board)}andra/", {**_sent(SMALL), "show": "1"})
    assert "Ingenting är sparat än." in _text(answer)
    assert answer.content.decode().count("<td class=") == 4
    assert RiskScale.objects.count() == 0


def test_a_larger_size_asks_for_more_names_and_keeps_what_was_written(central: Client, board: Board) -> None:
    sent = {**_sent(SMALL), "likelihood_size": 4, "likelihood_1_name": "Nästan aldrig", "show": "1"}
    answer = central.post(f"{_page(board)}andra/", sent)
    form = answer.content.decode()
    assert (answer.status_code, form.count('name="likelihood_4_name"'), form.count("aria-invalid")) == (200, 1, 0)
    assert form.count('name="likelihood_1_name" value="Nästan aldrig"') == 1
    more = {**sent, "likelihood_3_name": "Tre", "likelihood_4_name": "Fyra"}
    del more["show"]
    central.post(f"{_page(board)}andra/", more)
    assert [step.name for step in scales_of(RiskScale.objects.get()).likelihoods] == [
        "Nästan aldrig",
        "Ofta",
        "Tre",
        "Fyra",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"threshold": 5}, "Tröskeln måste vara ett värde som en risk kan ha: från 1 till 4."),
        ({"band_1_from": 2}, "Den lägsta färgen måste börja vid 1"),
        ({"band_2_from": ""}, "En färg behöver både ett värde som den börjar vid och ett namn."),
        ({"likelihood_2_name": ""}, "Steg 2"),
        ({"likelihood_size": 11}, "Steg för sannolikhet"),
        ({"likelihood_size": "många"}, "Steg för sannolikhet"),
    ],
)
def test_what_does_not_hold_together_is_said_and_not_saved(
    central: Client, board: Board, change: dict[str, Any], sentence: str
) -> None:
    answer = central.post(f"{_page(board)}andra/", {**_sent(SMALL), **change})
    assert answer.status_code == 422
    assert sentence in _text(answer)
    assert RiskScale.objects.count() == 0


def test_a_band_that_is_emptied_is_taken_away(central: Client, board: Board) -> None:
    central.post(f"{_page(board)}andra/", {**_sent(SMALL), "band_2_from": "", "band_2_name": ""})
    assert [band.name for band in scales_of(RiskScale.objects.get()).bands] == ["Låg"]


def test_of_two_administrators_the_second_sees_what_the_first_wrote_and_can_save_after(
    central: Client, board: Board
) -> None:
    scale = make_standard_scale(board.municipality, by=None)
    opened = _sent(SMALL, scale)
    save_scales(board.municipality, Scales(**{**vars(STANDARD), "threshold": 9}), edition=1, version=1, by=None)
    answer = central.post(f"{_page(board)}andra/", opened)
    assert answer.status_code == 409
    assert "Tröskel: det som står där nu 9 Tröskel: ditt 3" in _text(answer)
    assert '<input type="hidden" name="version" value="2"' in answer.content.decode()
    assert RiskScale.objects.get().threshold == 9
    assert central.post(f"{_page(board)}andra/", {**opened, "version": 2}).status_code == 302
    assert scales_of(RiskScale.objects.get()) == SMALL


def test_the_usual_categories_come_at_the_press_of_a_button(central: Client, board: Board) -> None:
    address = f"/kommun/{board.municipality_id}/riskkategorier/"
    assert "Inga kategorier än" in _text(central.get(address))
    central.post(f"{address}borja/")
    assert "Mutor oegentlighet 0 risker i nämndernas planer" in _text(central.get(address))


def test_a_category_is_added_changed_and_moved(central: Client, board: Board) -> None:
    make_standard_scale(board.municipality, by=None)
    address = f"/kommun/{board.municipality_id}/riskkategorier/"
    central.post(f"{address}ny/", {"name": "Säkerhet"})
    added = RiskCategory.objects.get(name="Säkerhet")
    central.post(f"/kommun/riskkategori/{added.pk}/andra/", {"name": "Säkerhet", "in_use": "", "version": 1})
    assert "Säkerhet ur bruk" in _text(central.get(address))
    answer = central.post(f"/kommun/riskkategori/{added.pk}/flytta/", {"direction": "up"})
    assert answer["Location"] == f"{address}#riskcategory-{added.pk}"
    part = central.post(
        f"/kommun/riskkategori/{added.pk}/flytta/", {"direction": "up"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert (part.count("<!doctype"), part.count("autofocus")) == (0, 1)
    assert [category.name for category in RiskCategory.objects.all()][-3:] == [
        "Säkerhet",
        "Mutor",
        "Jäv och intressekonflikter",
    ]


def test_the_last_irregularity_stays_and_the_form_says_why(central: Client, board: Board) -> None:
    make_standard_scale(board.municipality, by=None)
    bribes = RiskCategory.objects.get(name="Mutor")
    RiskCategory.objects.filter(irregularity=True).exclude(pk=bribes.pk).update(in_use=False)
    answer = central.post(f"/kommun/riskkategori/{bribes.pk}/andra/", {"name": "Mutor", "version": 1})
    assert answer.status_code == 422
    assert "Lagen kräver att den interna kontrollen förebygger oegentligheter" in _text(answer)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_number_of_questions_however_much_there_is(
    central: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    scale = make_standard_scale(board.municipality, by=None)
    for number in range(rows):
        plan = PlanFactory(board=board, year=2026 + number, scale=scale)
        UndesiredEventFactory(working_method__process__plan=plan, category=RiskCategory.objects.first())
        changed = Scales(**{**vars(STANDARD), "threshold": 2 + number})
        scale = save_scales(board.municipality, changed, edition=scale.edition, version=scale.version, by=None)
    with django_assert_num_queries(7):
        central.get(_page(board))
    with django_assert_num_queries(5):
        central.get(f"/kommun/{board.municipality_id}/riskkategorier/")
