"""The index follows the tables, whatever way they are written: it always holds what `search_source` says that it should."""

from typing import Any

import pytest
from django.db import connection

from factories import (
    BoardFactory,
    FollowUpResultFactory,
    OngoingControlFactory,
    PlanFactory,
    ProcessFactory,
    UserFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.followup.models import AnswerComment, FollowUpResult
from rimlig.organisation.models import Board
from rimlig.planning.models import OngoingControl, Plan, Process, WorkingMethod
from rimlig.search.kinds import Kind
from rimlig.search.models import SearchEntry
from searchables import WORD, one_of_each

pytestmark = pytest.mark.django_db
SHOULD = (
    "SELECT kind, object_id, municipality, board, plan, result, year, title, text, search_reference(code),"
    " search_vector(title, text, code)::text FROM search_source()"
)
HOLDS = (
    "SELECT kind, object_id, municipality, board, plan, result, year, title, text, reference, vector::text"
    " FROM search_searchentry"
)


def rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return sorted(cursor.fetchall(), key=repr)


def assert_follows() -> None:
    assert rows(HOLDS) == rows(SHOULD)


def test_each_kind_has_an_entry_that_follows_its_row(board: Board) -> None:
    one_of_each(board)
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert_follows()


def test_rows_written_in_bulk_are_followed() -> None:
    method = WorkingMethodFactory()
    OngoingControl.objects.bulk_create(
        OngoingControl(working_method=method, text=f"Kontroll {number}", position=number) for number in range(5)
    )
    OngoingControl.objects.filter(position__gte=3).update(text="Något annat")
    OngoingControl.objects.filter(position=0).delete()
    texts = SearchEntry.objects.filter(kind=Kind.CONTROL).values_list("title", flat=True)
    assert sorted(texts) == ["Kontroll 1", "Kontroll 2", "Något annat", "Något annat"]
    assert_follows()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE planning_goal SET number = '9.9', title = ''",
        "UPDATE planning_goal SET number = '', title = ''",
        "UPDATE planning_plan SET year = 2031",
        "UPDATE planning_plan SET version = version + 1",
        "UPDATE organisation_board SET name = 'Ett annat namn'",
        "UPDATE organisation_user SET name = 'Ny Namnsson'",
        "UPDATE followup_followupresult SET result = '', measures = 'Gjort' WHERE state = 'open'",
        "UPDATE followup_boardreport SET introduction = '', summary = '', title = ''",
        "UPDATE planning_plannedfollowup SET criterion_minor = 'Någon'",
        "UPDATE reportwork_boardassessment SET reasons = 'Nya skäl'",
        "UPDATE reportwork_assessmentcriterion SET text = 'Nytt kriterium'",
        "DELETE FROM reportwork_sectioncomment",
        "DELETE FROM followup_actionnote",
        "DELETE FROM controlsystem_attachment",
        "DELETE FROM planning_commonrisk",
    ],
)
def test_raw_sql_is_followed(board: Board, sql: str) -> None:
    one_of_each(board)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert_follows()


@pytest.mark.parametrize(
    ("table", "column", "into"),
    [
        ("planning_process", "plan_id", lambda: PlanFactory(year=2030).pk),
        ("planning_workingmethod", "process_id", lambda: ProcessFactory(plan__year=2030).pk),
        ("planning_undesiredevent", "working_method_id", lambda: WorkingMethodFactory(process__plan__year=2030).pk),
        ("planning_plannedfollowup", "working_method_id", lambda: WorkingMethodFactory(process__plan__year=2030).pk),
    ],
)
def test_what_comes_to_stand_in_another_plan_takes_what_stands_under_it_along(
    board: Board, table: str, column: str, into: Any
) -> None:
    one_of_each(board)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = (SELECT min(id) FROM {table})", [into()])
    assert SearchEntry.objects.filter(year=2030).count() > 1
    assert_follows()


def test_a_plan_that_is_removed_leaves_nothing(board: Board) -> None:
    plan = PlanFactory(board=board)
    OngoingControlFactory(working_method__process__plan=plan)
    plan.delete()
    assert not SearchEntry.objects.exclude(kind=Kind.BOARD).exists()
    assert_follows()


def test_an_answer_that_is_moved_to_a_new_edition_is_found_there(board: Board) -> None:
    plan = adopted(PlanFactory(board=board))
    answer = FollowUpResultFactory(
        follow_up__working_method__process__plan=PlanFactory(
            board=board, edition=2, revises=plan, revision_reason="Ny lag"
        )
    )
    assert SearchEntry.objects.get(kind=Kind.CONCLUSION).plan == answer.in_plan.pk
    other = WorkingMethodFactory(process__plan=PlanFactory(board=board, year=2031)).process.plan
    follow_up = FollowUpResultFactory(follow_up__working_method__process__plan=other).follow_up
    FollowUpResult.objects.filter(follow_up=follow_up).delete()
    FollowUpResult.objects.filter(pk=answer.pk).update(follow_up=follow_up)
    assert SearchEntry.objects.get(kind=Kind.CONCLUSION).plan == other.pk


def test_a_decision_gives_the_plan_its_registry_number(board: Board) -> None:
    plan = adopted(PlanFactory(board=board))
    entry = SearchEntry.objects.get(kind=Kind.PLAN, object_id=plan.pk)
    assert entry.reference == "lin2025/118"
    assert_follows()


def test_a_row_that_is_written_without_change_keeps_its_entry(board: Board) -> None:
    process = ProcessFactory(plan__board=board)
    before = SearchEntry.objects.get(kind=Kind.PROCESS).pk
    process.save()
    Process.objects.update(version=7)
    assert SearchEntry.objects.get(kind=Kind.PROCESS).pk == before


@pytest.mark.parametrize("text", ["ÅÄÖ", "Ärende ÖVER Åar", "ABC É"])
def test_letters_are_lowered_whatever_the_locale_of_the_database(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_lower(%s)", [text])
        assert cursor.fetchone()[0] == text.lower()


def test_nothing_without_words_has_an_entry() -> None:
    FollowUpResultFactory(result="", no_action_reason="")
    UserFactory()
    BoardFactory()
    assert not SearchEntry.objects.filter(kind__in=[Kind.ANSWER, Kind.CONCLUSION]).exists()
    assert not AnswerComment.objects.exists()
    assert_follows()


def test_the_word_is_where_the_other_tests_say_that_it_is(board: Board) -> None:
    one_of_each(board)
    with_word = {
        entry.kind for entry in SearchEntry.objects.all() if WORD in f"{entry.title} {entry.text} {entry.reference}"
    }
    assert with_word == set(Kind.values)
    assert Plan.objects.count() == WorkingMethod.objects.count() == 1
