from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from factories import (
    ActionFactory,
    ActionPlanFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    GoalFactory,
    PlannedFollowUpFactory,
    UndesiredEventFactory,
    UserFactory,
    adopted,
)
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.followup.concluding.operations import conclude
from rimlig.followup.models import BoardReport, FollowUpResult, Period, PeriodCode
from rimlig.followup.operations import begin_texts
from rimlig.followup.periods.dates import period_of
from rimlig.organisation.models import User
from rimlig.planning.models import Plan, PlanState
from rimlig.planning.rows.changing import change

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return UserFactory(name="Anna Ek")


def test_a_change_is_stored_with_a_new_version_and_who_made_it(anna: User) -> None:
    event = UndesiredEventFactory(text="Fel lön")
    changed = change(event, {"text": "Fel lön betalas ut", "likelihood": 3}, version=1, by=anna)
    assert (changed.text, changed.likelihood, changed.version) == ("Fel lön betalas ut", 3, 2)
    last = changed.history.order_by("-pgh_id").select_related("pgh_context").first()
    assert last.pgh_context.metadata == {"operation": "planning.change", "user": anna.pk}
    assert (last.text, last.version) == ("Fel lön betalas ut", 2)


def test_what_somebody_else_wrote_is_never_overwritten(anna: User) -> None:
    event = UndesiredEventFactory(text="Fel lön")
    change(event, {"text": "Hennes"}, version=1, by=anna)
    with pytest.raises(Outdated) as refused:
        change(event, {"text": "Hans"}, version=1, by=None)
    assert (refused.value.current.text, refused.value.current.version) == ("Hennes", 2)
    event.refresh_from_db()
    assert (event.text, event.version) == ("Hennes", 2)


def test_saving_over_it_is_a_choice_made_with_the_new_version(anna: User) -> None:
    event = UndesiredEventFactory(text="Fel lön")
    change(event, {"text": "Hennes"}, version=1, by=anna)
    assert change(event, {"text": "Hans"}, version=2, by=None).text == "Hans"


def test_a_double_click_changes_once_and_is_no_error(anna: User) -> None:
    event = UndesiredEventFactory(text="Fel lön")
    for _click in range(2):
        changed = change(event, {"text": "Ny"}, version=1, by=anna)
    assert (changed.text, changed.version, changed.history.count()) == ("Ny", 2, 2)


def test_saving_without_a_change_leaves_no_trace(anna: User) -> None:
    event = UndesiredEventFactory(text="Fel lön")
    assert change(event, {"text": "Fel lön"}, version=1, by=anna).version == 1
    assert event.history.count() == 1


def test_two_people_in_different_texts_of_one_row_do_not_collide(anna: User) -> None:
    report = BoardReportFactory(introduction="Gammal", summary="Gammal")
    change(report, {"introduction": "Ny inledning"}, version=1, by=anna)
    changed = change(report, {"summary": "Ny sammanfattning"}, version=1, by=None)
    assert (changed.introduction, changed.summary, changed.version) == ("Ny inledning", "Ny sammanfattning", 3)


def test_a_version_that_never_was_is_outdated() -> None:
    event = UndesiredEventFactory(text="Fel lön")
    with pytest.raises(Outdated):
        change(event, {"text": "Ny"}, version=7, by=None)


@pytest.mark.parametrize(
    ("make", "values"),
    [
        (UndesiredEventFactory, {"likelihood": 11}),
        (UndesiredEventFactory, {"treatment": "pray"}),
        (ActionPlanFactory, {"units_at_risk": 9, "units_total": 8}),
        (ActionPlanFactory, {"heading": ""}),
    ],
)
def test_values_that_the_database_would_refuse_are_refused_in_words(make: Callable, values: dict) -> None:
    row = make()
    with pytest.raises(RuleBroken):
        change(row, values, version=1, by=None)
    assert row.history.count() == 1


def test_the_board_concludes_for_a_period_that_is_made_with_its_dates(anna: User) -> None:
    follow_up = PlannedFollowUpFactory()
    row = conclude(follow_up, PeriodCode.T2, deviation="minor", result="Två avvek", measures="", by=anna)
    assert (row.unit, row.deviation, str(row.period.starts), str(row.period.ends)) == (
        None,
        "minor",
        "2026-05-01",
        "2026-08-31",
    )
    assert row.history.get().pgh_context.metadata == {"operation": "followup.conclude", "user": anna.pk}


def test_concluding_twice_with_the_same_words_is_once() -> None:
    follow_up = PlannedFollowUpFactory()
    for _click in range(2):
        conclude(follow_up, PeriodCode.VB, deviation="none", result="Bra", measures="", by=None)
    assert FollowUpResult.objects.count() == 1


def test_concluding_over_another_conclusion_is_refused() -> None:
    follow_up = PlannedFollowUpFactory()
    conclude(follow_up, PeriodCode.VB, deviation="none", result="Bra", measures="", by=None)
    with pytest.raises(Outdated) as refused:
        conclude(follow_up, PeriodCode.VB, deviation="major", result="Dåligt", measures="", by=None)
    assert refused.value.current.result == "Bra"
    assert FollowUpResult.objects.get().deviation == "none"


def _replaced(plan: Plan) -> None:
    """Let a second edition take the place of the adopted plan."""
    Plan.objects.filter(pk=adopted(plan).pk).update(state=PlanState.REPLACED)


def test_answering_to_an_edition_that_has_been_replaced_is_refused_with_where_to_write_instead() -> None:
    follow_up = PlannedFollowUpFactory()
    _replaced(follow_up.in_plan)
    said = "En ny utgåva av planen fastställdes medan du skrev. Öppna den och skriv där i stället."
    with pytest.raises(RuleBroken) as refused:
        conclude(follow_up, PeriodCode.T1, deviation="none", result="Bra", measures="", by=None)
    assert (str(refused.value), FollowUpResult.objects.count()) == (said, 0)


@pytest.mark.parametrize(
    ("make", "statement"),
    [
        (FollowUpResultFactory, "UPDATE followup_followupresult SET result = 'Förbi' WHERE id = %s"),
        (
            FollowUpResultFactory,
            "INSERT INTO followup_followupresult (follow_up_id) SELECT follow_up_id FROM followup_followupresult WHERE id = %s",
        ),
        (ActionFactory, "UPDATE followup_action SET text = 'Förbi' WHERE id = %s"),
        (lambda: ActionFactory(corrective=True), "UPDATE followup_action SET status = 'ongoing' WHERE id = %s"),
    ],
)
def test_the_database_lets_nobody_write_under_an_edition_that_has_been_replaced(make: Callable, statement: str) -> None:
    row = make()
    _replaced(row.in_plan)
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [row.pk])
    assert refused.value.__cause__.diag.constraint_name == "plan_is_replaced"


def test_beginning_the_texts_gives_an_analysis_for_each_goal(plan: Plan, anna: User) -> None:
    GoalFactory(plan=plan, number="1.1", title="Trygg start")
    GoalFactory(plan=plan, number="3.5", title="Ekonomi")
    report = begin_texts(plan, PeriodCode.VB, by=anna)
    assert [(row.goal_number, row.goal_title, row.text) for row in report.analyses.all()] == [
        ("1.1", "Trygg start", ""),
        ("3.5", "Ekonomi", ""),
    ]
    assert (report.kind, report.period.code, report.introduction) == ("follow-up", "VB", "")


def test_beginning_the_texts_again_leaves_what_is_written(plan: Plan) -> None:
    report = begin_texts(plan, PeriodCode.VB, by=None)
    change(report, {"summary": "Skrivet"}, version=1, by=None)
    assert begin_texts(plan, PeriodCode.VB, by=None).summary == "Skrivet"
    assert BoardReport.objects.count() == 1


def test_a_period_is_made_once(plan: Plan) -> None:
    assert period_of(plan, PeriodCode.T1) == period_of(plan, PeriodCode.T1)
    assert Period.objects.count() == 1
