import pytest

from factories import (
    LimitFactory,
    RiskCategoryFactory,
    UndesiredEventFactory,
    UserFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.planning.models import Plan, Process, UndesiredEvent, WorkingMethod
from rimlig.planning.risks.queries import (
    acceptances_without_grounds,
    concerning_goal,
    irregularities_assessed,
    neighbours_without_values,
    risks_missing_treatment,
    risks_of,
    risks_on_or_above_threshold,
    risks_without_values,
    valued_risks_without_treatment,
    values_without_motivation,
)
from rimlig.planning.standards import make_standard_scale


@pytest.fixture
def method(process: Process) -> WorkingMethod:
    """A working method in a draft on the municipality's scale, whose threshold is 12."""
    Plan.objects.filter(pk=process.plan_id).update(scale=make_standard_scale(process.plan.board.municipality, by=None))
    return WorkingMethodFactory(process=Process.objects.get(pk=process.pk))


def _risk(method: WorkingMethod, **values: object) -> UndesiredEvent:
    return UndesiredEventFactory(working_method=method, **values)


def test_only_risks_from_the_threshold_upwards_are_on_or_above_it(method: WorkingMethod) -> None:
    at = _risk(method, likelihood=3, consequence=4)
    above = _risk(method, likelihood=5, consequence=5)
    _risk(method, likelihood=2, consequence=5)
    _risk(method, likelihood=5)
    assert list(risks_on_or_above_threshold(method.in_plan)) == [at, above]


def test_what_is_missing_is_told_apart(method: WorkingMethod) -> None:
    high = _risk(method, likelihood=3, consequence=4, likelihood_reason="Så.")
    low = _risk(method, likelihood=1, consequence=1, likelihood_reason="Så.", consequence_reason="Så.")
    bare = _risk(method, likelihood=3, likelihood_reason="Så.")
    plan = method.in_plan
    assert list(risks_missing_treatment(plan)) == [high]
    assert list(valued_risks_without_treatment(plan)) == [high, low]
    assert list(risks_without_values(plan)) == [bare]
    assert list(values_without_motivation(plan)) == [high]


def test_an_acceptance_needs_both_reason_and_person(method: WorkingMethod) -> None:
    somebody = UserFactory()
    without_reason = _risk(method, treatment="accept", accepted_by=somebody)
    without_person = _risk(method, treatment="accept", treatment_reason="Dyrt.")
    _risk(method, treatment="accept", treatment_reason="Dyrt.", accepted_by=somebody)
    _risk(method, treatment="watch")
    assert list(acceptances_without_grounds(method.in_plan)) == [without_reason, without_person]


def test_irregularities_are_assessed_when_one_of_them_has_both_values(method: WorkingMethod) -> None:
    plan = method.in_plan
    bribery = plan.board.municipality.risk_categories.get(name="Mutor")
    _risk(method, likelihood=3, consequence=4)
    risk = _risk(method, category=bribery, likelihood=2)
    assert not irregularities_assessed(plan)
    UndesiredEvent.objects.filter(pk=risk.pk).update(consequence=3)
    assert irregularities_assessed(plan)


def test_a_plan_without_a_scale_has_no_threshold(process: Process) -> None:
    _risk(WorkingMethodFactory(process=process), likelihood=9, consequence=9)
    assert list(risks_on_or_above_threshold(process.plan)) == []


def test_another_plans_risks_are_not_counted(method: WorkingMethod) -> None:
    UndesiredEventFactory(assessed=True)
    assert list(risks_of(method.in_plan)) == []


def test_a_risk_concerns_the_processs_goals_unless_limits_say_less(method: WorkingMethod) -> None:
    goal = method.process.goals.get()
    free, limited = _risk(method), _risk(method)
    elsewhere = LimitFactory(event=limited).placement.goal
    narrow = WorkingMethodFactory(process=method.process)
    LimitFactory(event=None, working_method=narrow, placement=method.process.placements.get(goal=elsewhere))
    below = _risk(narrow)
    plan = method.in_plan
    assert list(risks_of(plan).filter(concerning_goal(goal.pk))) == [free]
    assert list(risks_of(plan).filter(concerning_goal(elsewhere.pk))) == [free, limited, below]


def test_next_and_previous_pass_over_those_that_have_values_and_go_around(method: WorkingMethod) -> None:
    first, valued, second, third = _risk(method), _risk(method, assessed=True), _risk(method), _risk(method)
    plan = method.in_plan
    assert neighbours_without_values(plan, valued) == (first.pk, second.pk, 3)
    assert neighbours_without_values(plan, third) == (second.pk, first.pk, 3)
    UndesiredEvent.objects.exclude(pk=first.pk).update(likelihood=1, consequence=1)
    assert neighbours_without_values(plan, first) == (None, None, 1)


def test_a_category_of_no_irregularity_does_not_count(method: WorkingMethod) -> None:
    category = RiskCategoryFactory(municipality=method.in_plan.board.municipality, position=99)
    _risk(method, category=category, assessed=True)
    assert not irregularities_assessed(adopted(method.in_plan))
