from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cast import person
from factories import AssessmentFactory, UndesiredEventFactory, WorkshopFactory, adopted
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Assessment, Plan, Process, UndesiredEvent, Workshop
from rimlig.planning.risks.workshops import NOT_GIVEN, conclude, give_values, open_workshop, set_open
from rimlig.planning.standards import make_standard_scale


@pytest.fixture
def event(process: Process) -> UndesiredEvent:
    Plan.objects.filter(pk=process.plan_id).update(scale=make_standard_scale(process.plan.board.municipality, by=None))
    return UndesiredEventFactory(working_method__process=process, text="Fel lön")


@pytest.fixture
def workshop(event: UndesiredEvent) -> Workshop:
    return WorkshopFactory(plan=event.in_plan, name="Ledningsgruppen")


def _give(workshop: Workshop, event: UndesiredEvent, by: User, **more: Any) -> Assessment:
    values = {"likelihood": 3, "consequence": 4, "motivation": "Två gånger i år.", "version": NOT_GIVEN, **more}
    return give_values(workshop, event, **values, by=by)


def test_a_workshop_is_opened_on_a_draft(event: UndesiredEvent, controller: User) -> None:
    workshop = open_workshop(event.in_plan, name="Förskolorna", day=date(2026, 10, 14), by=controller)
    assert (workshop.plan, workshop.name, workshop.is_open) == (event.in_plan, "Förskolorna", True)
    assert workshop.history.get().pgh_context.metadata["operation"] == "planning.open_workshop"


def test_no_workshop_is_opened_without_a_scale(plan: Plan, controller: User) -> None:
    with pytest.raises(RuleBroken) as told:
        open_workshop(plan, name="Förskolorna", day=date(2026, 10, 14), by=controller)
    assert str(told.value) == "Planen har ingen skala att värdera riskerna på. Ta kommunens skala i bruk först."


def test_no_workshop_is_opened_on_a_decided_plan(event: UndesiredEvent, controller: User) -> None:
    plan = adopted(event.in_plan)
    with pytest.raises(RuleBroken, match="Planen är beslutad"):
        open_workshop(plan, name="Förskolorna", day=date(2026, 10, 14), by=controller)


def test_each_person_gives_values_of_their_own(
    workshop: Workshop, event: UndesiredEvent, controller: User, unit_manager: User
) -> None:
    _give(workshop, event, controller)
    _give(workshop, event, unit_manager, likelihood=2)
    stored = Assessment.objects.order_by("pk").values_list("person__name", "likelihood", "consequence", "version")
    assert list(stored) == [("Joel Brandt", 3, 4, 1), ("Amira Holm", 2, 4, 1)]


def test_own_values_can_be_changed_while_the_workshop_is_open(
    workshop: Workshop, event: UndesiredEvent, unit_manager: User
) -> None:
    _give(workshop, event, unit_manager)
    changed = _give(workshop, event, unit_manager, likelihood=5, version=1)
    assert (changed.likelihood, changed.version, Assessment.objects.count()) == (5, 2, 1)


def test_the_same_values_sent_twice_are_given_once(
    workshop: Workshop, event: UndesiredEvent, unit_manager: User
) -> None:
    for _click in range(2):
        _give(workshop, event, unit_manager)
    assert Assessment.objects.values_list("version", flat=True).get() == 1


def test_two_windows_of_one_person_do_not_write_over_each_other(
    workshop: Workshop, event: UndesiredEvent, unit_manager: User
) -> None:
    _give(workshop, event, unit_manager, likelihood=2)
    with pytest.raises(Outdated) as told:
        _give(workshop, event, unit_manager, likelihood=5)
    assert told.value.current.likelihood == 2
    assert Assessment.objects.get().likelihood == 2


def test_after_closing_nothing_is_given_or_changed(
    workshop: Workshop, event: UndesiredEvent, controller: User, unit_manager: User
) -> None:
    _give(workshop, event, unit_manager)
    set_open(workshop, is_open=False, by=controller)
    sentence = "Verkstaden stängdes medan du skrev, så de här värdena är inte sparade. Be controllern öppna den igen."
    for by, version in ((unit_manager, 1), (controller, NOT_GIVEN)):
        with pytest.raises(RuleBroken) as told:
            _give(workshop, event, by, likelihood=5, version=version)
        assert str(told.value) == sentence
    assert Assessment.objects.get().likelihood == 3


def test_a_workshop_that_is_opened_again_takes_values_again(
    workshop: Workshop, event: UndesiredEvent, controller: User, unit_manager: User
) -> None:
    set_open(workshop, is_open=False, by=controller)
    assert set_open(workshop, is_open=True, by=controller).version == 3
    _give(workshop, event, unit_manager)
    assert Assessment.objects.count() == 1


def test_closing_twice_closes_once(workshop: Workshop, controller: User) -> None:
    assert [set_open(workshop, is_open=False, by=controller).version for _click in range(2)] == [2, 2]


def test_a_decided_plans_workshop_is_not_opened_again_and_takes_no_values(
    workshop: Workshop, event: UndesiredEvent, controller: User
) -> None:
    set_open(workshop, is_open=False, by=controller)
    adopted(event.in_plan)
    with pytest.raises(RuleBroken, match="Planen är beslutad"):
        set_open(workshop, is_open=True, by=controller)
    with pytest.raises(RuleBroken, match="Planen är beslutad"):
        _give(Workshop.objects.get(), event, controller)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [({"likelihood": 6}, "event_values_within_scale"), ({"consequence": 6}, "event_values_within_scale")],
)
def test_the_database_holds_values_to_the_plans_scale(
    workshop: Workshop, event: UndesiredEvent, values: dict[str, int], constraint: str
) -> None:
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        AssessmentFactory(workshop=workshop, event=event, **values)
    assert told.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_the_database_holds_a_workshop_to_its_own_plan(workshop: Workshop, event: UndesiredEvent) -> None:
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        AssessmentFactory(workshop=workshop, event=UndesiredEventFactory())
    assert told.value.__cause__.diag.constraint_name == "workshop_assesses_its_plan"  # type: ignore[union-attr]


CONCLUDED: dict[str, Any] = {
    "likelihood": 3,
    "likelihood_reason": "Vi talade om två fall.",
    "consequence": 5,
    "consequence_reason": "Det gäller barnen.",
}


def test_the_groups_values_become_the_risks_and_the_history_knows_the_workshop(
    workshop: Workshop, event: UndesiredEvent, controller: User, unit_manager: User
) -> None:
    _give(workshop, event, unit_manager)
    conclude(workshop, event, **CONCLUDED, version=1, by=controller)
    event.refresh_from_db()
    assert {name: getattr(event, name) for name in CONCLUDED} == CONCLUDED
    metadata = event.history.get(pgh_label="update").pgh_context.metadata
    assert metadata == {"operation": "planning.conclude", "user": controller.pk, "workshop": workshop.pk}


def test_nothing_is_concluded_from_nothing(workshop: Workshop, event: UndesiredEvent, controller: User) -> None:
    with pytest.raises(RuleBroken, match="Ingen har gett värden"):
        conclude(workshop, event, **CONCLUDED, version=1, by=controller)


def test_a_conclusion_does_not_write_over_what_somebody_has_valued_meanwhile(
    workshop: Workshop, event: UndesiredEvent, controller: User, unit_manager: User
) -> None:
    _give(workshop, event, unit_manager)
    conclude(workshop, event, **CONCLUDED, version=1, by=controller)
    with pytest.raises(Outdated):
        conclude(workshop, event, **{**CONCLUDED, "likelihood": 1}, version=1, by=controller)
    event.refresh_from_db()
    assert event.likelihood == 3


@pytest.mark.django_db(transaction=True)
def test_ten_people_at_once_lose_no_value(workshop: Workshop, event: UndesiredEvent, board: Board) -> None:
    people = [person(f"Deltagare{number} Ek", Role.UNIT_MANAGER, board) for number in range(10)]

    def give(by: User) -> None:
        try:
            for _twice in range(2):
                _give(workshop, event, by, likelihood=by.pk % 5 + 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(give, people))
    stored = dict(Assessment.objects.values_list("person", "likelihood"))
    assert stored == {one.pk: one.pk % 5 + 1 for one in people}


@pytest.mark.django_db(transaction=True)
def test_who_closes_waits_for_those_who_are_giving_values(
    workshop: Workshop, event: UndesiredEvent, controller: User, unit_manager: User
) -> None:
    def close() -> None:
        try:
            set_open(workshop, is_open=False, by=controller)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            _give(workshop, event, unit_manager)
            closing = pool.submit(close)
            with pytest.raises(TimeoutError):
                closing.result(timeout=0.5)
        closing.result(timeout=60)
    assert (Workshop.objects.get().is_open, Assessment.objects.count()) == (False, 1)
