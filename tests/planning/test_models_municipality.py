"""Each invariant of what the municipality decides for all boards, broken once; the database must refuse, whoever writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from pghistory.trigger import Event

from factories import (
    BoardFactory,
    CommonRiskFactory,
    CouncilGoalFactory,
    GoalFactory,
    MunicipalityFactory,
    OrientationGoalFactory,
    PlanFactory,
    RiskCategoryFactory,
    RiskScaleFactory,
)
from rimlig.organisation.models import Board
from rimlig.planning.models import (
    Axis,
    CommonRisk,
    CommonRiskRefusal,
    CouncilGoal,
    RiskBand,
    RiskCategory,
    RiskScale,
    ScaleStep,
)
from rimlig.planning.standards import make_standard_scale

pytestmark = pytest.mark.django_db


def _scale() -> RiskScale:
    return make_standard_scale(MunicipalityFactory(), by=None)


def _category_twice() -> None:
    category = RiskCategoryFactory()
    RiskCategoryFactory(municipality=category.municipality, name=category.name)


def _category_at_the_same_place() -> None:
    category = RiskCategoryFactory(position=1)
    RiskCategoryFactory(municipality=category.municipality, position=1)


def _orientation(**values: Any) -> None:
    first = OrientationGoalFactory(number="1", position=1)
    OrientationGoalFactory(**{"municipality": first.municipality, "number": "2", "position": 2, **values})


def _goal(**values: Any) -> None:
    first = CouncilGoalFactory(number="1.1", position=1)
    CouncilGoalFactory(**{"municipality": first.municipality, "number": "1.2", "position": 2, **values})


def _refused(**values: Any) -> CommonRiskRefusal:
    risk = CommonRiskFactory(**{"sent_at": timezone.now(), **values})
    return CommonRiskRefusal.objects.create(
        common_risk=risk, board=BoardFactory(municipality=risk.municipality), reason="Vi har inga sådana inköp"
    )


def _refused_twice() -> None:
    refusal = _refused()
    CommonRiskRefusal.objects.create(common_risk=refusal.common_risk, board=refusal.board, reason="Igen")


def _no_irregularity_left() -> None:
    municipality = _scale().municipality
    RiskCategory.objects.filter(municipality=municipality, irregularity=True).update(in_use=False)


def _scale_in_use_changes() -> None:
    scale = _scale()
    PlanFactory(board__municipality=scale.municipality, scale=scale)
    RiskScale.objects.filter(pk=scale.pk).update(threshold=3)


def _sent_risk_reworded() -> None:
    risk = CommonRiskFactory(sent_at=timezone.now())
    CommonRisk.objects.filter(pk=risk.pk).update(text="Något annat")


BROKEN = {
    "orientation_goal_number_once": lambda: _orientation(number="1"),
    "orientation_goal_position_once": lambda: _orientation(position=1),
    "orientation_goal_year_is_plausible": lambda: OrientationGoalFactory(year=1989),
    "council_goal_number_once": lambda: _goal(number="1.1"),
    "council_goal_position_once": lambda: _goal(position=1),
    "council_goal_year_is_plausible": lambda: CouncilGoalFactory(year=2101),
    "goal_below_own_orientation": lambda: CouncilGoalFactory(orientation=OrientationGoalFactory(), year=2027),
    "scale_edition_once": lambda: RiskScaleFactory(municipality=_scale().municipality, edition=1),
    "scale_has_plausible_size": lambda: RiskScaleFactory(likelihood_size=11),
    "scale_threshold_can_be_reached": lambda: RiskScaleFactory(likelihood_size=2, consequence_size=2, threshold=5),
    "scale_in_use_stays": _scale_in_use_changes,
    "scales_hang_together": lambda: RiskBand.objects.filter(scale=_scale(), from_value=1).delete(),
    "scale_step_once": lambda: ScaleStep.objects.create(scale=_scale(), axis=Axis.LIKELIHOOD, value=5, name="Igen"),
    "scale_step_axis_is_known": lambda: ScaleStep.objects.create(scale=_scale(), axis="cost", value=1, name="Dyr"),
    "scale_step_on_scale": lambda: ScaleStep.objects.create(
        scale=_scale(), axis=Axis.LIKELIHOOD, value=11, name="Elva"
    ),
    "band_begins_once": lambda: RiskBand.objects.create(scale=_scale(), from_value=1, name="Igen", look="low"),
    "band_look_is_known": lambda: RiskBand.objects.create(scale=_scale(), from_value=2, name="Rosa", look="pink"),
    "category_name_once": _category_twice,
    "category_position_once": _category_at_the_same_place,
    "an_irregularity_remains": _no_irregularity_left,
    "common_risk_year_is_plausible": lambda: CommonRiskFactory(year=1989),
    "common_risk_withdrawn_after_sent": lambda: CommonRiskFactory(withdrawn_at=timezone.now()),
    "sent_risk_stays": _sent_risk_reworded,
    "common_risk_refused_once": _refused_twice,
    "common_risk_refused_for_a_reason": lambda: CommonRiskRefusal.objects.filter(pk=_refused().pk).update(reason=""),
    "only_recommended_is_refused": lambda: _refused(required=True),
}


@contextmanager
def at_once() -> Iterator[None]:
    """Check at the end of the block what is otherwise checked when the transaction ends."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(constraint: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), at_once():
        BROKEN[constraint]()
    assert refused.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_every_constraint_and_trigger_of_these_tables_is_broken_above() -> None:
    rooms = {f"rimlig.planning.models.{name}" for name in ("council", "scales", "common")}
    models = [model for model in apps.get_app_config("planning").get_models() if model.__module__ in rooms]
    own = [model for model in models if not model.__name__.endswith("History")]
    triggers = {
        trigger.name for model in own for trigger in getattr(model._meta, "triggers", []) if type(trigger) is not Event
    }
    assert {constraint.name for model in own for constraint in model._meta.constraints} | triggers == set(BROKEN)


@pytest.mark.parametrize("change", [{"likelihood_size": 4}, {"consequence_size": 6}])
def test_an_edition_cannot_get_another_size_than_its_steps(change: dict[str, int]) -> None:
    scale = _scale()
    with pytest.raises(IntegrityError, match="the steps are those of the sizes"), transaction.atomic(), at_once():
        RiskScale.objects.filter(pk=scale.pk).update(**change)


def test_a_sent_risk_can_be_withdrawn_once_and_is_not_deleted() -> None:
    risk = CommonRiskFactory(sent_at=timezone.now())
    CommonRisk.objects.filter(pk=risk.pk).update(withdrawn_at=timezone.now())
    for change in (
        lambda: CommonRisk.objects.filter(pk=risk.pk).update(withdrawn_at=None),
        lambda: CommonRisk.objects.get(pk=risk.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="stays as it was sent"), transaction.atomic():
            change()


def test_what_is_not_sent_yet_or_belongs_to_another_municipality_cannot_be_refused() -> None:
    with pytest.raises(IntegrityError, match="only what has been sent"), transaction.atomic():
        _refused(sent_at=None)
    risk = CommonRiskFactory(sent_at=timezone.now())
    with pytest.raises(IntegrityError, match="only what has been sent"), transaction.atomic():
        CommonRiskRefusal.objects.create(common_risk=risk, board=BoardFactory(), reason="Inte vår kommun")


def test_a_goal_that_a_plan_uses_cannot_be_deleted() -> None:
    goal = CouncilGoalFactory()
    GoalFactory(council_goal=goal)
    with pytest.raises(ProtectedError):
        goal.delete()


@pytest.mark.parametrize(("who", "seen"), [("controller", 1), ("outsider", 0), ("other_municipality_controller", 0)])
def test_what_the_municipality_decides_is_seen_by_who_has_a_role_there(
    request: pytest.FixtureRequest, board: Board, who: str, seen: int
) -> None:
    user = request.getfixturevalue(who)
    municipality = board.municipality
    scale = make_standard_scale(municipality, by=None)
    CouncilGoalFactory(municipality=municipality, orientation=OrientationGoalFactory(municipality=municipality))
    CommonRiskFactory(municipality=municipality)
    RiskScaleFactory()
    assert CouncilGoal.objects.visible_to(user).count() == seen
    assert CommonRisk.objects.visible_to(user).count() == seen
    assert RiskScale.objects.visible_to(user).count() == seen
    assert ScaleStep.objects.visible_to(user).count() == seen * (scale.likelihood_size + scale.consequence_size)
