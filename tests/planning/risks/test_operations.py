from datetime import date
from typing import Any

import pytest

from cast import person
from factories import (
    BoardFactory,
    PlanFactory,
    RiskCategoryFactory,
    RiskScaleFactory,
    SubstitutionFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, Role, RoleAssignment, User
from rimlig.planning.models import Plan, Process, UndesiredEvent
from rimlig.planning.risks.acceptance import people_who_may_accept
from rimlig.planning.risks.operations import add_risk, assess_risk, take_scale_into_use
from rimlig.planning.standards import make_standard_scale


@pytest.fixture
def event(process: Process) -> UndesiredEvent:
    """A risk without values in a draft on the municipality's scale."""
    Plan.objects.filter(pk=process.plan_id).update(scale=make_standard_scale(process.plan.board.municipality, by=None))
    return UndesiredEventFactory(working_method__process=process, text="Fel lön")


@pytest.fixture
def head(board: Board) -> User:
    """Eva heads the administration, and may accept risks for the board."""
    return person("Eva Lind", Role.HEAD_OF_ADMINISTRATION, board)


def _stored(event: UndesiredEvent) -> UndesiredEvent:
    return UndesiredEvent.objects.get(pk=event.pk)


def test_a_risk_is_valued_with_its_motivations_and_the_history_knows_by_whom(
    event: UndesiredEvent, controller: User
) -> None:
    values = {
        "likelihood": 3,
        "likelihood_reason": "Två gånger i år.",
        "consequence": 4,
        "consequence_reason": "Lagen.",
    }
    assess_risk(event, values, version=1, by=controller)
    stored = _stored(event)
    assert {name: getattr(stored, name) for name in values} == values
    assert (stored.risk_value, stored.version) == (12, 2)
    context = event.history.get(pgh_label="update").pgh_context
    assert context.metadata == {"operation": "planning.assess_risk", "user": controller.pk}


def test_the_same_values_sent_twice_are_stored_once(event: UndesiredEvent, controller: User) -> None:
    for _click in range(2):
        assess_risk(event, {"likelihood": 3}, version=1, by=controller)
    assert (_stored(event).version, event.history.count()) == (2, 2)


def test_two_people_who_write_in_different_columns_lose_nothing(
    event: UndesiredEvent, controller: User, unit_manager: User
) -> None:
    assess_risk(event, {"likelihood": 3, "consequence": None}, version=1, by=unit_manager)
    assess_risk(event, {"likelihood": None, "consequence": 4}, version=1, by=controller)
    assert (_stored(event).likelihood, _stored(event).consequence, _stored(event).version) == (3, 4, 3)


def test_the_second_of_two_who_write_in_the_same_column_sees_what_the_first_wrote(
    event: UndesiredEvent, controller: User, unit_manager: User
) -> None:
    assess_risk(event, {"likelihood_reason": "Hennes"}, version=1, by=unit_manager)
    with pytest.raises(Outdated) as told:
        assess_risk(event, {"likelihood_reason": "Min"}, version=1, by=controller)
    assert told.value.current.likelihood_reason == "Hennes"
    assert (_stored(event).likelihood_reason, _stored(event).version) == ("Hennes", 2)
    assess_risk(event, {"likelihood_reason": "Min"}, version=2, by=controller)
    assert _stored(event).likelihood_reason == "Min"


ACCEPTED: dict[str, Any] = {"treatment": "accept", "treatment_reason": "Kostar mer än den smakar."}


def test_a_risk_is_accepted_by_a_person_for_a_reason(event: UndesiredEvent, controller: User, head: User) -> None:
    assess_risk(event, {**ACCEPTED, "accepted_by_id": head.pk}, version=1, by=controller)
    assert (_stored(event).treatment, _stored(event).accepted_by) == ("accept", head)


def test_another_treatment_takes_the_acceptance_away(event: UndesiredEvent, controller: User, head: User) -> None:
    assess_risk(event, {**ACCEPTED, "accepted_by_id": head.pk}, version=1, by=controller)
    assess_risk(event, {"treatment": "control", "accepted_by_id": head.pk}, version=2, by=controller)
    assert (_stored(event).treatment, _stored(event).accepted_by) == ("control", None)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"treatment": "accept", "treatment_reason": ""},
            "En risk accepteras av ett skäl. Skriv varför nämnden kan leva med den.",
        ),
        (ACCEPTED, "En risk accepteras av någon. Välj den person som tar på sig den."),
        ({"likelihood": 6}, "Värdet är högre än stegen i planens skala. Välj ett annat."),
        (
            {"likelihood": 2, "likelihood_after": 3},
            "Ett värde efter kontroller kan inte vara högre än värdet före dem. Se över båda.",
        ),
        ({"category_id": 0}, "Den kategorin kan inte längre väljas. Välj en annan."),
    ],
)
def test_what_does_not_hold_together_is_refused_in_words(
    event: UndesiredEvent, controller: User, head: User, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RuleBroken) as told:
        assess_risk(event, values, version=1, by=controller)
    assert str(told.value) == sentence
    assert _stored(event).version == 1


def test_who_may_not_accept_cannot_be_named(event: UndesiredEvent, controller: User, unit_manager: User) -> None:
    with pytest.raises(RuleBroken, match="får inte acceptera risker"):
        assess_risk(event, {**ACCEPTED, "accepted_by_id": unit_manager.pk}, version=1, by=controller)


def test_a_category_of_another_municipality_cannot_be_given(event: UndesiredEvent, controller: User) -> None:
    with pytest.raises(RuleBroken, match="kan inte längre väljas"):
        assess_risk(event, {"category_id": RiskCategoryFactory().pk}, version=1, by=controller)


def test_a_decided_plan_keeps_its_values(event: UndesiredEvent, controller: User) -> None:
    adopted(event.in_plan)
    with pytest.raises(RuleBroken) as told:
        assess_risk(event, {"likelihood": 3}, version=1, by=controller)
    assert str(told.value).startswith("Planen är beslutad")
    assert _stored(event).likelihood is None


def test_a_risk_that_was_taken_out_meanwhile_is_said_to_be_gone(event: UndesiredEvent, controller: User) -> None:
    UndesiredEvent.objects.filter(pk=event.pk).delete()
    with pytest.raises(RuleBroken, match="har tagits ur planen"):
        assess_risk(event, {"likelihood": 3}, version=1, by=controller)


def test_a_plan_without_a_scale_keeps_the_values_of_its_document(process: Process, controller: User) -> None:
    event = UndesiredEventFactory(working_method__process=process)
    assess_risk(event, {"likelihood": 9}, version=1, by=controller)
    assert _stored(event).likelihood == 9


def test_those_who_may_accept_are_the_boards_own_leaders_and_members_and_their_substitutes(
    board: Board, head: User, board_member: User, controller: User, unit_manager: User
) -> None:
    person("Karin Ek", Role.HEAD_OF_ADMINISTRATION, BoardFactory(municipality=board.municipality))
    former = person("Nils Berg", Role.DEPARTMENT_MANAGER, board)
    RoleAssignment.objects.filter(user=former).update(ends=date(2020, 1, 1))
    standing_in = person("Siv Ask", Role.UNIT_MANAGER, board)
    SubstitutionFactory(
        assignment=head.assignments.get(), substitute=standing_in, starts=date(2000, 1, 1), ends=date(2100, 1, 1)
    )
    assert list(people_who_may_accept(board)) == [head, board_member, standing_in]


def test_a_risk_is_added_last_under_its_working_method(event: UndesiredEvent, controller: User) -> None:
    category = event.in_plan.board.municipality.risk_categories.get(name="Mutor")
    added = add_risk(event.working_method, text="Gåvor tas emot", category=category.pk, by=controller)
    assert list(event.working_method.events.values_list("text", flat=True)) == ["Fel lön", "Gåvor tas emot"]
    assert (added.category, added.likelihood, added.treatment) == (category, None, "")
    assert added.history.get().pgh_context.metadata["operation"] == "planning.add_risk"


def test_a_risk_that_is_sent_twice_is_added_once(event: UndesiredEvent, controller: User) -> None:
    first, second = (add_risk(event.working_method, text="Gåvor", category=None, by=controller) for _click in range(2))
    assert first == second
    assert event.working_method.events.count() == 2


def test_a_risk_is_the_first_of_an_empty_working_method(process: Process, controller: User) -> None:
    method = WorkingMethodFactory(process=process)
    assert add_risk(method, text="Fel lön", category=None, by=controller).position == 0


def test_nothing_is_added_to_a_decided_plan(event: UndesiredEvent, controller: User) -> None:
    adopted(event.in_plan)
    with pytest.raises(RuleBroken, match="Planen är beslutad"):
        add_risk(event.working_method, text="Gåvor", category=None, by=controller)
    assert UndesiredEvent.objects.count() == 1


def test_a_draft_takes_the_scale_in_force_into_use_once(plan: Plan, controller: User) -> None:
    scale = make_standard_scale(plan.board.municipality, by=None)
    for _click in range(2):
        assert take_scale_into_use(plan, by=controller).scale == scale
    assert Plan.objects.get(pk=plan.pk).version == 2


def test_a_scale_that_lacks_a_value_of_the_plan_is_not_taken_into_use(process: Process, controller: User) -> None:
    make_standard_scale(process.plan.board.municipality, by=None)
    for number in range(7):
        UndesiredEventFactory(working_method__process=process, likelihood=9, text=f"Risk {number}")
    with pytest.raises(RuleBroken) as told:
        take_scale_into_use(process.plan, by=controller)
    assert str(told.value) == (
        "Skalan saknar värden som de här riskerna har: ”Risk 0”; ”Risk 1”; ”Risk 2”; ”Risk 3”; ”Risk 4” och 2 till."
        " Bedöm dem på nytt först, och byt sedan skala."
    )
    assert Plan.objects.get(pk=process.plan_id).scale is None


def test_a_decided_plan_keeps_its_scale(board: Board, controller: User) -> None:
    old = RiskScaleFactory(municipality=board.municipality, edition=1)
    plan = adopted(PlanFactory(board=board, scale=old))
    with pytest.raises(RuleBroken, match="Planen är beslutad"):
        take_scale_into_use(plan, by=controller)
