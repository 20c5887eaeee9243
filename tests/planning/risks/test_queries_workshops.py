import doctest

import pytest

from factories import AssessmentFactory, UndesiredEventFactory, UserFactory, WorkshopFactory
from rimlig.organisation.models import User
from rimlig.planning.models import Plan, Process, UndesiredEvent, Workshop
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.risks import queries_workshops
from rimlig.planning.risks.drawings import drawing_of_dots
from rimlig.planning.risks.queries_workshops import agreements, participants, spread_of, spreads_of, workshops_of
from rimlig.planning.risks.workshops import conclude, set_open
from rimlig.planning.standards import make_standard_scale


@pytest.fixture
def event(process: Process) -> UndesiredEvent:
    Plan.objects.filter(pk=process.plan_id).update(scale=make_standard_scale(process.plan.board.municipality, by=None))
    return UndesiredEventFactory(working_method__process=Process.objects.get(pk=process.pk))


@pytest.fixture
def workshop(event: UndesiredEvent) -> Workshop:
    return WorkshopFactory(plan=event.in_plan)


def _seen(event: UndesiredEvent, by: User, *, leads: bool = False) -> list[tuple[int, int]]:
    scale = event.in_plan.scale
    assert scale is not None
    return [(at.people, len(at.given)) for at in spreads_of(event, scales_of(scale), seen_by=by, leads=leads)]


def test_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(queries_workshops).failed == 0


def test_the_dots_stand_above_their_steps_and_above_one_another() -> None:
    spread = spread_of([2, 4, 4], 5)
    assert spread is not None
    drawing = drawing_of_dots(spread)
    assert [dot.x for dot in drawing.dots] == [54, 126, 126]
    assert drawing.dots[1].y - drawing.dots[2].y == 11
    assert (drawing.least_x, drawing.most_x) == (54, 126)


def test_while_it_is_open_nobody_sees_others_values_before_giving_own(
    workshop: Workshop, event: UndesiredEvent
) -> None:
    first, second, third = UserFactory(), UserFactory(), UserFactory()
    for somebody in (first, second):
        AssessmentFactory(workshop=workshop, event=event, person=somebody)
    assert _seen(event, first) == [(2, 2)]
    assert _seen(event, third) == [(2, 0)]
    assert _seen(event, third, leads=True) == [(2, 2)]
    set_open(workshop, is_open=False, by=None)
    assert _seen(event, third) == [(2, 2)]


def test_each_risk_tells_how_far_apart_people_are_and_whether_the_group_has_concluded(
    workshop: Workshop, event: UndesiredEvent, controller: User
) -> None:
    other = UndesiredEventFactory(working_method=event.working_method)
    for likelihood, consequence in ((1, 3), (4, 4)):
        AssessmentFactory(workshop=workshop, event=event, likelihood=likelihood, consequence=consequence)
    conclude(
        workshop, event, likelihood=3, likelihood_reason="a", consequence=4, consequence_reason="b", version=1, by=controller
    )  # fmt: skip
    rows = agreements(Workshop.objects.select_related("plan__scale").get())
    assert [(row.event, row.people, row.width, row.concluded) for row in rows] == [
        (event, 2, 3, True),
        (other, 0, -1, False),
    ]
    assert rows[0].likelihood == spread_of([1, 4], 5)


def test_a_workshop_counts_its_people_and_the_risks_that_they_valued(workshop: Workshop, event: UndesiredEvent) -> None:
    other = UndesiredEventFactory(working_method=event.working_method)
    one, two = UserFactory(name="Ada"), UserFactory(name="Bo")
    for risk, somebody in ((event, one), (other, one), (event, two)):
        AssessmentFactory(workshop=workshop, event=risk, person=somebody)
    assert [(found.people, found.risks) for found in workshops_of(event.in_plan)] == [(2, 2)]
    assert [(somebody.name, somebody.given) for somebody in participants(workshop)] == [("Ada", 2), ("Bo", 1)]
