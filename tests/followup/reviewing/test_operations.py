"""Every transition of a review, who may make it, and each refusal, typed out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from factories import ActionFactory, FollowUpResultFactory, FollowUpRulesFactory, ReviewFactory
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.followup.models import AnswerComment, FollowUpResult, Period, Review
from rimlig.followup.reviewing.operations import approve, approve_many, comment, send_back
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import PlannedFollowUp

ROLES = [
    "unit_manager",
    "performer",
    "department_manager",
    "other_department_manager",
    "substitute",
    "head",
    "controller",
    "central_controller",
    "auditor",
    "board_member",
    "outsider",
]
STATES = ["open", "filed 1", "filed 2", "returned", "approved", "concluded"]

SETTLED = ("approved", 0)
ON = ("filed", 2)  # to the controller
BACK = ("returned", 0)
NOT_YOURS = "Du hör inte till dem som granskar det här svaret."
LATER = "Den första granskningen är gjord. Svaret väntar nu på internkontrollsamordnaren."
OWN = "Du har själv skrivit eller lämnat in det här svaret, så någon annan granskar det."
NOT_OPENED = "Svaret är godkänt. Bara internkontrollsamordnaren kan öppna det igen."
CLOSED = "Tertial 2 2026 stängde 9 september 2026, så svaren ligger fast. Fråga internkontrollsamordnaren om perioden ska öppnas igen."


def _nothing(state: str) -> str:
    return f"Svaret är {state}, så det finns inget att godkänna."


def _not_from(state: str) -> str:
    return f"Svaret är {state}, så det går inte. Ladda om sidan så ser du hur det är nu."


# Who × what the answer waits for → where it comes, or the refusal.
APPROVING: dict[str, dict[str, Any]] = {
    "filed 1": {
        "unit_manager": NOT_YOURS,
        "performer": NOT_YOURS,
        "department_manager": ON,
        "other_department_manager": NOT_YOURS,
        "substitute": ON,
        "head": NOT_YOURS,
        "controller": SETTLED,
        "central_controller": SETTLED,
        "auditor": NOT_YOURS,
        "board_member": NOT_YOURS,
        "outsider": NOT_YOURS,
    },
    "filed 2": {
        "unit_manager": NOT_YOURS,
        "performer": NOT_YOURS,
        "department_manager": LATER,
        "other_department_manager": NOT_YOURS,
        "substitute": LATER,
        "head": NOT_YOURS,
        "controller": SETTLED,
        "central_controller": SETTLED,
        "auditor": NOT_YOURS,
        "board_member": NOT_YOURS,
        "outsider": NOT_YOURS,
    },
    "open": dict.fromkeys(ROLES, _nothing("att svara på")),
    "returned": dict.fromkeys(ROLES, _nothing("skickat tillbaka")),
    "approved": dict.fromkeys(ROLES, _nothing("godkänt")),
    "concluded": dict.fromkeys(ROLES, _nothing("slutsats")),
}
SENDING_BACK: dict[str, dict[str, Any]] = {
    "filed 1": {
        "unit_manager": NOT_YOURS,
        "performer": NOT_YOURS,
        "department_manager": BACK,
        "other_department_manager": NOT_YOURS,
        "substitute": BACK,
        "head": NOT_YOURS,
        "controller": BACK,
        "central_controller": BACK,
        "auditor": NOT_YOURS,
        "board_member": NOT_YOURS,
        "outsider": NOT_YOURS,
    },
    "filed 2": {
        "unit_manager": NOT_YOURS,
        "performer": NOT_YOURS,
        "department_manager": LATER,
        "other_department_manager": NOT_YOURS,
        "substitute": LATER,
        "head": NOT_YOURS,
        "controller": BACK,
        "central_controller": BACK,
        "auditor": NOT_YOURS,
        "board_member": NOT_YOURS,
        "outsider": NOT_YOURS,
    },
    "approved": {
        "unit_manager": NOT_OPENED,
        "performer": NOT_OPENED,
        "department_manager": NOT_OPENED,
        "other_department_manager": NOT_OPENED,
        "substitute": NOT_OPENED,
        "head": NOT_OPENED,
        "controller": BACK,
        "central_controller": BACK,
        "auditor": NOT_OPENED,
        "board_member": NOT_OPENED,
        "outsider": NOT_OPENED,
    },
    "open": dict.fromkeys(ROLES, _not_from("att svara på")),
    "returned": dict.fromkeys(ROLES, _not_from("skickat tillbaka")),
    "concluded": dict.fromkeys(ROLES, _not_from("slutsats")),
}


def _in_state(state: str, answer: FollowUpResult) -> FollowUpResult:
    """Return an answer in the state, that Amira wrote."""
    if state == "filed 1":
        return answer
    if state == "filed 2":
        FollowUpResult.objects.filter(pk=answer.pk).update(step=2)
    elif state in {"approved", "returned"}:
        FollowUpResult.objects.filter(pk=answer.pk).update(state=state, step=0)
    elif state == "open":
        return FollowUpResultFactory(
            follow_up__working_method=answer.follow_up.working_method,
            period=answer.period,
            unit=answer.unit,
            to_answer=True,
        )
    else:
        return FollowUpResultFactory(follow_up=answer.follow_up, period=answer.period)
    answer.refresh_from_db()
    return answer


def _outcome(operation: Any, answer: FollowUpResult, **said: Any) -> Any:
    try:
        operation(answer, version=answer.version, **said)
    except RuleBroken as broken:
        answer.refresh_from_db()
        return str(broken)
    answer.refresh_from_db()
    return answer.state, answer.step


@pytest.mark.parametrize("state", STATES)
def test_who_approves_what(state: str, answer: FollowUpResult, people: Any) -> None:
    row = _in_state(state, answer)
    before = FollowUpResult.objects.filter(pk=row.pk).values().get()
    got = {}
    for role in ROLES:
        got[role] = _outcome(approve, row, by=getattr(people, role))
        _put_back(row, before)
    assert got == APPROVING[state]


@pytest.mark.parametrize("state", STATES)
def test_who_sends_what_back(state: str, answer: FollowUpResult, people: Any) -> None:
    row = _in_state(state, answer)
    before = FollowUpResult.objects.filter(pk=row.pk).values().get()
    got = {}
    for role in ROLES:
        got[role] = _outcome(send_back, row, text="Gäller det alla grupper?", by=getattr(people, role))
        _put_back(row, before)
    assert got == SENDING_BACK[state]


def _put_back(row: FollowUpResult, before: dict[str, Any]) -> None:
    """Let the answer be as it was, by ways that the state machine has, in a version that nobody has reviewed yet."""
    row.refresh_from_db()
    rows = FollowUpResult.objects.filter(pk=row.pk)
    if row.state != before["state"]:
        if row.state == "approved":
            rows.update(state="returned", step=0)
        rows.update(state="filed", step=1)
    if before["state"] == "approved" and row.state != "approved":
        rows.update(state="approved", step=0)
    rows.update(step=before["step"], version=row.version + 1)
    row.refresh_from_db()


def test_the_controller_is_not_asked_where_the_municipality_leaves_it_to_the_first_reviewer(
    answer: FollowUpResult, people: Any
) -> None:
    FollowUpRulesFactory(municipality=answer.period.municipality, controller_reviews=False)
    assert _outcome(approve, answer, by=people.department_manager) == SETTLED


def test_an_answer_that_a_controller_filed_needs_no_controller_more(answer: FollowUpResult, people: Any) -> None:
    answer = FollowUpResultFactory(
        follow_up=answer.follow_up,
        period=answer.period,
        unit=None,
        filed=True,
        filed_by=people.controller,
        saved_by=people.controller,
    )
    assert _outcome(approve, answer, by=people.controller) == OWN
    assert _outcome(approve, answer, by=people.head) == SETTLED


@pytest.mark.parametrize("part", ["filed_by", "saved_by"])
def test_nobody_reviews_what_they_filed_or_wrote(
    part: str, answer: FollowUpResult, unit: OrgUnit, people: Any, follow_up: PlannedFollowUp, period: Period
) -> None:
    FollowUpResult.objects.all().update(state="returned", step=0)
    FollowUpResult.objects.all().update(**{part: people.department_manager})
    FollowUpResult.objects.all().update(state="filed", step=1)
    answer.refresh_from_db()
    assert _outcome(approve, answer, by=people.department_manager) == OWN
    assert _outcome(send_back, answer, text="Vad?", by=people.department_manager) == OWN
    FollowUpRulesFactory(municipality=period.municipality, reviewer_is_another=False)
    assert _outcome(approve, answer, by=people.department_manager) == ON


def test_the_person_whom_the_plan_names_reviews_and_their_substitute(answer: FollowUpResult, people: Any) -> None:
    follow_up = answer.follow_up
    follow_up.reviewer = people.department_manager
    follow_up.save()
    assert _outcome(approve, answer, by=people.head) == NOT_YOURS
    assert _outcome(approve, answer, by=people.substitute) == ON


def test_the_role_that_the_plan_names_reviews(answer: FollowUpResult, people: Any) -> None:
    follow_up = answer.follow_up
    follow_up.reviewer_role = "head_of_administration"
    follow_up.save()
    assert _outcome(approve, answer, by=people.department_manager) == NOT_YOURS
    assert _outcome(approve, answer, by=people.head) == ON


def test_each_review_tells_who_what_when_and_of_which_version(answer: FollowUpResult, people: Any) -> None:
    approve(answer, version=1, by=people.department_manager)
    approve(answer, version=2, by=people.controller)
    send_back(answer, version=3, text="Vi behöver siffran.", by=people.controller)
    said = Review.objects.values_list("step", "verdict", "of_version", "by__name")
    assert list(said) == [
        (1, "approved", 1, "Dan Ek"),
        (2, "approved", 2, "Joel Brandt"),
        (0, "returned", 3, "Joel Brandt"),
    ]
    operations = answer.history.order_by("pgh_id").values_list("pgh_context__metadata__operation", flat=True)
    assert list(operations)[1:] == ["followup.approve", "followup.approve", "followup.send_back"]


def test_approving_twice_with_one_press_approves_once(answer: FollowUpResult, people: Any) -> None:
    for _press in range(2):
        row = approve(answer, version=1, by=people.department_manager)
        assert (row.state, row.step, row.version) == ("filed", 2, 2)
    assert Review.objects.count() == 1


def test_what_changed_since_it_was_read_is_neither_approved_nor_sent_back(answer: FollowUpResult, people: Any) -> None:
    FollowUpResult.objects.update(version=2)
    for operation, said in ((approve, {}), (send_back, {"text": "Vad?"})):
        with pytest.raises(Outdated) as refused:
            operation(answer, version=1, by=people.controller, **said)  # type: ignore[operator]
        assert (
            str(refused.value) == "Svaret har ändrats sedan du öppnade det. Läs det som det är nu och bestäm dig sedan."
        )
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("limit", "deviation", "refused"),
    [
        ("minor", "none", False),
        ("minor", "minor", True),
        ("minor", "major", True),
        ("minor", "not_done", False),
        ("major", "minor", False),
        ("major", "major", True),
        ("", "minor", False),
        ("", "major", False),
    ],
)
def test_a_deviation_is_approved_with_an_action_or_a_reason_for_none(
    limit: str, deviation: str, refused: bool, answer: FollowUpResult, people: Any
) -> None:
    FollowUpRulesFactory(municipality=answer.period.municipality, action_from=limit)
    FollowUpResult.objects.update(state="returned", step=0)
    FollowUpResult.objects.update(deviation=deviation)
    FollowUpResult.objects.update(state="filed", step=1)
    sentence = (
        "Avvikelsen har ingen åtgärd ännu, och inget skäl till varför ingen behövs. "
        "Lägg till en åtgärd, eller skicka tillbaka svaret och be om en."
    )
    for reviewer, done in ((people.department_manager, ON), (people.controller, SETTLED)):
        assert _outcome(approve, answer, by=reviewer) == (sentence if refused else done)
    if refused:
        ActionFactory(corrective=True, follow_up=answer.follow_up, result=answer)
        assert _outcome(approve, answer, by=people.controller) == SETTLED


def test_a_stated_reason_stands_for_the_action(answer: FollowUpResult, people: Any, other_unit: OrgUnit) -> None:
    row = FollowUpResultFactory(
        follow_up=answer.follow_up,
        period=answer.period,
        unit=other_unit,
        filed=True,
        deviation="major",
        no_action_reason="Gruppen är nedlagd.",
    )
    assert _outcome(approve, row, by=people.controller) == SETTLED


def test_nothing_is_reviewed_when_the_period_is_closed(answer: FollowUpResult, people: Any, period: Period) -> None:
    Period.objects.update(closes=date(2026, 9, 9), due=date(2026, 9, 5))
    assert _outcome(approve, answer, by=people.controller) == CLOSED
    assert _outcome(send_back, answer, text="Vad?", by=people.controller) == CLOSED
    assert [reason for _row, reason in approve_many([answer], by=people.controller).left] == [CLOSED]


def test_sending_back_needs_a_comment(answer: FollowUpResult, people: Any) -> None:
    sentence = "Skriv vad du undrar eller vill ha ändrat, så att den som svarar vet vad som ska göras."
    assert _outcome(send_back, answer, text="  \n", by=people.controller) == sentence
    assert (answer.state, Review.objects.count()) == ("filed", 0)


def test_a_question_stands_at_the_words_that_it_is_about(answer: FollowUpResult, people: Any) -> None:
    send_back(
        answer,
        text=" Vilka grupper? ",
        field="result",
        quote="minst en\n legitimerad",
        version=1,
        by=people.controller,
    )
    said = AnswerComment.objects.get()
    assert (said.field, said.quote, said.text, said.by.name) == (
        "result",
        "minst en legitimerad",
        "Vilka grupper?",
        "Joel Brandt",
    )
    assert said.review == Review.objects.get()


def test_words_that_are_not_in_the_answer_are_not_quoted(answer: FollowUpResult, people: Any) -> None:
    sentence = "Orden som du citerar står inte i svaret. Markera dem i det igen."
    for quote, field in (("inte där", ""), ("Alla grupper", "measures")):
        assert _outcome(send_back, answer, text="Vad?", quote=quote, field=field, by=people.controller) == sentence
    assert AnswerComment.objects.count() == 0


def test_words_without_a_place_are_found_where_they_stand(answer: FollowUpResult, people: Any) -> None:
    assert comment(answer, text="Hur många?", quote="Alla grupper", by=people.controller).field == "result"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("unit_manager", True),
        ("performer", False),
        ("department_manager", True),
        ("other_department_manager", False),
        ("substitute", True),
        ("head", False),
        ("controller", True),
        ("central_controller", True),
        ("auditor", False),
        ("board_member", False),
        ("outsider", False),
    ],
)
def test_those_whom_it_concerns_comment(role: str, may: bool, answer: FollowUpResult, people: Any) -> None:
    person: User = getattr(people, role)
    if not may:
        with pytest.raises(RuleBroken, match=r"^Bara de som svarar eller granskar kan kommentera svaret\.$"):
            comment(answer, text="Jag ser.", by=person)
        return
    for _press in range(2):
        comment(answer, text=" Jag ser. ", by=person)
    said = AnswerComment.objects.values_list("text", "by", "review")
    assert (list(said), FollowUpResult.objects.get().version) == ([("Jag ser.", person.pk, None)], 1)


def test_an_empty_comment_is_none(answer: FollowUpResult, people: Any) -> None:
    with pytest.raises(RuleBroken, match=r"^Skriv något först\.$"):
        comment(answer, text=" ", by=people.controller)


def test_many_are_approved_where_nothing_was_wrong_and_the_rest_is_left_with_its_reason(
    answer: FollowUpResult, people: Any, other_unit: OrgUnit, process: Any
) -> None:
    def one(**values: Any) -> FollowUpResult:
        # A follow-up each, so that the order is that of the plan.
        return FollowUpResultFactory(
            follow_up__working_method=answer.follow_up.working_method,
            period=answer.period,
            unit=other_unit,
            filed=True,
            **values,
        )

    good, minor, own, changed, settled = (
        one(),
        one(deviation="minor"),
        one(filed_by=people.controller),
        one(),
        FollowUpResultFactory(
            follow_up__working_method=answer.follow_up.working_method, period=answer.period, unit=other_unit
        ),
    )
    FollowUpResult.objects.filter(pk=changed.pk).update(version=7)
    outcome = approve_many([answer, good, minor, own, changed, settled], by=people.controller)
    assert [row.pk for row in outcome.approved] == [answer.pk, good.pk]
    assert [(row.pk, reason) for row, reason in outcome.left] == [
        (minor.pk, "Det visar en avvikelse, eller är inte genomfört. Läs och granska det för sig."),
        (own.pk, OWN),
        (changed.pk, "Svaret har ändrats sedan du såg det."),
        (settled.pk, _nothing("godkänt")),
    ]
    states = FollowUpResult.objects.order_by("pk").values_list("state", "version")
    assert list(states) == [
        ("approved", 2),
        ("approved", 2),
        ("filed", 1),
        ("filed", 1),
        ("filed", 7),
        ("approved", 1),
    ]
    assert list(Review.objects.values_list("result", "step", "verdict", "of_version", "by")) == [
        (answer.pk, 1, "approved", 1, people.controller.pk),
        (good.pk, 1, "approved", 1, people.controller.pk),
    ]


def test_approving_many_costs_the_same_for_one_and_for_three(
    answer: FollowUpResult, people: Any, other_unit: OrgUnit, django_assert_num_queries: Any
) -> None:
    three = [
        FollowUpResultFactory(
            follow_up__working_method=answer.follow_up.working_method, period=answer.period, unit=other_unit, filed=True
        )
        for _row in range(3)
    ]
    for rows in ([answer], three):
        controller = User.objects.get(pk=people.controller.pk)
        with django_assert_num_queries(11):
            assert len(approve_many(rows, by=controller).approved) == len(rows)


def test_a_review_of_the_same_version_by_somebody_else_is_refused_in_words(answer: FollowUpResult, people: Any) -> None:
    # As if the other's press came between the lock and the insert of one who does not take the lock.
    ReviewFactory(result=answer, step=1, verdict="returned", of_version=1, by=people.central_controller)
    assert _outcome(approve, answer, by=people.controller) == "Någon annan har just granskat svaret."


def test_a_filed_answer_says_when_it_was_filed_after_it_is_sent_back(answer: FollowUpResult, people: Any) -> None:
    send_back(answer, text="Vad?", version=1, by=people.controller)
    answer.refresh_from_db()
    assert (answer.filed_by, answer.filed_at) == (people.unit_manager, datetime(2026, 9, 10, 8, 0, tzinfo=UTC))
