from typing import Any

import pytest
from django.db import IntegrityError, transaction

from factories import AppearanceFactory, UserFactory
from factories.appearance import DRAWING
from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.appearance.models import Appearance
from rimlig.appearance.operations import change_appearance
from rimlig.appearance.queries import appearance_of, changes_of, house_style_of
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, Municipality
from rimlig.records.models import StoredFile

VALUES = {
    "accent": "#7a1f3d",
    "family": "Hanken Grotesk",
    "header": "Lindhaga kommun",
    "footer": "lindhaga.example",
    "registry_label": "Dnr",
    "logo_alt": "Ett märke",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def lindhaga(board: Board) -> Municipality:
    return board.municipality


def change(municipality: Municipality, version: int = 0, **more: Any) -> Appearance:
    operation = {name: more.pop(name) for name in ("logo", "remove_logo") if name in more}
    return change_appearance(municipality, VALUES | more, **operation, version=version, by=None)


def test_without_a_decision_it_is_our_own_look(lindhaga: Municipality) -> None:
    assert house_style_of(lindhaga) == STANDARD
    assert (appearance_of(lindhaga).pk, appearance_of(lindhaga).version) == (None, 0)


def test_what_is_decided_holds_and_its_logo_can_be_read(lindhaga: Municipality) -> None:
    change(lindhaga, logo=DRAWING)
    look = house_style_of(Municipality.objects.get())
    assert look.logo is not None
    assert look == HouseStyle("#7a1f3d", "Hanken Grotesk", "Lindhaga kommun", "lindhaga.example", "Dnr", look.logo)
    assert (look.logo.media_type, look.logo.alt) == ("image/svg+xml", "Ett märke")
    assert look.logo.read().startswith(b"<svg")


def test_the_logo_stays_until_another_comes_or_it_is_taken_away(lindhaga: Municipality) -> None:
    first = change(lindhaga, logo=DRAWING)
    kept = change(lindhaga, 1, accent="#123456")
    assert (kept.logo, kept.logo_alt, kept.version) == (first.logo, "Ett märke", 2)
    gone = change(lindhaga, 2, remove_logo=True)
    assert (gone.logo, gone.logo_alt) == (None, "")
    assert StoredFile.objects.count() == 1  # what was stored stays


def test_words_about_a_logo_that_there_is_not_are_left_out(lindhaga: Municipality) -> None:
    assert change(lindhaga).logo_alt == ""


def test_the_same_change_twice_is_one(lindhaga: Municipality) -> None:
    change(lindhaga)
    assert change(lindhaga).version == 1
    assert Appearance.history.rel.related_model.objects.count() == 1


def test_whoever_is_second_overwrites_nothing(lindhaga: Municipality) -> None:
    change(lindhaga)
    with pytest.raises(Outdated) as refused:
        change(lindhaga, 0, accent="#123456")
    assert refused.value.current.accent == "#7a1f3d"
    assert appearance_of(lindhaga).accent == "#7a1f3d"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"accent": "#ffcc00"}, r"#ffcc00 har kontrasten 1\.5 : 1 mot vitt, och text behöver minst 4\.5 : 1"),
        ({"accent": "#777777"}, r"kontrasten 4\.4 : 1"),
        ({"accent": "red"}, "till exempel #0a5563"),
        ({"family": "Comic Sans"}, "typsnitten i listan"),
        ({"registry_label": "Nummer"}, "orden i listan"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(
    lindhaga: Municipality, wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        change(lindhaga, logo=DRAWING, **wrong)
    assert not Appearance.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_history_says_who_changed_what(lindhaga: Municipality) -> None:
    joel = UserFactory(name="Joel Brandt")
    change_appearance(lindhaga, VALUES, version=0, by=joel)
    row = change_appearance(lindhaga, VALUES | {"footer": ""}, version=1, by=joel)
    latest, first = changes_of(row)
    assert (latest.who, latest.how, latest.fields) == (
        "Joel Brandt",
        "Bestämt på sidan om dokumentens utseende",
        [("footer", "")],
    )
    assert dict(first.fields)["accent"] == "#7a1f3d"


@pytest.mark.parametrize(
    "wrong", [{"accent": "#7A1F3D"}, {"registry_label": "Nummer"}, {"logo_alt": "Ett märke som inte finns"}]
)
def test_the_database_refuses_it_too(wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AppearanceFactory(**wrong)
