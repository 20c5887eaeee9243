from collections.abc import Callable
from dataclasses import replace

import pytest

from factories import PlanFactory, RiskScaleFactory, UndesiredEventFactory, adopted
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, Municipality, User
from rimlig.planning.models import RiskScale
from rimlig.planning.municipality.queries_scales import (
    STANDARD,
    categories_to_choose,
    editions_of,
    risks_beyond,
    scales_of,
)
from rimlig.planning.municipality.scales import begin_scales, save_scales, what_is_wrong
from rimlig.planning.risks.matrix import Band, Scales, Step
from rimlig.planning.standards import make_standard_scale

SMALL = Scales(
    (Step(1, "Sällan"), Step(2, "Ofta", "Varje år")),
    (Step(1, "Lindrigt"), Step(2, "Illa"), Step(3, "Mycket illa")),
    (Band(1, "Låg", "low"), Band(4, "Hög", "critical")),
    4,
)


@pytest.fixture
def municipality(board: Board) -> Municipality:
    return board.municipality


def _save(municipality: Municipality, scales: Scales, scale: RiskScale | None = None) -> RiskScale:
    edition, version = (scale.edition, scale.version) if scale else (0, 0)
    return save_scales(municipality, scales, edition=edition, version=version, by=None)


def _editions(municipality: Municipality) -> list[tuple[int, int, Scales]]:
    return [(scale.edition, scale.version, scales_of(scale)) for scale in editions_of(municipality)]


@pytest.mark.django_db
def test_the_first_change_makes_the_standard_scales_the_municipalitys_own(municipality: Municipality) -> None:
    _save(municipality, SMALL)
    assert _editions(municipality) == [(1, 2, SMALL)]
    assert categories_to_choose(municipality).filter(irregularity=True).count() == 3


@pytest.mark.django_db
def test_the_standard_of_the_page_is_the_one_that_is_stored(municipality: Municipality) -> None:
    assert scales_of(begin_scales(municipality, by=None)) == STANDARD


@pytest.mark.django_db
def test_an_edition_that_no_plan_uses_changes_in_place(municipality: Municipality, controller: User) -> None:
    scale = make_standard_scale(municipality, by=None)
    saved = save_scales(municipality, SMALL, edition=1, version=1, by=controller)
    assert (saved.pk, _editions(municipality)) == (scale.pk, [(1, 2, SMALL)])
    context = saved.history.order_by("pgh_id").last().pgh_context.metadata
    assert (context["operation"], context["user"]) == ("planning.save_scales", controller.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("decide", [lambda plan: plan, adopted], ids=["draft", "adopted"])
def test_a_change_to_scales_in_use_is_the_next_edition_and_plans_keep_theirs(
    board: Board, decide: Callable[..., object]
) -> None:
    scale = make_standard_scale(board.municipality, by=None)
    plan = PlanFactory(board=board, scale=scale)
    decide(plan)
    _save(board.municipality, SMALL, scale)
    assert _editions(board.municipality) == [(2, 1, SMALL), (1, 1, STANDARD)]
    plan.refresh_from_db()
    assert plan.scale == scale


@pytest.mark.django_db
def test_of_two_who_save_at_once_the_second_sees_what_the_first_wrote(municipality: Municipality) -> None:
    scale = make_standard_scale(municipality, by=None)
    _save(municipality, SMALL, scale)
    with pytest.raises(Outdated) as outdated:
        _save(municipality, replace(SMALL, threshold=6), scale)
    assert scales_of(outdated.value.current) == SMALL
    assert _editions(municipality) == [(1, 2, SMALL)]


@pytest.mark.django_db
def test_of_two_who_save_scales_in_use_only_one_makes_an_edition(board: Board) -> None:
    scale = make_standard_scale(board.municipality, by=None)
    PlanFactory(board=board, scale=scale)
    _save(board.municipality, SMALL, scale)
    with pytest.raises(Outdated):
        _save(board.municipality, replace(SMALL, threshold=6), scale)
    assert [edition for edition, _version, _scales in _editions(board.municipality)] == [2, 1]


@pytest.mark.django_db
def test_the_same_scales_saved_twice_are_saved_once(municipality: Municipality) -> None:
    for _time in range(2):
        _save(municipality, SMALL)
    assert _editions(municipality) == [(1, 2, SMALL)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(SMALL, likelihoods=SMALL.likelihoods[:1]), "En skala har från 2 till 10 steg."),
        (replace(SMALL, likelihoods=tuple(Step(n, "Steg") for n in range(1, 12))), "En skala har från 2 till 10 steg."),
        (replace(SMALL, likelihoods=(Step(1, ""), Step(2, "Ofta"))), "Varje steg behöver ett namn."),
        (
            replace(SMALL, bands=(Band(2, "Låg", "low"),)),
            "Den lägsta färgen måste börja vid 1, annars skulle några risker bli utan färg.",
        ),
        (
            replace(SMALL, bands=()),
            "Den lägsta färgen måste börja vid 1, annars skulle några risker bli utan färg.",
        ),
        (
            replace(SMALL, bands=(Band(1, "Låg", "low"), Band(1, "Hög", "high"))),
            "Två färger kan inte börja vid samma värde.",
        ),
        (
            replace(SMALL, bands=(Band(1, "Låg", "low"), Band(5, "Hög", "high"), Band(3, "Mitt", "moderate"))),
            "Varje färg måste börja vid ett högre värde än den före.",
        ),
        (
            replace(SMALL, bands=(Band(1, "Låg", "low"), Band(7, "Hög", "high"))),
            "En färg börjar över 6, som är det högsta riskvärdet på de här skalorna.",
        ),
        (replace(SMALL, threshold=7), "Tröskeln måste vara ett värde som en risk kan ha: från 1 till 6."),
        (replace(SMALL, threshold=0), "Tröskeln måste vara ett värde som en risk kan ha: från 1 till 6."),
    ],
)
def test_scales_that_do_not_hold_together_are_told_why(wrong: Scales, sentence: str) -> None:
    assert what_is_wrong(wrong) == [sentence]
    assert what_is_wrong(SMALL) == []


@pytest.mark.django_db
def test_nothing_is_saved_of_scales_that_do_not_hold_together(municipality: Municipality) -> None:
    with pytest.raises(RuleBroken, match="Tröskeln"):
        _save(municipality, replace(SMALL, threshold=7))
    assert RiskScale.objects.count() == 0


@pytest.mark.django_db
def test_risks_that_a_smaller_edition_cannot_hold_are_found(board: Board) -> None:
    plan = PlanFactory(board=board, scale=make_standard_scale(board.municipality, by=None))
    smaller = RiskScaleFactory(municipality=board.municipality, edition=2, likelihood_size=3, consequence_size=4)
    values = [(3, 4, None, None), (4, 1, None, None), (3, 5, None, None), (3, 4, 1, 5), (None, None, None, None)]
    for number, (likelihood, consequence, likelihood_after, consequence_after) in enumerate(values):
        UndesiredEventFactory(
            working_method__process__plan=plan,
            text=f"Risk {number}",
            likelihood=likelihood,
            consequence=consequence,
            likelihood_after=likelihood_after,
            consequence_after=consequence_after,
        )
    assert [event.text for event in risks_beyond(plan, smaller)] == ["Risk 1", "Risk 2", "Risk 3"]
