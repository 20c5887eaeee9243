from typing import Any

import pytest
from django.utils import timezone

from factories import (
    BoardFactory,
    CommonRiskFactory,
    GoalFactory,
    PlanFactory,
    ProcessFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, Municipality, Role, User
from rimlig.planning.models import CommonRisk, CommonRiskRefusal, Plan, UndesiredEvent
from rimlig.planning.municipality.common_answers import NewMethod, answer_with, refuse, take_up
from rimlig.planning.municipality.common_risks import (
    CommonRiskText,
    add_common_risk,
    change_common_risk,
    copy_common_risks,
    remove_common_risk,
    send_common_risk,
    withdraw_common_risk,
)
from rimlig.planning.municipality.queries_common import answers_of, overview_of, unanswered_common_risks
from rimlig.planning.standards import make_standard_scale

pytestmark = pytest.mark.django_db
SAYS = CommonRiskText(
    text="Avtal löper ut utan att någon märker det",
    reason="Revisorerna har sett det",
    control="Avtalsregistret går igenom varje månad",
    follow_up="Stickprov i avtalsregistret",
)


@pytest.fixture
def municipality(board: Board) -> Municipality:
    return board.municipality


@pytest.fixture
def risk(municipality: Municipality) -> CommonRisk:
    """A recommended risk that is sent to the boards."""
    return send_common_risk(add_common_risk(municipality, 2026, SAYS, by=None), by=None)


@pytest.fixture
def required(municipality: Municipality) -> CommonRisk:
    made: CommonRisk = CommonRiskFactory(municipality=municipality, required=True, sent_at=timezone.now())
    return made


def _states(plan: Plan) -> list[str]:
    return [answer.state for answer in answers_of(plan)]


def test_a_risk_is_written_changed_and_then_sent(municipality: Municipality, controller: User) -> None:
    risk = add_common_risk(municipality, 2026, CommonRiskText("Utkast"), by=controller)
    changed = change_common_risk(risk, SAYS, version=1, by=controller)
    assert (changed.text, changed.control, changed.sent_at) == (SAYS.text, SAYS.control, None)
    sent = send_common_risk(changed, by=controller)
    assert send_common_risk(sent, by=controller).sent_at == sent.sent_at
    told = sent.history.order_by("pgh_id").values_list("pgh_context__metadata", flat=True)
    assert [(one["operation"], one["user"]) for one in told] == [
        ("planning.add_common_risk", controller.pk),
        ("planning.change_common_risk", controller.pk),
        ("planning.send_common_risk", controller.pk),
    ]


def test_what_is_sent_keeps_its_words_and_is_not_removed(risk: CommonRisk) -> None:
    with pytest.raises(RuleBroken, match="texten ligger fast"):
        change_common_risk(risk, CommonRiskText("Annat"), version=risk.version, by=None)
    with pytest.raises(RuleBroken, match="texten ligger fast"):
        remove_common_risk(risk, by=None)
    assert CommonRisk.objects.get().text == SAYS.text


def test_of_two_who_change_a_risk_the_second_overwrites_nothing(municipality: Municipality) -> None:
    opened = add_common_risk(municipality, 2026, CommonRiskText("Utkast"), by=None)
    change_common_risk(opened, CommonRiskText("Den första"), version=1, by=None)
    with pytest.raises(Outdated):
        change_common_risk(opened, CommonRiskText("Den andra"), version=1, by=None)
    assert CommonRisk.objects.get().text == "Den första"


def test_what_is_not_sent_is_removed_and_cannot_be_withdrawn(municipality: Municipality) -> None:
    risk = add_common_risk(municipality, 2026, SAYS, by=None)
    with pytest.raises(RuleBroken, match="inte skickad"):
        withdraw_common_risk(risk, by=None)
    for _time in range(2):
        remove_common_risk(risk, by=None)
    assert CommonRisk.objects.count() == 0


def test_a_withdrawn_risk_asks_nothing_of_anybody_and_stays_where_it_was_taken_up(plan: Plan, risk: CommonRisk) -> None:
    event = take_up(plan, risk, WorkingMethodFactory(process__plan=plan), by=None)
    withdrawn = withdraw_common_risk(risk, by=None)
    assert withdraw_common_risk(withdrawn, by=None).withdrawn_at == withdrawn.withdrawn_at
    assert (_states(plan), UndesiredEvent.objects.get()) == ([], event)
    with pytest.raises(RuleBroken, match="dragits tillbaka"):
        refuse(plan, risk, reason="Behövs inte", by=None)


def test_last_years_risks_are_copied_once_unsent_and_with_their_origin(
    municipality: Municipality, risk: CommonRisk
) -> None:
    add_common_risk(municipality, 2026, CommonRiskText("Aldrig skickad"), by=None)
    withdraw_common_risk(CommonRiskFactory(municipality=municipality, sent_at=timezone.now()), by=None)
    (copy,) = copy_common_risks(municipality, 2027, by=None)
    assert (copy.text, copy.control, copy.year, copy.origin, copy.sent_at) == (
        SAYS.text,
        SAYS.control,
        2027,
        risk,
        None,
    )
    with pytest.raises(RuleBroken, match="inga gemensamma risker för 2026"):
        copy_common_risks(municipality, 2027, by=None)


def test_a_risk_is_taken_up_with_its_control_and_its_follow_up(plan: Plan, risk: CommonRisk, controller: User) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    UndesiredEventFactory(working_method=method, position=0)
    event = take_up(plan, risk, method, by=controller)
    assert (event.text, event.common_risk, event.position) == (SAYS.text, risk, 1)
    assert [control.text for control in method.controls.all()] == [SAYS.control]
    assert [follow_up.text for follow_up in method.follow_ups.all()] == [SAYS.follow_up]
    assert take_up(plan, risk, method, by=controller) == event
    assert method.events.count() == 2
    told = event.history.get().pgh_context.metadata
    assert (told["operation"], told["user"]) == ("planning.take_up", controller.pk)


def test_it_can_be_taken_up_into_a_new_method_of_a_process(plan: Plan, risk: CommonRisk) -> None:
    process = ProcessFactory(plan=plan)
    event = take_up(plan, risk, NewMethod("Avtalsbevakning", process=process), by=None)
    assert (event.working_method.name, event.working_method.process) == ("Avtalsbevakning", process)


def test_it_can_be_taken_up_into_a_new_process_that_serves_goals(plan: Plan, risk: CommonRisk) -> None:
    goal, stranger = GoalFactory(plan=plan), GoalFactory()
    into = NewMethod("Avtalsbevakning", process_name="Inköp", goals=[goal, stranger])
    process = take_up(plan, risk, into, by=None).working_method.process
    assert (process.name, process.plan, list(process.goals.all())) == ("Inköp", plan, [goal])


def test_a_place_in_another_plan_is_refused(plan: Plan, risk: CommonRisk) -> None:
    for elsewhere in (WorkingMethodFactory(), NewMethod("Ny", process=ProcessFactory())):
        with pytest.raises(RuleBroken, match=r"Välj (en|ett) ann"):
            take_up(plan, risk, elsewhere, by=None)
    assert plan.processes.count() == 0


def test_a_risk_in_the_boards_own_words_can_be_the_answer(plan: Plan, risk: CommonRisk) -> None:
    own = UndesiredEventFactory(working_method__process__plan=plan, text="Avtalen glöms bort")
    assert answer_with(plan, risk, own, by=None).text == "Avtalen glöms bort"
    assert (_states(plan), UndesiredEvent.objects.count()) == (["taken"], 1)
    with pytest.raises(RuleBroken, match="tagit bort den risken"):
        answer_with(plan, risk, UndesiredEventFactory(), by=None)


def test_only_a_draft_takes_risks_up(plan: Plan, risk: CommonRisk) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    adopted(plan)
    with pytest.raises(RuleBroken, match="beslutad"):
        take_up(plan, risk, method, by=None)
    assert method.events.count() == 0


def test_a_recommended_risk_is_refused_for_a_reason_even_when_the_plan_is_decided(plan: Plan, risk: CommonRisk) -> None:
    adopted(plan)
    for reason in ("Inga avtal", "Alla avtal är centrala"):
        refuse(plan, risk, reason=reason, by=None)
    assert [(answer.state, answer.reason) for answer in answers_of(plan)] == [("refused", "Alla avtal är centrala")]


def test_a_required_risk_is_not_refused(plan: Plan, required: CommonRisk) -> None:
    with pytest.raises(RuleBroken, match="obligatorisk"):
        refuse(plan, required, reason="Vill inte", by=None)
    assert CommonRiskRefusal.objects.count() == 0


def test_who_takes_up_a_risk_takes_the_refusal_back_and_cannot_refuse_it_then(plan: Plan, risk: CommonRisk) -> None:
    refuse(plan, risk, reason="Inga avtal", by=None)
    take_up(plan, risk, WorkingMethodFactory(process__plan=plan), by=None)
    assert CommonRiskRefusal.objects.count() == 0
    with pytest.raises(RuleBroken, match="tagit upp risken"):
        refuse(plan, risk, reason="Inga avtal", by=None)


@pytest.mark.parametrize("values", [{"year": 2027}, {"sent_at": None}, {"municipality": None}])
def test_what_is_not_sent_to_the_board_for_the_year_is_not_answered(
    plan: Plan, municipality: Municipality, values: dict[str, Any]
) -> None:
    values = {"municipality": municipality, "sent_at": timezone.now(), **values}
    if values["municipality"] is None:
        del values["municipality"]
    risk = CommonRiskFactory(**values)
    with pytest.raises(RuleBroken, match="inte skickad till den här nämnden"):
        take_up(plan, risk, NewMethod("Ny", process_name="Ny"), by=None)
    assert list(unanswered_common_risks(plan)) == []


def test_what_a_board_has_not_answered_is_listed_until_it_has(
    plan: Plan, risk: CommonRisk, required: CommonRisk
) -> None:
    assert list(unanswered_common_risks(plan)) == [risk, required]
    refuse(plan, risk, reason="Inga avtal", by=None)
    assert list(unanswered_common_risks(plan)) == [required]
    take_up(plan, required, WorkingMethodFactory(process__plan=plan), by=None)
    assert list(unanswered_common_risks(plan)) == []


def test_the_overview_shows_each_boards_answer_with_the_value_on_its_own_scale(
    board: Board, plan: Plan, risk: CommonRisk, django_assert_num_queries: Any
) -> None:
    Plan.objects.filter(pk=plan.pk).update(scale=make_standard_scale(board.municipality, by=None))
    event = take_up(plan, risk, WorkingMethodFactory(process__plan=plan), by=None)
    UndesiredEvent.objects.filter(pk=event.pk).update(likelihood=3, consequence=4)
    refusing = PlanFactory(board=BoardFactory(municipality=board.municipality, name="Z-nämnden"), year=2026)
    refuse(refusing, risk, reason="Inga avtal", by=None)
    BoardFactory(municipality=board.municipality, name="Å-nämnden", ends="2025-12-31")
    central = RoleAssignmentFactory(role=Role.CENTRAL_CONTROLLER, board=None, municipality=board.municipality).user
    add_common_risk(board.municipality, 2026, CommonRiskText("Utkast"), by=None)
    with django_assert_num_queries(7):
        overview = overview_of(board.municipality, 2026, central)
        shown = [
            (row.answered, [(answer.board, answer.state, answer.look, answer.reason) for answer in row.answers])
            for row in overview.sent
        ]
    assert shown == [
        (2, [(board, "taken", "high", ""), (refusing.board, "refused", "", "Inga avtal")]),
    ]
    assert [one.text for one in overview.unsent] == ["Utkast"]


def test_a_boards_controller_sees_no_other_boards_answers(board: Board, controller: User, risk: CommonRisk) -> None:
    BoardFactory(municipality=board.municipality)
    overview = overview_of(board.municipality, 2026, controller)
    assert (overview.boards, [len(row.answers) for row in overview.sent]) == ((board,), [1])
