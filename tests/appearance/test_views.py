import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factories import AppearanceFactory
from factories.appearance import DRAWING
from rimlig.appearance.models import Appearance
from rimlig.appearance.operations import change_appearance
from rimlig.organisation.models import Board, User

SENT = {
    "version": "0",
    "accent": "7A1F3D",
    "family": "Source Serif Pro",
    "header": "Lindhaga kommun · Stadsdelsförvaltningen",
    "footer": "",
    "registry_label": "Dnr",
    "logo_alt": "Märket",
}


@pytest.fixture
def page(client: Client, kim: User, board: Board) -> str:
    client.force_login(kim)
    return f"/kommun/{board.municipality_id}/utseende/"


def logo(data: bytes = DRAWING) -> SimpleUploadedFile:
    return SimpleUploadedFile("vad-som-helst.exe", data)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_saving_makes_the_look_hold(client: Client, page: str) -> None:
    answer = client.post(page, {**SENT, "logo": logo()})
    assert (answer.status_code, answer["Location"]) == (302, page)
    row = Appearance.objects.get()
    assert (row.accent, row.family, row.registry_label, row.logo_alt) == (
        "#7a1f3d",
        "Source Serif Pro",
        "Dnr",
        "Märket",
    )
    shown = text(client.get(page))
    assert "Utseendet är sparat." in shown
    assert "Kim Åberg" in shown  # the history


def test_showing_saves_nothing(client: Client, page: str) -> None:
    answer = client.post(page, {**SENT, "logo": logo(), "show": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    part = text(answer)
    assert part.startswith('<div id="preview"')
    assert 'src="data:image/png;base64,' in part
    assert 'src="data:image/svg+xml;base64,' in part
    assert '<link rel="stylesheet" href="/utseende/7a1f3d.css">' in part
    assert "Ingenting är sparat än." in part
    assert not Appearance.objects.exists()


def test_the_preview_says_what_is_wrong(client: Client, page: str) -> None:
    answer = client.post(page, {**SENT, "accent": "#ffcc00", "show": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "kontrasten 1.5 : 1" in text(answer)


def test_a_wrong_colour_or_logo_is_said_on_the_form(client: Client, page: str) -> None:
    for wrong, sentence in (
        ({"accent": "#ffcc00"}, "kontrasten 1.5 : 1"),
        ({"logo": logo(b"GIF89a")}, "varken en ritning"),
        ({"family": "Comic Sans"}, "Comic Sans"),
    ):
        answer = client.post(page, SENT | wrong)
        assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert not Appearance.objects.exists()


def test_two_at_once_see_each_others_choice(client: Client, page: str, board: Board) -> None:
    values = {**SENT, "accent": "#123456", "header": "Deras"}
    values.pop("version")
    change_appearance(board.municipality, values, version=0, by=None)
    answer = client.post(page, SENT)
    assert answer.status_code == 409
    assert re.search(r"Deras</p></div><div><p class=\"kind\">[^<]+</p><p>Lindhaga kommun · Stadsdels", text(answer))
    assert 'name="version" value="1"' in text(answer)


def test_the_example_is_a_pdf(client: Client, page: str) -> None:
    answer = client.get(f"{page}exempel.pdf")
    assert answer.content.startswith(b"%PDF-1.7")


def test_the_logo_is_a_picture_that_can_run_nothing(client: Client, page: str, board: Board) -> None:
    row = AppearanceFactory(municipality=board.municipality, with_logo=True)
    answer = client.get(f"{page}logotyp/{row.logo.sha256}/")
    assert answer.content.startswith(b"<svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert client.get(f"{page}logotyp/{'0' * 64}/").status_code == 404


def test_anyone_gets_the_stylesheet_of_a_colour_that_can_be_read(client: Client) -> None:
    answer = client.get("/utseende/7a1f3d.css")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "--accent: #7a1f3d" in answer.content.decode()
    assert "immutable" in answer["Cache-Control"]
    for wrong in ("ffcc00", "7A1F3D", "red", "7a1f3d00"):
        assert client.get(f"/utseende/{wrong}.css").status_code == 404


def test_queries_do_not_grow_with_the_history(
    client: Client, page: str, board: Board, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.post(page, SENT)
    client.get(page)
    for number in range(3):
        with django_assert_num_queries(QUERIES):
            client.get(page)
        client.post(page, {**SENT, "version": str(number + 1), "header": f"Rad {number}"})


QUERIES = 7
