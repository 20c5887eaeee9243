"""The page on which one answer is reviewed, and what is said beside it."""

from typing import Any

import pytest
from django.test import Client

from factories import AnswerCommentFactory, FollowUpResultFactory, FollowUpRulesFactory, RoleAssignmentFactory
from rimlig.followup.models import AnswerComment, FollowUpResult, Review
from rimlig.organisation.models import Board, OrgUnit, Role, User
from rimlig.planning.models import PlannedFollowUp

HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client: Client, people: Any) -> Client:
    client.force_login(people.controller)
    return client


def _address(answer: FollowUpResult, what: str = "granska") -> str:
    return f"/svar/{answer.pk}/{what}/"


def test_the_answer_is_read_beside_what_it_is_about(signed_in: Client, answer: FollowUpResult) -> None:
    page = signed_in.get(_address(answer)).content.decode()
    assert "<h1>Andel förskollärare i varje grupp</h1>" in page
    assert "<p>Alla grupper har minst en legitimerad förskollärare.</p>" in page
    assert "inlämnat 10 september 10.00 av Amira Holm" in page
    assert "Likvärdig förskola" in page


def test_the_reviewer_reads_when_the_level_is_right(signed_in: Client, answer: FollowUpResult) -> None:
    FollowUpRulesFactory(municipality=answer.period.municipality, criterion_none="Inget fel alls.")
    assert "<p>Inget fel alls.</p>" in signed_in.get(_address(answer)).content.decode()
    PlannedFollowUp.objects.filter(pk=answer.follow_up_id).update(criterion_none="Alla grupper hade en.")
    assert "<p>Alla grupper hade en.</p>" in signed_in.get(_address(answer)).content.decode()


def test_approved_without_javascript_it_goes_on_to_the_next(
    signed_in: Client, answer: FollowUpResult, other_unit: OrgUnit
) -> None:
    following = FollowUpResultFactory(follow_up=answer.follow_up, period=answer.period, unit=other_unit, filed=True)
    response = signed_in.post(_address(answer), {"verdict": "approve", "version": 1})
    assert (response.status_code, response["Location"]) == (302, f"/svar/{following.pk}/granska/")
    last = signed_in.post(_address(following), {"verdict": "approve", "version": 1})
    assert last["Location"] == f"/plan/{answer.in_plan.pk}/svar/?period=T2"
    assert list(FollowUpResult.objects.values_list("state", flat=True)) == ["approved", "approved"]


def test_in_the_panel_the_next_answer_comes_and_the_cell_changes(
    signed_in: Client, answer: FollowUpResult, other_unit: OrgUnit
) -> None:
    following = FollowUpResultFactory(follow_up=answer.follow_up, period=answer.period, unit=other_unit, filed=True)
    part = signed_in.post(_address(answer), {"verdict": "approve", "version": 1}, headers=HTMX).content.decode()
    assert part.lstrip().startswith(
        f'<article class="card pad stack panel" data-answer="{following.pk}" data-say="Godkänt.">'
    )
    assert f'<a class="cell" id="answer-{answer.pk}" hx-swap-oob="true" href="/svar/{answer.pk}/granska/">' in part
    assert '<span class="word">ingen avvikelse</span>' in part
    assert 'id="board-head"' not in part


def test_what_the_board_says_of_all_answers_changes_with_the_panel(
    signed_in: Client, answer: FollowUpResult, other_unit: OrgUnit
) -> None:
    FollowUpResultFactory(follow_up=answer.follow_up, period=answer.period, unit=other_unit, filed=True)
    board = f"http://testserver/plan/{answer.in_plan.pk}/svar/?period=T2&visa=granska"
    headers = {**HTMX, "HX-Current-URL": board}
    sent = {"verdict": "send-back", "version": 1, "text": "Vilka?"}
    part = " ".join(signed_in.post(_address(answer), sent, headers=headers).content.decode().split())
    assert '<div class="head" id="board-head" hx-swap-oob="true"> <h1>Tertial 2: 1 av 2 svar inlämnade</h1>' in part
    assert "1 svar väntar på dig. 1 saknas från 1 enhet." in part
    assert 'aria-current="true">Att granska <span class="num">1</span>' in part
    assert f'<span id="own-{answer.follow_up_id}" hx-swap-oob="true">' in part


def test_sent_back_with_a_question_about_some_words(signed_in: Client, answer: FollowUpResult, people: Any) -> None:
    sent = {"verdict": "send-back", "version": 1, "text": "Vilka?", "quote": "Alla grupper", "field": "result"}
    signed_in.post(_address(answer), sent)
    answer.refresh_from_db()
    assert (answer.state, AnswerComment.objects.get().quote) == ("returned", "Alla grupper")
    page = signed_in.get(_address(answer)).content.decode()
    mark = f'<mark data-comment="{AnswerComment.objects.get().pk}">Alla grupper</mark> har minst en'
    assert mark in page
    assert "<blockquote>Alla grupper</blockquote>" in page


def test_without_a_question_nothing_is_sent_back_and_the_form_says_so(
    signed_in: Client, answer: FollowUpResult
) -> None:
    response = signed_in.post(_address(answer), {"verdict": "send-back", "version": 1, "text": " "})
    assert response.status_code == 422
    assert "Skriv vad du undrar eller vill ha ändrat" in response.content.decode()
    assert Review.objects.count() == 0


def test_an_answer_that_has_changed_is_shown_as_it_is_now(signed_in: Client, answer: FollowUpResult) -> None:
    FollowUpResult.objects.update(version=2)
    response = signed_in.post(_address(answer), {"verdict": "approve", "version": 1})
    assert response.status_code == 409
    assert 'name="version" value="2"' in response.content.decode()


def test_opening_the_page_changes_nothing(signed_in: Client, answer: FollowUpResult) -> None:
    signed_in.get(f"{_address(answer)}?verdict=approve&version=1")
    assert FollowUpResult.objects.get().state == "filed"


@pytest.mark.parametrize(
    ("role", "reads", "reviews"),
    [
        ("unit_manager", 403, 403),
        ("department_manager", 200, 302),
        ("other_department_manager", 403, 403),
        ("substitute", 200, 302),
        ("head", 403, 403),
        ("controller", 200, 302),
        ("central_controller", 200, 302),
        ("auditor", 403, 403),
        ("board_member", 403, 403),
        ("outsider", 404, 404),
    ],
)
def test_who_may(role: str, reads: int, reviews: int, client: Client, answer: FollowUpResult, people: Any) -> None:
    client.force_login(getattr(people, role))
    assert client.get(_address(answer)).status_code == reads
    assert client.post(_address(answer), {"verdict": "approve", "version": 1}).status_code == reviews


def test_what_one_wrote_oneself_is_read_without_buttons(client: Client, answer: FollowUpResult, board: Board) -> None:
    both = User.objects.get(name="Amira Holm")
    RoleAssignmentFactory(user=both, role=Role.CONTROLLER, board=board)
    client.force_login(both)
    page = client.get(_address(answer)).content.decode()
    assert "Du har själv skrivit eller lämnat in det här svaret" in page
    assert 'value="approve"' not in page


def test_a_comment_is_said_and_leads_back(client: Client, answer: FollowUpResult, people: Any) -> None:
    client.force_login(people.unit_manager)
    back = f"/plan/{answer.in_plan.pk}/svar/"
    response = client.post(_address(answer, "kommentera"), {"text": "Gäller alla.", "next": back})
    assert response["Location"] == f"{back}#thread-{answer.pk}"
    assert AnswerComment.objects.get().text == "Gäller alla."


@pytest.mark.parametrize("elsewhere", ["https://ond.example/", "//ond.example/", "javascript:alert(1)"])
def test_a_comment_leads_nowhere_else(elsewhere: str, signed_in: Client, answer: FollowUpResult) -> None:
    response = signed_in.post(_address(answer, "kommentera"), {"text": "Hej", "next": elsewhere})
    assert response["Location"] == f"/svar/{answer.pk}/#thread-{answer.pk}"


def test_what_is_said_is_shown_and_never_run(signed_in: Client, answer: FollowUpResult) -> None:
    AnswerCommentFactory(result=answer, text="<script>alert(1)</script>", field="result", quote="Alla")
    page = signed_in.get(_address(answer)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_the_page_costs_the_same_however_much_is_said(
    client: Client, answer: FollowUpResult, people: Any, django_assert_num_queries: Any
) -> None:
    client.force_login(people.controller)
    for number in (1, 2):
        for _more in range(number):
            AnswerCommentFactory(result=answer)
        with django_assert_num_queries(12):
            assert client.get(_address(answer)).status_code == 200
