"""The controller concludes for the board, and can show later on what."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from factories import FollowUpResultFactory, FollowUpRulesFactory, OrgUnitFactory, PeriodFactory, PlannedFollowUpFactory
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.followup.concluding.operations import conclude
from rimlig.followup.models import FollowUpResult, Period
from rimlig.organisation.models import Board, User
from rimlig.planning.models import PlannedFollowUp, Process

FILED = datetime(2026, 9, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def follow_up(process: Process) -> PlannedFollowUp:
    return PlannedFollowUpFactory(working_method__process=process, text="Andel förskollärare")


@pytest.fixture
def period(board: Board) -> Period:
    return PeriodFactory(municipality=board.municipality, code="T2")


@pytest.fixture
def answers(follow_up: PlannedFollowUp, period: Period, board: Board) -> list[FollowUpResult]:
    """Granen deviates, Lyktan does not, and Sjövik has not answered."""
    same = {"follow_up": follow_up, "period": period}
    return [
        FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board, name="Granen"), deviation="major"),
        FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board, name="Lyktan"), filed=True),
        FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board, name="Sjövik"), to_answer=True),
    ]


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


def _address(follow_up: PlannedFollowUp) -> str:
    return f"/uppfoljning/{follow_up.pk}/slutsats/T2/"


WRITTEN = {"deviation": "major", "result": "En enhet avviker.", "measures": "Granen rekryterar."}


def test_the_worst_answers_are_read_first_and_those_that_are_well_are_folded(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult], period: Period, board: Board
) -> None:
    unit = OrgUnitFactory(board=board, name="Björkdungen")
    FollowUpResultFactory(follow_up=follow_up, period=period, unit=unit, deviation="minor")
    page = signed_in.get(_address(follow_up)).content.decode()
    places = [page.index(f">{name}</a>") for name in ("Granen", "Björkdungen", "Sjövik", "Lyktan")]
    assert places == sorted(places)
    assert "<details><summary>1 utan avvikelse</summary>" in page[: places[-1]]


def test_when_a_level_is_right_is_said_beside(signed_in: Client, follow_up: PlannedFollowUp, board: Board) -> None:
    PlannedFollowUp.objects.filter(pk=follow_up.pk).update(criterion_major="Mer än en grupp.")
    FollowUpRulesFactory(municipality=board.municipality, criterion_minor="Någon enstaka gång.")
    page = " ".join(signed_in.get(_address(follow_up)).content.decode().split())
    beside = page[page.index("När en nivå är den rätta") :]
    for said in ("Större avvikelse", "<p>Mer än en grupp.</p>", "Mindre avvikelse", "<p>Någon enstaka gång.</p>"):
        assert said in beside, said


def test_the_page_counts_and_suggests(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult]
) -> None:
    page = signed_in.get(_address(follow_up)).content.decode()
    assert ">1 av 3 enheter avviker</h2>" in page
    assert (
        "En av tre enheter avviker: Granen (större). Lyktan visar ingen avvikelse. Svar saknas från Sjövik.</textarea>"
        in page
    )
    assert '<input type="radio" name="deviation" value="major"' in page
    assert page.count("data-take hidden") == 2


def test_what_is_concluded_rests_on_the_answers_of_that_moment(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult], controller: User
) -> None:
    response = signed_in.post(_address(follow_up), {**WRITTEN, "version": 0})
    assert response["Location"] == f"/plan/{follow_up.in_plan.pk}/svar/?period=T2"
    row = FollowUpResult.objects.get(unit=None)
    assert (row.state, row.deviation, row.result, row.saved_by) == (
        "concluded",
        "major",
        "En enhet avviker.",
        controller,
    )
    filed = FILED.isoformat()
    assert row.basis == [
        {"answer": answers[0].pk, "unit": "Granen", "version": 1, "level": "major", "filed": filed},
        {"answer": answers[1].pk, "unit": "Lyktan", "version": 1, "level": "none", "filed": filed},
    ]
    page = signed_in.get(_address(follow_up)).content.decode()
    assert "och vilar på 2 svar." in page
    assert "har ändrats efter slutsatsen" not in page


def test_the_page_says_when_answers_have_changed_since(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult]
) -> None:
    signed_in.post(_address(follow_up), {**WRITTEN, "version": 0})
    # Approved meanwhile: it says the same. Sent back, or given: it does not.
    FollowUpResult.objects.filter(pk=answers[1].pk).update(state="approved", step=0, version=2)
    assert "har ändrats efter slutsatsen" not in signed_in.get(_address(follow_up)).content.decode()
    FollowUpResult.objects.filter(pk=answers[0].pk).update(state="returned", version=2)
    FollowUpResult.objects.filter(pk=answers[2].pk).update(
        state="filed", step=1, deviation="none", filed_by=answers[0].filed_by, filed_at=FILED
    )
    page = signed_in.get(_address(follow_up)).content.decode()
    assert "2 svar har ändrats efter slutsatsen." in page
    signed_in.post(_address(follow_up), {**WRITTEN, "version": 1})
    assert "har ändrats efter slutsatsen" not in signed_in.get(_address(follow_up)).content.decode()
    assert FollowUpResult.objects.get(unit=None).version == 2


def test_somebody_elses_conclusion_is_shown_and_not_overwritten(
    signed_in: Client, follow_up: PlannedFollowUp, answers: list[FollowUpResult], controller: User
) -> None:
    conclude(follow_up, "T2", deviation="minor", result="Hennes", measures="", by=None)
    for version in (0, 7):
        response = signed_in.post(_address(follow_up), {**WRITTEN, "version": version})
        assert response.status_code == 409
        assert "<p>Hennes</p>" in response.content.decode()
    assert FollowUpResult.objects.get(unit=None).result == "Hennes"


def test_where_the_administration_answers_as_a_whole_the_answer_is_the_result(
    signed_in: Client, follow_up: PlannedFollowUp, period: Period
) -> None:
    answer = FollowUpResultFactory(follow_up=follow_up, period=period, to_answer=True)
    page = signed_in.get(_address(follow_up)).content.decode()
    assert "Förvaltningen svarar som helhet på den här uppföljningen" in page
    assert f'href="/svar/{answer.pk}/"' in page
    assert "<textarea" not in page
    response = signed_in.post(_address(follow_up), {**WRITTEN, "version": 0})
    assert response.status_code == 422
    assert FollowUpResult.objects.get().state == "open"


def test_an_open_answer_of_the_whole_is_never_concluded_over(follow_up: PlannedFollowUp, period: Period) -> None:
    FollowUpResultFactory(follow_up=follow_up, period=period, to_answer=True)
    with pytest.raises(RuleBroken) as refused:
        conclude(follow_up, "T2", **WRITTEN, by=None)
    assert not isinstance(refused.value, Outdated)
    assert str(refused.value).startswith("Förvaltningen svarar som helhet på den här uppföljningen.")


def test_a_follow_up_of_a_month_is_concluded_too(signed_in: Client, follow_up: PlannedFollowUp) -> None:
    response = signed_in.post(f"/uppfoljning/{follow_up.pk}/slutsats/M03/", WRITTEN)
    assert response.status_code == 302
    assert FollowUpResult.objects.get().period.code == "M03"


def test_the_page_costs_the_same_for_one_answer_and_for_three(
    signed_in: Client, follow_up: PlannedFollowUp, period: Period, board: Board, django_assert_num_queries: Any
) -> None:
    for more in (1, 2):
        for _unit in range(more):
            FollowUpResultFactory(follow_up=follow_up, period=period, unit=OrgUnitFactory(board=board))
        with django_assert_num_queries(9):
            assert signed_in.get(_address(follow_up)).status_code == 200
