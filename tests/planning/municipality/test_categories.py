from typing import Any

import pytest

from factories import RiskCategoryFactory, UndesiredEventFactory
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, Municipality
from rimlig.planning.models import RiskCategory
from rimlig.planning.municipality.categories import add_category, change_category, move_category
from rimlig.planning.municipality.queries_scales import categories_of, categories_to_choose
from rimlig.planning.standards import make_standard_scale

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality(board: Board) -> Municipality:
    make_standard_scale(board.municipality, by=None)
    return board.municipality


def _change(category: RiskCategory, **values: Any) -> RiskCategory:
    now = {name: getattr(category, name) for name in ("name", "irregularity", "in_use", "version")}
    return change_category(category, **{**now, **values}, by=None)


def _names(municipality: Municipality) -> list[str]:
    return [category.name for category in categories_of(municipality)]


def test_a_category_is_added_last_and_can_be_chosen(municipality: Municipality) -> None:
    added = add_category(municipality, name="Säkerhet", irregularity=False, by=None)
    assert _names(municipality)[-1] == "Säkerhet"
    assert list(categories_to_choose(municipality))[-1] == added


def test_a_name_that_is_taken_is_refused_in_words(municipality: Municipality) -> None:
    with pytest.raises(RuleBroken, match="Det finns redan en kategori"):
        add_category(municipality, name="Mutor", irregularity=True, by=None)
    with pytest.raises(RuleBroken, match="Det finns redan en kategori"):
        _change(RiskCategory.objects.get(name="Ekonomi"), name="Mutor")


def test_a_category_out_of_use_stays_on_the_risks_that_have_it(municipality: Municipality) -> None:
    category = RiskCategory.objects.get(name="Ekonomi")
    event = UndesiredEventFactory(category=category)
    _change(category, in_use=False)
    event.refresh_from_db()
    assert event.category == category
    assert "Ekonomi" not in {one.name for one in categories_to_choose(municipality)}


@pytest.mark.parametrize("change", [{"in_use": False}, {"irregularity": False}])
def test_the_last_category_of_irregularities_stays_in_use(municipality: Municipality, change: dict[str, bool]) -> None:
    *others, last = RiskCategory.objects.filter(irregularity=True)
    for other in others:
        _change(other, in_use=False)
    with pytest.raises(RuleBroken, match="Lagen kräver"):
        _change(last, **change)
    last.refresh_from_db()
    assert (last.irregularity, last.in_use) == (True, True)


def test_a_category_that_is_no_irregularity_needs_no_other(board: Board) -> None:
    only = RiskCategoryFactory(municipality=board.municipality, name="Miljö")
    assert _change(only, in_use=False).in_use is False


def test_who_comes_second_overwrites_nothing(municipality: Municipality) -> None:
    opened = RiskCategory.objects.get(name="Ekonomi")
    _change(opened, name="Pengar")
    with pytest.raises(Outdated):
        _change(opened, name="Budget")
    assert "Pengar" in _names(municipality)


def test_categories_change_places_and_stop_at_the_edges(municipality: Municipality) -> None:
    first, second, *_rest = RiskCategory.objects.filter(municipality=municipality)
    assert [move_category(first, 1, by=None), move_category(second, -1, by=None)] == [True, False]
    assert _names(municipality)[:2] == [second.name, first.name]


def test_the_risks_of_each_category_are_counted(municipality: Municipality) -> None:
    category = RiskCategory.objects.get(name="Ekonomi")
    for _time in range(2):
        UndesiredEventFactory(category=category)
    assert {one.name: one.risks for one in categories_of(municipality) if one.risks} == {"Ekonomi": 2}
