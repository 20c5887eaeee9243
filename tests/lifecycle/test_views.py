"""The pages: who gets what in which state, what they say first, and that they ask as much however much there is."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decided import decide
from factories import (
    FollowUpResultFactory,
    GoalFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    adopted,
)
from rimlig.lifecycle.operations import propose
from rimlig.lifecycle.revising import begin_revision
from rimlig.lifecycle.rolling import roll_over
from rimlig.organisation.models import User
from rimlig.planning.models import Plan, PlannedFollowUp, PlanState, UndesiredEvent
from rimlig.records.models import Decision

pytestmark = pytest.mark.django_db

CAST = [
    "head",
    "controller",
    "unit_manager",
    "board_member",
    "auditor",
    "outsider",
    "other_municipality_controller",
]
READ, WRITE = "get", "post"
SAID = {"version": "2", "meeting_date": "2025-12-10", "paragraph": "§ 114", "registry_number": "LIN 2025/118"}
# Per state, route and method, the status for each of the cast in the order above. A post that the state refuses is 422.
TABLE = {
    ("draft", "propose", READ): [200, 403, 403, 403, 403, 404, 404],
    ("draft", "propose", WRITE): [302, 403, 403, 403, 403, 404, 404],
    ("draft", "take-back", WRITE): [302, 403, 403, 403, 403, 404, 404],
    ("draft", "adopt", READ): [200, 200, 403, 403, 403, 404, 404],
    ("draft", "adopt", WRITE): [422, 422, 403, 403, 403, 404, 404],
    ("draft", "close", WRITE): [422, 422, 403, 403, 403, 404, 404],
    ("draft", "revise", READ): [403, 200, 403, 403, 403, 404, 404],
    ("draft", "revise", WRITE): [403, 422, 403, 403, 403, 404, 404],
    ("draft", "withdraw", WRITE): [403, 422, 403, 403, 403, 404, 404],
    ("draft", "roll-over", READ): [403, 200, 403, 403, 403, 404, 404],
    ("draft", "roll-over", WRITE): [403, 302, 403, 403, 403, 404, 404],
    ("draft", "decision", READ): [200, 200, 200, 200, 200, 404, 404],
    ("draft", "document", READ): [404, 404, 404, 404, 404, 404, 404],
    ("draft", "differences", READ): [404, 404, 404, 404, 404, 404, 404],
    ("draft", "rolled-over", READ): [404, 404, 404, 404, 404, 404, 404],
    ("proposed", "propose", READ): [200, 403, 403, 403, 403, 404, 404],
    ("proposed", "take-back", READ): [200, 403, 403, 403, 403, 404, 404],
    ("proposed", "take-back", WRITE): [302, 403, 403, 403, 403, 404, 404],
    ("proposed", "adopt", READ): [200, 200, 403, 403, 403, 404, 404],
    ("proposed", "adopt", WRITE): [302, 302, 403, 403, 403, 404, 404],
    ("adopted", "adopt", WRITE): [409, 409, 403, 403, 403, 404, 404],
    ("adopted", "close", READ): [200, 200, 403, 403, 403, 404, 404],
    ("adopted", "close", WRITE): [409, 409, 403, 403, 403, 404, 404],
    ("adopted", "revise", READ): [403, 200, 403, 403, 403, 404, 404],
    ("adopted", "revise", WRITE): [403, 302, 403, 403, 403, 404, 404],
    ("adopted", "roll-over", READ): [403, 200, 403, 403, 403, 404, 404],
    ("adopted", "decision", READ): [200, 200, 200, 200, 200, 404, 404],
    ("adopted", "document", READ): [200, 200, 200, 200, 200, 404, 404],
    ("adopted", "data", READ): [200, 200, 200, 200, 200, 404, 404],
}


def _in_state(plan: Plan, state: str, head: User) -> Plan:
    if state == "proposed":
        return propose(plan, version=1, by=head)
    if state == "adopted":
        decide(plan, head, paragraph="1")
    return Plan.objects.get(pk=plan.pk)


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("state", "name", "method"), TABLE)
def test_each_of_the_cast_gets_the_answer_of_the_table(
    client: Client, request: Any, written: Plan, head: User, state: str, name: str, method: str, who: str
) -> None:
    plan = _in_state(written, state, head)
    client.force_login(request.getfixturevalue(who))
    data = {**SAID, "reason": "Ny lag", "version": str(plan.version if name != "close" else 1)}
    answer = getattr(client, method)(reverse(f"lifecycle:{name}", args=[plan.pk]), data)
    assert answer.status_code == TABLE[state, name, method][CAST.index(who)]


OTHERS = {"common-risks"}
"""What other rooms offer at the head of the plan."""
# What the head of the plan offers, by state, to the head of administration and to the controller.
OFFERED: dict[str, tuple[list[str], list[str]]] = {
    "draft": (["foresla"], ["nasta-ar"]),
    "proposed": (["faststall", "ta-tillbaka"], ["faststall", "nasta-ar"]),
    "adopted": (["beslut"], ["beslut", "revidera", "nasta-ar"]),
}


@pytest.mark.parametrize("who", ["head", "controller", "board_member"])
@pytest.mark.parametrize("state", OFFERED)
def test_the_plan_offers_what_may_be_done_now(
    client: Client, request: Any, written: Plan, head: User, state: str, who: str, monkeypatch: Any
) -> None:
    from rimlig.core.navigation import offered  # noqa: PLC0415

    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 6, 1))
    plan = _in_state(written, state, head)
    user = request.getfixturevalue(who)
    ways = [
        entry.address(plan).split("/")[-2]
        for entry in offered("plan-state", user, plan.board, plan)
        if entry.key not in OTHERS
    ]
    expected = {"head": OFFERED[state][0], "controller": OFFERED[state][1], "board_member": []}[who]
    assert ways == (expected if who != "board_member" else (["beslut"] if state == "adopted" else []))


def _text(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def test_what_is_missing_is_said_instead_of_a_button(client: Client, plan: Plan, head: User) -> None:
    client.force_login(head)
    page = client.get(reverse("lifecycle:propose", args=[plan.pk])).content
    assert _text(page).count("Saknas innan planen kan föreslås") == 1
    assert page.count(b'<form method="post" class="row">') == 0
    answer = client.post(reverse("lifecycle:propose", args=[plan.pk]), {"version": "1"})
    assert (answer.status_code, _text(answer.content).count("saknas innan planen kan föreslås")) == (422, 1)


def test_a_plan_is_led_from_draft_to_decision_on_the_pages(client: Client, written: Plan, head: User) -> None:
    client.force_login(head)
    answer = client.post(reverse("lifecycle:propose", args=[written.pk]), {"version": "1"})
    assert answer.status_code == 302
    answer = client.post(reverse("lifecycle:adopt", args=[written.pk]), SAID)
    assert answer["Location"] == reverse("lifecycle:decision", args=[written.pk])
    page = _text(client.get(answer["Location"]).content)
    for said in ("2025-12-10", "§ 114", "LIN 2025/118", "Inskrivet av Helena Lund", "Samma som när det beslutades"):
        assert page.count(said) >= 1, said


def test_the_document_is_the_same_bytes_every_time(client: Client, adopted_plan: Plan, auditor: User) -> None:
    client.force_login(auditor)
    url = reverse("lifecycle:document", args=[adopted_plan.pk])
    first, second = client.get(url), client.get(url)
    document = first.getvalue()
    assert document == second.getvalue()
    assert document.startswith(b"%PDF-")
    assert first["Content-Disposition"] == (
        'attachment; filename="internkontrollplan-2026-lindhaga-stadsdelsnamnd-utgava-1-2025-12-10.pdf"'
    )
    data = client.get(reverse("lifecycle:data", args=[adopted_plan.pk]))
    assert json.loads(data.getvalue())["kind"] == "plan"


def test_a_damaged_document_is_told_and_not_given_out(client: Client, adopted_plan: Plan, auditor: User) -> None:
    client.force_login(auditor)
    stored = Decision.objects.get().document
    default_storage.delete(stored.place)
    page = _text(client.get(reverse("lifecycle:decision", args=[adopted_plan.pk])).content)
    assert page.count("Den lagrade filen är borta eller är inte den som beslutades") == 1
    answer = client.get(reverse("lifecycle:document", args=[adopted_plan.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("lifecycle:decision", args=[adopted_plan.pk]), 302)]


def test_somebody_elses_decision_is_shown_to_the_second(client: Client, adopted_plan: Plan, controller: User) -> None:
    client.force_login(controller)
    url = reverse("lifecycle:adopt", args=[adopted_plan.pk])
    answer = client.post(url, {**SAID, "paragraph": "9"})
    assert answer.status_code == 409
    assert _text(answer.content).count("Beslutet är redan inskrivet, av Helena Lund: 2025-12-10, § 114") == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("meeting_date", "", "Skriv dagen för sammanträdet."),
        ("meeting_date", "igår", "Skriv dagen som år, månad och dag"),
        ("meeting_date", "2999-01-01", "som inte har kommit än"),
        ("meeting_date", "2019-01-01", "för tidigt"),
        ("paragraph", "§", "Skriv paragrafen i protokollet som ett nummer"),
        ("registry_number", "", "Skriv diarienumret."),
    ],
)
def test_minutes_that_cannot_be_right_are_told_and_nothing_is_decided(
    client: Client, written: Plan, head: User, field: str, value: str, said: str
) -> None:
    propose(written, version=1, by=head)
    client.force_login(head)
    answer = client.post(reverse("lifecycle:adopt", args=[written.pk]), {**SAID, field: value})
    assert answer.status_code == 422
    assert _text(answer.content).count(said) >= 1
    assert Plan.objects.get().state == PlanState.PROPOSED


def test_a_revision_says_what_moves_and_what_stays_before_it_is_adopted(
    client: Client, followed_up: Plan, head: User
) -> None:
    revision = begin_revision(followed_up, "Ny lag", by=head)
    PlannedFollowUp.objects.filter(working_method__process__plan=revision).delete()
    UndesiredEvent.objects.filter(working_method__process__plan=revision).update(treatment="watch")
    propose(revision, version=1, by=head)
    client.force_login(head)
    page = _text(client.get(reverse("lifecycle:adopt", args=[revision.pk])).content)
    assert page.count("under den nya utgåvan: 2 åtgärder 2 handlingsplaner rapporternas texter") == 1
    assert page.count("uppföljningen finns inte i den nya utgåvan") == 3
    page = _text(client.get(reverse("lifecycle:differences", args=[revision.pk])).content)
    assert page.count("borttagen") == 2  # the row, and the way to the rows of its kind


def test_closing_says_which_answers_are_not_approved(client: Client, plan: Plan, head: User) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process__plan=plan)
    unit = OrgUnitFactory(board=plan.board)
    for code, trait in (("T1", {"filed": True}), ("T2", {"to_answer": True}), ("VB", {})):
        period = PeriodFactory(municipality=plan.board.municipality, code=code)
        FollowUpResultFactory(follow_up=follow_up, period=period, unit=unit, **trait)
    client.force_login(head)
    page = _text(client.get(reverse("lifecycle:close", args=[adopted(plan).pk])).content)
    assert page.count("1 svar har efterfrågats men inte lämnats.") == 1
    assert page.count("1 svar är inlämnat men inte godkänt.") == 1


def test_differences_can_be_narrowed(client: Client, adopted_plan: Plan, head: User, board_member: User) -> None:
    revision = begin_revision(adopted_plan, "Ny lag", by=head)
    GoalFactory(plan=revision, number="9", title="Nytt mål", position=9)
    revision.goals.filter(number="1.1").update(title="Annat")
    client.force_login(board_member)
    url = reverse("lifecycle:differences", args=[revision.pk])
    assert client.get(url).content.count(b'class="card pad stack"><p class="row">') == 2
    assert client.get(f"{url}?visa=added").content.count(b'class="card pad stack"><p class="row">') == 1


def test_rolling_over_on_the_page_leaves_what_was_chosen(client: Client, followed_up: Plan, controller: User) -> None:
    client.force_login(controller)
    url = reverse("lifecycle:roll-over", args=[followed_up.pk])
    page = client.get(url).content.decode()
    process = followed_up.processes.get(name="Inköp")
    assert page.count(f'value="process-{process.pk}"') == 1
    assert _text(page.encode()).count("3 öppna åtgärder fortsätter") == 1
    answer = client.post(url, {"leave": [f"process-{process.pk}"]})
    target = Plan.objects.get(year=2027)
    assert answer["Location"] == reverse("lifecycle:rolled-over", args=[target.pk])
    record = _text(client.get(answer["Location"]).content)
    assert record.count("Det här lämnades 6") == 1
    again = client.post(url, {})
    assert (again.status_code, Plan.objects.count()) == (422, 2)
    assert _text(again.content).count("Det finns redan en plan för 2027") == 1


QUERIES = {"decision": 10, "differences": 26, "roll-over": 13, "rolled-over": 6, "close": 10, "adopt": 14}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_asks_as_much_however_much_there_is(
    client: Client, plan: Plan, head: User, controller: User, django_assert_num_queries: Any, name: str, number: int
) -> None:
    for _ in range(number):
        ProcessGoalFactory(process=ProcessFactory(plan=plan), goal=GoalFactory(plan=plan))
    if name in {"differences", "adopt"}:
        shown = begin_revision(adopted(plan), "Ny lag", by=controller)
        for _ in range(number):
            GoalFactory(plan=shown, position=100 + _)
        if name == "adopt":
            Plan.objects.filter(pk=shown.pk).update(state="proposed")
    elif name == "rolled-over":
        shown = roll_over(plan, set(), by=controller).target
    else:
        shown = adopted(plan) if name in {"close", "decision"} else plan
    client.force_login(head if name in {"close", "adopt"} else controller)
    client.get("/")  # the session is there
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(reverse(f"lifecycle:{name}", args=[shown.pk])).status_code == 200
