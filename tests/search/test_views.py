from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import (
    ActionFactory,
    ActionNoteFactory,
    AnswerCommentFactory,
    DecisionFactory,
    EvidenceFactory,
    FollowUpResultFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PlanFactory,
    ProcessFactory,
    RoleAssignmentFactory,
    SubstitutionFactory,
)
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import Board, Role, RoleAssignment, User
from rimlig.planning.models import Plan
from rimlig.search.finding import PAGE
from rimlig.search.kinds import Kind
from searchables import WORD, one_of_each

pytestmark = pytest.mark.django_db
PATH = "/sok/"
MOST_QUERIES = 40
"""Signing in, the roles, the boards, the numbers (twice where there are few hits), the hits, and one for each kind of them."""


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


def page(client: Client, **asked: Any) -> str:
    answer = client.get(PATH, asked)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def test_an_empty_search_teaches(signed_in: Client) -> None:
    shown = page(signed_in)
    assert "Så här söker du" in shown
    assert "autofocus" in shown


def test_a_question_of_only_what_is_to_be_missing_says_what_to_write(signed_in: Client) -> None:
    assert "Skriv minst ett ord som ska finnas med." in page(signed_in, q="-kontroll")


def test_nothing_found_says_what_to_try(signed_in: Client) -> None:
    shown = page(signed_in, q="<xylofon>")
    assert "Ingenting hittades för ”&lt;xylofon&gt;”" in shown
    assert "Pröva början av ordet." in shown


def test_nothing_found_within_a_choice_leads_to_everything(signed_in: Client, plan: Plan) -> None:
    ProcessFactory(plan=plan, name="Upphandling")
    shown = page(signed_in, q="upphandling", slag="unit")
    assert "Ingenting hittades bland det du har valt" in shown
    assert 'href="/sok/?q=upphandling"' in shown


def test_a_hit_leads_to_its_page_and_says_where_it_stands(signed_in: Client, plan: Plan) -> None:
    process = ProcessFactory(plan=plan, name="Upphandling <b>av</b> mat", reason="Vi köper mycket upphandlat.")
    shown = page(signed_in, q="upphandling")
    assert f'<a href="/process/{process.pk}/"><mark>Upphandling</mark> &lt;b&gt;av&lt;/b&gt; mat</a>' in shown
    assert "Vi köper mycket <mark>upphandlat</mark>." in shown or "Vi köper mycket upphandlat." not in shown
    assert "1 träff" in shown
    assert "<span>Lindhaga stadsdelsnämnd</span>" in shown
    assert "<span>2026</span>" in shown


def test_choices_have_their_numbers_and_keep_the_others(signed_in: Client, board: Board) -> None:
    for year, number in ((2025, 1), (2026, 2)):
        plan = PlanFactory(board=board, year=year)
        for _one in range(number):
            ProcessFactory(plan=plan, name="Upphandling")
        OngoingControlFactory(working_method__process__plan=plan, text="Upphandlingar stäms av")
    choices = signed_in.get(PATH, {"q": "upphandling", "ar": "2026"}).context["filters"]
    kinds, years = choices
    assert [(one.label, one.count, one.is_chosen) for one in years.choices] == [("2026", 3, True), ("2025", 2, False)]
    assert [(one.label, one.count) for one in kinds.choices] == [("Process", 2), ("Löpande kontroll", 1)]
    assert kinds.choices[0].address == "/sok/?q=upphandling&slag=process&ar=2026"
    assert years.everything == "/sok/?q=upphandling"


def test_pages_lead_to_each_other(signed_in: Client, plan: Plan) -> None:
    for number in range(PAGE + 1):
        ProcessFactory(plan=plan, name=f"Upphandling {number}")
    assert 'href="/sok/?q=upphandling&amp;sida=2"' in page(signed_in, q="upphandling")
    second = page(signed_in, q="upphandling", sida="2")
    assert "Sida 2 av 2" in second
    assert f'start="{PAGE + 1}"' in second


@pytest.mark.parametrize(
    "asked",
    [
        {"namnd": "x", "ar": "²", "sida": "-1", "slag": "allt"},
        {"namnd": "9" * 30, "ar": "9" * 9, "sida": "9" * 9},
        {"sida": "0"},
    ],
)
def test_an_address_that_is_not_understood_is_answered(signed_in: Client, plan: Plan, asked: dict[str, str]) -> None:
    ProcessFactory(plan=plan, name="Upphandling")
    page(signed_in, q="upphandling", **asked)


def test_every_hit_leads_to_a_page_that_its_finder_may_open(signed_in: Client, board: Board) -> None:
    person = User.objects.get(name="Joel Brandt")
    RoleAssignment.objects.create(user=person, role=Role.CENTRAL_CONTROLLER, municipality=board.municipality)
    one_of_each(board)
    urls = []
    for number in (1, 2):
        urls += [hit.thing.url for hit in signed_in.get(PATH, {"q": WORD, "sida": number}).context["found"].hits]
    assert len(urls) == len(Kind)
    answers = {url: signed_in.get(url.partition("#")[0]) for url in urls}
    assert {url: answer.status_code for url, answer in answers.items() if answer.status_code != HTTPStatus.OK} == {}
    # What an address points at stands on the page.
    missing = [
        url
        for url, answer in answers.items()
        if "#" in url and f'id="{url.partition("#")[2]}"' not in answer.content.decode()
    ]
    assert missing == []


def test_the_number_of_queries_does_not_grow_with_the_hits(signed_in: Client, board: Board) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(signed_in, q=WORD, slag="")
        return len(asked)

    one_of_each(board)
    RoleAssignment.objects.create(
        user=User.objects.get(name="Joel Brandt"), role=Role.CENTRAL_CONTROLLER, municipality=board.municipality
    )
    one = queries()
    for year in (2030, 2031):
        plan = PlanFactory(board=board, year=year)
        for _time in range(3):
            OngoingControlFactory(working_method__process__plan=plan, text=f"Om {WORD}")
    assert queries() <= one <= MOST_QUERIES


@pytest.mark.parametrize("kind", ["action", "answer", "comment", "evidence", "note", "decision", "control", "person"])
def test_hits_of_one_kind_cost_the_same_whether_one_or_three(signed_in: Client, board: Board, kind: str) -> None:
    RoleAssignment.objects.create(
        user=User.objects.get(name="Joel Brandt"), role=Role.CENTRAL_CONTROLLER, municipality=board.municipality
    )
    plan = one_of_each(board)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(signed_in, q=WORD, slag=kind)
        return len(asked)

    one = queries()
    _two_more(plan, kind)
    assert (page(signed_in, q=WORD, slag=kind).count('class="hit"'), queries()) == (3, one)


def _two_more(plan: Plan, kind: str) -> None:
    for _time in range(2):
        _one_more(plan, kind)


def _one_more(plan: Plan, kind: str) -> None:
    said = f"Om {WORD}"
    method = plan.processes.get().working_methods.get()
    follow_up = method.follow_ups.get()
    answer = FollowUpResultFactory(follow_up=follow_up, unit=OrgUnitFactory(board=plan.board), to_answer=True)
    if kind == "action":
        ActionFactory(corrective=True, follow_up=follow_up, text=said)
    elif kind == "answer":
        FollowUpResult.objects.filter(pk=answer.pk).update(result=said)
    elif kind == "comment":
        AnswerCommentFactory(result=answer, text=said)
    elif kind == "evidence":
        EvidenceFactory(result=answer, name=said)
    elif kind == "note":
        ActionNoteFactory(action=ActionFactory(event=method.events.get(), text="x"), text=said)
    elif kind == "decision":
        DecisionFactory(board=plan.board, registry_number=f"{WORD} 2")
    elif kind == "control":
        OngoingControlFactory(working_method=method, text=said)
    else:
        RoleAssignmentFactory(user__name=said, role=Role.PERFORMER, board=plan.board)


def test_the_frame_has_the_field_on_every_page_but_the_search_itself(signed_in: Client, plan: Plan) -> None:
    assert 'id="find"' in signed_in.get(f"/plan/{plan.pk}/").content.decode()
    assert 'id="find"' not in page(signed_in)


def test_who_has_no_role_is_offered_no_search(client: Client, outsider: User) -> None:
    client.force_login(outsider)
    assert 'id="find"' not in client.get("/").content.decode()
    assert client.get(PATH).status_code == HTTPStatus.FORBIDDEN


def test_a_substitute_searches_as_the_one_they_stand_in_for(
    client: Client, board: Board, controller: User, plan: Plan
) -> None:
    ProcessFactory(plan=plan, name="Upphandling")
    standing_in = SubstitutionFactory(assignment=RoleAssignment.objects.get(user=controller))
    client.force_login(standing_in.substitute)
    assert "1 träff" in page(client, q="upphandling")


def test_the_page_speaks_english(signed_in: Client, plan: Plan) -> None:
    ProcessFactory(plan=plan, name="Upphandling")
    signed_in.post("/sprak/", {"language": "en", "next": "/"})
    assert "1 hit" in page(signed_in, q="upphandling")
