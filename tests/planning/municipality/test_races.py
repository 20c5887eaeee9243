"""Two people at once who decide for the same municipality, on two connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from factories import CommonRiskFactory, CouncilGoalFactory, MunicipalityFactory, PlanFactory, WorkingMethodFactory
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.planning.models import CommonRiskRefusal, CouncilGoal, RiskCategory, RiskScale, UndesiredEvent
from rimlig.planning.municipality.categories import change_category
from rimlig.planning.municipality.common_answers import refuse, take_up
from rimlig.planning.municipality.council_goals import add_goal, copy_goals, move
from rimlig.planning.municipality.queries_scales import STANDARD
from rimlig.planning.municipality.scales import save_scales
from rimlig.planning.standards import make_standard_scale

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*deeds: Callable[[], object]) -> list[type[BaseException] | None]:
    """Do all at once, each on a connection of its own, and return what kind of refusal each met."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> type[BaseException] | None:
        try:
            ready.wait(timeout=60)
            deed()
        except RuleBroken as broken:
            return type(broken)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_of_two_who_save_scales_in_use_one_makes_the_next_edition_and_the_other_is_told() -> None:
    municipality = MunicipalityFactory()
    PlanFactory(board__municipality=municipality, scale=make_standard_scale(municipality, by=None))
    raised = _at_once(
        *(
            lambda threshold=threshold: save_scales(
                municipality, replace(STANDARD, threshold=threshold), edition=1, version=1, by=None
            )
            for threshold in (8, 9)
        )
    )
    assert sorted(raised, key=str) == [Outdated, None]
    assert list(RiskScale.objects.values_list("edition", flat=True)) == [2, 1]


def test_scales_saved_while_a_plan_takes_them_into_use_never_change_under_it() -> None:
    municipality = MunicipalityFactory()
    scale = make_standard_scale(municipality, by=None)
    plan = PlanFactory(board__municipality=municipality)
    raised = _at_once(
        lambda: save_scales(municipality, replace(STANDARD, threshold=8), edition=1, version=1, by=None),
        lambda: type(plan).objects.filter(pk=plan.pk).update(scale=scale),
    )
    assert raised == [None, None]
    # Either the plan was first and has what it took, or the change was and the plan took what it says.
    plan.refresh_from_db()
    assert (RiskScale.objects.count(), plan.scale and plan.scale.threshold) in {(2, 12), (1, 8)}


def test_the_last_two_irregularities_cannot_both_be_put_out_of_use() -> None:
    municipality = MunicipalityFactory()
    make_standard_scale(municipality, by=None)
    gone, *left = RiskCategory.objects.filter(irregularity=True)
    RiskCategory.objects.filter(pk=gone.pk).update(in_use=False)
    raised = _at_once(
        *(
            lambda row=row: change_category(
                row, name=row.name, irregularity=True, in_use=False, version=row.version, by=None
            )
            for row in left
        )
    )
    assert sorted(raised, key=str) == [RuleBroken, None]
    assert RiskCategory.objects.filter(irregularity=True, in_use=True).count() == 1


def test_goals_added_moved_and_copied_at_once_each_have_a_place_of_their_own() -> None:
    municipality = MunicipalityFactory()
    rows = [CouncilGoalFactory(municipality=municipality, number=str(n), position=n) for n in range(4)]
    raised = _at_once(
        lambda: move(rows[0], 1, by=None),
        lambda: move(rows[1], -1, by=None),
        lambda: add_goal(municipality, 2026, number="9", title="Nytt", by=None),
        lambda: copy_goals(municipality, 2027, by=None),
        lambda: copy_goals(municipality, 2027, by=None),
    )
    assert sorted(raised, key=str) == [RuleBroken, None, None, None, None]
    for year, numbers in ((2026, {5}), (2027, {4, 5})):
        positions = list(CouncilGoal.objects.filter(year=year).values_list("position", flat=True))
        assert len(set(positions)) == len(positions)
        assert len(positions) in numbers


def test_a_risk_taken_up_twice_and_refused_at_once_has_one_answer() -> None:
    plan = PlanFactory()
    risk = CommonRiskFactory(municipality=plan.board.municipality, sent_at=timezone.now())
    method = WorkingMethodFactory(process__plan=plan)
    _at_once(
        lambda: take_up(plan, risk, method, by=None),
        lambda: take_up(plan, risk, method, by=None),
        lambda: refuse(plan, risk, reason="Inga avtal", by=None),
    )
    assert (UndesiredEvent.objects.count(), CommonRiskRefusal.objects.count()) == (1, 0)
