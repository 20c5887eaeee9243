"""A revision: begun, compared, withdrawn, adopted; and what is running goes on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decided import decide
from factories import (
    ActionFactory,
    ActionPlanFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    FollowUpRulesFactory,
    GoalFactory,
    OrgUnitFactory,
    PeriodFactory,
    UserFactory,
)
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.followup.models import Action, ActionPlan, BoardReport, FollowUpResult
from rimlig.followup.reminding.waiting import waiting_of
from rimlig.lifecycle.differences import Change, differences
from rimlig.lifecycle.operations import propose
from rimlig.lifecycle.queries import edition_in_force, notices_on
from rimlig.lifecycle.revising import begin_revision, withdraw_revision
from rimlig.lifecycle.running import let_run_in, running
from rimlig.organisation.models import User
from rimlig.planning.models import (
    Goal,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    PlanState,
    ProcessGoal,
    UndesiredEvent,
    WorkingMethod,
)
from rimlig.reminders.models import Notice

pytestmark = pytest.mark.django_db
LATER = {"meeting_date": date(2026, 5, 6), "paragraph": "41"}


def _event(plan: Plan, text: str) -> UndesiredEvent:
    return UndesiredEvent.objects.get(working_method__process__plan=plan, text=text)


def _follow_up(plan: Plan) -> PlannedFollowUp:
    return PlannedFollowUp.objects.get(working_method__process__plan=plan)


def test_a_revision_is_a_copy_with_its_reason_and_the_plan_stays_in_force(adopted_plan: Plan, controller: User) -> None:
    revision = begin_revision(adopted_plan, "  Ny lag  ", by=controller)
    assert (revision.edition, revision.state, revision.revision_reason) == (2, PlanState.DRAFT, "Ny lag")
    assert edition_in_force(revision) == adopted_plan
    assert [goal.origin.plan for goal in revision.goals.all() if goal.origin] == [adopted_plan] * 2
    assert _event(revision, "För få vuxna").limits.get().placement.goal.number == "1.1"
    assert _follow_up(revision).chosen_units.get().unit.name == "Ekens förskola"
    text = revision.reports.get()
    assert (text.kind, text.introduction) == ("plan", "Planen bygger på riskanalysen.")
    assert [analysis.goal_number for analysis in text.analyses.all()] == ["1.1"]
    assert differences(adopted_plan, revision) == []


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_revision_without_a_reason_is_refused(adopted_plan: Plan, controller: User, reason: str) -> None:
    with pytest.raises(RuleBroken, match="varför planen revideras"):
        begin_revision(adopted_plan, reason, by=controller)
    assert Plan.objects.count() == 1


def test_one_revision_at_a_time(adopted_plan: Plan, controller: User) -> None:
    begin_revision(adopted_plan, "Ny lag", by=controller)
    with pytest.raises(RuleBroken, match="redan på väg"):
        begin_revision(adopted_plan, "Ny lag", by=controller)


def test_what_is_running_goes_on_under_the_new_edition(followed_up: Plan, head: User) -> None:
    before = {row.pk for row in FollowUpResult.objects.all()} | {row.pk for row in Action.objects.all()}
    revision = begin_revision(followed_up, "Ny lag", by=head)
    decide(revision, head, **LATER)
    old, new = Plan.objects.get(pk=followed_up.pk), Plan.objects.get(pk=revision.pk)
    assert (old.state, new.state, edition_in_force(old)) == (PlanState.REPLACED, PlanState.ADOPTED, new)
    assert sorted(_follow_up(new).results.values_list("deviation", flat=True)) == ["major", "minor"]
    assert list(_event(new, "För få vuxna").actions.values_list("text", flat=True)) == [
        "Lista på vikarier",
        "Nytt schema",
    ]
    assert _follow_up(new).actions.get().text == "Räkna även fredagar"
    limited = Action.objects.get(text="Lista på vikarier").limits.get()
    assert (limited.placement.process.plan, limited.placement.goal.number) == (new, "1.1")
    assert list(new.action_plans.values_list("heading", flat=True)) == ["Sena scheman", "Larmet"]
    assert sorted(new.reports.values_list("kind", flat=True)) == ["follow-up", "plan"]
    assert {row.pk for row in FollowUpResult.objects.all()} | {row.pk for row in Action.objects.all()} == before
    assert (FollowUpResult.objects.filter(follow_up=_follow_up(old)).count(), old.action_plans.count()) == (0, 0)


def test_an_action_stays_with_its_answer_and_an_action_plan_with_its_follow_up(followed_up: Plan, head: User) -> None:
    follow_up = _follow_up(followed_up)
    answer = follow_up.results.exclude(unit=None).get()
    Action.objects.filter(text="Räkna även fredagar").update(result=answer)
    ActionPlan.objects.filter(heading="Sena scheman").update(follow_up=follow_up)
    revision = begin_revision(followed_up, "Ny lag", by=head)
    decide(revision, head, **LATER)
    action = Action.objects.get(text="Räkna även fredagar")
    assert (action.result, action.follow_up) == (answer, _follow_up(revision))
    assert action.result is not None
    assert action.result.follow_up == action.follow_up
    assert ActionPlan.objects.get(heading="Sena scheman").follow_up == _follow_up(revision)


def test_what_stood_under_a_removed_row_is_said_and_stays_at_the_old_edition(followed_up: Plan, head: User) -> None:
    revision = begin_revision(followed_up, "Ny lag", by=head)
    _follow_up(revision).delete()
    UndesiredEvent.objects.filter(working_method__process__plan=revision).update(treatment="watch")
    said = running(followed_up, revision)
    assert [(one.text, one.why) for one in said.stays] == [
        ("Räkna vuxna kl. 16", "uppföljningen finns inte i den nya utgåvan"),
        ("Räkna vuxna kl. 16", "uppföljningen finns inte i den nya utgåvan"),
        ("Räkna även fredagar", "uppföljningen finns inte i den nya utgåvan"),
    ]
    decide(revision, head, **LATER)
    kept = _follow_up(followed_up)
    assert (kept.results.count(), kept.actions.get().text) == (2, "Räkna även fredagar")
    assert list(
        Action.objects.filter(event__working_method__process__plan=revision).values_list("text", flat=True)
    ) == [
        "Lista på vikarier",
        "Nytt schema",
    ]


def test_what_is_written_in_the_draft_meanwhile_stands_after_what_moves(followed_up: Plan, head: User) -> None:
    revision = begin_revision(followed_up, "Ny lag", by=head)
    ActionFactory(event=_event(revision, "För få vuxna"), text="Ny åtgärd", position=0)
    ActionPlanFactory(plan=revision, heading="Ny brist", position=0)
    decide(revision, head, **LATER)
    assert list(_event(revision, "För få vuxna").actions.values_list("text", flat=True)) == [
        "Lista på vikarier", "Nytt schema", "Ny åtgärd",
    ]  # fmt: skip
    assert list(ActionPlan.objects.filter(plan=revision).values_list("heading", flat=True)) == [
        "Sena scheman", "Larmet", "Ny brist",
    ]  # fmt: skip


def test_a_result_written_in_the_draft_is_not_overwritten_by_the_running_one(followed_up: Plan, head: User) -> None:
    revision = begin_revision(followed_up, "Ny lag", by=head)
    own = followed_up.processes.get(name="Bemanning").working_methods.get().follow_ups.get().results.get(unit=None)
    FollowUpResultFactory(follow_up=_follow_up(revision), period=own.period, deviation="none", result="I utkastet")
    BoardReportFactory(plan=revision, period=own.period)
    assert [one.why for one in running(followed_up, revision).stays] == [
        "den nya utgåvan har redan ett resultat där",
        "den nya utgåvan har redan sådana texter",
    ]
    decide(revision, head, **LATER)
    assert FollowUpResult.objects.get(pk=own.pk).follow_up == _follow_up(followed_up)
    assert _follow_up(revision).results.get(unit=None).result == "I utkastet"


def test_actions_whose_answers_stay_go_to_the_new_editions_own_in_a_constant_number_of_queries(
    followed_up: Plan, head: User
) -> None:
    revision = begin_revision(followed_up, "Ny lag", by=head)
    old, new = _follow_up(followed_up), _follow_up(revision)

    def stays_and_is_acted_on() -> tuple[Action, FollowUpResult]:
        unit = OrgUnitFactory(board=followed_up.board)
        answer = FollowUpResultFactory(follow_up=old, unit=unit, deviation="minor")
        own = FollowUpResultFactory(follow_up=new, unit=unit, period=answer.period, deviation="minor")
        return ActionFactory(corrective=True, follow_up=old, result=answer), own

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            let_run_in(followed_up, revision)
            for action, own in acted_on:
                action.refresh_from_db()
                assert (action.follow_up, action.result) == (new, own)
            transaction.set_rollback(True)
        return len(queries) - 3 * len(acted_on)  # what this test asked itself

    acted_on = [stays_and_is_acted_on()]
    one = asked()
    acted_on += [stays_and_is_acted_on(), stays_and_is_acted_on()]
    assert asked() == one


def test_a_limit_to_a_goal_that_is_served_no_more_goes_and_the_action_goes_on(followed_up: Plan, head: User) -> None:
    revision = begin_revision(followed_up, "Ny lag", by=head)
    _event(revision, "För få vuxna").limits.all().delete()
    ProcessGoal.objects.filter(process__plan=revision, process__name="Bemanning", goal__number="1.1").delete()
    decide(revision, head, **LATER)
    action = Action.objects.get(text="Lista på vikarier")
    assert (action.event, action.limits.count()) == (_event(revision, "För få vuxna"), 0)


def test_a_row_moved_to_another_process_takes_its_results_and_limits_along(followed_up: Plan, head: User) -> None:
    revision = begin_revision(followed_up, "Ny lag", by=head)
    event = _event(revision, "För få vuxna")
    event.limits.all().delete()
    target = revision.processes.get(name="Inköp").working_methods.get()
    UndesiredEvent.objects.filter(pk=event.pk).update(working_method=target, position=7, treatment="watch")
    decide(revision, head, **LATER)
    moved = Action.objects.get(text="Lista på vikarier")
    assert moved.event is not None
    assert (moved.event.working_method.process.name, moved.limits.count()) == ("Inköp", 0)


def test_a_revision_can_be_revised_in_its_turn(followed_up: Plan, head: User) -> None:
    second = begin_revision(followed_up, "Ny lag", by=head)
    decide(second, head, **LATER)
    third = begin_revision(Plan.objects.get(pk=second.pk), "Ännu en", by=head)
    decide(third, head, meeting_date=date(2026, 9, 2), paragraph="77")
    assert list(Plan.objects.order_by("edition").values_list("edition", "state")) == [
        (1, "replaced"), (2, "replaced"), (3, "adopted"),
    ]  # fmt: skip
    assert _follow_up(third).results.count() == 2


def test_the_board_cannot_have_adopted_a_revision_before_the_plan(adopted_plan: Plan, head: User) -> None:
    revision = begin_revision(adopted_plan, "Ny lag", by=head)
    with pytest.raises(RuleBroken, match="för tidigt"):
        decide(revision, head, meeting_date=date(2025, 12, 9))


def test_a_withdrawn_revision_leaves_the_plan_as_it_was(followed_up: Plan, controller: User) -> None:
    revision = begin_revision(followed_up, "Ny lag", by=controller)
    assert withdraw_revision(revision, version=revision.version, by=controller) == followed_up
    assert Plan.objects.get() == followed_up
    assert (Goal.objects.count(), BoardReport.objects.count(), FollowUpResult.objects.count()) == (2, 2, 2)


def test_only_the_draft_of_a_revision_is_withdrawn(written: Plan, head: User, controller: User) -> None:
    with pytest.raises(RuleBroken, match="Bara en revidering"):
        withdraw_revision(written, version=written.version, by=controller)
    decide(written, head)
    revision = begin_revision(written, "Ny lag", by=controller)
    propose(revision, version=revision.version, by=head)
    with pytest.raises(Outdated):
        withdraw_revision(revision, version=revision.version, by=controller)
    with pytest.raises(RuleBroken, match="föreslagen"):
        withdraw_revision(revision, version=revision.version + 1, by=controller)


def test_notices_say_which_edition_counts(adopted_plan: Plan, head: User) -> None:
    revision = begin_revision(adopted_plan, "Ny lag", by=head)

    def said(plan: Plan) -> list[tuple[str, str]]:
        return [(notice.text.split(".")[0], notice.url) for notice in notices_on(Plan.objects.get(pk=plan.pk))]

    assert said(adopted_plan) == [("En revidering av planen är på väg", f"/plan/{revision.pk}/")]
    assert said(revision) == [
        ("Det här är utgåva 2, en revidering som nämnden inte har fastställt", f"/plan/{adopted_plan.pk}/")
    ]
    decide(revision, head, **LATER)
    assert said(adopted_plan) == [("Det här är utgåva 1, som har ersatts av en annan", f"/plan/{revision.pk}/")]
    assert said(revision) == []


def _changes(old: Plan, new: Plan) -> list[tuple[Change, str, str]]:
    return [(one.change, str(one.kind), one.text) for one in differences(old, new)]


CHANGES: dict[str, tuple[Any, list[tuple[Change, str, str]]]] = {
    "a goal added": (
        lambda plan: GoalFactory(plan=plan, number="3.1", title="Ekonomi", position=9),
        [(Change.ADDED, "Mål", "3.1 Ekonomi")],
    ),
    "a control removed": (
        lambda plan: OngoingControl.objects.filter(working_method__process__plan=plan, text="Två attesterar").delete(),
        [(Change.REMOVED, "Löpande kontroll", "Två attesterar")],
    ),
    "a text changed": (
        lambda plan: WorkingMethod.objects.filter(process__plan=plan, name="Attest").update(name="Attest i två led"),
        [(Change.CHANGED, "Arbetssätt", "Attest i två led")],
    ),
    "a plan text changed": (
        lambda plan: plan.reports.update(introduction="Annan"),
        [(Change.CHANGED, "Text", "Inledning")],
    ),
    "a unit changed": (
        lambda plan: _follow_up(plan).chosen_units.all().delete(),
        [(Change.CHANGED, "Uppföljning", "Räkna vuxna kl. 16")],
    ),
    "a criterion changed": (
        lambda plan: PlannedFollowUp.objects.filter(pk=_follow_up(plan).pk).update(criterion_minor="En gång."),
        [(Change.CHANGED, "Uppföljning", "Räkna vuxna kl. 16")],
    ),
    "a process placed under fewer goals": (
        lambda plan: ProcessGoal.objects.filter(
            process__plan=plan, process__name="Bemanning", goal__number="2.1"
        ).delete(),
        [(Change.CHANGED, "Process", "Bemanning")],
    ),
    "an event moved to another method": (
        lambda plan: UndesiredEvent.objects.filter(pk=_event(plan, "Jäv").pk).update(
            working_method=WorkingMethod.objects.get(process__plan=plan, name="Schema"), position=8
        ),
        [(Change.MOVED, "Oönskad händelse", "Jäv")],
    ),
    "processes in another order": (
        lambda plan: plan.processes.filter(name="Bemanning").update(position=5),
        [(Change.MOVED, "Process", "Bemanning")],
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_revision_changes(adopted_plan: Plan, controller: User, what: str) -> None:
    change, expected = CHANGES[what]
    revision = begin_revision(adopted_plan, "Ny lag", by=controller)
    change(revision)
    assert _changes(adopted_plan, Plan.objects.get(pk=revision.pk)) == expected


def test_the_words_that_differ_are_marked(adopted_plan: Plan, controller: User) -> None:
    revision = begin_revision(adopted_plan, "Ny lag", by=controller)
    PlannedFollowUp.objects.filter(pk=_follow_up(revision).pk).update(text="Räkna barn kl. 16")
    (row,) = differences(adopted_plan, revision)
    (text,) = row.fields
    assert [(word.sign, word.text) for word in text.before] == [("=", "Räkna "), ("-", "vuxna"), ("=", " kl. 16")]
    assert [(word.sign, word.text) for word in text.after] == [("=", "Räkna "), ("+", "barn"), ("=", " kl. 16")]


@pytest.mark.parametrize("number", [1, 3])
def test_comparing_asks_as_much_however_much_there_is(
    adopted_plan: Plan, controller: User, django_assert_num_queries: Any, number: int
) -> None:
    revision = begin_revision(adopted_plan, "Ny lag", by=controller)
    for position in range(number):
        GoalFactory(plan=revision, position=50 + position)
    with django_assert_num_queries(28):
        assert len(differences(adopted_plan, revision)) == number


def _answers_of(plan: Plan) -> dict[str, FollowUpResult]:
    """Open in the plan: one answer that nobody has begun, one begun, one filed and one approved, each at a unit of that name."""
    period = PeriodFactory(municipality=plan.board.municipality, year=2026, code="VB")
    now = datetime(2026, 12, 20, 9, 0, tzinfo=UTC)
    kinds: dict[str, dict[str, Any]] = {
        "Orörd": {"to_answer": True},
        "Påbörjad": {"to_answer": True, "saved_at": now, "saved_by": UserFactory()},
        "Inlämnad": {"filed": True},
        "Godkänd": {"deviation": "minor"},
    }
    return {
        name: FollowUpResultFactory(
            follow_up=_follow_up(plan), period=period, unit=OrgUnitFactory(board=plan.board, name=name), **columns
        )
        for name, columns in kinds.items()
    }


def test_all_answers_go_on_under_the_new_edition_also_those_that_nobody_may_change(
    adopted_plan: Plan, head: User
) -> None:
    _answers_of(adopted_plan)
    revision = begin_revision(adopted_plan, "Ny lag", by=head)
    decide(revision, head, **LATER)
    rows = FollowUpResult.objects.order_by("unit__name").values_list("unit__name", "state", "follow_up")
    assert list(rows) == [
        (name, state, _follow_up(revision).pk)
        for name, state in [("Godkänd", "approved"), ("Inlämnad", "filed"), ("Orörd", "open"), ("Påbörjad", "open")]
    ]


def test_a_stricter_limit_for_actions_does_not_hinder_a_revision(adopted_plan: Plan, head: User) -> None:
    rules = FollowUpRulesFactory(municipality=adopted_plan.board.municipality, action_from="")
    period = PeriodFactory(municipality=adopted_plan.board.municipality, year=2026, code="VB")
    FollowUpResultFactory(
        follow_up=_follow_up(adopted_plan),
        period=period,
        unit=OrgUnitFactory(board=adopted_plan.board),
        deviation="minor",
        no_action_reason="",
    )
    rules.action_from = "minor"
    rules.save()
    revision = begin_revision(adopted_plan, "Ny lag", by=head)
    decide(revision, head, **LATER)
    assert FollowUpResult.objects.get().follow_up == _follow_up(revision)


def test_an_answer_to_a_follow_up_that_is_gone_is_withdrawn_unless_somebody_has_begun_it(
    adopted_plan: Plan, head: User
) -> None:
    _answers_of(adopted_plan)
    revision = begin_revision(adopted_plan, "Ny lag", by=head)
    # It was removed, and another one written that happens to have its words.
    PlannedFollowUp.objects.filter(working_method__process__plan=revision).update(origin=None)
    found = running(adopted_plan, revision)
    assert [result.unit.name for result in found.withdrawn if result.unit] == ["Orörd"]
    assert {stays.what for stays in found.stays} == {
        "Resultat Verksamhetsberättelse 2026, Påbörjad",
        "Resultat Verksamhetsberättelse 2026, Inlämnad",
        "Resultat Verksamhetsberättelse 2026, Godkänd",
    }
    decide(revision, head, **LATER)
    left = FollowUpResult.objects.order_by("unit__name").values_list("unit__name", flat=True)
    assert list(left) == ["Godkänd", "Inlämnad", "Påbörjad"]
    begun = FollowUpResult.objects.get(unit__name="Påbörjad")
    assert begun.saved_by is not None
    told = [(notice.person, notice.url) for notice in Notice.objects.filter(key__startswith="left-behind")]
    assert told == [(begun.saved_by, f"/svar/{begun.pk}/")]
    assert Notice.objects.get(person=begun.saved_by, key__startswith="left-behind").text == (
        "Den reviderade planen frågar inte längre efter det du hade börjat svara på: Räkna vuxna kl. 16 – Påbörjad"
    )
    # By mail the day after the decision was recorded, once, and told beside other things for a week.
    recorded = timezone.localdate(Plan.objects.get(pk=revision.pk).decision.recorded_at)  # type: ignore[union-attr]
    asked = {days: waiting_of(begun.saved_by, recorded + timedelta(days=days)) for days in (0, 1, 7, 8)}
    found = {
        days: [(one.text, one.reminds_on(recorded + timedelta(days=days))) for one in given]
        for days, given in asked.items()
    }
    text = "Räkna vuxna kl. 16 – Påbörjad"
    assert found == {0: [(text, False)], 1: [(text, True)], 7: [(text, False)], 8: []}
